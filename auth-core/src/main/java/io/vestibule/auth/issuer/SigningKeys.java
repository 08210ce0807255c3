package io.vestibule.auth.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Due;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign our tokens: made by whoever needs one first, the same on all nodes of a store, replaced in time
 * and with an overlap. Thread-safe.
 *
 * <p>A new key is published for {@value #AHEAD_MINUTES} minutes before it signs, and the one before is published until
 * nothing that it signed can be valid. What was read is believed for two seconds, and for as long as the store is down.
 */
public final class SigningKeys {
  static final String KIND = "issuer-key";
  private static final int AHEAD_MINUTES = 10;
  static final Duration AHEAD = Duration.ofMinutes(AHEAD_MINUTES);
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Duration OVERLAP = Duration.ofMinutes(65);
  private static final int MOST = 100;

  private final Store store;
  private final Duration life;
  private final InstantSource clock;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable Read last;

  /** The keys in this store; each one signs for so long. */
  public SigningKeys(Store store, Duration life, InstantSource clock) {
    this.store = store;
    this.life = life;
    this.clock = clock;
  }

  private record Read(Instant at, List<SigningKey> keys, String text) {}

  /**
   * What there is to know of a key; never its secret half.
   *
   * @param kid its name in tokens and in the key set
   * @param signsFrom when it begins to sign
   * @param expires when it leaves the key set; {@link Instant#MAX} while no other one follows
   * @param signing whether it signs now
   */
  public record Listed(
      String kid, Instant created, Instant signsFrom, Instant expires, boolean signing) {}

  /** All that are published, the oldest first. */
  public List<Listed> list() {
    List<SigningKey> keys = read();
    Optional<SigningKey> signing = signing(keys);
    return keys.stream()
        .map(key -> new Listed(
            key.kid(),
            key.created(),
            key.signsFrom(),
            key.expires(),
            signing.filter(key::equals).isPresent()))
        .toList();
  }

  /**
   * Makes the next key, which signs in ten minutes; the one before leaves when all that it signed has ended. Where a
   * key waits for its turn already, or another node was faster, that one is the next.
   */
  public Listed rotate() {
    List<SigningKey> keys = read();
    SigningKey newest = keys.isEmpty() ? first() : keys.get(keys.size() - 1);
    if (!keys.isEmpty() && !newest.signsFrom().isAfter(clock.instant())) {
      newest = follow(newest);
    }
    settle();
    last = null;
    return new Listed(
        newest.kid(), newest.created(), newest.signsFrom(), newest.expires(), keys.isEmpty());
  }

  /** Throws a key away: whatever it signed is worth nothing within two seconds. False when there is no such key. */
  public boolean revoke(String kid) {
    boolean gone = read().stream()
        .filter(key -> key.kid().equals(kid))
        .map(key -> store.delete(KIND, SigningKey.id(key.number())))
        .reduce(false, Boolean::logicalOr);
    settle();
    last = null;
    return gone;
  }

  /** The key that signs now; the next one is made when its time has come. */
  SigningKey signing() {
    Optional<SigningKey> signing = signing(published());
    if (signing.isEmpty()) {
      last = null;
      return first();
    }
    SigningKey newest = published().get(published().size() - 1);
    if (clock.instant().isAfter(newest.signsFrom().plus(life))) {
      rotate();
    }
    return signing.get();
  }

  /** The published keys as a JWK set (RFC 7517, 5); the same text as long as they are the same. */
  String jwks() {
    if (published().isEmpty()) {
      signing();
    }
    Read read = last;
    return read == null ? text(published()) : read.text();
  }

  private static String text(List<SigningKey> keys) {
    return JSONObjectUtils.toJSONString(
        Map.of("keys", keys.stream().map(SigningKey::jwk).toList()));
  }

  /** All that may have signed a token that is valid, and the one that will sign next. */
  List<SigningKey> published() {
    Read known = last;
    if (known == null) {
      return fresh();
    }
    boolean old = Due.isNow(known.at().plus(BOUND), clock.instant(), BOUND);
    return old && reading.compareAndSet(false, true) ? freshOr(known) : known.keys();
  }

  /** Whoever finds the keys too old reads them; others go on with those meanwhile. */
  private List<SigningKey> freshOr(Read known) {
    try {
      return fresh();
    } catch (AuthUnavailableException down) {
      last = new Read(clock.instant(), known.keys(), known.text());
      return known.keys();
    } finally {
      reading.set(false);
    }
  }

  private List<SigningKey> fresh() {
    List<SigningKey> keys = read();
    Read before = last;
    String text = text(keys);
    String kept = before != null && before.text().equals(text) ? before.text() : text;
    last = new Read(clock.instant(), keys, kept);
    return keys;
  }

  private List<SigningKey> read() {
    return store.list(KIND, "", MOST).stream()
        .flatMap(entry -> SigningKey.read(entry).stream())
        .toList();
  }

  /** The newest whose time has come; else, where the others were thrown away, the one that was to follow. */
  private Optional<SigningKey> signing(List<SigningKey> keys) {
    Instant now = clock.instant();
    return keys.stream()
        .filter(key -> !key.signsFrom().isAfter(now))
        .max(Comparator.comparing(SigningKey::number))
        .or(() -> keys.stream().findFirst());
  }

  private SigningKey first() {
    Instant now = clock.instant();
    return keep(SigningKey.make(1, now, now));
  }

  private SigningKey follow(SigningKey newest) {
    Instant now = clock.instant();
    return keep(SigningKey.make(newest.number() + 1, now, now.plus(AHEAD)));
  }

  /** The newest key stays until another follows; each other one leaves when all that it signed has ended. */
  private void settle() {
    List<SigningKey> keys = read();
    for (int i = 0; i < keys.size(); i++) {
      boolean newest = i == keys.size() - 1;
      end(keys.get(i), newest ? Instant.MAX : keys.get(i + 1).signsFrom().plus(OVERLAP));
    }
  }

  private void end(SigningKey key, Instant end) {
    store
        .get(KIND, SigningKey.id(key.number()))
        .filter(entry -> !entry.expires().equals(end))
        .ifPresent(entry -> store.replace(entry.with(entry.value(), end)));
  }

  /** Of many who make a key of one number, one keeps it; the others take that one. */
  private SigningKey keep(SigningKey made) {
    String id = SigningKey.id(made.number());
    Entry entry = Entry.of(KIND, id, "", made.write(), Instant.MAX);
    return store.insert(entry)
        ? made
        : store.get(KIND, id).flatMap(SigningKey::read).orElseThrow(SigningKeys::gone);
  }

  /** Better no token than one that nobody can verify. */
  private static AuthUnavailableException gone() {
    return new AuthUnavailableException("the signing key is gone", Duration.ofSeconds(1));
  }
}
