package io.vestibule.auth.token;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.ExpiringMap;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the audit what became of tokens. Thread-safe. */
final class Reports {
  private static final int MOST = 10_000;
  private static final String TOKEN = "token";

  private final Audit audit;
  private final InstantSource clock;
  private final ExpiringMap<String, String> told;

  Reports(Audit audit, InstantSource clock) {
    this.audit = audit;
    this.clock = clock;
    this.told = new ExpiringMap<>(MOST, Duration.ofMinutes(1), clock);
  }

  void made(AuthRequest request, ApiToken token) {
    tell(AuditType.TOKEN_CREATED, request, token);
  }

  void revoked(AuthRequest request, ApiToken token) {
    tell(AuditType.TOKEN_REVOKED, request, token);
  }

  /** A script that was forgotten asks on and on: it is told of once a minute. */
  void refused(AuthRequest request, ApiTokens.Found.Revoked revoked) {
    if (told.get(revoked.id()).isEmpty()) {
      told.put(revoked.id(), "");
      audit.record(AuditEvent.of(clock.instant(), AuditType.TOKEN_REFUSED, Outcome.DENIED, request)
          .withReason("token-revoked")
          .withSubject(revoked.owner())
          .with(TOKEN, revoked.id()));
    }
  }

  private void tell(AuditType type, AuthRequest request, ApiToken token) {
    audit.record(AuditEvent.of(clock.instant(), type, Outcome.SUCCESS, request)
        .withSubject(token.owner().name())
        .with(TOKEN, token.id()));
  }
}
