package io.vestibule.auth.store;

import java.time.Instant;

/** An end of time as the number that is kept: milliseconds since 1970, the largest for never. */
final class Expiry {
  private static final long NEVER = Long.MAX_VALUE;
  private static final Instant LAST = Instant.ofEpochMilli(NEVER - 1);

  private Expiry() {}

  /** What is kept; before 1970 is 1970, beyond what the number holds is never. */
  static long millis(Instant end) {
    if (end.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return end.isAfter(LAST) ? NEVER : end.toEpochMilli();
  }

  static boolean isNever(long millis) {
    return millis == NEVER;
  }

  static Instant instant(long millis) {
    return millis == NEVER ? Instant.MAX : Instant.ofEpochMilli(millis);
  }
}
