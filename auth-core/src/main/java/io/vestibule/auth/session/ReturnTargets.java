package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.internal.ReturnTo;

/** Where a browser goes after signing in: where it wanted to go, if that is a page of ours. */
record ReturnTargets(String base) {
  /** Is 1 in the address of the login page for somebody who is signed in and must prove it anew. */
  static final String CONFIRM = "confirm";

  /** What the address of the login page asks for; else the application's first page. */
  String asked(AuthRequest request) {
    return judge(request).orHome(fromQuery(request));
  }

  /** The same for the form's hidden field: empty where there is nothing to return to. */
  String shown(AuthRequest request) {
    return judge(request).judge(fromQuery(request)).orElse("");
  }

  /** What the form carries on when it is shown again. */
  String shown(AuthRequest request, Form form) {
    return judge(request).judge(form.value(ReturnTo.FIELD).orElse("")).orElse("");
  }

  /** What the form asks for; else the application's first page. */
  String posted(AuthRequest request, Form form) {
    return judge(request).orHome(form.value(ReturnTo.FIELD).orElse(""));
  }

  /** Whether somebody who is signed in is to prove it anew. */
  static boolean confirms(AuthRequest request) {
    return request.parameter(CONFIRM).filter("1"::equals).isPresent();
  }

  private ReturnTo judge(AuthRequest request) {
    return new ReturnTo(request.contextPath(), base);
  }

  private static String fromQuery(AuthRequest request) {
    return request.parameter(ReturnTo.FIELD).orElse("");
  }
}
