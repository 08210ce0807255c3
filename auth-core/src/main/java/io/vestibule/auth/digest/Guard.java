package io.vestibule.auth.digest;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.audit.Arrivals;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.throttle.Attempt;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.throttle.Verdict;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Counts wrong proofs as wrong passwords are counted, and tells the audit. Thread-safe. */
record Guard(Throttle throttle, Audit audit, Arrivals arrivals, InstantSource clock) {
  private static final AuthResult WRONG =
      new AuthResult.Rejected(Reason.INVALID, "unknown user or wrong password").asAudited();

  Guard(Throttle throttle, Audit audit, InstantSource clock, String way) {
    this(throttle, audit, new Arrivals(audit, clock, way), clock);
  }

  /**
   * Looks at a proof, if that is allowed.
   *
   * @param user whose it would be; empty where nobody has the name
   * @param known whether this user has proved the password with this nonce before
   * @return why not; empty where it is right
   */
  Optional<AuthResult> refuse(
      AuthRequest request,
      String account,
      Optional<DigestUser> user,
      boolean known,
      BooleanSupplier proof) {
    Attempt attempt = Attempt.of(account, request.client());
    if (known && throttle.isClear(attempt) && proof.getAsBoolean()) {
      return Optional.empty();
    }
    Verdict verdict = throttle.check(attempt);
    if (!verdict.allowed()) {
      tell(AuditType.THROTTLED, Outcome.FAILURE, "rate-limited", request, user);
      return Optional.of(
          AuthResult.throttled(verdict.delay(), "too many attempts").asAudited());
    }
    if (isRight(attempt, proof)) {
      throttle.succeeded(attempt);
      return Optional.empty();
    }
    throttle.failed(attempt);
    tell(AuditType.LOGIN, Outcome.FAILURE, "bad-credentials", request, user);
    return Optional.of(WRONG);
  }

  private boolean isRight(Attempt attempt, BooleanSupplier proof) {
    try {
      return proof.getAsBoolean();
    } catch (RuntimeException notChecked) {
      throttle.withdrawn(attempt);
      throw notChecked;
    }
  }

  /** A right proof that was sent before: somebody overheard it, or the line is bad. */
  void replayed(AuthRequest request, DigestUser user) {
    tell(AuditType.REPLAY, Outcome.DENIED, "count-used", request, Optional.of(user));
  }

  /** Only a name that somebody has is told: another one may be a password in the wrong field. */
  private void tell(
      AuditType type,
      Outcome outcome,
      String reason,
      AuthRequest request,
      Optional<DigestUser> user) {
    audit.record(AuditEvent.of(clock.instant(), type, outcome, request)
        .withReason(reason)
        .withSubject(user.map(DigestUser::name).orElse("")));
  }
}
