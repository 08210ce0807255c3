package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.audit.Arrivals;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import java.time.InstantSource;

/** Tells the audit what came of the fields that say who the user is. Thread-safe. */
final class ProxyReports {
  private final Audit audit;
  private final InstantSource clock;
  private final String via;
  private final Arrivals arrivals;

  ProxyReports(Audit audit, InstantSource clock, String via) {
    this.audit = audit;
    this.clock = clock;
    this.via = via;
    this.arrivals = new Arrivals(audit, clock, via);
  }

  void admitted(AuthRequest request, String subject) {
    arrivals.tell(request, subject);
  }

  /** Somebody whom nobody vouches for says who it is. */
  void spoofed(AuthRequest request) {
    audit.record(event(AuditType.BYPASS, Outcome.FAILURE, request).withReason("spoofed-header"));
  }

  /** A client behind the proxy cannot help what the proxy says, so this is no guess of its own. */
  AuthResult refused(AuthRequest request, AuditType type, AuthResult.Rejected refusal) {
    String reason = refusal.reason() == Reason.DISABLED
        ? "account-disabled"
        : type == AuditType.BYPASS ? "wrong-secret" : "unknown-user";
    audit.record(
        event(type, Outcome.DENIED, request).withReason(reason).with("why", refusal.detail()));
    return refusal.asAudited();
  }

  private AuditEvent event(AuditType type, Outcome outcome, AuthRequest request) {
    return AuditEvent.of(clock.instant(), type, outcome, request).with("via", via);
  }
}
