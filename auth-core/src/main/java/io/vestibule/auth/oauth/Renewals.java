package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Due;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sessions are to be renewed at their provider, and when: in the store, by time, so that of all nodes one does it
 * and none is asked by a request. Thread-safe.
 */
final class Renewals {
  private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
  private static final String KIND = "oauth-renewal";
  private static final int MOST_IN_A_ROUND = 50;
  private static final int DIGITS = 11;
  private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(10);
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  /** Longer than one renewal can take; whoever claimed it and went down in between is followed by another. */
  private static final Duration CLAIM = Duration.ofMinutes(2);

  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);

  /** Answers that cannot be used: so many in a round, and the fault is the provider's rather than a session's. */
  private static final int MOST_UNUSABLE = 5;

  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final Map<String, Renewal> providers = new ConcurrentHashMap<>();
  private final Map<String, Instant> silentUntil = new ConcurrentHashMap<>();
  private final Store store;
  private final SecureRandom random;
  private final InstantSource clock;
  private final AtomicBoolean underWay = new AtomicBoolean();

  Renewals(Store store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /** Adds a provider; only while the file is being read. */
  void add(String provider, Renewal renewal) {
    providers.put(provider, renewal);
  }

  /** Has a session renewed well before its access token ends; nothing where there is no refresh token. */
  void plan(Stay stay, Tokens tokens, Instant expires) {
    if (!tokens.refreshToken().reveal().isEmpty()) {
      insert(stay, clock.instant().plus(wait(tokens.life())), expires);
    }
  }

  /** After three quarters of its life. */
  private static Duration wait(Duration life) {
    Duration known = life.isZero() ? UNKNOWN_LIFE : life;
    Duration wait = known.multipliedBy(3).dividedBy(4);
    return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
  }

  /** Renews what is due. */
  void round() {
    round(() -> false);
  }

  /** The same until it must stop, of each provider apart: one that is down holds up none of the others. */
  void round(BooleanSupplier stopping) {
    if (!underWay.compareAndSet(false, true)) {
      return;
    }
    try {
      providers.forEach((provider, renewal) -> round(provider, renewal, stopping));
    } catch (AuthUnavailableException storeDown) {
      LOG.debug("no renewals: {}", storeDown.getMessage());
    } finally {
      underWay.set(false);
    }
  }

  /** A provider that is down is asked once in a round; one whose answers cannot be used a few times more. */
  private void round(String provider, Renewal renewal, BooleanSupplier stopping) {
    String queue = queue(provider);
    List<Entry> first =
        stopping.getAsBoolean() ? List.of() : store.list(KIND, queue, MOST_IN_A_ROUND);
    int unusable = 0;
    for (Entry entry : first) {
      if (stopping.getAsBoolean()) {
        return;
      }
      if (!entry.id().startsWith(queue) || due(entry, queue).isAfter(clock.instant())) {
        return;
      }
      Optional<Stay> stay = Stay.read(entry.value());
      if (stay.isEmpty()) {
        store.delete(KIND, entry.id());
      } else {
        Outcome outcome = renew(entry, stay.get(), renewal);
        unusable += outcome == Outcome.UNUSABLE ? 1 : 0;
        if (outcome == Outcome.DOWN || unusable == MOST_UNUSABLE) {
          return;
        }
      }
    }
  }

  /** What became of one renewal. */
  private enum Outcome {
    /** The provider has answered, or nothing was to be asked. */
    ANSWERED,
    /** It answers what cannot be used; to be tried again. */
    UNUSABLE,
    /** It does not answer; to be tried again. */
    DOWN
  }

  private Outcome renew(Entry entry, Stay stay, Renewal renewal) {
    Entry claim = insert(stay, clock.instant().plus(CLAIM), entry.expires());
    if (!store.delete(KIND, entry.id())) {
      store.delete(KIND, claim.id());
      return Outcome.ANSWERED;
    }
    Outcome outcome = Outcome.ANSWERED;
    try {
      renewal.renew(stay).ifPresent(tokens -> plan(stay, tokens, entry.expires()));
    } catch (AuthUnavailableException down) {
      LOG.debug(
          "a session is not renewed yet: {}", Printable.of(String.valueOf(down.getMessage())));
      again(stay, entry);
      outcome = Outcome.DOWN;
    } catch (SignInRefusedException unusable) {
      warn(stay.provider(), unusable);
      again(stay, entry);
      outcome = Outcome.UNUSABLE;
    }
    store.delete(KIND, claim.id());
    return outcome;
  }

  /** Until the session ends of itself. */
  private void again(Stay stay, Entry entry) {
    insert(stay, clock.instant().plus(AFTER_A_FAILURE), entry.expires());
  }

  /** One line a minute of each provider, for it may be the same with all its sessions. */
  private void warn(String provider, SignInRefusedException unusable) {
    Instant now = clock.instant();
    if (Due.isNow(silentUntil.getOrDefault(provider, Instant.MIN), now, BETWEEN_WARNINGS)) {
      silentUntil.put(provider, now.plus(BETWEEN_WARNINGS));
      LOG.warn(
          "sessions at {} go on, and their renewal is tried again, for the answer cannot be used: {}: {}",
          provider,
          unusable.reason(),
          Printable.of(unusable.detail()));
    }
  }

  private Entry insert(Stay stay, Instant due, Instant expires) {
    byte[] own = new byte[6];
    random.nextBytes(own);
    String time = String.format("%0" + DIGITS + "d", due.getEpochSecond());
    String id = queue(stay.provider()) + time + "." + HexFormat.of().formatHex(own);
    Entry entry = Entry.of(KIND, id, "", stay.write(), expires);
    store.insert(entry);
    return entry;
  }

  /** With what the ids of a provider's sessions begin; the time follows. */
  private static String queue(String provider) {
    return provider + "/";
  }

  private static Instant due(Entry entry, String queue) {
    String time = entry.id().substring(queue.length(), queue.length() + DIGITS);
    return Instant.ofEpochSecond(Long.parseLong(time));
  }

  /**
   * A session that lasts as long as the provider says so: what its first sign-in has told. Immutable.
   *
   * @param session its id
   * @param provider the name of the authenticator
   * @param issuer who vouched: with Microsoft the person's tenant, whichever of them the file means
   * @param id the subject's identifier at the issuer
   */
  record Stay(
      String session,
      String provider,
      String issuer,
      String id,
      Set<String> methods,
      Instant authenticatedAt,
      String sid) {

    Stay {
      methods = Set.copyOf(methods);
    }

    String write() {
      return Fields.write()
          .put("s", session)
          .put("p", provider)
          .put("v", issuer)
          .put("i", id)
          .put("m", String.join(" ", methods))
          .put("a", authenticatedAt)
          .put("x", sid)
          .toString();
    }

    static Optional<Stay> read(String text) {
      return Fields.parse(text)
          .filter(fields -> List.of("s", "p", "v", "i", "m").stream()
              .allMatch(name -> fields.text(name).isPresent()))
          .map(fields -> new Stay(
              fields.text("s").orElseThrow(),
              fields.text("p").orElseThrow(),
              fields.text("v").orElseThrow(),
              fields.text("i").orElseThrow(),
              methods(fields.text("m").orElseThrow()),
              fields.instant("a").orElse(Instant.EPOCH),
              fields.text("x").orElse("")));
    }

    private static Set<String> methods(String joined) {
      return joined.isEmpty() ? Set.of() : Set.of(joined.split(" ", -1));
    }
  }
}
