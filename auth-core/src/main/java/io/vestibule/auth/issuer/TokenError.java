package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why there are no tokens, for the program that asked (RFC 6749, 5.2). Immutable.
 *
 * @param error a stable word
 * @param description for whoever writes that program; our own words only
 */
record TokenError(String error, String description) {
  /** RFC 6749, 3.1 and 3.2: a wish that was written twice, or as a list, must not count as none. */
  static final TokenError TWICE =
      new TokenError("invalid_request", "a parameter comes twice, or is a list");

  static Optional<TokenError> of(String error, String description) {
    return Optional.of(new TokenError(error, description));
  }

  AuthResponse answer(int status) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", error);
    members.put("error_description", description);
    return new AuthResponse(status, Headers.NO_STORE, new Body.Json(members));
  }
}
