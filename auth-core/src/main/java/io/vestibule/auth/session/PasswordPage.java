package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.password.NewHash;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.PasswordRules;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
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

  /** Where password managers send people (W3C, A Well-Known URL for Changing Passwords). */
  private static final String WELL_KNOWN = "/.well-known/change-password";

  private final AccountVisits visits;
  private final UserStore users;
  private final NewHash newHash;
  private final LoginAddress address;
  private final AccountPages pages;
  private final Audit audit;
  private final InstantSource clock;

  PasswordPage(
      AccountVisits visits,
      UserStore users,
      NewHash newHash,
      LoginAddress address,
      AccountPages pages,
      Audit audit,
      InstantSource clock) {
    this.visits = visits;
    this.users = users;
    this.newHash = newHash;
    this.address = address;
    this.pages = pages;
    this.audit = audit;
    this.clock = clock;
    pages.addForPasswords(PAGE.substring(1));
  }

  List<Endpoint> endpoints(String base) {
    Endpoint.Handler form = visits.shown(visit -> page(visit, 200, Map.of()));
    Endpoint.Handler change = visits.sent(this::page, this::submit);
    Endpoint page = new Endpoint("GET", base + PAGE, form);
    return List.of(
        visits.resuming(page),
        new Endpoint("POST", base + PAGE, change),
        new Endpoint("POST", base + "/api" + PAGE, change),
        new Endpoint("GET", WELL_KNOWN, this::lead));
  }

  private AuthResponse lead(AuthRequest request, Form form) {
    String page = request.contextPath() + address.base() + PAGE;
    return new AuthResponse(302, Headers.NO_STORE.and("Location", page), Body.none());
  }

  private AuthResponse submit(AccountVisit visit) {
    Stream<String> needed =
        visit.user().hasFactor() ? Stream.of(CURRENT, NEXT, CODE) : Stream.of(CURRENT, NEXT);
    List<String> missing = needed.filter(field -> visit.typed(field).isEmpty()).toList();
    return missing.isEmpty()
        ? visits.withPassword(
            visit, visit.secret(CURRENT), this::page, result -> check(visit, result))
        : AccountVisits.incomplete(visit, this::page, missing);
  }

  private AuthResponse check(AccountVisit visit, Result result) {
    if (result instanceof Result.Right right) {
      User user = right.user();
      return change(visit, user, hash -> replace(visit, user, hash, SignInService.BY_PASSWORD));
    }
    User half = ((Result.CodeRequired) result).user();
    return visit.code().isPresent()
        ? change(
            visit,
            half,
            hash -> visits.withCode(
                visit, half, this::page, methods -> replace(visit, half, hash, methods)))
        : AccountVisits.incomplete(visit, this::page, List.of(CODE));
  }

  /** What is wrong with the new password is said first, so that no code is used up in vain. */
  private AuthResponse change(
      AccountVisit visit, User proved, Function<Secret, AuthResponse> whenUsable) {
    Secret next = visit.secret(NEXT);
    Optional<PasswordRules.Fault> fault =
        PasswordRules.fault(proved.name(), next, visit.secret(CURRENT));
    return fault.map(found -> refused(visit, 422, found.word())).orElseGet(() -> newHash
        .of(next)
        .map(whenUsable)
        .orElseGet(() -> refused(visit, 422, "unusable-password")));
  }

  /** Of two that change it at one moment one proved a password that is none any more. */
  private AuthResponse replace(AccountVisit visit, User proved, Secret hash, Set<String> methods) {
    return users
        .setHash(proved, hash)
        .map(user -> {
          audit.record(AuditEvent.of(
                  clock.instant(),
                  AuditType.PASSWORD_CHANGED,
                  AuditEvent.Outcome.SUCCESS,
                  visit.request())
              .withSubject(user.name()));
          return done(visit.request(), user, visits.renew(visit, user, methods));
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
            Map.of(
                "username", user.name(),
                "pages", pages.names("", user.roles()),
                "changed", true));
    return new AuthResponse(program ? 204 : 200, headers, body).with(HostSession.RENEW);
  }

  private AuthResponse refused(AccountVisit visit, int status, String code) {
    return page(visit, status, Map.of("error", code));
  }

  private AuthResponse page(AccountVisit visit, int status, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("recovery", visit.isRecovery());
    model.putAll(more);
    model.put("factor", visit.user().hasFactor() || Boolean.TRUE.equals(more.get("factor")));
    model.put("min_length", PasswordRules.MIN_LENGTH);
    return visits.page(visit, status, "change-password", model);
  }
}
