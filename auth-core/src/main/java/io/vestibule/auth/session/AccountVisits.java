package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.RetryAfter;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.config.AccountPages;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Who may come to the pages of the own account, and how it is proved there that it is still they. Thread-safe.
 *
 * <p>Only the session admits, never a token or a password that every request carries. What changes something comes from a
 * page of ours; what changes how somebody signs in asks for the password besides, and for a code where there is a second
 * factor, through the same guards as the login page.
 */
public final class AccountVisits {
  private final SignInService signInService;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final LoginAddress address;
  private final AccountPages pages;
  private final InstantSource clock;

  AccountVisits(
      SignInService signInService,
      FormToken formToken,
      SameSite sameSite,
      LoginAddress address,
      AccountPages pages,
      InstantSource clock) {
    this.signInService = signInService;
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.address = address;
    this.pages = pages;
    this.clock = clock;
  }

  /** What is done for a user. Thread-safe. */
  @FunctionalInterface
  public interface Action {
    /** Answers the visit. */
    AuthResponse handle(AccountVisit visit);
  }

  /** The page from which something was sent, shown once more. Thread-safe. */
  @FunctionalInterface
  public interface Page {
    /**
     * Shows it.
     *
     * @param more what it says besides: {@code error} names what was wrong
     */
    AuthResponse show(AccountVisit visit, int status, Map<String, Object> more);

    /** Shows it with what was wrong, by its word. */
    default AuthResponse refused(AccountVisit visit, int status, String code) {
      return show(visit, status, Map.of("error", code));
    }
  }

  /** What is done for whoever has a session. */
  @FunctionalInterface
  interface Entry {
    AuthResponse handle(AuthRequest request, Form form, Session session);
  }

  /** What a guest is answered, whose password is another party's. */
  @FunctionalInterface
  interface ForGuest {
    AuthResponse answer(AuthRequest request, Guest guest);
  }

  /** For whoever has a session that holds; others are led to the login page. */
  Endpoint.Handler signedIn(Entry entry) {
    return (request, form) -> signInService
        .identity(request)
        .flatMap(identity -> signInService.current(request))
        .map(live -> entry.handle(request, form, live.session()))
        .orElseGet(() -> signInFirst(request));
  }

  /** For users who signed in with a password. */
  public Endpoint.Handler shown(Action action) {
    return shown(AccountVisits::withoutPassword, action);
  }

  /** The same, with an answer of the page's own for guests. */
  Endpoint.Handler shown(ForGuest forGuest, Action action) {
    return signedIn((request, form, session) -> session.guest().isNobody()
        ? visit(request, form, session, action)
        : forGuest.answer(request, session.guest()));
  }

  private AuthResponse visit(AuthRequest request, Form form, Session session, Action action) {
    return signInService
        .user(session.username())
        .map(user -> action.handle(new AccountVisit(request, form, session, user)))
        .orElseGet(() -> signInFirst(request));
  }

  /** For what such a user sends from this page, and nobody else made the browser send. */
  public Endpoint.Handler sent(Page page, Action action) {
    return sent(AccountVisits::withoutPassword, page, action);
  }

  /** The same, with an answer of the page's own for guests. */
  Endpoint.Handler sent(ForGuest forGuest, Page page, Action action) {
    return shown(forGuest, visit -> {
      Optional<FormFault> fault = sameSite.fault(visit.request(), visit.form());
      return fault.isEmpty()
          ? unlessBusy(visit, page, action)
          : page.show(
              visit, fault.get().status(), fault.get().model(visit.user().name()));
    });
  }

  private static AuthResponse unlessBusy(AccountVisit visit, Page page, Action action) {
    try {
      return action.handle(visit);
    } catch (AuthUnavailableException busy) {
      return page.refused(visit, 503, "busy")
          .with(RetryAfter.of(busy.retryAfter()).headers());
    }
  }

  /** The same page, for those besides who stay signed in and have no session yet. */
  public Endpoint resuming(Endpoint page) {
    return new RememberMeRedirect(signInService).before(page);
  }

  /** What is done with a right password: {@link Result.Right} without a second factor, else {@link Result.CodeRequired}. */
  AuthResponse withPassword(
      AccountVisit visit, Secret password, Page page, Function<Result, AuthResponse> whenRight) {
    Result result =
        signInService.check(visit.request(), new UsernamePassword(visit.user().name(), password));
    if (result instanceof Result.Right || result instanceof Result.CodeRequired) {
      return whenRight.apply(result);
    }
    return result instanceof Result.Throttled throttled
        ? wait(throttled.delay(), more -> page.show(visit, 429, more))
        : page.refused(visit, 422, "wrong-password");
  }

  /**
   * What is done with a right code of a user of whom {@link Result.CodeRequired} says that the password is right. A right
   * one is used up.
   *
   * @param whenRight is given by what the code was proved (RFC 8176)
   */
  AuthResponse withCode(
      AccountVisit visit, User proved, Page page, Function<Set<String>, AuthResponse> whenRight) {
    Outcome outcome = signInService.check(visit.request(), proved, visit.code().code());
    if (outcome instanceof Outcome.Right right) {
      return whenRight.apply(right.methods());
    }
    return outcome instanceof Outcome.Throttled throttled
        ? wait(throttled.delay(), more -> page.show(visit, 429, more))
        : page.show(visit, 422, visit.code().fault(((Outcome.Wrong) outcome).clockOff()));
  }

  /**
   * What is done for a user who shows the password, in a field of this name, and in the field {@code code} a code where
   * there is a second factor. The password comes first, so that no code is used up in vain.
   */
  public AuthResponse proved(
      AccountVisit visit, String field, Page page, Function<User, AuthResponse> whenProved) {
    if (visit.typed(field).isBlank()) {
      return incomplete(visit, page, List.of(field));
    }
    return withPassword(visit, visit.secret(field), page, result -> {
      if (result instanceof Result.Right right) {
        return whenProved.apply(right.user());
      }
      User half = ((Result.CodeRequired) result).user();
      return visit.code().isPresent()
          ? withCode(visit, half, page, methods -> whenProved.apply(half))
          : incomplete(visit, page, List.of("code"));
    });
  }

  /** The page once more, which names the fields that nothing was typed into. */
  static AuthResponse incomplete(AccountVisit visit, Page page, List<String> missing) {
    boolean factor = missing.contains("code");
    return page.show(
        visit, 422, Map.of("error", "missing-field", "missing", missing, "factor", factor));
  }

  /**
   * What is answered to somebody who must wait.
   *
   * @param answer is given what the page says of it
   */
  public AuthResponse wait(Duration delay, Function<Map<String, Object>, AuthResponse> answer) {
    RetryAfter wait = RetryAfter.of(delay);
    return answer.apply(LoginPage.waiting(wait, clock.instant())).with(wait.headers());
  }

  /** All that began before has ended with a change, this session too: another one begins here. */
  Headers renew(AccountVisit visit, User after, Set<String> methods) {
    return signInService.renew(visit.request(), after, methods, visit.stays());
  }

  /** A page of the account of whoever asks, with its menu and the token of its forms. */
  public AuthResponse page(AccountVisit visit, int status, String name, Map<String, Object> more) {
    return page(visit.request(), status, name, "", visit.user().name(), more);
  }

  /**
   * The same for anybody.
   *
   * @param way that they signed in by, as {@link AccountPages#names} knows it
   */
  AuthResponse page(
      AuthRequest request,
      int status,
      String name,
      String way,
      String username,
      Map<String, Object> more) {
    HiddenField.Issued issued = formToken.issue(request);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("username", username);
    Set<String> roles = signInService.identity(request).map(Identity::roles).orElse(Set.of());
    model.put("pages", pages.names(way, roles));
    model.putAll(more);
    model.put("csrf", issued.value());
    return new AuthResponse(
        status, issued.headers().and(Headers.NO_STORE), new Body.Page(name, model));
  }

  private static AuthResponse withoutPassword(AuthRequest request, Guest guest) {
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
