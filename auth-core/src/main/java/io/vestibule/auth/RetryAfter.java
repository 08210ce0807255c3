package io.vestibule.auth;

import java.time.Duration;

/**
 * When a client may try again (RFC 9110, 10.2.3). Immutable.
 *
 * @param seconds at least one
 */
public record RetryAfter(long seconds) {

  /** At least one second. */
  public RetryAfter {
    seconds = Math.max(1, seconds);
  }

  /** After this wait, rounded up to a second. */
  public static RetryAfter of(Duration wait) {
    return new RetryAfter(wait.plusMillis(999).toSeconds());
  }

  /** As a field of an answer. */
  public Headers headers() {
    return Headers.of("Retry-After", Long.toString(seconds));
  }
}
