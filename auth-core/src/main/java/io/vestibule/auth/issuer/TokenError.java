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
