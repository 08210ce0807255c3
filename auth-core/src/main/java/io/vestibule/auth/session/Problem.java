package io.vestibule.auth.session;

import io.vestibule.auth.AuthResponse;
import java.util.List;
import java.util.Map;

/** A refusal for a program (RFC 9457). */
final class Problem {
  private Problem() {}

  /** Nobody is signed in. */
  static AuthResponse signInFirst() {
    return AuthResponse.problem(401, "sign-in-required", "Sign in first.");
  }

  /** Nobody is signed in any more. */
  static AuthResponse ended(Ending ending) {
    return AuthResponse.problem(401, ending.code(), ending.detail());
  }

  /** What was kept of a sign-in is worth nothing any more. */
  static AuthResponse signedOut() {
    return AuthResponse.problem(401, "sign-in-required", "This sign-in has ended. Sign in again.");
  }

  /** A request that changes something, and that another site may have sent. */
  static AuthResponse crossSite() {
    return AuthResponse.problem(
        403, "cross-site", "Another site sent this request, so it was refused.");
  }

  /** There are no passwords; these are the ways that there are. */
  static AuthResponse noPassword(List<Map<String, Object>> providers) {
    return AuthResponse.problem(
        400,
        "no-password",
        "Nobody signs in with a password here.",
        Map.of("error", "no-password", "providers", providers));
  }
}
