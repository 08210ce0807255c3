package io.vestibule.auth.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Request;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.oauth.Provider.Address;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.remote.RemoteResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Exchanges what proves something for tokens (RFC 6749, 4.1.3 and 6), and hands in requests (RFC 9126). Thread-safe.
 */
final class TokenEndpoint {
  private static final int LONGEST_ERROR = 200;

  /**
   * What is said of the grant or of the person: RFC 6749, 5.2, with GitHub's word for the same, and 4.1.2.1; OpenID
   * Connect Core, 3.1.2.6.
   */
  private static final Set<String> GRANT_IS_OVER = Set.of(
      "invalid_grant",
      "bad_refresh_token",
      "access_denied",
      "interaction_required",
      "login_required",
      "account_selection_required",
      "consent_required");

  /** Beside {@code "error": "Bad Request"}, which says nothing. */
  private static final String OVER_AT_TWITCH = "Invalid refresh token";

  private static final String SUPPORTED = "token_endpoint_auth_methods_supported";

  private final ProviderEndpoints providerEndpoints;
  private final ClientProof proof;

  TokenEndpoint(ProviderEndpoints providerEndpoints, ClientProof proof) {
    this.providerEndpoints = providerEndpoints;
    this.proof = proof;
  }

  /** The tokens for a code; the verifier shows that it was we who asked for it. */
  Tokens exchange(String code, URI redirectUri, CodeVerifier verifier) {
    return tokens(new AuthorizationCodeGrant(new AuthorizationCode(code), redirectUri, verifier));
  }

  /** The tokens for a refresh token; a new refresh token, where there is one, replaces it. */
  Tokens refresh(Secret refreshToken) {
    return tokens(new RefreshTokenGrant(new RefreshToken(refreshToken.reveal())));
  }

  /** Hands in a request beforehand and returns the name that stands for it (RFC 9126, 2.2). */
  URI push(URI endpoint, AuthorizationRequest request) {
    Map<String, Object> answer = post(proof(endpoint)
        .map(shown -> new PushedAuthorizationRequest(endpoint, shown, request))
        .orElseGet(() -> new PushedAuthorizationRequest(endpoint, request)));
    try {
      String name = text(answer, "request_uri");
      if (!name.isEmpty()) {
        return new URI(name);
      }
    } catch (URISyntaxException odd) {
      // A name that is no URI is none.
    }
    throw SignInRefusedException.because(
        Page.FAILED, "oauth-push", "the provider names no request_uri");
  }

  private Tokens tokens(AuthorizationGrant grant) {
    URI endpoint = providerEndpoints.needed(Address.TOKEN);
    Optional<ClientAuthentication> shown = proof(endpoint);
    TokenRequest.Builder request = shown.isPresent()
        ? new TokenRequest.Builder(endpoint, shown.get(), grant)
        : new TokenRequest.Builder(endpoint, proof.client(), grant);
    // Some want the name beside a signed assertion, too (RFC 7523, 2.2 lets it be there).
    if (shown.orElse(null) instanceof PrivateKeyJWT) {
      request.customParameter("client_id", proof.client().getValue());
    }
    return tokens(post(request.build()));
  }

  private Optional<ClientAuthentication> proof(URI endpoint) {
    return proof.at(endpoint, providerEndpoints.published(SUPPORTED));
  }

  /** The request as the SDK writes it, by our own connection, with its bounds. */
  private Map<String, Object> post(Request asked) {
    HTTPRequest request = asked.toHTTPRequest();
    URI endpoint = request.getURI();
    String authorization = request.getAuthorization();
    RemoteResponse response = providerEndpoints
        .remote()
        .post(
            endpoint,
            authorization == null ? Map.of() : Map.of("Authorization", authorization),
            request.getBody());
    Map<String, Object> answer = json(response);
    boolean fine = response.status() / 100 == 2 && !answer.containsKey("error");
    if (fine) {
      return answer;
    }
    if (response.status() >= 500 || response.status() == 429 || !answer.containsKey("error")) {
      throw new AuthUnavailableException(
          endpoint.getHost() + " answers " + response.status(), Duration.ofSeconds(5));
    }
    String detail = endpoint.getPath() + " answers " + response.status() + " " + error(answer);
    boolean over = GRANT_IS_OVER.contains(text(answer, "error"))
        || text(answer, "message").equalsIgnoreCase(OVER_AT_TWITCH);
    throw over
        ? SignInRefusedException.over("oauth-code", detail)
        : SignInRefusedException.because(Page.FAILED, "oauth-code", detail);
  }

  private static Map<String, Object> json(RemoteResponse response) {
    try {
      Map<String, Object> members = JSONObjectUtils.parse(response.text());
      return members == null ? Map.of() : members;
    } catch (ParseException none) {
      if (response.status() / 100 != 2) {
        return Map.of();
      }
      throw SignInRefusedException.because(
          Page.FAILED, "oauth-answer", "the token endpoint's answer is no JSON");
    }
  }

  private static String error(Map<String, Object> answer) {
    String text = answer.get("error") + " " + answer.getOrDefault("error_description", "");
    return Printable.of(text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text);
  }

  private static Tokens tokens(Map<String, Object> answer) {
    String access = text(answer, "access_token");
    String type = text(answer, "token_type");
    boolean plain = access.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (access.isEmpty() || !plain || !(type.isEmpty() || type.equalsIgnoreCase("bearer"))) {
      throw SignInRefusedException.because(
          Page.FAILED, "oauth-answer", "there is no access token of the type Bearer");
    }
    return new Tokens(
        Secret.of(access),
        Secret.of(text(answer, "id_token")),
        Secret.of(text(answer, "refresh_token")),
        answer.get("expires_in") instanceof Number seconds && seconds.longValue() > 0
            ? Duration.ofSeconds(
                Math.min(seconds.longValue(), Duration.ofDays(365).toSeconds()))
            : Duration.ZERO);
  }

  private static String text(Map<String, Object> answer, String name) {
    return answer.get(name) instanceof String text && !text.isBlank() ? text : "";
  }
}
