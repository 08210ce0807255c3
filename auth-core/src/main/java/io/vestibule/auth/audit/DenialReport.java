package io.vestibule.auth.audit;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Denial;
import io.vestibule.auth.DenialListener;
import io.vestibule.auth.Reason;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import java.time.InstantSource;
import java.util.Locale;

/** Makes an event of each request that is refused. */
record DenialReport(Audit audit, InstantSource clock) implements DenialListener {

  @Override
  public void denied(Denial denial) {
    if (!denial.audited()) {
      audit.record(event(denial));
    }
  }

  private AuditEvent event(Denial denial) {
    AuditEvent event =
        switch (denial.kind()) {
          case CREDENTIALS -> ofCredentials(denial, denial.reason().orElseThrow());
          case RIGHTS -> denied(denial, AuditType.ACCESS_DENIED, "rule-not-met");
          case MORE_PROOF -> denied(denial, AuditType.STEP_UP, "more-proof-needed");
          case CLOSED -> denied(denial, AuditType.ACCESS_DENIED, "closed");
          case TARGET -> failure(denial, AuditType.BYPASS, "ambiguous-target");
          case IDENTITY_FIELDS -> failure(denial, AuditType.BYPASS, "spoofed-header");
        };
    AuthRequest request = denial.request();
    return with("why", denial.detail(), with("via", denial.via(), event))
        .withSubject(denial.subject())
        .with("method", request.method())
        .with("path", request.path());
  }

  private AuditEvent ofCredentials(Denial denial, Reason reason) {
    return switch (reason) {
      case MALFORMED, INVALID -> failure(denial, shown(denial.request()), "bad-credentials");
      case NOT_ACCEPTED -> denied(denial, AuditType.LOGIN, "unknown-user");
      case EXPIRED -> denied(denial, shown(denial.request()), "expired");
      case DOUBLED -> failure(denial, AuditType.BYPASS, "doubled-field");
      case AMBIGUOUS -> denied(denial, AuditType.LOGIN, "ambiguous-credentials");
      case MISPLACED -> denied(denial, AuditType.TOKEN_REFUSED, "misplaced-credentials");
      case THROTTLED -> failure(denial, AuditType.THROTTLED, "rate-limited");
      case CODE_REQUIRED -> denied(denial, AuditType.LOGIN, "code-required");
      case DISABLED -> denied(denial, AuditType.LOGIN, "account-disabled");
      case CROSS_SITE -> denied(denial, AuditType.CROSS_SITE, "cross-site");
      case INSUFFICIENT_SCOPE -> denied(denial, AuditType.ACCESS_DENIED, "insufficient-scope");
    };
  }

  /** With Basic or Digest somebody signs in; whatever else is shown counts as a token. */
  private static AuditType shown(AuthRequest request) {
    String scheme = request
        .header("Authorization")
        .map(field -> field.split(" ", 2)[0].toLowerCase(Locale.ROOT))
        .orElse("");
    return scheme.endsWith("basic") || scheme.endsWith("digest")
        ? AuditType.LOGIN
        : AuditType.TOKEN_REFUSED;
  }

  private AuditEvent failure(Denial denial, AuditType type, String reason) {
    return event(denial, type, Outcome.FAILURE, reason);
  }

  private AuditEvent denied(Denial denial, AuditType type, String reason) {
    return event(denial, type, Outcome.DENIED, reason);
  }

  private AuditEvent event(Denial denial, AuditType type, Outcome outcome, String reason) {
    return AuditEvent.of(clock.instant(), type, outcome, denial.request()).withReason(reason);
  }

  private static AuditEvent with(String name, String value, AuditEvent event) {
    return value.isEmpty() ? event : event.with(name, value);
  }
}
