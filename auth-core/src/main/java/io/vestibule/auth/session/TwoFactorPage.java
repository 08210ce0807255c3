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
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.internal.ReturnTo;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.Confirmed;
import io.vestibule.auth.totp.Outcome;
import io.vestibule.auth.totp.Pending;
import io.vestibule.auth.totp.SecondFactors;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where users of the store set a second factor up, make new recovery codes and turn it off: {@code /auth/two-factor} and
 * its twins below {@code /auth/api}. Thread-safe.
 *
 * <p>Only whoever signed in with a password comes here, and only by the session; each change asks for the password
 * again, through the same guard as the login page. The key is shown to whoever began the set-up with the password, or
 * shows it already: a session alone does not see it.
 */
final class TwoFactorPage {
  private static final String PAGE = "two-factor";
  private static final String SETUP = "two-factor-setup";
  private static final String CODES = "recovery-codes";
  private static final String PASSWORD = "password";
  private static final String CODE = "code";
  private static final String KEY = "key";
  private static final String RECOVERY = "recovery";
  private static final String LISTED = "recovery_codes";
  private static final Pattern LIST = Pattern.compile("([A-Z0-9-]{4,20}\\s+){0,19}[A-Z0-9-]{4,20}");

  private final Ways ways;
  private final SecondFactors factors;
  private final SignInService signInService;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final ReturnTargets returnTargets;
  private final LoginAddress address;
  private final AccountPages pages;
  private final InstantSource clock;

  TwoFactorPage(
      Ways ways,
      SecondFactors factors,
      SignInService signInService,
      FormToken formToken,
      SameSite sameSite,
      LoginAddress address,
      AccountPages pages,
      InstantSource clock) {
    this.ways = ways;
    this.factors = factors;
    this.signInService = signInService;
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.returnTargets = new ReturnTargets(address.base());
    this.address = address;
    this.pages = pages;
    this.clock = clock;
    pages.addForPasswords(PAGE);
  }

  List<Endpoint> endpoints(String base) {
    String page = base + "/" + PAGE;
    String twin = base + "/api/" + PAGE;
    Endpoint shown = new Endpoint("GET", page, signedIn(this::show));
    Stream<Endpoint> both = Stream.of(page, twin)
        .flatMap(at -> Stream.of(
            new Endpoint("POST", at + "/begin", ours(this::begin)),
            new Endpoint("POST", at + "/confirm", ours(this::confirm)),
            new Endpoint("POST", at + "/recovery-codes", ours(this::renew)),
            new Endpoint("POST", at + "/off", ours(this::end))));
    Stream<Endpoint> rest = Stream.of(
        new RememberMeRedirect(signInService).before(shown),
        new Endpoint("GET", twin, signedIn(this::show)),
        new Endpoint("POST", page + "/recovery-codes/file", ours(this::file)),
        new Endpoint("POST", page + "/done", ours(this::done)));
    return Stream.concat(both, rest).toList();
  }

  /** Who asks, by the session, and what was sent. */
  private record Visit(AuthRequest request, Form form, Session session, User user) {
    String typed(String field) {
      return form.value(field).orElse("");
    }

    boolean recovery() {
      return form.value(RECOVERY).or(() -> request.parameter(RECOVERY)).isPresent();
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

  /** A guest's factors are another party's. */
  private AuthResponse visit(AuthRequest request, Form form, Session session, Action action) {
    Optional<User> user =
        session.guest().isNobody() ? ways.user(session.username()) : Optional.empty();
    return user.map(known -> action.handle(new Visit(request, form, session, known)))
        .orElseGet(() -> withoutPassword(request, session));
  }

  private Endpoint.Handler ours(Action action) {
    return signedIn(visit -> {
      Optional<FormFault> fault = sameSite.fault(visit.request(), visit.form());
      if (fault.isEmpty()) {
        return unlessBusy(visit, action);
      }
      return page(
          visit, fault.get().status(), PAGE, fault.get().model(visit.user().name()));
    });
  }

  private AuthResponse unlessBusy(Visit visit, Action action) {
    try {
      return action.handle(visit);
    } catch (AuthUnavailableException busy) {
      return refused(visit, 503, PAGE, "busy")
          .with(RetryAfter.of(busy.retryAfter()).headers());
    }
  }

  private AuthResponse show(Visit visit) {
    return page(visit, 200, PAGE, Map.of());
  }

  private AuthResponse begin(Visit visit) {
    if (visit.user().hasFactor() || !factors.isOffered()) {
      return refused(visit, 409, PAGE, visit.user().hasFactor() ? "factor-on" : "not-offered");
    }
    return withPassword(visit, List.of(PASSWORD), result -> {
      if (result instanceof Result.Right right) {
        return page(visit, 200, SETUP, key(factors.begin(right.user())));
      }
      return refused(visit, 409, PAGE, "factor-on");
    });
  }

  private AuthResponse confirm(Visit visit) {
    if (visit.typed(CODE).isBlank()) {
      return again(visit, 422, Map.of("error", "missing-field", "missing", List.of(CODE)));
    }
    Confirmed confirmed = factors.confirm(visit.request(), visit.user(), visit.typed(CODE));
    if (confirmed instanceof Confirmed.Active active) {
      Headers headers = renewed(visit, active.after(), SecondFactors.METHODS);
      return codes(visit, active.recoveryCodes()).with(headers).with(HostSession.RENEW);
    }
    if (confirmed instanceof Confirmed.Wrong wrong) {
      return again(visit, 422, badCode(visit, wrong.clockOff()));
    }
    return confirmed instanceof Confirmed.Throttled throttled
        ? throttled(throttled.delay(), wait -> again(visit, 429, wait))
        : refused(visit, 409, PAGE, visit.user().hasFactor() ? "factor-on" : "set-up-over");
  }

  private AuthResponse renew(Visit visit) {
    return withCode(visit, user -> factors
        .renew(visit.request(), user)
        .map(codes -> codes(visit, codes))
        .orElseGet(() -> refused(visit, 409, PAGE, "factor-off")));
  }

  private AuthResponse end(Visit visit) {
    return withCode(visit, user -> factors
        .end(visit.request(), user)
        .map(after -> ended(visit, renewed(visit, after, SignInService.BY_PASSWORD)))
        .orElseGet(() -> refused(visit, 409, PAGE, "factor-off")));
  }

  private AuthResponse ended(Visit visit, Headers headers) {
    AuthResponse answer = address.twins().isForProgram(visit.request())
        ? new AuthResponse(204, headers.and(Headers.NO_STORE), Body.none())
        : AuthResponse.seeOther(here(visit.request()), headers);
    return answer.with(HostSession.RENEW);
  }

  /** All that began before has ended with the change, this session too: another one begins here. */
  private Headers renewed(Visit visit, User after, Set<String> methods) {
    return signInService.renew(visit.request(), after, methods, visit.session().remembered());
  }

  /** The codes that the page shows, as a file: a page without a script can offer no other. */
  private AuthResponse file(Visit visit) {
    String listed = visit.typed(LISTED).strip();
    if (!LIST.matcher(listed).matches()) {
      return refused(visit, 400, PAGE, "other");
    }
    String lines = String.join("\r\n", listed.split("\\s+")) + "\r\n";
    Headers headers = Headers.NO_STORE
        .and("Content-Disposition", "attachment; filename=\"recovery-codes.txt\"")
        .and("X-Content-Type-Options", "nosniff");
    return new AuthResponse(200, headers, Body.text("text/plain;charset=utf-8", lines));
  }

  private AuthResponse done(Visit visit) {
    String wanted = returnTargets.shown(visit.request(), visit.form());
    return AuthResponse.seeOther(wanted.isEmpty() ? here(visit.request()) : wanted);
  }

  private String here(AuthRequest request) {
    return request.contextPath() + address.base() + "/" + PAGE;
  }

  /** What is done with a right password: {@link Result.Right} without a factor, else {@link Result.CodeRequired}. */
  private AuthResponse withPassword(
      Visit visit, List<String> needed, Function<Result, AuthResponse> whenRight) {
    List<String> missing =
        needed.stream().filter(field -> visit.typed(field).isBlank()).toList();
    if (!missing.isEmpty()) {
      return page(visit, 422, PAGE, Map.of("error", "missing-field", "missing", missing));
    }
    UsernamePassword shown =
        new UsernamePassword(visit.session().username(), Secret.of(visit.typed(PASSWORD)));
    Result result = signInService.check(visit.request(), shown);
    if (result instanceof Result.Right || result instanceof Result.CodeRequired) {
      return whenRight.apply(result);
    }
    return result instanceof Result.Throttled throttled
        ? throttled(throttled.delay(), wait -> page(visit, 429, PAGE, wait))
        : refused(visit, 422, PAGE, "wrong-password");
  }

  /** What is done with a right password and a right code. The password comes first, so that no code is used up in vain. */
  private AuthResponse withCode(Visit visit, Function<User, AuthResponse> whenRight) {
    if (!visit.user().hasFactor()) {
      return refused(visit, 409, PAGE, "factor-off");
    }
    return withPassword(visit, List.of(PASSWORD, CODE), result -> {
      if (!(result instanceof Result.CodeRequired more)) {
        return refused(visit, 409, PAGE, "factor-off");
      }
      Outcome outcome = signInService.check(visit.request(), more.user(), visit.typed(CODE));
      if (outcome instanceof Outcome.Right) {
        return whenRight.apply(more.user());
      }
      return outcome instanceof Outcome.Throttled throttled
          ? throttled(throttled.delay(), wait -> page(visit, 429, PAGE, wait))
          : page(visit, 422, PAGE, badCode(visit, ((Outcome.Wrong) outcome).clockOff()));
    });
  }

  private static Map<String, Object> badCode(Visit visit, boolean clockOff) {
    return Map.of("error", "bad-code", "clock", clockOff && !visit.recovery());
  }

  private AuthResponse throttled(
      Duration delay, Function<Map<String, Object>, AuthResponse> answer) {
    RetryAfter wait = RetryAfter.of(delay);
    return answer.apply(LoginPage.waiting(wait, clock.instant())).with(wait.headers());
  }

  private AuthResponse codes(Visit visit, List<Secret> codes) {
    List<String> shown = codes.stream().map(Secret::reveal).toList();
    return page(visit, 200, CODES, Map.of(LISTED, shown));
  }

  /** The set-up once more: with the key for whoever shows it. */
  private AuthResponse again(Visit visit, int status, Map<String, Object> more) {
    Secret typed = Secret.of(visit.typed(KEY));
    Map<String, Object> model = new LinkedHashMap<>(more);
    factors
        .pending(visit.user())
        .filter(pending -> pending.key().equals(typed))
        .ifPresent(pending -> model.putAll(key(pending)));
    return page(visit, status, SETUP, model);
  }

  private static Map<String, Object> key(Pending pending) {
    return Map.of(KEY, pending.key().reveal(), "otpauth", pending.address().reveal());
  }

  private AuthResponse refused(Visit visit, int status, String name, String code) {
    return page(visit, status, name, Map.of("error", code));
  }

  private AuthResponse page(Visit visit, int status, String name, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("username", visit.user().name());
    model.put("pages", pages.names(""));
    model.put(ReturnTo.FIELD, wanted(visit));
    if (name.equals(PAGE)) {
      model.put("on", visit.user().hasFactor());
      model.put("offered", factors.isOffered());
      model.put(RECOVERY, visit.recovery());
      factors.state(visit.user()).ifPresent(state -> {
        model.put("since", state.since().truncatedTo(ChronoUnit.SECONDS).toString());
        model.put("recovery_left", state.recoveryLeft());
      });
    }
    model.putAll(more);
    return page(visit.request(), status, name, model);
  }

  private String wanted(Visit visit) {
    String posted = returnTargets.shown(visit.request(), visit.form());
    return posted.isEmpty() ? returnTargets.shown(visit.request()) : posted;
  }

  private AuthResponse withoutPassword(AuthRequest request, Session session) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("username", session.guest().shown());
    model.put("error", "no-password");
    model.put("pages", pages.names(session.guest().provider()));
    return page(request, 403, PAGE, model);
  }

  private AuthResponse page(
      AuthRequest request, int status, String name, Map<String, Object> model) {
    HiddenField.Issued issued = formToken.issue(request);
    model.put("csrf", issued.value());
    return new AuthResponse(
        status, issued.headers().and(Headers.NO_STORE), new Body.Page(name, model));
  }

  private AuthResponse signInFirst(AuthRequest request) {
    if (address.twins().isForProgram(request)) {
      return signInService.ending(request).map(Problem::ended).orElseGet(Problem::signInFirst);
    }
    return AuthResponse.seeOther(address.of(request).toString());
  }
}
