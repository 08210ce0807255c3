package io.vestibule.auth.throttle;

import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import java.time.Duration;

/**
 * How many failures are too many. Immutable.
 *
 * @param accountAttempts failures for one account, from one network or one known device; 1 to 500
 * @param networkAttempts failures from one network, for whatever account; 1 to 500
 * @param window how long a failure counts, and how long the first wait is, unless that is longer than the longest
 * @param maxWait the longest wait
 */
public record Limits(int accountAttempts, int networkAttempts, Duration window, Duration maxWait) {
  /** What may stand in the file. */
  public static final Section SECTION = Section.of(
      "throttle",
      "How many wrong passwords and codes may be tried, and how long to wait after that.",
      Key.of("enabled", Key.Type.FLAG, "Whether guessing is limited at all.", "yes")
          .orElse("yes"),
      Key.of(
              "account_attempts",
              Key.Type.NUMBER,
              "Failures for one account, from one network or one known device.",
              "5")
          .orElse("5"),
      Key.of("network_attempts", Key.Type.NUMBER, "Failures from one network.", "50")
          .orElse("50"),
      Key.of("window", Key.Type.DURATION, "How long a failure counts; the first wait, too.", "300s")
          .orElse("300s"),
      Key.of("max_wait", Key.Type.DURATION, "The longest wait.", "15m").orElse("15m"));

  private static final int MOST = 500;
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Five failures in 300 s for an account from a network, 50 for a network, waits of up to 15 minutes. */
  public static final Limits DEFAULT =
      new Limits(5, 50, Duration.ofMinutes(5), Duration.ofMinutes(15));

  /** Refuses what would limit nothing, or everything. */
  public Limits {
    if (!sane(accountAttempts) || !sane(networkAttempts) || !sane(window) || !sane(maxWait)) {
      throw new IllegalArgumentException("1 to 500 attempts, and 1 ms to 1 day");
    }
  }

  /** The limits that the section says; faults are reported through it. */
  static Limits of(Settings section) {
    return new Limits(
        attempts(section, "account_attempts", DEFAULT.accountAttempts),
        attempts(section, "network_attempts", DEFAULT.networkAttempts),
        time(section, "window", DEFAULT.window),
        time(section, "max_wait", DEFAULT.maxWait));
  }

  private static int attempts(Settings section, String key, int otherwise) {
    long attempts = section.number(key);
    if (sane(attempts)) {
      return (int) attempts;
    }
    section.fault(
        key,
        "is " + attempts,
        "write a number from 1 to " + MOST + ", or enabled = no to limit nothing");
    return otherwise;
  }

  private static Duration time(Settings section, String key, Duration otherwise) {
    Duration time = section.duration(key);
    if (sane(time)) {
      return time;
    }
    section.fault(key, "is out of bounds", "write a time up to one day, such as " + key + " = 5m");
    return otherwise;
  }

  private static boolean sane(long attempts) {
    return attempts >= 1 && attempts <= MOST;
  }

  private static boolean sane(Duration time) {
    return time.toMillis() > 0 && time.compareTo(LONGEST) <= 0;
  }

  Budget account() {
    return new Budget(accountAttempts, window.toMillis(), maxWait.toMillis());
  }

  Budget network() {
    return new Budget(networkAttempts, window.toMillis(), maxWait.toMillis());
  }
}
