package io.vestibule.auth.session;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A refusal for a program (RFC 9457). */
final class Problem {
  private Problem() {}

  /** Nobody is signed in. */
  static AuthResponse signInFirst() {
    return of(401, members(401, "sign-in-required", "Sign in first."));
  }

  /** Nobody is signed in any more. */
  static AuthResponse ended(Ending ending) {
    return of(401, members(401, ending.code(), ending.detail()));
  }

  /** What was kept of a sign-in is worth nothing any more. */
  static AuthResponse signedOut() {
    return of(401, members(401, "sign-in-required", "This sign-in has ended. Sign in again."));
  }

  /** A request that changes something, and that another site may have sent. */
  static AuthResponse crossSite() {
    return of(
        403, members(403, "cross-site", "Another site sent this request, so it was refused."));
  }

  /** There are no passwords; these are the ways that there are. */
  static AuthResponse noPassword(List<Map<String, Object>> providers) {
    Map<String, Object> members =
        members(400, "no-password", "Nobody signs in with a password here.");
    members.put("error", "no-password");
    members.put("providers", providers);
    return of(400, members);
  }

  private static Map<String, Object> members(int status, String code, String detail) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", code);
    members.put("status", status);
    members.put("detail", detail);
    return members;
  }

  private static AuthResponse of(int status, Map<String, Object> members) {
    return new AuthResponse(
        status,
        Private.NO_STORE,
        Body.text("application/problem+json", JSONObjectUtils.toJSONString(members)));
  }
}
