package io.vestibule.auth.throttle;

import java.time.Duration;

/**
 * Whether a secret may be tried now. Immutable.
 *
 * @param delay how long to wait; zero when it may
 */
public record Verdict(Duration delay) {

  /** Whether it may be tried now. */
  public boolean allowed() {
    return delay.isZero();
  }
}
