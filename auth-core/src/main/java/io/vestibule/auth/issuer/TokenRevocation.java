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
import java.util.Map;
import java.util.Optional;

/** Takes tokens back: those of the refresh token that is shown, or else of the access token. Thread-safe. */
final class TokenRevocation {
  private final RefreshTokens refreshTokens;
  private final JwtVerifier accessTokens;
  private final TokenIssuer tokenIssuer;
  private final Duration accessLife;
  private final boolean atOnce;
  private final InstantSource clock;

  /**
   * Takes back.
   *
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
    if (asked.has("refresh_token")) {
      return Optional.of(left(RefreshToken.parse(asked.text("refresh_token"))
          .flatMap(refreshTokens::end)
          .map(ended -> {
            tokenIssuer.tellLeft(request, ended.grant());
            if (ended.replayed()) {
              tokenIssuer.tellReplay(request, ended.grant());
            }
            return ended.since().plus(accessLife);
          })));
    }
    return shown(request).map(jwt -> {
      jwt.text(AccessTokens.FAMILY).ifPresent(family -> end(request, family));
      return left(jwt.expires());
    });
  }

  /** The access token of ours that the request shows, if it is good. */
  private Optional<VerifiedJwt> shown(AuthRequest request) {
    return request
        .authorization(IssuerAuthenticator.SCHEME)
        .flatMap(accessTokens::verifyIfOurs)
        .filter(VerifiedJwt.class::isInstance)
        .map(VerifiedJwt.class::cast);
  }

  private void end(AuthRequest request, String family) {
    Optional<Grant> grant = refreshTokens.grant(family);
    if (refreshTokens.end(family)) {
      grant.ifPresent(known -> tokenIssuer.tellLeft(request, known));
    }
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
