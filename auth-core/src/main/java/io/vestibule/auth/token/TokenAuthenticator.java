package io.vestibule.auth.token;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows programs by an API token, in {@code Authorization: Bearer} (RFC 6750, 2.1) or {@code X-API-Key}. Thread-safe.
 *
 * <p>Only what begins as an API token does is one: other bearer tokens are for others to know. No browser sends it by
 * itself, so it does not matter which site made a request; and nobody guesses it, so wrong ones are not counted.
 */
final class TokenAuthenticator implements Authenticator {
  private static final String KEY = "X-API-Key";
  private static final Optional<Challenge> OFFER = Optional.of(challenge(Map.of()));
  private static final Optional<Challenge> WRONG =
      Optional.of(challenge(Map.of("error", "invalid_token")));
  private static final AuthResult NO_TOKEN =
      AuthResult.rejected(Reason.MALFORMED, "an API token with a slip");
  private static final AuthResult UNKNOWN =
      AuthResult.rejected(Reason.INVALID, "an API token that is unknown, or whose time is over");
  private static final AuthResult TWO =
      AuthResult.rejected(Reason.AMBIGUOUS, "two API tokens, or one in two places");
  private static final AuthResult NOT_FOR_THIS = AuthResult.rejected(
      Reason.INSUFFICIENT_SCOPE,
      "an API token that is not good for this",
      challenge(Map.of("error", "insufficient_scope")).field());

  private final ApiTokens tokens;
  private final Owners owners;
  private final Allowed allowed;
  private final Reports reports;
  private final List<Endpoint> endpoints;

  TokenAuthenticator(
      ApiTokens tokens, Owners owners, Allowed allowed, Reports reports, List<Endpoint> endpoints) {
    this.tokens = tokens;
    this.owners = owners;
    this.allowed = allowed;
    this.reports = reports;
    this.endpoints = List.copyOf(endpoints);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    Optional<String> bearer = bearer(request);
    Optional<String> key = key(request);
    if (bearer.isEmpty() && key.isEmpty()) {
      return AuthResult.notAttempted();
    }
    boolean differ = bearer.isPresent() && key.isPresent() && !bearer.equals(key);
    if (differ || request.headers(KEY).size() > 1) {
      return TWO;
    }
    return TokenText.parse(bearer.or(() -> key).orElse(""))
        .map(token -> judge(request, token))
        .orElse(NO_TOKEN);
  }

  /** Whoever shows a token has shown all that it can, and is told which scope it lacks; a person may sign in besides. */
  @Override
  public Optional<Challenge> challenge(Need need) {
    if (need instanceof Need.StepUp more) {
      return showsToken(more.request()) && !more.missingScopes().isEmpty()
          ? Optional.of(challenge(Map.of(
              "error", "insufficient_scope", "scope", String.join(" ", more.missingScopes()))))
          : Optional.empty();
    }
    return need instanceof Need.Retry retry && showsToken(retry.request()) ? WRONG : OFFER;
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  private AuthResult judge(AuthRequest request, TokenText text) {
    ApiTokens.Found found = tokens.find(text, request.client());
    if (found instanceof ApiTokens.Found.Valid valid) {
      AuthResult result = owners.judge(valid.live());
      return result instanceof AuthResult.Authenticated
              && !allowed.test(request, valid.live().token().scopes())
          ? NOT_FOR_THIS
          : result;
    }
    if (found instanceof ApiTokens.Found.Revoked revoked) {
      reports.refused(request, revoked);
      return new AuthResult.Rejected(
              Reason.EXPIRED, "the API token " + revoked.id() + " was revoked")
          .asAudited();
    }
    return UNKNOWN;
  }

  private static boolean showsToken(AuthRequest request) {
    return bearer(request).isPresent() || key(request).isPresent();
  }

  private static Optional<String> bearer(AuthRequest request) {
    return request.authorization(CachedToken.SCHEME).filter(TokenAuthenticator::isOurs);
  }

  private static Optional<String> key(AuthRequest request) {
    return request.header(KEY).map(String::strip).filter(TokenAuthenticator::isOurs);
  }

  private static boolean isOurs(String shown) {
    return shown.startsWith(TokenText.PREFIX);
  }

  private static Challenge.Header challenge(Map<String, String> more) {
    Map<String, String> parameters = new LinkedHashMap<>(Map.of("realm", "API"));
    parameters.putAll(more);
    return (Challenge.Header) Challenge.header(CachedToken.SCHEME, parameters);
  }
}
