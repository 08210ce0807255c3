package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Endpoint;
import java.util.Optional;

/**
 * A device that stays signed in comes to one of our own pages, where nobody is authenticated: it is given its session
 * first and asked to come again, so that the page knows who is there. Thread-safe.
 */
record RememberMeRedirect(SignInService signInService) {

  /** The same page, for those who have come home. */
  Endpoint before(Endpoint page) {
    return page.method().equals("GET") && page.action() instanceof Endpoint.Action.Plain plain
        ? new Endpoint("GET", page.path(), shown(page.path(), plain.handler()))
        : page;
  }

  private Endpoint.Handler shown(String path, Endpoint.Handler page) {
    return (request, form) -> resumed(request)
        .map(back -> again(request, path, back))
        .orElseGet(() -> page.handle(request, form));
  }

  /** Where another tab was faster there is nothing to set: asking to come again could go on for ever. */
  private Optional<AuthResult.Authenticated> resumed(AuthRequest request) {
    return signInService
        .resume(request)
        .filter(back -> !back.responseHeaders().fields().isEmpty());
  }

  private static AuthResponse again(
      AuthRequest request, String path, AuthResult.Authenticated back) {
    String same =
        request.contextPath() + path + request.query().map(query -> "?" + query).orElse("");
    return AuthResponse.seeOther(same, back.responseHeaders()).with(back.hostSession());
  }
}
