package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Form;

/** Whether a request that changes something comes from our own pages. Thread-safe. */
final class SameSite {
  private final FormToken formToken;

  SameSite(FormToken formToken) {
    this.formToken = formToken;
  }

  /** What the browser says about where a request comes from. */
  enum Verdict {
    OURS,
    FOREIGN,
    UNKNOWN
  }

  Verdict judge(AuthRequest request) {
    return Verdict.UNKNOWN;
  }

  /** Whether it may act; where the browser says nothing, the token in a header must. */
  boolean allows(AuthRequest request) {
    return allows(request, Form.empty());
  }

  /** The same, and the token may stand in the form. Without a cookie nobody can be made to do anything. */
  boolean allows(AuthRequest request, Form form) {
    Verdict verdict = judge(request);
    return verdict == Verdict.OURS || (verdict == Verdict.UNKNOWN && harmless(request, form));
  }

  private boolean harmless(AuthRequest request, Form form) {
    return request.header("Cookie").isEmpty() || formToken.matches(request, form);
  }
}
