package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.jwt.JwtVerifier;
import io.vestibule.auth.jwt.VerifiedJwt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes tokens back: those of the family of the refresh token, or else of the access token, that is shown (RFC 7009). An
 * access token says of which family it was long after it has expired. Thread-safe.
 */
final class TokenRevocation {
  private static final List<String> NAMES = List.of("refresh_token", "token");
  private static final TokenError REFUSED =
      new TokenError("invalid_token", "nothing has ended: show the refresh token");

  private final RefreshTokens refreshTokens;
  private final JwtVerifier accessTokens;
  private final TokenIssuer tokenIssuer;
  private final Duration accessLife;
  private final boolean atOnce;
  private final InstantSource clock;

  /**
   * Takes back.
   *
   * @param accessTokens knows those that have expired too
   * @param atOnce whether access tokens end with their family, because each use asks for it
   */
  TokenRevocation(
      RefreshTokens refreshTokens,
      JwtVerifier accessTokens,
      TokenIssuer tokenIssuer,
      Duration accessLife,
      boolean atOnce,
      InstantSource clock) {
    this.refreshTokens = refreshTokens;
    this.accessTokens = accessTokens;
    this.tokenIssuer = tokenIssuer;
    this.accessLife = accessLife;
    this.atOnce = atOnce;
    this.clock = clock;
  }

  /** Empty where no token of ours is shown. Whoever leaves has left, whatever the token was worth (RFC 7009, 2.2). */
  Optional<AuthResponse> answer(AuthRequest request, Parameters asked) {
    if (asked.repeats(NAMES)) {
      return Optional.of(TokenError.TWICE.answer(400));
    }
    Optional<String> named =
        NAMES.stream().map(asked::text).filter(text -> !text.isEmpty()).findFirst();
    return named.isPresent()
        ? Optional.of(left(end(request, named.get())))
        : request.authorization(IssuerAuthenticator.SCHEME).flatMap(text -> byField(request, text));
  }

  /** A token of ours that is refused has ended nothing, and whoever shows it must know. */
  private Optional<AuthResponse> byField(AuthRequest request, String token) {
    return token.startsWith(RefreshToken.PREFIX)
        ? Optional.of(left(end(request, token)))
        : accessTokens
            .verifyIfOurs(token)
            .map(result -> result instanceof VerifiedJwt jwt
                ? left(end(request, jwt))
                : REFUSED.answer(401).with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
  }

  /** Ends the family of a token of whatever kind; when its last access token ends, if there is one. */
  private Optional<Instant> end(AuthRequest request, String token) {
    return token.startsWith(RefreshToken.PREFIX)
        ? RefreshToken.parse(token).flatMap(refreshTokens::end).map(ended -> lastOf(request, ended))
        : accessTokens
            .verifyIfOurs(token)
            .filter(VerifiedJwt.class::isInstance)
            .flatMap(jwt -> end(request, (VerifiedJwt) jwt));
  }

  private Optional<Instant> end(AuthRequest request, VerifiedJwt jwt) {
    return jwt.text(AccessTokens.FAMILY)
        .flatMap(refreshTokens::end)
        .map(ended -> lastOf(request, ended))
        .or(jwt::expires);
  }

  private Instant lastOf(AuthRequest request, RefreshTokens.Ended ended) {
    tokenIssuer.tellLeft(request, ended.grant());
    if (ended.replayed()) {
      tokenIssuer.tellReplay(request, ended.grant());
    }
    return ended.since().plus(accessLife);
  }

  /** A signed token cannot be called back, so it is said how long the last one is good. */
  private AuthResponse left(Optional<Instant> accessEnd) {
    long left = accessEnd
        .map(end -> Duration.between(clock.instant(), end).toSeconds())
        .filter(seconds -> seconds > 0 && !atOnce)
        .orElse(0L);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("authenticated", false);
    members.put("access_token_expires_in", left);
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(members));
  }
}
