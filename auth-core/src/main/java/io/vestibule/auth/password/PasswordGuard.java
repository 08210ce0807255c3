package io.vestibule.auth.password;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.throttle.Attempt;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.throttle.Verdict;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks a password as it must be checked wherever one is typed: first whether there were too many wrong ones, then
 * the password, then the audit hears of it. Thread-safe.
 */
final class PasswordGuard implements PasswordCheck {
  private final UserPasswords users;
  private final Throttle throttle;
  private final Audit audit;
  private final InstantSource clock;
  private final Map<Flight, CompletableFuture<Result>> flights = new ConcurrentHashMap<>();

  PasswordGuard(UserPasswords users, Throttle throttle, Audit audit, InstantSource clock) {
    this.users = users;
    this.throttle = throttle;
    this.audit = audit;
    this.clock = clock;
  }

  /** One budget for all by which a user can be named. */
  @Override
  public Result check(
      AuthRequest request, UsernamePassword typed, Function<String, Optional<String>> devices) {
    UsernamePassword shown = users.named(typed);
    String device = devices.apply(shown.username()).orElse("");
    Attempt attempt = Attempt.of(shown.username(), request.client()).withDevice(device);
    Optional<User> known = users.recall(shown).filter(user -> !user.disabled());
    if (known.isPresent() && throttle.isClear(attempt)) {
      User user = known.get();
      return user.hasFactor() ? new Result.CodeRequired(user) : new Result.Right(user, false);
    }
    return together(
        new Flight(shown, request.client(), device), () -> checkUnknown(request, shown, attempt));
  }

  /** The same credentials from the same place: a browser sends them with every picture of a page. */
  private record Flight(UsernamePassword shown, String client, String device) {}

  /** Who comes while the same is being checked waits for that answer: it is one guess, and one hash. */
  private Result together(Flight flight, Supplier<Result> check) {
    CompletableFuture<Result> mine = new CompletableFuture<>();
    CompletableFuture<Result> first = flights.putIfAbsent(flight, mine);
    if (first != null) {
      return answerOf(first);
    }
    try {
      mine.complete(check.get());
    } catch (RuntimeException broken) {
      mine.completeExceptionally(broken);
    } finally {
      flights.remove(flight, mine);
      mine.cancel(false); // nobody waits for what an Error has cut off
    }
    return answerOf(mine);
  }

  private static Result answerOf(CompletableFuture<Result> check) {
    try {
      return check.join();
    } catch (CompletionException broken) {
      throw broken.getCause() instanceof RuntimeException cause ? cause : broken;
    }
  }

  private Result checkUnknown(AuthRequest request, UsernamePassword shown, Attempt attempt) {
    Verdict verdict = throttle.check(attempt);
    if (!verdict.allowed()) {
      audit.record(
          event(AuditType.THROTTLED, Outcome.FAILURE, request, shown).withReason("rate-limited"));
      return new Result.Throttled(verdict.delay());
    }
    return checkAllowed(request, shown, attempt);
  }

  private Result checkAllowed(AuthRequest request, UsernamePassword shown, Attempt attempt) {
    Optional<User> user;
    try {
      user = users.check(shown);
    } catch (RuntimeException notChecked) {
      throttle.withdrawn(attempt);
      throw notChecked;
    }
    if (user.isEmpty()) {
      audit.record(
          event(AuditType.LOGIN, Outcome.FAILURE, request, shown).withReason("bad-credentials"));
      throttle.failed(attempt);
      return new Result.Wrong();
    }
    return user.get().disabled()
        ? disabled(request, shown, attempt, user.get())
        : right(attempt, user.get());
  }

  /** Half a proof is no success: the failures before it are forgiven with the code. */
  private Result right(Attempt attempt, User user) {
    if (user.hasFactor()) {
      throttle.withdrawn(attempt);
      return new Result.CodeRequired(user);
    }
    throttle.succeeded(attempt);
    return new Result.Right(user);
  }

  private Result disabled(AuthRequest request, UsernamePassword shown, Attempt attempt, User user) {
    throttle.withdrawn(attempt);
    audit.record(
        event(AuditType.LOGIN, Outcome.DENIED, request, shown).withReason("account-disabled"));
    return new Result.Disabled(user);
  }

  /** Only a name that somebody has is told: another one may be a password in the wrong field. */
  private AuditEvent event(
      AuditType type, Outcome outcome, AuthRequest request, UsernamePassword shown) {
    String subject = users.sureName(shown.username()).orElse("");
    return AuditEvent.of(clock.instant(), type, outcome, request).withSubject(subject);
  }
}
