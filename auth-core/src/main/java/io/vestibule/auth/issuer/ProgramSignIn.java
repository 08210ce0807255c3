package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Body;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.RetryAfter;
import io.vestibule.auth.csrf.OriginCheck;
import io.vestibule.auth.csrf.Provenance;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.User;
import io.vestibule.auth.server.Cors;
import io.vestibule.auth.session.BrowserSignIn;
import io.vestibule.auth.session.CodeForm;
import io.vestibule.auth.session.CredentialForm;
import io.vestibule.auth.session.ProgramAccess;
import io.vestibule.auth.session.SignInProofs;
import io.vestibule.auth.totp.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Signs programs in and out with tokens. A page of the application itself has cookies and gets a session, unless it
 * asks for tokens. Thread-safe.
 */
final class ProgramSignIn implements ProgramAccess {
  static final String LOGIN = "/api/login";
  static final String LOGOUT = "/api/logout";
  private static final String RESPONSE_TYPE = "response_type";
  private static final Set<String> BY_PASSWORD = Set.of("pwd");
  private static final List<String> NAMES = List.of(
      RESPONSE_TYPE, "scope", "client_id", "username", "password", "code", "pkce_code_challenge");

  private final BrowserSignIn signIn;
  private final OriginCheck origins;
  private final TokenIssuer tokenIssuer;
  private final AuthorizeEndpoint authorize;
  private final RedirectUris redirectUris;
  private final Scopes scopes;
  private final RefreshTokens refreshTokens;
  private final TokenRevocation tokenRevocation;
  private final Cors cors;

  ProgramSignIn(
      BrowserSignIn signIn,
      OriginCheck origins,
      TokenIssuer tokenIssuer,
      AuthorizeEndpoint authorize,
      RedirectUris redirectUris,
      Scopes scopes,
      RefreshTokens refreshTokens,
      TokenRevocation tokenRevocation,
      Cors cors) {
    this.signIn = signIn;
    this.origins = origins;
    this.tokenIssuer = tokenIssuer;
    this.authorize = authorize;
    this.redirectUris = redirectUris;
    this.scopes = scopes;
    this.refreshTokens = refreshTokens;
    this.tokenRevocation = tokenRevocation;
    this.cors = cors;
  }

  @Override
  public Optional<AuthResponse> signIn(AuthRequest request, Form form) {
    Parameters asked = new Parameters(form);
    boolean session = !asked.has(RESPONSE_TYPE) && isOwnPage(request);
    return session || origins.check(request) instanceof Provenance.Foreign
        ? Optional.empty()
        : Optional.of(cors.withoutCookies(request, answer(request, asked)));
  }

  @Override
  public Optional<AuthResponse> signOut(AuthRequest request, Form form) {
    return tokenRevocation
        .answer(request, new Parameters(form))
        .map(answer -> cors.withoutCookies(request, answer));
  }

  @Override
  public AuthResult standing(AuthRequest request) {
    return tokenIssuer.standing(request);
  }

  @Override
  public boolean isElsewhere(AuthRequest request) {
    return cors.isAllowed(request)
        && !isOwnPage(request)
        && request.header("Cookie").isEmpty();
  }

  @Override
  public AuthResponse readable(AuthRequest request, AuthResponse answer) {
    return cors.withoutCookies(request, answer);
  }

  @Override
  public List<Program> programs(String username, Predicate<String> theirs) {
    return refreshTokens.of(username).stream()
        .filter(standing -> theirs.test(standing.grant().proof()))
        .map(standing -> new Program(
            standing.family(),
            standing.grant().client(),
            standing.grant().scopes(),
            standing.begun(),
            standing.since()))
        .toList();
  }

  @Override
  public boolean end(String username, String id) {
    boolean theirs = refreshTokens.of(username).stream()
        .anyMatch(standing -> standing.family().equals(id));
    return theirs && refreshTokens.end(id).isPresent();
  }

  @Override
  public Optional<String> leadsTo(String page) {
    return authorize.leadsTo(page);
  }

  /** A browser says so by Fetch Metadata, or by an Origin that is ours. */
  private static boolean isOwnPage(AuthRequest request) {
    return request.header("Sec-Fetch-Site").filter("same-origin"::equals).isPresent()
        || request.header("Origin").filter(request.origin()::equals).isPresent();
  }

  private AuthResponse answer(AuthRequest request, Parameters asked) {
    if (asked.repeats(NAMES)) {
      return TokenError.TWICE.answer(400);
    }
    String type = asked.text(RESPONSE_TYPE);
    if (type.equals(CodeRequest.CODE)) {
      return withCode(request, asked);
    }
    if (!type.isEmpty() && !type.equals("token")) {
      return new TokenError("unsupported_response_type", "response_type is token or code")
          .answer(400);
    }
    if (asked.has("pkce_code_challenge")) {
      return new TokenError("invalid_request", "a challenge goes with response_type=code")
          .answer(400);
    }
    return scopes
        .granted(asked.text("scope"))
        .map(granted -> checked(
            request,
            asked,
            proof -> tokenIssuer.begin(
                request,
                proof,
                new Grant(proof.identity().subject(), proof.text(), granted, client(asked)))))
        .orElseGet(
            () -> new TokenError("invalid_scope", "a scope is not offered here").answer(400));
  }

  private static String client(Parameters asked) {
    String client = asked.text("client_id");
    return CodeRequest.isName(client) ? client : "";
  }

  private AuthResponse withCode(AuthRequest request, Parameters asked) {
    Optional<CodeRequest> wanted = CodeRequest.read(asked, redirectUris, scopes);
    Optional<TokenError> fault = wanted.isEmpty()
        ? TokenError.of("invalid_request", "redirect_uri is missing or not on the list")
        : wanted.get().fault();
    return fault.isPresent()
        ? fault.get().answer(400)
        : checked(request, asked, proof -> code(request, wanted.get(), proof));
  }

  private AuthResponse code(AuthRequest request, CodeRequest wanted, SignInProofs.Proof proof) {
    String code = authorize.issue(wanted, proof);
    tokenIssuer.tellSignedIn(request, wanted.grant(proof));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("authorization_code", code);
    members.put("expires_in", Codes.LIFE.toSeconds());
    members.put("redirect_to", authorize.withCode(wanted, code));
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(members));
  }

  /** What comes of a right password. */
  private interface Welcome {
    AuthResponse answer(SignInProofs.Proof proof);
  }

  private AuthResponse checked(AuthRequest request, Parameters asked, Welcome welcome) {
    CredentialForm typed = new CredentialForm(asked.form());
    List<String> missing = typed.missing();
    if (!missing.isEmpty()) {
      return Problem.of(422, "missing-field", "missing", missing);
    }
    Result result = signIn.check(request, typed.credentials());
    if (result instanceof Result.Right right) {
      return proved(request, right.user(), BY_PASSWORD, welcome);
    }
    if (result instanceof Result.CodeRequired half) {
      return withFactor(request, new CodeForm(asked.form()), half.user(), welcome);
    }
    if (result instanceof Result.Throttled throttled) {
      return wait(RetryAfter.of(throttled.delay()));
    }
    return result instanceof Result.Disabled
        ? Problem.of(403, "account-disabled")
        : Problem.of(401, "bad-credentials");
  }

  /** The password is right, and this user has a second factor. */
  private AuthResponse withFactor(AuthRequest request, CodeForm typed, User user, Welcome welcome) {
    if (!typed.isPresent()) {
      signIn.tellCodeRequired(request, user);
      return Problem.of(401, "code-required");
    }
    Outcome outcome = signIn.check(request, user, typed.code());
    if (outcome instanceof Outcome.Right right) {
      return proved(request, user, right.methods(), welcome);
    }
    return outcome instanceof Outcome.Throttled throttled
        ? wait(RetryAfter.of(throttled.delay()))
        : Problem.of(401, "bad-code", "clock", ((Outcome.Wrong) outcome).clockOff());
  }

  private AuthResponse proved(
      AuthRequest request, User user, Set<String> methods, Welcome welcome) {
    return signIn
        .proofs()
        .proof(request, user, methods)
        .map(welcome::answer)
        .orElseGet(() -> Problem.of(401, "bad-credentials"));
  }

  private static AuthResponse wait(RetryAfter wait) {
    return Problem.of(429, "rate-limited", "retry_after", wait.seconds()).with(wait.headers());
  }
}
