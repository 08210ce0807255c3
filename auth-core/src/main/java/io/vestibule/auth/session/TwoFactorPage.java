package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.internal.ReturnTo;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.Confirmed;
import io.vestibule.auth.totp.Pending;
import io.vestibule.auth.totp.SecondFactors;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final AccountVisits visits;
  private final SecondFactors factors;
  private final ReturnTargets returnTargets;
  private final LoginAddress address;

  TwoFactorPage(
      AccountVisits visits, SecondFactors factors, LoginAddress address, AccountPages pages) {
    this.visits = visits;
    this.factors = factors;
    this.returnTargets = new ReturnTargets(address.base());
    this.address = address;
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
        visits.resuming(shown),
        new Endpoint("GET", twin, signedIn(this::show)),
        new Endpoint("POST", page + "/recovery-codes/file", ours(this::file)),
        new Endpoint("POST", page + "/done", ours(this::done)));
    return Stream.concat(both, rest).toList();
  }

  private Endpoint.Handler signedIn(AccountVisits.Action action) {
    return visits.shown(this::withoutPassword, action);
  }

  private Endpoint.Handler ours(AccountVisits.Action action) {
    return visits.sent(this::withoutPassword, this::page, action);
  }

  private AuthResponse show(AccountVisit visit) {
    return page(visit, 200, Map.of());
  }

  private AuthResponse begin(AccountVisit visit) {
    if (visit.user().hasFactor() || !factors.isOffered()) {
      return refused(visit, visit.user().hasFactor() ? "factor-on" : "not-offered");
    }
    if (visit.typed(PASSWORD).isBlank()) {
      return AccountVisits.incomplete(visit, this::page, List.of(PASSWORD));
    }
    return visits.withPassword(
        visit,
        visit.secret(PASSWORD),
        this::page,
        result -> result instanceof Result.Right right
            ? page(visit, SETUP, 200, key(factors.begin(right.user())))
            : refused(visit, "factor-on"));
  }

  private AuthResponse confirm(AccountVisit visit) {
    if (visit.typed(CODE).isBlank()) {
      return again(visit, 422, Map.of("error", "missing-field", "missing", List.of(CODE)));
    }
    Confirmed confirmed = factors.confirm(visit.request(), visit.user(), visit.typed(CODE));
    if (confirmed instanceof Confirmed.Active active) {
      Headers headers = visits.renew(visit, active.after(), SecondFactors.METHODS);
      return codes(visit, active.recoveryCodes()).with(headers).with(HostSession.RENEW);
    }
    if (confirmed instanceof Confirmed.Wrong wrong) {
      return again(visit, 422, Map.of("error", "bad-code", "clock", wrong.clockOff()));
    }
    return confirmed instanceof Confirmed.Throttled throttled
        ? visits.wait(throttled.delay(), more -> again(visit, 429, more))
        : refused(visit, visit.user().hasFactor() ? "factor-on" : "set-up-over");
  }

  private AuthResponse renew(AccountVisit visit) {
    return withCode(visit, user -> factors
        .renew(visit.request(), user)
        .map(codes -> codes(visit, codes))
        .orElseGet(() -> refused(visit, "factor-off")));
  }

  private AuthResponse end(AccountVisit visit) {
    return withCode(visit, user -> factors
        .end(visit.request(), user)
        .map(after -> ended(visit, visits.renew(visit, after, SignInService.BY_PASSWORD)))
        .orElseGet(() -> refused(visit, "factor-off")));
  }

  private AuthResponse ended(AccountVisit visit, Headers headers) {
    AuthResponse answer = address.twins().isForProgram(visit.request())
        ? new AuthResponse(204, headers.and(Headers.NO_STORE), Body.none())
        : AuthResponse.seeOther(here(visit.request()), headers);
    return answer.with(HostSession.RENEW);
  }

  /** The codes that the page shows, as a file: a page without a script can offer no other. */
  private AuthResponse file(AccountVisit visit) {
    String listed = visit.typed(LISTED).strip();
    if (!LIST.matcher(listed).matches()) {
      return page(visit, 400, Map.of("error", "other"));
    }
    String lines = String.join("\r\n", listed.split("\\s+")) + "\r\n";
    Headers headers = Headers.NO_STORE
        .and("Content-Disposition", "attachment; filename=\"recovery-codes.txt\"")
        .and("X-Content-Type-Options", "nosniff");
    return new AuthResponse(200, headers, Body.text("text/plain;charset=utf-8", lines));
  }

  private AuthResponse done(AccountVisit visit) {
    String wanted = returnTargets.shown(visit.request(), visit.form());
    return AuthResponse.seeOther(wanted.isEmpty() ? here(visit.request()) : wanted);
  }

  private String here(AuthRequest request) {
    return request.contextPath() + address.base() + "/" + PAGE;
  }

  /** What is done with a right password and a right code. */
  private AuthResponse withCode(AccountVisit visit, Function<User, AuthResponse> whenRight) {
    if (!visit.user().hasFactor()) {
      return refused(visit, "factor-off");
    }
    List<String> missing =
        Stream.of(PASSWORD, CODE).filter(field -> visit.typed(field).isBlank()).toList();
    return missing.isEmpty()
        ? visits.proved(
            visit,
            PASSWORD,
            this::page,
            user -> user.hasFactor() ? whenRight.apply(user) : refused(visit, "factor-off"))
        : AccountVisits.incomplete(visit, this::page, missing);
  }

  private AuthResponse codes(AccountVisit visit, List<Secret> codes) {
    List<String> shown = codes.stream().map(Secret::reveal).toList();
    return page(visit, CODES, 200, Map.of(LISTED, shown));
  }

  /** The set-up once more: with the key for whoever shows it. */
  private AuthResponse again(AccountVisit visit, int status, Map<String, Object> more) {
    Secret typed = Secret.of(visit.typed(KEY));
    Map<String, Object> model = new LinkedHashMap<>(more);
    factors
        .pending(visit.user())
        .filter(pending -> pending.key().equals(typed))
        .ifPresent(pending -> model.putAll(key(pending)));
    return page(visit, SETUP, status, model);
  }

  private static Map<String, Object> key(Pending pending) {
    return Map.of(KEY, pending.key().reveal(), "otpauth", pending.address().reveal());
  }

  /** One of the other two pages of the set-up. */
  private AuthResponse page(AccountVisit visit, String name, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put(ReturnTo.FIELD, wanted(visit));
    return visits.page(visit, status, name, model);
  }

  private AuthResponse refused(AccountVisit visit, String code) {
    return page(visit, 409, Map.of("error", code));
  }

  private AuthResponse page(AccountVisit visit, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put(ReturnTo.FIELD, wanted(visit));
    model.put("on", visit.user().hasFactor());
    model.put("offered", factors.isOffered());
    model.put(RECOVERY, visit.isRecovery());
    factors.state(visit.user()).ifPresent(state -> {
      model.put("since", state.since().truncatedTo(ChronoUnit.SECONDS).toString());
      model.put("recovery_left", state.recoveryLeft());
    });
    model.putAll(more);
    return visits.page(visit, status, PAGE, model);
  }

  private String wanted(AccountVisit visit) {
    String posted = returnTargets.shown(visit.request(), visit.form());
    return posted.isEmpty() ? returnTargets.shown(visit.request()) : posted;
  }

  /** A guest's factors are another party's. */
  private AuthResponse withoutPassword(AuthRequest request, Guest guest) {
    Map<String, Object> model = Map.of("error", "no-password");
    return visits.page(request, 403, PAGE, guest.provider(), guest.shown(), model);
  }
}
