package io.vestibule.auth.audit;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.internal.ExpiringMap;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Tells of sign-ins by credentials that come with every request: once for each user, address and ten minutes.
 * Thread-safe.
 */
public final class Arrivals {
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private final Audit audit;
  private final InstantSource clock;
  private final String via;
  private final ExpiringMap<Arrival, Boolean> told;

  private record Arrival(String subject, String client) {}

  /**
   * Those by one way of signing in.
   *
   * @param via its name
   */
  public Arrivals(Audit audit, InstantSource clock, String via) {
    this.audit = audit;
    this.clock = clock;
    this.via = via;
    this.told = new ExpiringMap<>(MOST, QUIET, clock);
  }

  /** This user has just proved who it is. */
  public void tell(AuthRequest request, String subject) {
    if (isNew(new Arrival(subject, request.client()))) {
      audit.record(AuditEvent.of(clock.instant(), AuditType.LOGIN, Outcome.SUCCESS, request)
          .withSubject(subject)
          .with("via", via));
    }
  }

  private synchronized boolean isNew(Arrival arrival) {
    boolean fresh = told.get(arrival).isEmpty();
    if (fresh) {
      told.put(arrival, true);
    }
    return fresh;
  }
}
