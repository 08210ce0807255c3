package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signed tokens of one issuer, with every request (RFC 6750, RFC 9068). A token of somebody else is not ours to judge.
 * Thread-safe.
 */
public final class JwtAuthenticator implements Authenticator {
  /** What this issuer is like. */
  record Terms(
      TokenReader reader,
      String scheme,
      boolean insecureInQuery,
      Duration skew,
      ClaimMapping mapping) {

    /** Whether the token has a header field of its own, which a proxy adds to whatever a browser sends. */
    boolean ownHeader() {
      return !scheme.equals(BearerChallenge.SCHEME);
    }
  }

  /** What is known of a token that was verified: the answer, and until when it holds. */
  private record Seen(AuthResult.Authenticated answer, long generation, long until) {
    Map<String, Object> claims() {
      return answer.identity().claims();
    }
  }

  private final JwtVerifier verifier;
  private final Terms terms;
  private final TokenBinding binding;
  private final OriginCheck origins;
  private final BearerChallenge challenge;
  private final List<Endpoint> endpoints;
  private final SeenTokens<Seen> tokens;
  private final InstantSource clock;

  JwtAuthenticator(
      JwtVerifier verifier,
      Terms terms,
      TokenBinding binding,
      OriginCheck origins,
      BearerChallenge challenge,
      List<Endpoint> endpoints,
      InstantSource clock) {
    this.verifier = verifier;
    this.terms = terms;
    this.binding = binding;
    this.origins = origins;
    this.challenge = challenge;
    this.endpoints = List.copyOf(endpoints);
    this.tokens = new SeenTokens<>(clock);
    this.clock = clock;
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    PresentedToken shown = terms.reader().read(request);
    if (!shown.isThere()) {
      return AuthResult.notAttempted();
    }
    if (shown.isAmbiguous()) {
      return AuthResult.rejected(Reason.AMBIGUOUS, "a token in the address beside another");
    }
    Seen known = tokens.get(shown.token()).orElse(null);
    return known != null && counts(known)
        ? admitted(request, shown, known)
        : unknown(request, shown);
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return terms.ownHeader() ? Optional.empty() : challenge.of(need);
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** What was verified by earlier keys, or has expired since, is verified again. */
  private boolean counts(Seen known) {
    return known.generation() == verifier.generation() && clock.millis() < known.until();
  }

  private AuthResult unknown(AuthRequest request, PresentedToken shown) {
    long generation = verifier.generation();
    Optional<JwtResult> result = verifier.verifyIfOurs(shown.token());
    if (result.isEmpty()) {
      return terms.ownHeader() && !CompactJws.isOne(shown.token())
          ? AuthResult.rejected(Reason.MALFORMED, "what stands in " + shown.scheme() + " is no JWT")
          : AuthResult.notAttempted();
    }
    if (result.get() instanceof RefusedJwt refused) {
      return AuthResult.rejected(refused.reason(), refused.detail());
    }
    return result.get() instanceof VerifiedJwt jwt
        ? remembered(request, shown, jwt, generation)
        : AuthResult.notAttempted();
  }

  /** The generation is that of before, so that keys which changed meanwhile make it void. */
  private AuthResult remembered(
      AuthRequest request, PresentedToken shown, VerifiedJwt jwt, long generation) {
    if (!TokenKind.isAccess(jwt.claims())) {
      return AuthResult.rejected(
          Reason.INVALID, "it is an ID token or the like, not an access token");
    }
    Identity identity = terms.mapping().identity(terms.scheme(), jwt.claims()).orElse(null);
    if (identity == null) {
      return AuthResult.rejected(Reason.INVALID, terms.mapping().nobody(jwt.claims()));
    }
    long until = jwt.expires().orElse(clock.instant()).plus(terms.skew()).toEpochMilli();
    Seen known =
        new Seen(new AuthResult.Authenticated(identity, Headers.none()), generation, until);
    tokens.put(shown.token(), known);
    return admitted(request, shown, known);
  }

  /** The token is right; what remains is whether this request may show it. */
  private AuthResult admitted(AuthRequest request, PresentedToken shown, Seen known) {
    if (shown.isInQuery() && !terms.insecureInQuery()) {
      return BearerChallenge.misplaced();
    }
    if (terms.ownHeader() && origins.check(request) instanceof Provenance.Foreign foreign) {
      return AuthResult.rejected(Reason.CROSS_SITE, foreign.reason());
    }
    if (!shown.isDpop() && !TokenBinding.isBound(known.claims())) {
      return terms.mapping().current(known.answer());
    }
    return binding
        .fault(request, shown, known.claims())
        .map(fault -> AuthResult.rejected(Reason.INVALID, fault))
        .orElseGet(() -> terms.mapping().current(known.answer()));
  }
}
