package io.vestibule.auth.token;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Makes API tokens, finds them again, revokes them. Thread-safe; several nodes may share the store, which has their
 * SHA-256 only: nobody guesses 256 bits, so a plain digest is enough (ASVS 6.5.2).
 *
 * <p>What was read is believed for two seconds: a token that is revoked here is worth nothing here at once, and on
 * other nodes within that time.
 */
final class ApiTokens {
  private static final String KIND = "token";
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Duration REMEMBERED = Duration.ofDays(90);
  private static final int MOST_CACHED = 50_000;
  private static final int SECONDS_BETWEEN_NOTES = 60;
  private static final int PAGE = 500;
  static final int MOST_LISTED = 10_000;
  private static final int ATTEMPTS = 10;

  private final Store store;
  private final SecureRandom random;
  private final InstantSource clock;
  private final MessageDigest sha256;
  private final ExpiringMap<Place, CachedToken> cache;

  /** How many tokens were revoked here: what was read before the last of them is not believed beyond its request. */
  private final AtomicLong revocations = new AtomicLong();

  ApiTokens(Store store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
    this.sha256 = Digests.newSha256();
    this.cache = new ExpiringMap<>(MOST_CACHED, BOUND, clock);
  }

  /** Where a digest is kept: half of it is enough to find it. */
  private record Place(long first, long second) {
    static Place of(byte[] digest) {
      ByteBuffer bytes = ByteBuffer.wrap(digest);
      return new Place(bytes.getLong(), bytes.getLong());
    }
  }

  /** A token that has just been made, and the text that is shown this once. */
  record Made(TokenText text, ApiToken token) {}

  /** What became of a look-up. */
  sealed interface Found {
    /** It is there, and its time is not over. */
    record Valid(CachedToken live) implements Found {}

    /** It was revoked. */
    record Revoked(String id, String owner) implements Found {}

    /** Its time is over, or nobody made it. */
    record Unknown() implements Found {}
  }

  Made make(Owner owner, Wish wish) {
    Instant now = clock.instant();
    TokenText text = TokenText.random(random);
    ApiToken token = new ApiToken(
        HexFormat.of().formatHex(digest(text)),
        owner,
        wish.name(),
        wish.scopes(),
        now,
        wish.end(now),
        Instant.EPOCH,
        "",
        text.ending());
    store.insert(
        Entry.of(KIND, token.digest(), owner.name(), TokenRecord.write(token), token.expires()));
    return new Made(text, token);
  }

  /** The token that was shown; its use is noted at most once a minute. */
  Found find(TokenText text, String address) {
    byte[] digest = digest(text);
    Place place = Place.of(digest);
    Instant now = clock.instant();
    Optional<CachedToken> known = cache.get(place).filter(live -> live.hasDigest(digest));
    Found found = known.isPresent() ? new Found.Valid(known.get()) : read(digest, place);
    if (!(found instanceof Found.Valid valid)) {
      return found;
    }
    CachedToken live = valid.live();
    if (live.token().isOver(now)) {
      return new Found.Unknown();
    }
    return live.claimsUse(now, SECONDS_BETWEEN_NOTES) ? noted(live, place, now, address) : found;
  }

  /** The tokens of an owner that work, the latest first. */
  List<ApiToken> of(Owner owner) {
    return living(store.owned(KIND, owner.name())).stream()
        .filter(token -> token.owner().isSameAs(owner))
        .sorted(Comparator.comparing(ApiToken::created).reversed())
        .toList();
  }

  /** All tokens that work, at most 10,000. */
  List<ApiToken> list() {
    return all(token -> true);
  }

  /** Those of this name that work, whoever has them; at most 10,000. */
  List<ApiToken> named(String name) {
    return all(token -> token.name().equals(name));
  }

  /** The one of this id, or none; two would be a wonder. The store's key begins with it. */
  List<ApiToken> withId(String id) {
    return living(store.list(KIND, id, 2)).stream()
        .filter(token -> token.id().equals(id))
        .toList();
  }

  private List<ApiToken> all(Predicate<ApiToken> wanted) {
    List<ApiToken> found = new ArrayList<>();
    List<Entry> page = store.list(KIND, "", PAGE);
    while (!page.isEmpty() && found.size() < MOST_LISTED) {
      living(page).stream().filter(wanted).limit(MOST_LISTED - found.size()).forEach(found::add);
      page = store.list(KIND, page.get(page.size() - 1).id(), PAGE);
    }
    return List.copyOf(found);
  }

  /** Takes a token back; false when there is none any more. A use that is noted at the same moment revives nothing. */
  boolean revoke(ApiToken token) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Entry> entry = store.get(KIND, token.digest());
      if (entry.isEmpty() || TokenRecord.revokedFrom(entry.get()).isPresent()) {
        return false;
      }
      Instant end = earlier(entry.get().expires(), clock.instant().plus(REMEMBERED));
      if (store.replace(entry.get().with(TokenRecord.revoked(token), end))) {
        revocations.incrementAndGet();
        cache.remove(Place.of(HexFormat.of().parseHex(token.digest())));
        return true;
      }
    }
    throw new AuthUnavailableException("a token is being used by too many at once", BOUND);
  }

  private Found read(byte[] digest, Place place) {
    long before = revocations.get();
    Optional<Entry> entry = store.get(KIND, HexFormat.of().formatHex(digest));
    Optional<String> revoked = entry.flatMap(TokenRecord::revokedFrom);
    if (revoked.isPresent()) {
      return new Found.Revoked(HexFormat.of().formatHex(digest, 0, 8), revoked.get());
    }
    Optional<CachedToken> live = entry.flatMap(
        found -> TokenRecord.read(found).map(token -> new CachedToken(found, token, digest)));
    live.ifPresent(found -> keep(place, found, before));
    return live.<Found>map(Found.Valid::new).orElseGet(Found.Unknown::new);
  }

  /** Whoever read a token before it was revoked must not write it into the cache after that. */
  private void keep(Place place, CachedToken live, long before) {
    cache.putIf(place, live, () -> revocations.get() == before);
  }

  /** A note that cannot be written now is left out: nobody is locked out for it. */
  private Found noted(CachedToken live, Place place, Instant now, String address) {
    try {
      return note(live, place, now, address);
    } catch (AuthUnavailableException down) {
      return new Found.Valid(live);
    }
  }

  /** Whoever writes too late writes nothing: then it was noted by another node, or revoked. */
  private Found note(CachedToken live, Place place, Instant now, String address) {
    ApiToken used = live.token().usedAt(now, address);
    Entry entry = live.entry().with(TokenRecord.write(used), live.entry().expires());
    long before = revocations.get();
    if (store.replace(entry)) {
      CachedToken noted =
          new CachedToken(entry.replaced(), used, HexFormat.of().parseHex(used.digest()));
      keep(place, noted, before);
      return new Found.Valid(noted);
    }
    cache.remove(place);
    return read(HexFormat.of().parseHex(used.digest()), place);
  }

  private List<ApiToken> living(List<Entry> entries) {
    Instant now = clock.instant();
    return entries.stream()
        .flatMap(entry -> TokenRecord.read(entry).stream())
        .filter(token -> !token.isOver(now))
        .toList();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** A copy of a digest that was never used costs less than a new one. */
  private byte[] digest(TokenText text) {
    try {
      return ((MessageDigest) sha256.clone()).digest(text.bytes());
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's digests can be copied", impossible);
    }
  }
}
