package io.vestibule.auth.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refused sign-in as a problem (RFC 9457), in the words of the login page. */
final class Problem {
  private static final Map<String, String> DETAILS = Map.of(
      "bad-credentials", "The user name or password is not correct.",
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
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", code);
    members.put("status", status);
    members.put("detail", DETAILS.getOrDefault(code, ""));
    members.put("error", code);
    members.putAll(more);
    return new AuthResponse(
        status,
        TokenError.NO_STORE,
        Body.text("application/problem+json", JSONObjectUtils.toJSONString(members)));
  }
}
