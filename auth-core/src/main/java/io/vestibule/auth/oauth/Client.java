package io.vestibule.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.vestibule.auth.AuthRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the file says about one provider. Immutable.
 *
 * @param name of the authenticator: {@code oauth}, or {@code oauth.NAME}
 * @param issuer who vouches; where nobody says so, where its tokens come from
 * @param namesIssuer whether that is what the provider calls itself
 * @param openid whether an ID token is asked for and checked; else the access token's answer is believed
 * @param discovered whether what stands nowhere is looked up at the issuer
 * @param id what the provider calls this application
 * @param addresses those that are known without asking
 * @param redirectUri as written; empty for the default
 * @param maxAge how long ago somebody may have signed in there; zero for any time
 */
record Client(
    String name,
    Provider provider,
    String issuer,
    boolean namesIssuer,
    boolean openid,
    boolean discovered,
    String id,
    Map<Provider.Address, URI> addresses,
    String redirectUri,
    List<String> scopes,
    boolean formPost,
    List<String> acrValues,
    Duration maxAge,
    boolean assumesVerified,
    boolean assumesProvedAgain,
    String groupsClaim,
    String usernameClaim,
    Link link,
    String label,
    String icon) {
  static final String DEFAULT_CALLBACK = "/oauth/callback";

  /** By what a local user is the same person. */
  enum Link {
    NONE,
    EMAIL,
    USERNAME
  }

  Client {
    addresses = Map.copyOf(addresses);
    scopes = List.copyOf(scopes);
    acrValues = List.copyOf(acrValues);
  }

  /** The last part of the name, for addresses: {@code google} of {@code oauth.google}; else {@code login}. */
  String shortName() {
    int dot = name.indexOf('.');
    return dot < 0 ? "login" : name.substring(dot + 1);
  }

  /** Where the provider sends a browser back to. */
  URI redirectUri(AuthRequest request) {
    try {
      return new URI(
          redirectUri.isEmpty()
              ? request.origin() + request.contextPath() + DEFAULT_CALLBACK
              : redirectUri);
    } catch (URISyntaxException odd) {
      throw SignInRefusedException.because(
          SignInRefusedException.Page.STALE,
          "oauth-address",
          "the browser came by an address that is no URL");
    }
  }

  /** The request with which a sign-in begins (RFC 6749, 4.1.1), under the protection of PKCE (RFC 7636, 4.3). */
  AuthorizationRequest.Builder request(
      URI endpoint, URI redirectUri, State state, CodeVerifier verifier) {
    return new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(id))
        .endpointURI(endpoint)
        .redirectionURI(redirectUri)
        .scope(new Scope(scopes.toArray(String[]::new)))
        .state(state)
        .codeChallenge(verifier, CodeChallengeMethod.S256);
  }

  /** The path of that address, with the context path where it is written. */
  String callbackPath() {
    return redirectUri.isEmpty()
        ? DEFAULT_CALLBACK
        : Optional.ofNullable(URI.create(redirectUri).getPath()).orElse("");
  }
}
