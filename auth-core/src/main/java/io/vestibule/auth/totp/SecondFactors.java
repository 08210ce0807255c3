package io.vestibule.auth.totp;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.LogLimit;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Seal;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.throttle.Throttle;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second factors of the users in the store: sets them up, checks codes, takes them away. Thread-safe, and several
 * nodes may share them.
 *
 * <p>An account says by {@link User#factor} that it has one. Where that one is gone or cannot be read, no code is right:
 * nobody signs in as that user until the factor is taken away by hand.
 */
public final class SecondFactors {
  /** What may stand in {@code [totp]}; who calls {@link #of} names it in {@code alsoReads}. */
  public static final Section SECTION = TotpSettings.SECTION;

  /** By what both are proved (RFC 8176). */
  public static final Set<String> METHODS = Set.of("pwd", "otp", "mfa");

  /** What {@link #counted} begins with; no user has such a name. */
  public static final String COUNTED = CodeGuard.PREFIX;

  private static final Logger LOG = LoggerFactory.getLogger(SecondFactors.class);
  private static final int ID_BYTES = 16;
  private static final int WINDOW = 1;
  private static final int CLOCK_WINDOW = 10;
  private static final int ATTEMPTS = 25;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final UserStore users;
  private final FactorStore factors;
  private final RecoveryCodes recoveryCodes;
  private final CodeGuard guard;
  private final Audit audit;
  private final InstantSource clock;
  private final SecureRandom random;
  private final boolean lasting;
  private final boolean offered;
  private final String issuer;
  private final LogLimit unreadable;

  SecondFactors(
      Store store,
      UserStore users,
      Throttle throttle,
      Audit audit,
      InstantSource clock,
      TotpSettings settings) {
    SharedKey key = new SharedKey(store, "totp");
    this.random = new SecureRandom();
    this.users = users;
    this.factors = new FactorStore(store, new Seal(key, "totp", random), clock);
    this.recoveryCodes = new RecoveryCodes(key, random);
    this.guard = new CodeGuard(throttle);
    this.audit = audit;
    this.clock = clock;
    this.lasting = settings.lasting();
    this.offered = settings.offered();
    this.issuer = settings.issuer();
    this.unreadable = new LogLimit(clock, "second factors could not be read", LOG::error);
  }

  /**
   * Those of a file; empty where its users do not stand in a store, who cannot have one.
   *
   * @param application what the app shows beside the user's name where nothing else says it
   */
  public static Optional<SecondFactors> of(Settings settings, String application) {
    return TotpSettings.factors(settings, application);
  }

  /** Those of this store, set up under this name, for whoever has no file. */
  public static SecondFactors over(
      Store store,
      UserStore users,
      Throttle throttle,
      Audit audit,
      InstantSource clock,
      String issuer) {
    return new SecondFactors(
        store, users, throttle, audit, clock, new TotpSettings(true, true, issuer));
  }

  /** Whether they outlive a restart: then rules may demand one. */
  public boolean last() {
    return lasting;
  }

  /** Whether users may set one up; those who have one are asked for it in any case. */
  public boolean isOffered() {
    return offered;
  }

  /** What this user has; empty where there is none, and where it cannot be read. */
  public Optional<State> state(User user) {
    return factors
        .of(user)
        .map(factor -> new State(factor.made(), factor.recovery().size()));
  }

  /** Begins to set one up, in place of what was begun before; nothing asks for it until it is confirmed. */
  public Pending begin(User user) {
    FactorStore.Begun begun =
        factors.begin(user, Base64Url.random(random, ID_BYTES), Totp.random(random));
    return shown(begun, user);
  }

  /** What this user has begun within the last ten minutes; another password since then has ended it. */
  public Optional<Pending> pending(User user) {
    return user.hasFactor()
        ? Optional.empty()
        : factors.begun(user).map(begun -> shown(begun, user));
  }

  private Pending shown(FactorStore.Begun begun, User user) {
    return Pending.of(begun.totp(), issuer, user.name());
  }

  /** Sets up what was begun, if this is a code of it; that very code signs nobody in any more. */
  public Confirmed confirm(AuthRequest request, User user, String code) {
    Optional<FactorStore.Begun> begun = user.hasFactor() ? Optional.empty() : factors.begun(user);
    if (begun.isEmpty()) {
      return new Confirmed.Gone();
    }
    CodeGuard.Try shown =
        guard.attempt(CodeGuard.account(user.name(), begun.get().id()), "", Optional.empty());
    Duration delay = guard.delay(shown);
    if (!delay.isZero()) {
      return new Confirmed.Throttled(delay);
    }
    OptionalLong step = stepNow(begun.get().totp(), code);
    if (step.isEmpty()) {
      guard.failed(shown);
      return new Confirmed.Wrong(isNear(begun.get().totp(), code, true));
    }
    guard.succeeded(shown);
    return confirm(request, user, begun.get(), step.getAsLong());
  }

  /**
   * First the factor, under an id of its own, then the account that demands it: whatever breaks in between, nobody is shut
   * out, and the next try is not in its way.
   */
  private Confirmed confirm(AuthRequest request, User user, FactorStore.Begun begun, long step) {
    String id = Base64Url.random(random, ID_BYTES);
    List<Secret> codes = recoveryCodes.make();
    factors.add(begun, id, step, digests(id, codes));
    Optional<User> after;
    try {
      after = users.setFactor(user, id);
    } catch (AuthUnavailableException unsure) {
      after = users.user(user.name()).filter(now -> now.factor().equals(id));
      if (after.isEmpty()) {
        throw unsure;
      }
    }
    if (after.isEmpty()) {
      factors.delete(id);
      return new Confirmed.Gone();
    }
    tell(request, AuditType.FACTOR_ADDED, user);
    factors.finish(begun);
    return new Confirmed.Active(codes, after.get());
  }

  /**
   * Checks a code of the app, or a recovery code, of a user whose password is right. A right one is used up: of many
   * callers one is told so.
   *
   * @param device what a device showed of itself on which this very factor was proved before; empty for a stranger
   * @throws AuthUnavailableException when it cannot be told now
   */
  public Outcome check(AuthRequest request, User user, String code, Optional<String> device) {
    CodeGuard.Try shown =
        guard.attempt(CodeGuard.account(user.name(), user.factor()), request.client(), device);
    Duration delay = guard.delay(shown);
    if (!delay.isZero()) {
      audit.record(event(request, AuditType.THROTTLED, AuditEvent.Outcome.FAILURE, user)
          .withReason("rate-limited"));
      return new Outcome.Throttled(delay);
    }
    return checkAllowed(request, user, code, shown, device);
  }

  private Outcome checkAllowed(
      AuthRequest request, User user, String code, CodeGuard.Try shown, Optional<String> device) {
    Outcome outcome;
    try {
      outcome = used(request, user, Typed.bare(code), device.isPresent());
    } catch (RuntimeException notChecked) {
      guard.withdrawn(shown);
      throw notChecked;
    }
    if (outcome instanceof Outcome.Right) {
      guard.succeeded(shown);
      guard.forgive(request, user, device);
    } else {
      audit.record(
          event(request, AuditType.LOGIN, AuditEvent.Outcome.FAILURE, user).withReason("bad-code"));
      guard.failed(shown);
    }
    return outcome;
  }

  /** Whoever is slower than another with a code of the same factor looks again at what is left of it. */
  private Outcome used(AuthRequest request, User user, String code, boolean known) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Factor> factor = factors.of(user);
      if (factor.isEmpty()) {
        unreadable.tell(() -> "the second factor of " + Printable.of(user.name())
            + " is gone or cannot be read, so nobody signs in by that name: see user reset-mfa");
        return new Outcome.Wrong(false);
      }
      Optional<Outcome> outcome = Typed.isRecovery(code)
          ? useRecovery(request, user, factor.get(), code)
          : useStep(factor.get(), code, known);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    throw new AuthUnavailableException("too many codes of one user at once", AGAIN);
  }

  private Optional<Outcome> useStep(Factor factor, String code, boolean known) {
    OptionalLong step = stepNow(factor.totp(), code);
    if (step.isEmpty()) {
      return Optional.of(new Outcome.Wrong(isNear(factor.totp(), code, known)));
    }
    if (step.getAsLong() <= factor.step()) {
      return Optional.of(new Outcome.Wrong(false));
    }
    return factors.replace(factor.withStep(step.getAsLong()))
        ? Optional.of(new Outcome.Right(METHODS, OptionalInt.empty()))
        : Optional.empty();
  }

  private Optional<Outcome> useRecovery(
      AuthRequest request, User user, Factor factor, String code) {
    String digest = recoveryCodes.digest(factor.id(), Secret.of(code));
    List<String> left =
        factor.recovery().stream().filter(kept -> !Digests.same(kept, digest)).toList();
    if (left.size() == factor.recovery().size()) {
      return Optional.of(new Outcome.Wrong(false));
    }
    if (!factors.replace(factor.withRecovery(left))) {
      return Optional.empty();
    }
    audit.record(event(request, AuditType.RECOVERY_CODE_USED, AuditEvent.Outcome.SUCCESS, user)
        .with("left", Integer.toString(left.size())));
    return Optional.of(new Outcome.Right(METHODS, OptionalInt.of(left.size())));
  }

  /**
   * New recovery codes in place of all from before, to be shown once; empty where the user has no factor.
   *
   * @throws AuthUnavailableException when too many change it at once
   */
  public Optional<List<Secret>> renew(AuthRequest request, User user) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Factor> factor = factors.of(user);
      if (factor.isEmpty()) {
        return Optional.empty();
      }
      List<Secret> codes = recoveryCodes.make();
      if (factors.replace(factor.get().withRecovery(digests(user.factor(), codes)))) {
        tell(request, AuditType.RECOVERY_CODES_RENEWED, user);
        return Optional.of(codes);
      }
    }
    throw new AuthUnavailableException("too many codes of one user at once", AGAIN);
  }

  /** Takes the factor away, which ends all sessions from before; the user after that, empty where it has changed. */
  public Optional<User> end(AuthRequest request, User user) {
    Optional<User> after = user.hasFactor() ? users.setFactor(user, "") : Optional.empty();
    after.ifPresent(without -> {
      tell(request, AuditType.FACTOR_REMOVED, user);
      factors.delete(user);
    });
    return after;
  }

  /** Takes the factor of this user away by hand, readable or not; false where there is none. The caller tells the audit. */
  public boolean reset(String username) {
    Optional<User> user = users.user(username).filter(User::hasFactor);
    boolean done = user.isPresent() && users.setFactor(user.get(), "").isPresent();
    if (done) {
      factors.delete(user.get());
    }
    return done;
  }

  /** Lets go of what is kept of a user who is gone. */
  public void forget(User gone) {
    factors.delete(gone);
  }

  /** What wrong codes of this user are counted under, by the throttle. */
  public static String counted(User user) {
    return CodeGuard.account(user.name(), user.factor());
  }

  private OptionalLong stepNow(Totp totp, String code) {
    String bare = Typed.bare(code);
    return Typed.isOfApp(bare)
        ? totp.stepOf(bare, Totp.step(clock.instant()), WINDOW)
        : OptionalLong.empty();
  }

  /**
   * Whether it is a code of the last minutes, for phones that are slow; and, for whoever is no stranger, of the next ones.
   * Strangers must not learn of a code that it will be right soon.
   */
  private boolean isNear(Totp totp, String code, boolean known) {
    String bare = Typed.bare(code);
    long now = Totp.step(clock.instant());
    return Typed.isOfApp(bare)
        && (totp.stepOf(bare, now - CLOCK_WINDOW / 2, CLOCK_WINDOW / 2).isPresent()
            || (known && totp.stepOf(bare, now, CLOCK_WINDOW).isPresent()));
  }

  private List<String> digests(String factor, List<Secret> codes) {
    return codes.stream().map(code -> recoveryCodes.digest(factor, code)).toList();
  }

  private void tell(AuthRequest request, AuditType type, User user) {
    audit.record(event(request, type, AuditEvent.Outcome.SUCCESS, user));
  }

  private AuditEvent event(
      AuthRequest request, AuditType type, AuditEvent.Outcome outcome, User user) {
    return AuditEvent.of(clock.instant(), type, outcome, request).withSubject(user.name());
  }
}
