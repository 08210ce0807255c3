package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Caller;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.session.Reception;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends an app that opened a browser a code for whoever is signed in there (RFC 6749, 4.1.1; RFC 8252): {@code GET
 * /auth/authorize}. Whoever is not signed in sees the login page first. Thread-safe.
 */
final class AuthorizeEndpoint {
  static final String PATH = "/authorize";

  private final Reception reception;
  private final Codes codes;
  private final RedirectUris redirectUris;
  private final Scopes scopes;
  private final String issuer;

  AuthorizeEndpoint(
      Reception reception, Codes codes, RedirectUris redirectUris, Scopes scopes, String issuer) {
    this.reception = reception;
    this.codes = codes;
    this.redirectUris = redirectUris;
    this.scopes = scopes;
    this.issuer = issuer;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(new Endpoint("GET", base + PATH, this::authorize));
  }

  private AuthResponse authorize(AuthRequest request, Form form) {
    Optional<CodeRequest> asked = read(request.query().orElse(""));
    if (asked.isEmpty()) {
      return refused(request);
    }
    if (asked.get().fault().isPresent()) {
      return seeOther(asked.get().withError(asked.get().fault().get(), issuer));
    }
    return reception
        .proof(request)
        .map(proof -> seeOther(withCode(asked.get(), issue(asked.get(), proof))))
        .orElseGet(() -> signIn(request));
  }

  private Optional<CodeRequest> read(String query) {
    return CodeRequest.read(new Parameters(Query.read(query)), redirectUris, scopes);
  }

  /** Where the code is sent. */
  String withCode(CodeRequest asked, String code) {
    return asked.withCode(code, issuer);
  }

  /** A code for what was asked. */
  String issue(CodeRequest asked, Reception.Proof proof) {
    return codes.issue(
        asked.grant(proof), new Codes.Request(asked.redirectUri(), asked.challenge()));
  }

  private AuthResponse signIn(AuthRequest request) {
    return reception.challenge(request) instanceof Challenge.Redirect redirect
        ? new AuthResponse(
            303,
            TokenError.NO_STORE
                .and("Location", redirect.location().toASCIIString())
                .and(redirect.responseHeaders()),
            Body.none())
        : refused(request);
  }

  /** Nobody is sent to an address that is not on the list. */
  private static AuthResponse refused(AuthRequest request) {
    Map<String, Object> model = Map.of(
        "status", 400,
        "title", "App not known",
        "code", "unknown-app",
        "detail", "This app may not ask for a sign-in here: its address is not on the list.");
    return Caller.of(request) == Caller.PERSON
        ? new AuthResponse(400, TokenError.NO_STORE, new Body.Page("error", model))
        : new TokenError("invalid_request", "redirect_uri is missing or not on the list")
            .answer(400);
  }

  private static AuthResponse seeOther(String location) {
    Headers headers = TokenError.NO_STORE.and("Location", location);
    return new AuthResponse(303, headers, Body.none());
  }

  /** Where the login page leads an app's user: the origin or the scheme of its redirect URI. */
  Optional<String> leadsTo(String page) {
    int mark = page.indexOf('?');
    boolean here = mark > 0 && page.substring(0, mark).endsWith(reception.base() + PATH);
    return here
        ? read(page.substring(mark + 1)).map(asked -> source(asked.redirectUri()))
        : Optional.empty();
  }

  private static String source(String redirectUri) {
    int scheme = redirectUri.indexOf(':');
    if (!redirectUri.substring(0, scheme).matches("(?i)https?")) {
      return redirectUri.substring(0, scheme + 1);
    }
    int end = redirectUri.indexOf('/', scheme + 3);
    String origin = end < 0 ? redirectUri : redirectUri.substring(0, end);
    return origin.indexOf('?') < 0 ? origin : origin.substring(0, origin.indexOf('?'));
  }
}
