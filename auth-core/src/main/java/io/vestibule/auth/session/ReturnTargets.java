package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.internal.ReturnTo;
import java.net.URLDecoder;
import java.util.Optional;

/** Where a browser goes after signing in: where it wanted to go, if that is a page of ours. */
record ReturnTargets(String base) {
  /** What the address of the login page says to somebody who is signed in and must prove it anew. */
  static final String CONFIRM = "confirm=1";

  private static final String FIELD = "return_to=";

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
    return judge(request).judge(form.value("return_to").orElse("")).orElse("");
  }

  /** What the form asks for; else the application's first page. */
  String posted(AuthRequest request, Form form) {
    return judge(request).orHome(form.value("return_to").orElse(""));
  }

  /** Whether somebody who is signed in is to prove it anew. */
  static boolean confirms(AuthRequest request) {
    return request
        .query()
        .filter(query -> ("&" + query + "&").contains("&" + CONFIRM + "&"))
        .isPresent();
  }

  private ReturnTo judge(AuthRequest request) {
    return new ReturnTo(request.contextPath(), base);
  }

  private static String fromQuery(AuthRequest request) {
    return request.query().flatMap(ReturnTargets::parameter).orElse("");
  }

  private static Optional<String> parameter(String query) {
    for (String pair : query.split("&", 20)) {
      if (pair.startsWith(FIELD)) {
        return decoded(pair.substring(FIELD.length()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> decoded(String value) {
    try {
      return Optional.of(URLDecoder.decode(value, UTF_8));
    } catch (IllegalArgumentException badEscape) {
      return Optional.empty();
    }
  }
}
