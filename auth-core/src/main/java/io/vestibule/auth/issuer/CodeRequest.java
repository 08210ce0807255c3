package io.vestibule.auth.issuer;

import io.vestibule.auth.internal.Link;
import io.vestibule.auth.session.SignInProofs;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks an authorization code for (RFC 6749, 4.1.1; RFC 7636, 4.3). Immutable.
 *
 * @param redirectUri where the code goes, which is on the list
 * @param challenge of whoever may exchange the code; {@code ""} where the client made a mistake
 * @param state what the client wants back; {@code ""} for nothing
 * @param scopes what the tokens are for
 * @param client what the client calls itself; {@code ""} where it said nothing
 * @param fault what is wrong, to be told the client at its redirect URI
 */
record CodeRequest(
    String redirectUri,
    String challenge,
    String state,
    Set<String> scopes,
    String client,
    Optional<TokenError> fault) {
  static final String CODE = "code";
  private static final int LONGEST_STATE = 1000;
  private static final int LONGEST_CLIENT = 100;
  private static final List<String> NAMES = List.of(
      "response_type",
      "redirect_uri",
      "pkce_code_challenge",
      "pkce_code_challenge_method",
      "state",
      "scope",
      "client_id");

  /** Empty where a code could go nowhere: then nobody is sent anywhere (RFC 6749, 4.1.2.1). */
  static Optional<CodeRequest> read(Parameters asked, RedirectUris uris, Scopes scopes) {
    String redirectUri = asked.text("redirect_uri");
    if (!uris.allows(redirectUri)) {
      return Optional.empty();
    }
    Optional<TokenError> fault = fault(asked, scopes);
    String state = asked.text("state");
    return Optional.of(new CodeRequest(
        redirectUri,
        asked.text("pkce_code_challenge"),
        state.length() > LONGEST_STATE ? "" : state,
        fault.isPresent() ? Set.of() : scopes.granted(asked.text("scope")).orElse(Set.of()),
        asked.text("client_id"),
        fault));
  }

  private static Optional<TokenError> fault(Parameters asked, Scopes scopes) {
    if (asked.repeats(NAMES)) {
      return Optional.of(TokenError.TWICE);
    }
    if (!asked.text("response_type").equals(CODE)) {
      return TokenError.of("unsupported_response_type", "response_type is code");
    }
    if (!Pkce.isChallenge(asked.text("pkce_code_challenge"))) {
      return TokenError.of("invalid_request", "pkce_code_challenge is 43 characters of base64url");
    }
    String method = asked.text("pkce_code_challenge_method");
    if (!method.isEmpty() && !method.equals(Pkce.METHOD)) {
      return TokenError.of("invalid_request", "code_challenge_method is " + Pkce.METHOD);
    }
    if (asked.text("state").length() > LONGEST_STATE || !isName(asked.text("client_id"))) {
      return TokenError.of("invalid_request", "state or client_id is too long or odd");
    }
    return scopes.granted(asked.text("scope")).isPresent()
        ? Optional.empty()
        : TokenError.of("invalid_scope", "a scope is not offered here");
  }

  /** Whether a client may call itself so. */
  static boolean isName(String client) {
    return client.length() <= LONGEST_CLIENT && client.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /** What the code is good for, once somebody has proved who they are. */
  Grant grant(SignInProofs.Proof proof) {
    return new Grant(proof.identity().subject(), proof.text(), scopes, client);
  }

  /**
   * Whether the code can go to one party only. A port on loopback or a scheme of its own may belong to any program on the
   * device (RFC 8252, 8.6).
   */
  boolean isForOneParty() {
    return redirectUri.regionMatches(true, 0, "https:", 0, 6);
  }

  /** Where the code goes: the origin or the scheme of the redirect URI. */
  String leadsTo() {
    int scheme = redirectUri.indexOf(':');
    if (!redirectUri.substring(0, scheme).matches("(?i)https?")) {
      return redirectUri.substring(0, scheme + 1);
    }
    int end = redirectUri.indexOf('/', scheme + 3);
    String origin = end < 0 ? redirectUri : redirectUri.substring(0, end);
    return origin.indexOf('?') < 0 ? origin : origin.substring(0, origin.indexOf('?'));
  }

  /** The redirect URI with the code (RFC 6749, 4.1.2), and who sends it (RFC 9207). */
  String withCode(String code, String issuer) {
    return new Link(redirectUri)
        .with("code", code)
        .with("state", state)
        .with("iss", issuer)
        .toString();
  }

  /** The redirect URI with what is wrong (RFC 6749, 4.1.2.1). */
  String withError(TokenError error, String issuer) {
    return new Link(redirectUri)
        .with("error", error.error())
        .with("error_description", error.description())
        .with("state", state)
        .with("iss", issuer)
        .toString();
  }
}
