package io.vestibule.auth.introspection;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.jwt.BearerChallenge;
import io.vestibule.auth.jwt.ClaimMapping;
import io.vestibule.auth.jwt.PresentedToken;
import io.vestibule.auth.jwt.SeenTokens;
import io.vestibule.auth.jwt.TokenBinding;
import io.vestibule.auth.jwt.TokenReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens that only their issuer can read, with every request; its answers are remembered for a short time. Thread-safe.
 */
public final class IntrospectionAuthenticator implements Authenticator {
  private static final Duration REFUSED_FOR = Duration.ofSeconds(10);
  private static final String OWN_TOKENS = "vst_";
  private static final int LONGEST = 4096;

  /**
   * What is asked of a token.
   *
   * @param issuer {@code ""} for any
   * @param audience empty for any
   */
  record Terms(
      String issuer,
      Set<String> audience,
      boolean insecureInQuery,
      Duration remembered,
      ClaimMapping mapping) {}

  /** An answer, and until when the token lives. */
  private record Known(AuthResult.Authenticated answer, long until) {}

  private final IntrospectionClient client;
  private final Terms terms;
  private final TokenBinding binding;
  private final BearerChallenge challenge;
  private final List<Endpoint> endpoints;
  private final Optional<SeenTokens<Known>> active;
  private final SeenTokens<AuthResult> refused;
  private final TokenReader reader = TokenReader.ofAuthorization();
  private final InstantSource clock;

  IntrospectionAuthenticator(
      IntrospectionClient client,
      Terms terms,
      TokenBinding binding,
      BearerChallenge challenge,
      List<Endpoint> endpoints,
      InstantSource clock) {
    this.client = client;
    this.terms = terms;
    this.binding = binding;
    this.challenge = challenge;
    this.endpoints = List.copyOf(endpoints);
    this.active = terms.remembered().isZero()
        ? Optional.empty()
        : Optional.of(new SeenTokens<>(terms.remembered(), clock));
    this.refused = new SeenTokens<>(REFUSED_FOR, clock);
    this.clock = clock;
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    PresentedToken shown = reader.read(request);
    if (!shown.isThere() || shown.token().startsWith(OWN_TOKENS)) {
      return AuthResult.notAttempted();
    }
    if (shown.isAmbiguous()) {
      return AuthResult.rejected(Reason.AMBIGUOUS, "a token in the address beside another");
    }
    if (shown.isInQuery() && !terms.insecureInQuery()) {
      return BearerChallenge.misplaced();
    }
    AuthResult result = isToken(shown.token())
        ? known(shown.token())
        : AuthResult.rejected(Reason.MALFORMED, "no token looks like that");
    return result instanceof AuthResult.Authenticated admitted
        ? bound(request, shown, admitted)
        : result;
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return challenge.of(need);
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** RFC 6750, 2.1: b64token. */
  private static boolean isToken(String token) {
    return !token.isEmpty()
        && token.length() <= LONGEST
        && token.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"\\,;<>(){}[]@?".indexOf(c) < 0);
  }

  private AuthResult known(String token) {
    Optional<AuthResult> lately = active
        .flatMap(seen -> seen.get(token))
        .filter(known -> clock.millis() < known.until())
        .map(known -> (AuthResult) known.answer())
        .or(() -> refused.get(token));
    return lately.orElseGet(() -> asked(token));
  }

  private AuthResult asked(String token) {
    Map<String, Object> claims = client.ask(token);
    Optional<AuthResult> fault = IntrospectionRules.fault(terms, claims, clock.instant());
    Optional<Identity> identity = fault.isPresent()
        ? Optional.empty()
        : terms.mapping().identity(BearerChallenge.SCHEME, claims);
    if (identity.isEmpty()) {
      AuthResult no = fault.orElseGet(
          () -> AuthResult.rejected(Reason.INVALID, terms.mapping().nobody(claims)));
      refused.put(token, no);
      return no;
    }
    AuthResult.Authenticated yes = new AuthResult.Authenticated(identity.get(), Headers.none());
    long until = IntrospectionRules.expires(claims);
    active.ifPresent(seen -> seen.put(token, new Known(yes, until)));
    return yes;
  }

  private AuthResult bound(
      AuthRequest request, PresentedToken shown, AuthResult.Authenticated admitted) {
    return binding
        .fault(request, shown, admitted.identity().claims())
        .map(fault -> AuthResult.rejected(Reason.INVALID, fault))
        .orElseGet(() -> terms.mapping().current(admitted));
  }
}
