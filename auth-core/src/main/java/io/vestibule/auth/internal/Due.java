package io.vestibule.auth.internal;

import java.time.Duration;
import java.time.Instant;

/** Whether a time has come. */
public final class Due {
  private Due() {}

  /**
   * Whether it has come; or whether it is so far ahead that the clock must have been put back since it was set.
   *
   * @param longest how far ahead it was set at most
   */
  public static boolean isNow(Instant due, Instant now, Duration longest) {
    return !now.isBefore(due) || due.isAfter(now.plus(longest));
  }
}
