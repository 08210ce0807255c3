package io.vestibule.auth.digest;

import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.internal.Realm;
import io.vestibule.auth.internal.Schemes;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.SharedKey;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;

/** Collects what a {@link DigestAuthenticator} is made of. What is not said is as in a file. Not thread-safe. */
public final class DigestBuilder {
  static final Duration LIFETIME = Duration.ofMinutes(5);

  private static final int MOST_NONCES = 20_000;

  private final String realm;
  private final DigestUsers users;
  private List<DigestVariant> variants = List.of(DigestVariant.of(DigestAlgorithm.SHA_256));
  private Duration nonceLifetime = LIFETIME;
  private boolean userhash;
  private boolean withoutQop;
  private boolean uriWithoutQuery;
  private String scheme = "Digest";
  private Optional<Nonces> nonces = Optional.empty();
  private Optional<Opaque> opaque = Optional.empty();
  private Optional<Store> store = Optional.empty();
  private Optional<Throttle> throttle = Optional.empty();
  private Audit audit = Audit.of();
  private OriginCheck origins = OriginCheck.of(List.of());
  private String way = "digest";
  private Roles roles = Roles.none();
  private InstantSource clock = InstantSource.system();

  DigestBuilder(String realm, DigestUsers users) {
    this.realm = realm;
    this.users = users;
  }

  /**
   * The algorithms that are offered, the best first however they are given.
   *
   * @throws IllegalArgumentException when there is none
   */
  public DigestBuilder algorithms(DigestAlgorithm... algorithms) {
    return variants(List.of(algorithms).stream().map(DigestVariant::of).toList());
  }

  /**
   * The same, where {@code -sess} is wanted.
   *
   * @throws IllegalArgumentException when there is none
   */
  public DigestBuilder variants(List<DigestVariant> offered) {
    if (offered.isEmpty()) {
      throw new IllegalArgumentException("at least one algorithm must be offered");
    }
    this.variants = List.copyOf(offered);
    return this;
  }

  /**
   * How long a nonce serves; 5 minutes.
   *
   * @throws IllegalArgumentException when that is no time at all
   */
  public DigestBuilder nonceLifetime(Duration lifetime) {
    if (lifetime.isZero() || lifetime.isNegative()) {
      throw new IllegalArgumentException("a nonce must live for a while");
    }
    this.nonceLifetime = lifetime;
    return this;
  }

  /**
   * Lets clients hash the user's name; {@link DigestUsers#findHashed} is then asked, and {@link #build} refuses users
   * that do not have it.
   */
  public DigestBuilder userhash() {
    this.userhash = true;
    return this;
  }

  /** Lets clients in that know no qop (RFC 2069). Whoever overhears a request can send it again for a while. */
  public DigestBuilder insecureWithoutQop() {
    this.withoutQop = true;
    return this;
  }

  /** Lets old browsers in that leave the query out. A proof then serves for the same path with any query. */
  public DigestBuilder insecureUriWithoutQuery() {
    this.uriWithoutQuery = true;
    return this;
  }

  /**
   * The name under which it goes, in place of Digest: browsers then ask for no password by themselves.
   *
   * @throws IllegalArgumentException when it is no token (RFC 9110, 11.1)
   */
  public DigestBuilder scheme(String name) {
    if (!Schemes.isToken(name)) {
      throw new IllegalArgumentException("\"" + name + "\" cannot be a scheme");
    }
    this.scheme = name;
    return this;
  }

  /** Nonces of the host's own. */
  public DigestBuilder nonces(Nonces own) {
    this.nonces = Optional.of(own);
    return this;
  }

  /** An opaque value of the host's own. */
  public DigestBuilder opaque(Opaque own) {
    this.opaque = Optional.of(own);
    return this;
  }

  /** Shares the key of the nonces, and their counts, with all nodes of this store. */
  public DigestBuilder store(Store shared) {
    this.store = Optional.of(shared);
    return this;
  }

  /** Counts wrong proofs here, together with other ways of asking for a password. */
  public DigestBuilder throttle(Throttle shared) {
    this.throttle = Optional.of(shared);
    return this;
  }

  /** Tells this audit who signs in, and of refusals. */
  public DigestBuilder audit(Audit shared) {
    this.audit = shared;
    return this;
  }

  /** The name of this way in the audit; digest without it. */
  DigestBuilder way(String name) {
    this.way = name;
    return this;
  }

  /** The roles that users have besides their own. */
  DigestBuilder roles(Roles given) {
    this.roles = given;
    return this;
  }

  /** The sites whose pages may send requests that change something. */
  public DigestBuilder origins(OriginCheck allowed) {
    this.origins = allowed;
    return this;
  }

  /** The clock of nonces and identities. */
  public DigestBuilder clock(InstantSource newClock) {
    this.clock = newClock;
    return this;
  }

  /**
   * Makes it.
   *
   * @throws IllegalArgumentException when the realm is not up to 200 printable ASCII characters
   * @throws IllegalStateException when names may come hashed ({@link #userhash}), and users are not found so
   */
  public DigestAuthenticator build() {
    if (userhash && !findsHashed(users)) {
      throw new IllegalStateException(
          "userhash needs users that are found by their hashed name: override findHashed");
    }
    if (!Realm.isUsable(realm)) {
      throw new IllegalArgumentException(Realm.RULE);
    }
    Mac own = SharedKey.random();
    Supplier<Mac> key =
        store.<Supplier<Mac>>map(kept -> new SharedKey(kept, "digest")).orElse(() -> own);
    Seal seal = new Seal(key, realm);
    return new DigestAuthenticator(
        new DigestPolicy(
            realm, variants, nonceLifetime, userhash, withoutQop, uriWithoutQuery, scheme),
        users,
        nonces.orElseGet(() -> new KeyedNonces(seal, new SecureRandom(), clock)),
        opaque.orElseGet(() -> new KeyedOpaque(seal)),
        counts(),
        origins,
        new Guard(
            throttle.orElseGet(() -> Throttle.inMemory(Limits.DEFAULT, clock)), audit, clock, way),
        roles,
        clock);
  }

  /** Whether users can be found by a hashed name: a lambda cannot, and whoever hashes theirs would be nobody to it. */
  static boolean findsHashed(DigestUsers users) {
    try {
      return users
              .getClass()
              .getMethod("findHashed", DigestAlgorithm.class, String.class)
              .getDeclaringClass()
          != DigestUsers.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("every DigestUsers has it", impossible);
    }
  }

  /** A store in memory bounds by forgetting, which would let a count be used again; ours does not. */
  private Counts counts() {
    return store
        .filter(kept -> !(kept instanceof MemoryStore))
        .<Counts>map(kept -> new StoreCounts(kept, nonceLifetime, clock))
        .orElseGet(() -> new MemoryCounts(MOST_NONCES, nonceLifetime, clock));
  }
}
