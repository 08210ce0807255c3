package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Caller;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.internal.Characters;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.session.SignInProofs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Sends an app that opened a browser a code for whoever is signed in there (RFC 6749, 4.1.1; RFC 8252): {@code
 * /auth/authorize}. Whoever is not signed in sees the login page first, and is asked where the app has no https address
 * that is its own. Thread-safe.
 */
final class AuthorizeEndpoint {
  static final String PATH = "/authorize";
  private static final String REQUEST = "request";
  private static final TokenError DENIED = new TokenError("access_denied", "the user said no");

  private final BrowserSignIn signIn;
  private final Codes codes;
  private final RedirectUris redirectUris;
  private final Scopes scopes;
  private final String issuer;
  private final HiddenField hidden;

  AuthorizeEndpoint(
      BrowserSignIn signIn,
      Codes codes,
      RedirectUris redirectUris,
      Scopes scopes,
      String issuer,
      HiddenField hidden) {
    this.signIn = signIn;
    this.codes = codes;
    this.redirectUris = redirectUris;
    this.scopes = scopes;
    this.issuer = issuer;
    this.hidden = hidden;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(
        new Endpoint("GET", base + PATH, this::authorize),
        new Endpoint("POST", base + PATH, this::answer));
  }

  private AuthResponse authorize(AuthRequest request, Form form) {
    String query = request.query().orElse("");
    return checked(request, query, asked -> signIn
        .proofs()
        .proof(request)
        .map(proof -> asked.isForOneParty()
            ? AuthResponse.seeOther(withCode(asked, issue(asked, proof)))
            : question(request, 200, query, asked, proof))
        .orElseGet(() -> signIn(request)));
  }

  /** The answer to the question; whoever has signed out meanwhile begins again. */
  private AuthResponse answer(AuthRequest request, Form form) {
    String query = form.value(REQUEST).orElse("");
    return checked(request, query, asked -> signIn
        .proofs()
        .proof(request)
        .map(proof -> signIn.isOurs(request, form)
            ? answer(form, asked, proof)
            : question(request, 403, query, asked, proof))
        .orElseGet(() ->
            AuthResponse.seeOther(request.contextPath() + signIn.base() + PATH + "?" + query)));
  }

  private AuthResponse answer(Form form, CodeRequest asked, SignInProofs.Proof proof) {
    return form.value("decision").filter("allow"::equals).isPresent()
        ? AuthResponse.seeOther(withCode(asked, issue(asked, proof)))
        : AuthResponse.seeOther(asked.withError(DENIED, issuer));
  }

  /** What is done with a request that may be answered at its redirect URI, and has no fault. */
  private AuthResponse checked(
      AuthRequest request, String query, Function<CodeRequest, AuthResponse> sound) {
    Optional<CodeRequest> asked = read(query);
    if (asked.isEmpty()) {
      return refused(request);
    }
    return asked
        .get()
        .fault()
        .map(fault -> AuthResponse.seeOther(asked.get().withError(fault, issuer)))
        .orElseGet(() -> sound.apply(asked.get()));
  }

  /** Who is signed in is asked before a code goes where any program may wait for it (RFC 8252, 8.6). */
  private AuthResponse question(
      AuthRequest request, int status, String query, CodeRequest asked, SignInProofs.Proof proof) {
    HiddenField.Issued issued = hidden.issue(request);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("csrf", issued.value());
    model.put("username", proof.identity().subject());
    model.put("client", asked.client());
    model.put("leads_to", asked.leadsTo());
    model.put("scopes", List.copyOf(new TreeSet<>(asked.scopes())));
    model.put(REQUEST, query);
    return new AuthResponse(
        status, Headers.NO_STORE.and(issued.headers()), new Body.Page("authorize", model));
  }

  /** A query as a request line has it: the field of the form may hold what no address does. */
  private Optional<CodeRequest> read(String query) {
    return Optional.of(query)
        .filter(Characters.VISIBLE::containAll)
        .flatMap(Form::ofQuery)
        .flatMap(form -> CodeRequest.read(new Parameters(form), redirectUris, scopes));
  }

  /** Where the code is sent. */
  String withCode(CodeRequest asked, String code) {
    return asked.withCode(code, issuer);
  }

  /** A code for what was asked. */
  String issue(CodeRequest asked, SignInProofs.Proof proof) {
    return codes.issue(
        asked.grant(proof), new Codes.Request(asked.redirectUri(), asked.challenge()));
  }

  private AuthResponse signIn(AuthRequest request) {
    return signIn.challenge(request) instanceof Challenge.Redirect redirect
        ? AuthResponse.seeOther(redirect.location().toASCIIString(), redirect.responseHeaders())
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
        ? new AuthResponse(400, Headers.NO_STORE, new Body.Page("error", model))
        : new TokenError("invalid_request", "redirect_uri is missing or not on the list")
            .answer(400);
  }

  /** Where the login page leads an app's user: the origin or the scheme of its redirect URI. */
  Optional<String> leadsTo(String page) {
    int mark = page.indexOf('?');
    boolean here = mark > 0 && page.substring(0, mark).endsWith(signIn.base() + PATH);
    return here ? read(page.substring(mark + 1)).map(CodeRequest::leadsTo) : Optional.empty();
  }
}
