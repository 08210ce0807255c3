package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthResponse;
import java.util.HashMap;
import java.util.Map;

/** A refused sign-in as a problem (RFC 9457), in the words of the login page. */
final class Problem {
  private static final Map<String, String> DETAILS = Map.of(
      "bad-credentials", "The user name or password is not correct.",
      "code-required", "This account has a second factor. Send a code beside the password.",
      "bad-code", "The code is not correct, or was used already.",
      "account-disabled", "This account is disabled.",
      "rate-limited", "Too many attempts. Try again later.",
      "missing-field", "A field is missing.");

  private Problem() {}

  static AuthResponse of(int status, String code) {
    return of(status, code, Map.of());
  }

  /** With one member more. */
  static AuthResponse of(int status, String code, String name, Object value) {
    return of(status, code, Map.of(name, value));
  }

  private static AuthResponse of(int status, String code, Map<String, Object> more) {
    Map<String, Object> members = new HashMap<>(more);
    members.put("error", code);
    return AuthResponse.problem(status, code, DETAILS.getOrDefault(code, ""), members);
  }
}
