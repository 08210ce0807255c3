package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Caller;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.NewHash;
import io.vestibule.auth.password.PasswordRules;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The page that makes the first administrator: {@code GET} and {@code POST /auth/setup}. Thread-safe. */
final class SetupPage {
  private static final Set<String> ROLES = Set.of("admin");

  private final Setup setup;
  private final UserStore users;
  private final NewHash newHash;
  private final SignInService signInService;
  private final OpenForms openForms;
  private final Cookies cookies;
  private final Audit audit;
  private final InstantSource clock;

  SetupPage(
      Setup setup,
      UserStore users,
      NewHash newHash,
      SignInService signInService,
      OpenForms openForms,
      Cookies cookies,
      Audit audit,
      InstantSource clock) {
    this.setup = setup;
    this.users = users;
    this.newHash = newHash;
    this.signInService = signInService;
    this.openForms = openForms;
    this.cookies = cookies;
    this.audit = audit;
    this.clock = clock;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(
        new Endpoint("GET", base + "/setup", this::show),
        new Endpoint("POST", base + "/setup", openForms.sent(this::again, this::submit)));
  }

  /** The token goes from the address into a cookie, out of sight, of bookmarks and of the history. */
  private AuthResponse show(AuthRequest request, Form form) {
    setup.retry();
    Optional<Token> shown = inAddress(request);
    if (shown.isPresent()) {
      Headers kept = cookies.setup(request).set(shown.get().reveal(), Setup.LIFE);
      return AuthResponse.seeOther(request.contextPath() + request.path(), kept);
    }
    return isLive(request) ? page(request, 200, Map.of()) : used(request);
  }

  private AuthResponse submit(AuthRequest request, Form form) {
    return isLive(request) ? check(request, form) : used(request);
  }

  private AuthResponse check(AuthRequest request, Form form) {
    CredentialForm typed = new CredentialForm(form);
    List<String> missing = typed.missing();
    if (!missing.isEmpty()) {
      return again(request, form, 422, Map.of("error", "missing-field", "missing", missing));
    }
    if (!UserStore.isName(name(form))) {
      return refused(request, form, 422, "unusable-name");
    }
    Secret password = typed.password();
    Optional<PasswordRules.Fault> fault = PasswordRules.fault(name(form), password);
    return fault.map(wrong -> refused(request, form, 422, wrong.word())).orElseGet(() -> newHash
        .of(password)
        .map(hash -> make(request, form, hash))
        .orElseGet(() -> refused(request, form, 422, "unusable-password")));
  }

  /** The hash is computed before, so that nothing slow stands between the link's end and the account. */
  private AuthResponse make(AuthRequest request, Form form, Secret hash) {
    if (!token(request).map(setup::consume).orElse(false)) {
      return used(request);
    }
    if (!users.add(name(form), hash, ROLES)) {
      return refused(request, form, 409, "name-taken");
    }
    Optional<User> user = users.user(name(form));
    user.ifPresent(made -> audit.record(
        AuditEvent.of(clock.instant(), AuditType.USER_CREATED, Outcome.SUCCESS, request)
            .withSubject(made.name())
            .with("actor", "setup-link")));
    return user.map(made ->
            welcome(request, signInService.admit(request, made, SignInService.BY_PASSWORD, false)))
        .orElseGet(() -> used(request));
  }

  private AuthResponse welcome(AuthRequest request, SignInService.Admitted admitted) {
    Headers headers = admitted.headers().and(cookies.setup(request).delete());
    AuthResponse answer = Caller.of(request).readsJson()
        ? new AuthResponse(
            200,
            headers.and(Headers.NO_STORE),
            new Body.Json(Map.of(
                "username", admitted.user().name(),
                "roles", List.copyOf(new TreeSet<>(admitted.user().roles())))))
        : AuthResponse.seeOther(request.contextPath() + "/", headers);
    return answer.with(HostSession.RENEW);
  }

  private boolean isLive(AuthRequest request) {
    return token(request).map(setup::isLive).orElse(false);
  }

  private Optional<Token> token(AuthRequest request) {
    return request.cookie(cookies.setup(request).name()).flatMap(Token::parse);
  }

  private static Optional<Token> inAddress(AuthRequest request) {
    return request.parameter("token").flatMap(Token::parse);
  }

  private AuthResponse used(AuthRequest request) {
    return page(request, 410, Map.of("error", "link-used"));
  }

  private AuthResponse refused(AuthRequest request, Form form, int status, String code) {
    return again(request, form, status, Map.of("error", code));
  }

  private AuthResponse again(AuthRequest request, Form form, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("username", name(form));
    return page(request, status, model);
  }

  private AuthResponse page(AuthRequest request, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("min_length", PasswordRules.MIN_LENGTH);
    return openForms.page(request, status, "setup", model);
  }

  private static String name(Form form) {
    return new CredentialForm(form).username().strip();
  }
}
