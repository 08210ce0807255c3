package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.server.Cors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Gives tokens for codes and for refresh tokens: {@code POST /auth/api/token} as OAuth has it (RFC 6749, 4.1.3 and 6),
 * and {@code POST /auth/api/refresh}, which answers 401 where somebody must sign in again. Thread-safe.
 */
final class TokenEndpoint {
  static final String TOKEN = "/api/token";
  static final String REFRESH = "/api/refresh";
  private static final String GRANT_TYPE = "grant_type";
  private static final String CODE = "authorization_code";
  private static final String REFRESH_TOKEN = "refresh_token";
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int CONFLICT = 409;
  private static final List<String> NAMES = List.of(
      GRANT_TYPE, CODE, REFRESH_TOKEN, "pkce_code_verifier", "redirect_uri", "client_id", "scope");

  private final Codes codes;
  private final RefreshTokens refreshTokens;
  private final TokenIssuer tokenIssuer;
  private final Cors cors;
  private final InstantSource clock;

  TokenEndpoint(
      Codes codes,
      RefreshTokens refreshTokens,
      TokenIssuer tokenIssuer,
      Cors cors,
      InstantSource clock) {
    this.codes = codes;
    this.refreshTokens = refreshTokens;
    this.tokenIssuer = tokenIssuer;
    this.cors = cors;
    this.clock = clock;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(
        cors.endpoint("POST", base + TOKEN, this::token),
        cors.preflight(base + TOKEN),
        cors.endpoint(
            "POST",
            base + REFRESH,
            (request, form) -> refresh(request, new Parameters(form), UNAUTHORIZED)),
        cors.preflight(base + REFRESH));
  }

  private AuthResponse token(AuthRequest request, Form form) {
    Parameters asked = new Parameters(form);
    if (asked.repeats(NAMES)) {
      return TokenError.TWICE.answer(BAD_REQUEST);
    }
    String grantType = asked.has(GRANT_TYPE)
        ? asked.text(GRANT_TYPE)
        : asked.has(REFRESH_TOKEN) ? REFRESH_TOKEN : CODE;
    return switch (grantType) {
      case CODE -> exchange(request, asked);
      case REFRESH_TOKEN -> refresh(request, asked, BAD_REQUEST);
      default ->
        new TokenError(
                "unsupported_grant_type", "grant_type is authorization_code or refresh_token")
            .answer(BAD_REQUEST);
    };
  }

  private AuthResponse exchange(AuthRequest request, Parameters asked) {
    if (!asked.has(CODE) || !asked.has("pkce_code_verifier")) {
      return new TokenError(
              "invalid_request", "authorization_code and pkce_code_verifier are needed")
          .answer(BAD_REQUEST);
    }
    Codes.Exchange exchange = codes.exchange(
        new Codes.Shown(
            asked.text(CODE),
            asked.text("pkce_code_verifier"),
            asked.text("redirect_uri"),
            asked.text("client_id")),
        tokenIssuer::standing);
    if (exchange instanceof Codes.Exchange.Granted granted) {
      tokenIssuer.tellMade(request, granted.grant());
      return tokenIssuer.answer(granted.grant(), granted.identity(), granted.refreshToken());
    }
    if (exchange instanceof Codes.Exchange.Replayed replayed) {
      tokenIssuer.tellReplay(request, replayed.grant());
      return invalid(BAD_REQUEST);
    }
    return refused(request, ((Codes.Exchange.Refused) exchange).why(), BAD_REQUEST);
  }

  /** The time of arrival comes first: by it whoever loses a race is told from a thief. */
  private AuthResponse refresh(AuthRequest request, Parameters asked, int status) {
    Instant arrived = clock.instant();
    if (asked.repeats(NAMES)) {
      return TokenError.TWICE.answer(BAD_REQUEST);
    }
    if (!asked.has(REFRESH_TOKEN)) {
      return new TokenError("invalid_request", "refresh_token is needed").answer(BAD_REQUEST);
    }
    Optional<RefreshToken> shown = RefreshToken.parse(asked.text(REFRESH_TOKEN));
    if (shown.isPresent() && asksForMore(shown.get(), asked)) {
      return new TokenError("invalid_scope", "the sign-in did not grant that").answer(BAD_REQUEST);
    }
    return shown
        .map(token -> refreshTokens.use(token, arrived, tokenIssuer::standing))
        .map(use -> answer(request, asked, use, status))
        .orElseGet(() -> refused(request, "that is no refresh token", status));
  }

  private boolean asksForMore(RefreshToken shown, Parameters asked) {
    return asked.has("scope")
        && refreshTokens
            .look(shown)
            .filter(grant -> !grant.scopes().containsAll(Grant.split(asked.text("scope"))))
            .isPresent();
  }

  private AuthResponse answer(
      AuthRequest request, Parameters asked, RefreshTokens.Use use, int status) {
    if (use instanceof RefreshTokens.Use.Renewed renewed) {
      Grant grant = asked.has("scope")
          ? renewed.grant().withScopes(Grant.split(asked.text("scope")))
          : renewed.grant();
      return tokenIssuer.answer(grant, renewed.identity(), renewed.next());
    }
    if (use instanceof RefreshTokens.Use.Over) {
      return refused(request, TokenIssuer.ENDED, status);
    }
    if (use instanceof RefreshTokens.Use.Late) {
      return new TokenError(
              "already_refreshed",
              "another request with this token was faster; use the token that it was given")
          .answer(CONFLICT);
    }
    if (use instanceof RefreshTokens.Use.Stolen stolen) {
      tokenIssuer.tellReplay(request, stolen.grant());
      return invalid(status);
    }
    return refused(request, "unknown or expired refresh token", status);
  }

  private AuthResponse refused(AuthRequest request, String why, int status) {
    tokenIssuer.tellRefused(request, why);
    return invalid(status);
  }

  /** One answer for unknown, expired, used, revoked: whoever guesses learns nothing. */
  private static AuthResponse invalid(int status) {
    return new TokenError("invalid_grant", "sign in again").answer(status);
  }
}
