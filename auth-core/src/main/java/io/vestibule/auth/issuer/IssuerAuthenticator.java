package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.jwt.BearerChallenge;
import io.vestibule.auth.jwt.JwtResult;
import io.vestibule.auth.jwt.JwtVerifier;
import io.vestibule.auth.jwt.RefusedJwt;
import io.vestibule.auth.jwt.SeenTokens;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows whoever shows an access token of ours (RFC 6750, 2.1). Thread-safe.
 *
 * <p>Tokens of other issuers are left to others. A refresh token or a code is refused: it stands for no other.
 */
final class IssuerAuthenticator implements Authenticator {
  static final String SCHEME = BearerChallenge.SCHEME;

  private final JwtVerifier verifier;
  private final Optional<RefreshTokens> asked;
  private final BrowserSignIn signIn;
  private final BearerChallenge challenge;
  private final List<Endpoint> endpoints;
  private final InstantSource clock;
  private final SeenTokens<Seen> seen;

  /**
   * Knows tokens.
   *
   * @param asked whether a family has ended; empty where a signature is enough
   */
  IssuerAuthenticator(
      JwtVerifier verifier,
      Optional<RefreshTokens> asked,
      BrowserSignIn signIn,
      BearerChallenge challenge,
      List<Endpoint> endpoints,
      InstantSource clock) {
    this.verifier = verifier;
    this.asked = asked;
    this.signIn = signIn;
    this.challenge = challenge;
    this.endpoints = List.copyOf(endpoints);
    this.clock = clock;
    this.seen = new SeenTokens<>(clock);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    Optional<String> shown = request.authorization(SCHEME);
    return shown.isPresent() ? authenticate(shown.get()) : AuthResult.notAttempted();
  }

  private AuthResult authenticate(String token) {
    if (token.startsWith(RefreshToken.PREFIX) || token.startsWith(Codes.PREFIX)) {
      return AuthResult.rejected(Reason.INVALID, "a refresh token or a code is no access token");
    }
    Optional<Seen> known = seen.get(token).filter(this::counts);
    if (known.isPresent()) {
      return judged(known.get());
    }
    return verifier.isOurs(token) ? verified(token) : AuthResult.notAttempted();
  }

  /** Only now are the keys asked for, which may be out of reach: other tokens are none of their business. */
  private AuthResult verified(String token) {
    long generation = verifier.generation();
    JwtResult result = verifier.verify(token);
    if (result instanceof RefusedJwt refused) {
      return AuthResult.rejected(refused.reason(), refused.detail());
    }
    Seen verified = Seen.of((VerifiedJwt) result, generation);
    seen.put(token, verified);
    return judged(verified);
  }

  /** What was verified by keys that have changed, or has ended since, is verified again. */
  private boolean counts(Seen known) {
    return known.generation() == verifier.generation() && clock.instant().isBefore(known.until());
  }

  private AuthResult judged(Seen known) {
    return stands(known.family())
        ? AuthResult.authenticated(known.identity())
        : AuthResult.rejected(Reason.EXPIRED, "its family has ended");
  }

  /** What is known of a token that was verified. */
  private record Seen(Identity identity, String family, long generation, Instant until) {
    static Seen of(VerifiedJwt jwt, long generation) {
      return new Seen(
          IssuerAuthenticator.identity(jwt),
          jwt.text(AccessTokens.FAMILY).orElse(""),
          generation,
          jwt.expires().orElse(Instant.EPOCH));
    }
  }

  private boolean stands(String family) {
    return asked.isEmpty()
        || asked
            .get()
            .grant(family)
            .flatMap(grant -> signIn.proofs().vouch(grant.proof()))
            .isPresent();
  }

  private static Identity identity(VerifiedJwt jwt) {
    return new Identity(
        jwt.subject().orElseThrow(),
        SCHEME,
        Set.copyOf(jwt.texts("roles")),
        Grant.split(jwt.text("scope").orElse("")),
        Set.copyOf(jwt.texts("amr")),
        jwt.instant("auth_time").orElse(Instant.EPOCH),
        jwt.claims());
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return challenge.of(need);
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }
}
