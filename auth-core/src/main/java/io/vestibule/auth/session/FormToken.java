package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.csrf.HiddenField;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The hidden field of our forms, for browsers too old to say where a request comes from. It is the signature of a
 * cookie that only the same browser has, so nothing is kept of it.
 */
final class FormToken {
  private static final String PURPOSE = "form";

  private final InstanceKey key;
  private final Cookies cookies;
  private final SecureRandom random;

  FormToken(InstanceKey key, Cookies cookies, SecureRandom random) {
    this.key = key;
    this.cookies = cookies;
    this.random = random;
  }

  HiddenField.Issued issue(AuthRequest request) {
    Cookie visit = cookies.visit(request);
    Optional<String> present =
        request.cookie(visit.name()).filter(value -> Token.parse(value).isPresent());
    if (present.isPresent()) {
      return new HiddenField.Issued(key.sign(PURPOSE, present.get()), Headers.none());
    }
    String fresh = Token.random(random).reveal();
    return new HiddenField.Issued(key.sign(PURPOSE, fresh), visit.set(fresh));
  }

  /** Whether the browser has our cookie at all; without it nobody can sign in with a form. */
  boolean hasCookie(AuthRequest request) {
    return request.cookie(cookies.visit(request).name()).isPresent();
  }

  boolean matches(AuthRequest request, Form form) {
    Optional<String> shown = form.value("csrf").or(() -> request.header("X-CSRF-Token"));
    return request
        .cookie(cookies.visit(request).name())
        .flatMap(cookie -> shown.map(token -> key.verify(PURPOSE, cookie, token)))
        .orElse(false);
  }
}
