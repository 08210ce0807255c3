package io.vestibule.auth.session;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a session lives.
 *
 * @param idle without use
 * @param absolute at the longest
 * @param remember how long "stay signed in" lasts
 * @param perUser how many sessions a user may have; the one unused for longest goes
 * @param bound how long another node may take to notice that a session has ended
 */
record Lifetimes(Duration idle, Duration absolute, Duration remember, int perUser, Duration bound) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** When an unused session ends. */
  Instant end(Session session) {
    Instant idleEnd = session.lastSeen().plus(idle);
    return idleEnd.isBefore(session.expires()) ? idleEnd : session.expires();
  }

  /** From when on use is written down: at most once a minute; more often only where that would be too coarse. */
  Instant due(Session session) {
    Duration step = idle.dividedBy(10).compareTo(MINUTE) < 0 ? idle.dividedBy(10) : MINUTE;
    return session.lastSeen().plus(step);
  }
}
