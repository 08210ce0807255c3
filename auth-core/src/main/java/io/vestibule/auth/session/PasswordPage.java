package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.RetryAfter;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.PasswordRules;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where users of the store change their own password: {@code GET} and {@code POST /auth/password}. Thread-safe.
 *
 * <p>Only whoever signed in with a password comes here, and only by the session. Whatever hangs on the password before
 * ends with it; this browser begins a new session.
 */
final class PasswordPage {
  private static final String PAGE = "/password";
  private static final String CURRENT = "current_password";
  private static final String NEXT = "new_password";

  /** Where password managers send people (W3C, A Well-Known URL for Changing Passwords). */
  private static final String WELL_KNOWN = "/.well-known/change-password";

  private final SignInService signInService;
  private final UserStore users;
  private final NewHash newHash;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final LoginAddress address;
  private final AccountPages pages;
  private final Audit audit;
  private final InstantSource clock;

  PasswordPage(
      SignInService signInService,
      UserStore users,
      NewHash newHash,
      FormToken formToken,
      SameSite sameSite,
      LoginAddress address,
      AccountPages pages,
      Audit audit,
      InstantSource clock) {
    this.signInService = signInService;
    this.users = users;
    this.newHash = newHash;
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.address = address;
    this.pages = pages;
    this.audit = audit;
    this.clock = clock;
    pages.addForPasswords(PAGE.substring(1));
  }

  List<Endpoint> endpoints(String base) {
    Endpoint.Handler form = signedIn((request, fields, session) -> page(request, 200, session));
    Endpoint.Handler change = signedIn(this::submit);
    Endpoint page = new Endpoint("GET", base + PAGE, form);
    return List.of(
        new RememberMeRedirect(signInService).before(page),
        new Endpoint("POST", base + PAGE, change),
        new Endpoint("POST", base + "/api" + PAGE, change),
        new Endpoint("GET", WELL_KNOWN, this::lead));
  }

  /** What is done for somebody who is signed in. */
  @FunctionalInterface
  private interface Action {
    AuthResponse handle(AuthRequest request, Form form, Session current);
  }

  private Endpoint.Handler signedIn(Action action) {
    return (request, form) -> signInService
        .identity(request)
        .flatMap(identity -> signInService.current(request))
        .map(CachedSession::session)
        .map(session ->
            session.guest().isNobody() ? action.handle(request, form, session) : withoutPassword())
        .orElseGet(() -> signInFirst(request));
  }

  private AuthResponse lead(AuthRequest request, Form form) {
    String page = request.contextPath() + address.base() + PAGE;
    return new AuthResponse(302, Headers.NO_STORE.and("Location", page), Body.none());
  }

  private AuthResponse submit(AuthRequest request, Form form, Session session) {
    Optional<FormFault> fault = sameSite.fault(request, form);
    if (fault.isPresent()) {
      Map<String, Object> model = fault.get().model(session.username());
      return page(request, fault.get().status(), session, model);
    }
    List<String> missing =
        Stream.of(CURRENT, NEXT).filter(field -> typed(form, field).isEmpty()).toList();
    return missing.isEmpty()
        ? check(request, form, session)
        : page(request, 422, session, Map.of("error", "missing-field", "missing", missing));
  }

  private AuthResponse check(AuthRequest request, Form form, Session session) {
    Secret current = Secret.of(typed(form, CURRENT));
    try {
      Result result =
          signInService.check(request, new UsernamePassword(session.username(), current));
      Optional<User> proved = proved(result);
      if (proved.isPresent()) {
        return change(request, session, proved.get(), current, Secret.of(typed(form, NEXT)));
      }
      return result instanceof Result.Throttled throttled
          ? wait(request, session, RetryAfter.of(throttled.delay()))
          : wrong(request, session);
    } catch (AuthUnavailableException busy) {
      return refused(request, 503, session, "busy")
          .with(RetryAfter.of(busy.retryAfter()).headers());
    }
  }

  /** A second factor was shown when the session began, or there would be none: the password is what is asked for anew. */
  private static Optional<User> proved(Result result) {
    if (result instanceof Result.Right right) {
      return Optional.of(right.user());
    }
    return result instanceof Result.CodeRequired more ? Optional.of(more.user()) : Optional.empty();
  }

  private AuthResponse change(
      AuthRequest request, Session session, User proved, Secret current, Secret next) {
    Optional<PasswordRules.Fault> fault = PasswordRules.fault(proved.name(), next, current);
    return fault.map(found -> refused(request, 422, session, found.word())).orElseGet(() -> newHash
        .of(next)
        .map(hash -> replace(request, session, proved, hash))
        .orElseGet(() -> refused(request, 422, session, "unusable-password")));
  }

  /** Of two that change it at one moment one proved a password that is none any more. */
  private AuthResponse replace(AuthRequest request, Session session, User proved, Secret hash) {
    return users
        .setHash(proved, hash)
        .map(user -> {
          audit.record(
              AuditEvent.of(clock.instant(), AuditType.PASSWORD_CHANGED, Outcome.SUCCESS, request)
                  .withSubject(user.name()));
          return done(
              request, signInService.renew(request, user, session.methods(), session.remembered()));
        })
        .orElseGet(() -> wrong(request, session));
  }

  private AuthResponse done(AuthRequest request, SignInService.Admitted admitted) {
    Headers headers = admitted.headers().and(Headers.NO_STORE);
    Body body = address.twins().isForProgram(request)
        ? Body.none()
        : new Body.Page(
            "change-password",
            Map.of("username", admitted.user().name(), "pages", pages.names(""), "changed", true));
    int status = address.twins().isForProgram(request) ? 204 : 200;
    return new AuthResponse(status, headers, body).with(HostSession.RENEW);
  }

  private AuthResponse wrong(AuthRequest request, Session session) {
    return refused(request, 422, session, "wrong-password");
  }

  private AuthResponse wait(AuthRequest request, Session session, RetryAfter wait) {
    return page(request, 429, session, LoginPage.waiting(wait, clock.instant()))
        .with(wait.headers());
  }

  private AuthResponse refused(AuthRequest request, int status, Session session, String code) {
    return page(request, status, session, Map.of("error", code));
  }

  private AuthResponse page(AuthRequest request, int status, Session session) {
    return page(request, status, session, Map.of());
  }

  private AuthResponse page(
      AuthRequest request, int status, Session session, Map<String, Object> more) {
    HiddenField.Issued issued = formToken.issue(request);
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("csrf", issued.value());
    model.put("username", session.username());
    model.put("pages", pages.names(""));
    model.put("min_length", PasswordRules.MIN_LENGTH);
    return new AuthResponse(
        status, issued.headers().and(Headers.NO_STORE), new Body.Page("change-password", model));
  }

  /** A guest's password is another party's. */
  private static AuthResponse withoutPassword() {
    Map<String, Object> model = Map.of(
        "status",
        403,
        "title",
        "No password here",
        "code",
        "no-password",
        "detail",
        "You signed in with another service, so there is no password to change here.");
    return new AuthResponse(403, Headers.NO_STORE, new Body.Page("error", model));
  }

  private AuthResponse signInFirst(AuthRequest request) {
    if (address.twins().isForProgram(request)) {
      return signInService.ending(request).map(Problem::ended).orElseGet(Problem::signInFirst);
    }
    return AuthResponse.seeOther(address.of(request).toString());
  }

  private static String typed(Form form, String field) {
    return form.value(field).orElse("");
  }
}
