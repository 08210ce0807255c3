package io.vestibule.auth.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What a token is to be; {@link Limits} makes it of what somebody asked for. Immutable.
 *
 * @param scopes empty for all that its owner may
 * @param life how long it works; {@link #FOR_EVER} for ever
 */
record Wish(String name, Set<String> scopes, Duration life) {
  /** Without an end. */
  static final Duration FOR_EVER = Duration.ZERO;

  Wish {
    scopes = Set.copyOf(scopes);
  }

  Instant end(Instant now) {
    return life.equals(FOR_EVER) ? Instant.MAX : now.plus(life);
  }
}
