package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.NamesUser;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.Reason;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import io.vestibule.auth.password.Roles;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * HTTP Digest: with every request a client proves that it knows the password, without sending it (RFC 7616). There is
 * nothing that {@code logout} could end. Thread-safe.
 */
public final class DigestAuthenticator implements PasswordAuthenticator, NamesUser {
  /** What {@code HttpServletRequest.DIGEST_AUTH} says. */
  static final String SCHEME = "DIGEST";

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
  private static final Set<String> BY_PASSWORD = Set.of("pwd");

  /** Every client comes to this once in the life of a nonce, so the audit need not hear of it. */
  private static final AuthResult STALE =
      new AuthResult.Rejected(Reason.EXPIRED, "the nonce is too old, or not ours").asAudited();

  private static final AuthResult REPLAYED =
      new AuthResult.Rejected(Reason.EXPIRED, "the count was used before").asAudited();
  private static final AuthResult UNREADABLE = AuthResult.rejected(Reason.MALFORMED, "unreadable");

  private final DigestPolicy policy;
  private final DigestUsers users;
  private final Nonces nonces;
  private final Opaque opaque;
  private final Counts counts;
  private final OriginCheck origins;
  private final Guard guard;
  private final Roles roles;
  private final InstantSource clock;

  DigestAuthenticator(
      DigestPolicy policy,
      DigestUsers users,
      Nonces nonces,
      Opaque opaque,
      Counts counts,
      OriginCheck origins,
      Guard guard,
      Roles roles,
      InstantSource clock) {
    this.policy = policy;
    this.users = users;
    this.nonces = nonces;
    this.opaque = opaque;
    this.counts = counts;
    this.origins = origins;
    this.guard = guard;
    this.roles = roles;
    this.clock = clock;
  }

  /**
   * Asks users of the host's own, with SHA-256 alone and everything else as in a file that says nothing.
   *
   * @param realm what the browser shows; printable ASCII
   */
  public static DigestAuthenticator of(String realm, DigestUsers users) {
    return builder(realm, users).build();
  }

  /** Begins one for users of the host's own. */
  public static DigestBuilder builder(String realm, DigestUsers users) {
    return new DigestBuilder(realm, users);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    return request
        .authorization(policy.scheme())
        .map(text ->
            DigestCredentials.parse(text).map(shown -> judge(request, shown)).orElse(UNREADABLE))
        .orElseGet(AuthResult::notAttempted);
  }

  /** Another realm's credentials are another one's to judge; where nobody does, they are refused. */
  private AuthResult judge(AuthRequest request, DigestCredentials shown) {
    if (!shown.realm().equals(policy.realm())) {
      return AuthResult.notAttempted();
    }
    if (!opaque.accepts(shown.opaque())) {
      return AuthResult.rejected(Reason.INVALID, "the opaque value is not ours");
    }
    Optional<String> misfit = policy.misfit(request, shown);
    if (misfit.isPresent()) {
      return AuthResult.rejected(Reason.INVALID, misfit.get());
    }
    return origins.check(request) instanceof Provenance.Foreign foreign
        ? AuthResult.rejected(Reason.CROSS_SITE, foreign.reason())
        : prove(request, shown);
  }

  private AuthResult prove(AuthRequest request, DigestCredentials shown) {
    DigestAlgorithm algorithm = shown.variant().algorithm();
    Optional<DigestUser> user = user(shown);
    Optional<byte[]> secret = user.flatMap(known -> known.secret(algorithm));
    Proof proof = new Proof(shown, secret.orElseGet(() -> new byte[2 * algorithm.bytes()]));
    String account = user.map(DigestUser::name).orElse(shown.username());
    Optional<Instant> known = counts.known(shown.nonce(), account);
    return guard
        .refuse(
            request,
            account,
            user,
            known.isPresent(),
            () -> proof.isRight(request.method()) && secret.isPresent())
        .orElseGet(() -> spend(request, shown, user.orElseThrow(), proof, known));
  }

  private Optional<DigestUser> user(DigestCredentials shown) {
    return shown.userhash()
        ? users.findHashed(shown.variant().algorithm(), shown.username())
        : users.find(shown.username());
  }

  /** The proof is right; it must be a new one. Who proves with an old nonce is told to take another (stale). */
  private AuthResult spend(
      AuthRequest request,
      DigestCredentials shown,
      DigestUser user,
      Proof proof,
      Optional<Instant> known) {
    Optional<Instant> issued =
        known.isPresent() && !nonces.areWithdrawn() ? known : nonces.issuedAt(shown.nonce());
    Instant now = clock.instant();
    if (issued.isEmpty() || !isAlive(issued.get(), now)) {
      return STALE;
    }
    boolean counted = !shown.qop().isEmpty();
    if (counted && !counts.take(shown.nonce(), issued.get(), user.name(), shown.count())) {
      guard.replayed(request, user);
      return REPLAYED;
    }
    if (known.isEmpty()) {
      guard.arrivals().tell(request, user.name());
    }
    boolean old = policy.isOld(issued.get(), now);
    return AuthResult.authenticated(
        identity(user, now), counted ? info(shown, proof, old) : Headers.none());
  }

  private boolean isAlive(Instant issued, Instant now) {
    return issued.plus(policy.nonceLifetime()).isAfter(now)
        && !issued.minus(CLOCKS_DIFFER).isAfter(now);
  }

  /** RFC 7616, 3.5: we know the secret too, and here is the next nonce once this one has lived half its life. */
  private Headers info(DigestCredentials shown, Proof proof, boolean old) {
    String info = "rspauth=\"" + proof.rspauth() + "\", qop=auth, cnonce=\"" + shown.cnonce()
        + "\", nc=" + shown.nc();
    return Headers.of(
        "Authentication-Info", old ? info + ", nextnonce=\"" + nonces.issue() + '"' : info);
  }

  /** A hash of which nobody here is known stands for itself: it names nobody who is signed in by another way. */
  @Override
  public Optional<String> namedUser(AuthRequest request) {
    return request
        .authorization(policy.scheme())
        .flatMap(DigestCredentials::parse)
        .filter(shown -> shown.realm().equals(policy.realm()))
        .map(shown -> shown.userhash()
            ? user(shown).map(DigestUser::name).orElse(shown.username())
            : shown.username());
  }

  @Override
  public AuthResult login(AuthRequest request, UsernamePassword credentials) {
    String name = DigestAlgorithm.nfc(credentials.username());
    Optional<DigestUser> user = users.find(name);
    return guard
        .refuse(request, name, user, false, () -> user.isPresent() && is(user.get(), credentials))
        .orElseGet(() -> {
          guard.arrivals().tell(request, user.orElseThrow().name());
          return AuthResult.authenticated(identity(user.orElseThrow(), clock.instant()));
        });
  }

  private boolean is(DigestUser user, UsernamePassword shown) {
    return policy.variants().stream()
        .map(DigestVariant::algorithm)
        .filter(algorithm -> user.secret(algorithm).isPresent())
        .findFirst()
        .map(algorithm -> MessageDigest.isEqual(
            user.secret(algorithm).orElseThrow(),
            algorithm
                .secret(user.name(), policy.realm(), shown.password())
                .reveal()
                .getBytes(ISO_8859_1)))
        .orElse(false);
  }

  @Override
  public Optional<Identity> find(String username) {
    return users.find(DigestAlgorithm.nfc(username)).map(user -> identity(user, clock.instant()));
  }

  /** The best algorithm first, in a field of its own each: many clients read only the first. */
  @Override
  public List<Challenge> challenges(Need need) {
    if (need instanceof Need.StepUp more
        && (more.identity().scheme().equals(SCHEME) || !more.attainableBy(BY_PASSWORD))) {
      return List.of();
    }
    String nonce = nonces.issue();
    String unchanged = opaque.issue();
    boolean stale = need instanceof Need.Retry retry
        && retry.rejection().reason() == Reason.EXPIRED
        && need.request().authorization(policy.scheme()).isPresent();
    return policy.variants().stream()
        .map(variant -> challenge(variant, nonce, unchanged, stale))
        .toList();
  }

  private Challenge challenge(
      DigestVariant variant, String nonce, String unchanged, boolean stale) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("realm", policy.realm());
    parameters.put("qop", "auth");
    parameters.put("algorithm", variant.wireName());
    parameters.put("nonce", nonce);
    parameters.put("opaque", unchanged);
    if (stale) {
      parameters.put("stale", "true");
    }
    parameters.put("charset", "UTF-8");
    if (policy.userhash()) {
      parameters.put("userhash", "true");
    }
    return Challenge.header(policy.scheme(), parameters);
  }

  /**
   * The proof comes with this very request, so it is as old as the request. The roles are asked for behind it, for a host
   * may look them up, and how long that takes would tell strangers who is known.
   */
  private Identity identity(DigestUser user, Instant now) {
    Set<String> all = new HashSet<>(user.roles());
    all.addAll(roles.of(user.name(), Set.of()));
    return new Identity(user.name(), SCHEME, all, Set.of(), BY_PASSWORD, now, Map.of());
  }
}
