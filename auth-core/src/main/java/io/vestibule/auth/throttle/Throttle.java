package io.vestibule.auth.throttle;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;

/**
 * Limits how often a secret that a human chose can be guessed. Only failures count: for an account from a network or
 * from a known device, and for a network. Names that nobody has are counted like others. Thread-safe.
 *
 * <p>Wrap the check into {@link #limit}. Where that does not fit, ask {@link #check} before any hash is computed, and
 * tell the end by {@link #failed}, {@link #succeeded} or {@link #withdrawn}: a check that is under way uses up budget,
 * so that tries at one time do not exceed it.
 *
 * <p>Over a store that is down each method throws an {@link io.vestibule.auth.AuthUnavailableException}.
 */
public final class Throttle {
  private static final int ACCOUNTS = 32_768;
  private static final int NETWORKS = 8_192;
  private static final Verdict ALLOWED = new Verdict(Duration.ZERO);

  private final boolean on;
  private final Budget accountBudget;
  private final Budget networkBudget;
  private final Ids ids;
  private final Counters accounts;
  private final Counters networks;
  private final InstantSource clock;
  private final long memory;
  private volatile long trouble = Long.MIN_VALUE / 2;

  private Throttle(
      boolean on,
      Limits limits,
      Ids ids,
      Counters accounts,
      Counters networks,
      InstantSource clock) {
    this.on = on;
    this.accountBudget = limits.account();
    this.networkBudget = limits.network();
    this.ids = ids;
    this.accounts = accounts;
    this.networks = networks;
    this.clock = clock;
    this.memory = limits.window().plus(limits.maxWait()).toMillis();
  }

  /** Counts in this process, in at most some 16 MB however many names and addresses are made up. */
  public static Throttle inMemory(Limits limits, InstantSource clock) {
    return inMemory(true, limits, clock);
  }

  private static Throttle inMemory(boolean on, Limits limits, InstantSource clock) {
    Mac keyed = SharedKey.random();
    return new Throttle(
        on,
        limits,
        new Ids(() -> keyed),
        new MemoryCounters(on ? ACCOUNTS : 0, clock),
        new MemoryCounters(on ? NETWORKS : 0, clock),
        clock);
  }

  /** Counts in a store, together with all nodes that use it. */
  public static Throttle over(Store store, Limits limits, InstantSource clock) {
    return new Throttle(
        true,
        limits,
        new Ids(new SharedKey(store, "throttle")),
        new StoreCounters(store, "throttle-account"),
        new StoreCounters(store, "throttle-network"),
        clock);
  }

  /** Allows everything. */
  public static Throttle off() {
    return inMemory(false, Limits.DEFAULT, InstantSource.fixed(Instant.EPOCH));
  }

  /** As the section {@code [throttle]} says, in memory. */
  public static Throttle of(Settings section) {
    if (!section.flag("enabled")) {
      section.warn("enabled", "anybody may guess passwords as fast as they can", "take it out");
      return off();
    }
    return inMemory(Limits.of(section), section.clock());
  }

  /**
   * As the section {@code [throttle]} says, in a store; a store in memory is not used, since made-up names could push
   * waits out of it.
   */
  public static Throttle of(Settings section, Store store) {
    return section.flag("enabled") && !(store instanceof MemoryStore)
        ? over(store, Limits.of(section), section.clock())
        : of(section);
  }

  /** The same for other limits: what is counted by both must be told to both, under names of its own. */
  public Throttle with(Limits limits) {
    return new Throttle(on, limits, ids, accounts, networks, clock);
  }

  /** Runs the check of a secret if it is allowed, and counts how it ends; else answers that there were too many. */
  public AuthResult limit(Attempt attempt, Supplier<AuthResult> check) {
    Verdict verdict = check(attempt);
    if (!verdict.allowed()) {
      return AuthResult.throttled(verdict.delay(), "too many attempts");
    }
    AuthResult result;
    try {
      result = check.get();
    } catch (RuntimeException broken) {
      withdrawn(attempt);
      throw broken;
    }
    tell(attempt, result);
    return result;
  }

  private void tell(Attempt attempt, AuthResult result) {
    if (result instanceof AuthResult.Authenticated) {
      succeeded(attempt);
    } else if (result instanceof AuthResult.Rejected rejected && isGuess(rejected.reason())) {
      failed(attempt);
    } else {
      withdrawn(attempt);
    }
  }

  /** A refusal that says nothing about the secret is no failure, and one that says it was right is none either. */
  private static boolean isGuess(Reason reason) {
    return reason.status() == 401 && reason != Reason.CODE_REQUIRED;
  }

  /** Whether a secret may be checked now. If so, its end must be told. */
  public Verdict check(Attempt attempt) {
    if (!on) {
      return ALLOWED;
    }
    Ids.Pair id = ids.of(attempt);
    long wait = begin(accounts, id.account(), accountBudget);
    if (wait == 0 && countsNetwork(attempt)) {
      wait = begin(networks, id.from(), networkBudget);
      if (wait > 0) {
        accounts.update(id.account(), Count::withdrawn);
      }
    }
    if (wait == 0) {
      return ALLOWED;
    }
    trouble = clock.millis();
    return new Verdict(Duration.ofMillis(wait));
  }

  /**
   * Whether this node has seen neither a failure nor a refusal for as long as one could matter. Only then may a secret
   * that was right a moment ago be taken without {@link #check} or {@link #isClear}: otherwise whoever must wait could
   * go on guessing at the secrets that are remembered.
   */
  public boolean isCalm() {
    return !on || clock.millis() - trouble > memory;
  }

  /**
   * Whether nothing is held against this attempt: then a secret that was right a moment ago may be taken too. Writes
   * nothing, and reads nothing where this node is calm.
   */
  public boolean isClear(Attempt attempt) {
    return isCalm() || isForgotten(attempt);
  }

  private boolean isForgotten(Attempt attempt) {
    Ids.Pair id = ids.of(attempt);
    return accounts.update(id.account(), count -> count).isEmpty()
        && (!countsNetwork(attempt) || delay(networks, id.from(), networkBudget) == 0);
  }

  private long delay(Counters counters, String id, Budget budget) {
    return counters.update(id, count -> count).delay(budget, clock.millis());
  }

  private long begin(Counters counters, String id, Budget budget) {
    long now = clock.millis();
    Count before = counters.update(
        id, count -> count.delay(budget, now) == 0 ? count.begun(budget, now) : count);
    return before.delay(budget, now);
  }

  /** The secret was wrong. */
  public void failed(Attempt attempt) {
    long now = clock.millis();
    trouble = now;
    end(
        attempt,
        count -> count.failed(accountBudget, now, Lockout.label(attempt.account(), from(attempt))),
        count -> count.failed(networkBudget, now, Lockout.label("", attempt.network())));
  }

  /** The secret was right: the account's failures from there are forgotten, the network's are not. */
  public void succeeded(Attempt attempt) {
    end(attempt, Count::succeeded, Count::withdrawn);
  }

  /** The account's failures from there are forgotten, for it was proved by another check. */
  public void forgiven(Attempt attempt) {
    end(attempt, Count::forgiven, count -> count);
  }

  /** The secret was not checked after all, or it was right and another thing was not. */
  public void withdrawn(Attempt attempt) {
    end(attempt, Count::withdrawn, Count::withdrawn);
  }

  private void end(Attempt attempt, UnaryOperator<Count> account, UnaryOperator<Count> network) {
    if (!on) {
      return;
    }
    Ids.Pair id = ids.of(attempt);
    accounts.update(id.account(), account);
    if (countsNetwork(attempt)) {
      networks.update(id.from(), network);
    }
  }

  /** Where the address is unknown, all the world would be one network, and one guesser would lock it out. */
  private static boolean countsNetwork(Attempt attempt) {
    return !attempt.fromKnownDevice() && !attempt.network().isEmpty();
  }

  private static String from(Attempt attempt) {
    return attempt.fromKnownDevice() ? "" : attempt.network();
  }

  /** Who must wait now, and how to let them in sooner. */
  public Lockouts lockouts() {
    return new Lockouts(ids, accounts, networks, clock);
  }
}
