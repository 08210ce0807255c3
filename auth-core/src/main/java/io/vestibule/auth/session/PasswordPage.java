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
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.PasswordRules;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.totp.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where users of the store change their own password: {@code GET} and {@code POST /auth/password}. Thread-safe.
 *
 * <p>Only whoever signed in with a password comes here, and only by the session. Whatever hangs on the password before
 * ends with it; this browser begins a new session. Whoever has a second factor shows a code too: a session that was left
 * open does not change what it began with.
 */
final class PasswordPage {
  private static final String PAGE = "/password";
  private static final String CURRENT = "current_password";
  private static final String NEXT = "new_password";
  private static final String CODE = "code";
  private static final String RECOVERY = "recovery";

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
    Endpoint.Handler form = signedIn(visit -> page(visit, 200, Map.of()));
    Endpoint.Handler change = signedIn(this::submit);
    Endpoint page = new Endpoint("GET", base + PAGE, form);
    return List.of(
        new RememberMeRedirect(signInService).before(page),
        new Endpoint("POST", base + PAGE, change),
        new Endpoint("POST", base + "/api" + PAGE, change),
        new Endpoint("GET", WELL_KNOWN, this::lead));
  }

  /** Who asks, by the session, and what was sent. */
  private record Visit(AuthRequest request, Form form, Session session, User user) {
    Secret typed(String field) {
      return Secret.of(form.value(field).orElse(""));
    }

    CodeForm code() {
      return new CodeForm(form);
    }

    boolean recovery() {
      return code().isRecovery()
          || request.parameter(RECOVERY).filter("1"::equals).isPresent();
    }

    List<String> missing() {
      Stream<String> needed =
          user.hasFactor() ? Stream.of(CURRENT, NEXT, CODE) : Stream.of(CURRENT, NEXT);
      return needed.filter(field -> typed(field).reveal().isEmpty()).toList();
    }
  }

  /** What is done for somebody who is signed in. */
  @FunctionalInterface
  private interface Action {
    AuthResponse handle(Visit visit);
  }

  private Endpoint.Handler signedIn(Action action) {
    return (request, form) -> signInService
        .identity(request)
        .flatMap(identity -> signInService.current(request))
        .map(CachedSession::session)
        .map(session -> visit(request, form, session, action))
        .orElseGet(() -> signInFirst(request));
  }

  private AuthResponse visit(AuthRequest request, Form form, Session session, Action action) {
    if (!session.guest().isNobody()) {
      return withoutPassword();
    }
    return signInService
        .user(session.username())
        .map(user -> action.handle(new Visit(request, form, session, user)))
        .orElseGet(() -> signInFirst(request));
  }

  private AuthResponse lead(AuthRequest request, Form form) {
    String page = request.contextPath() + address.base() + PAGE;
    return new AuthResponse(302, Headers.NO_STORE.and("Location", page), Body.none());
  }

  private AuthResponse submit(Visit visit) {
    Optional<FormFault> fault = sameSite.fault(visit.request(), visit.form());
    if (fault.isPresent()) {
      return page(visit, fault.get().status(), fault.get().model(visit.session().username()));
    }
    List<String> missing = visit.missing();
    return missing.isEmpty() ? check(visit) : incomplete(visit, missing);
  }

  private AuthResponse check(Visit visit) {
    try {
      UsernamePassword shown =
          new UsernamePassword(visit.session().username(), visit.typed(CURRENT));
      Result result = signInService.check(visit.request(), shown);
      if (result instanceof Result.Right right) {
        return change(
            visit,
            right.user(),
            hash -> replace(visit, right.user(), hash, SignInService.BY_PASSWORD));
      }
      if (result instanceof Result.CodeRequired half) {
        return visit.code().isPresent()
            ? change(visit, half.user(), hash -> withCode(visit, half.user(), hash))
            : incomplete(visit, List.of(CODE));
      }
      return result instanceof Result.Throttled throttled
          ? wait(visit, throttled.delay())
          : refused(visit, 422, "wrong-password");
    } catch (AuthUnavailableException busy) {
      return refused(visit, 503, "busy").with(RetryAfter.of(busy.retryAfter()).headers());
    }
  }

  /** What is wrong with the new password is said first, so that no code is used up in vain. */
  private AuthResponse change(Visit visit, User proved, Function<Secret, AuthResponse> whenUsable) {
    Secret next = visit.typed(NEXT);
    Optional<PasswordRules.Fault> fault =
        PasswordRules.fault(proved.name(), next, visit.typed(CURRENT));
    return fault.map(found -> refused(visit, 422, found.word())).orElseGet(() -> newHash
        .of(next)
        .map(whenUsable)
        .orElseGet(() -> refused(visit, 422, "unusable-password")));
  }

  private AuthResponse withCode(Visit visit, User proved, Secret hash) {
    Outcome outcome = signInService.check(visit.request(), proved, visit.code().code());
    if (outcome instanceof Outcome.Right right) {
      return replace(visit, proved, hash, right.methods());
    }
    return outcome instanceof Outcome.Throttled throttled
        ? wait(visit, throttled.delay())
        : page(visit, 422, visit.code().fault(((Outcome.Wrong) outcome).clockOff()));
  }

  /** Of two that change it at one moment one proved a password that is none any more. */
  private AuthResponse replace(Visit visit, User proved, Secret hash, Set<String> methods) {
    return users
        .setHash(proved, hash)
        .map(user -> {
          audit.record(AuditEvent.of(
                  clock.instant(),
                  AuditType.PASSWORD_CHANGED,
                  AuditEvent.Outcome.SUCCESS,
                  visit.request())
              .withSubject(user.name()));
          boolean stays = visit.session().remembered();
          return done(
              visit.request(), user, signInService.renew(visit.request(), user, methods, stays));
        })
        .orElseGet(() -> refused(visit, 422, "wrong-password"));
  }

  private AuthResponse done(AuthRequest request, User user, Headers begun) {
    Headers headers = begun.and(Headers.NO_STORE);
    boolean program = address.twins().isForProgram(request);
    Body body = program
        ? Body.none()
        : new Body.Page(
            "change-password",
            Map.of("username", user.name(), "pages", pages.names(""), "changed", true));
    return new AuthResponse(program ? 204 : 200, headers, body).with(HostSession.RENEW);
  }

  private AuthResponse wait(Visit visit, Duration delay) {
    RetryAfter wait = RetryAfter.of(delay);
    return page(visit, 429, LoginPage.waiting(wait, clock.instant())).with(wait.headers());
  }

  private AuthResponse incomplete(Visit visit, List<String> missing) {
    return page(
        visit,
        422,
        Map.of("error", "missing-field", "missing", missing, "factor", missing.contains(CODE)));
  }

  private AuthResponse refused(Visit visit, int status, String code) {
    return page(visit, status, Map.of("error", code));
  }

  private AuthResponse page(Visit visit, int status, Map<String, Object> more) {
    HiddenField.Issued issued = formToken.issue(visit.request());
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("recovery", visit.recovery());
    model.putAll(more);
    model.put("factor", visit.user().hasFactor() || Boolean.TRUE.equals(more.get("factor")));
    model.put("csrf", issued.value());
    model.put("username", visit.session().username());
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
}
