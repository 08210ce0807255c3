package io.vestibule.auth.jwt;

import io.vestibule.auth.Reason;

/**
 * A token that was not accepted. Nothing that it says is to be believed, so nothing of it is here. Immutable.
 *
 * @param detail for the log: what was wrong, never the token
 */
public record RefusedJwt(Reason reason, String detail) implements JwtResult {

  static RefusedJwt malformed(String detail) {
    return new RefusedJwt(Reason.MALFORMED, detail);
  }

  static RefusedJwt invalid(String detail) {
    return new RefusedJwt(Reason.INVALID, detail);
  }

  static RefusedJwt expired(String detail) {
    return new RefusedJwt(Reason.EXPIRED, detail);
  }
}
