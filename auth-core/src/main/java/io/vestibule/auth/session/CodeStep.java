package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.RetryAfter;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.internal.ReturnTo;
import io.vestibule.auth.password.User;
import io.vestibule.auth.totp.Outcome;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The second step of signing in, for whoever has a second factor: {@code GET} and {@code POST /auth/login/code}, and the
 * twin for programs. Thread-safe.
 *
 * <p>The right password begins no session, and ends none: it is kept for five minutes for the browser that showed it.
 */
final class CodeStep {
  private static final String PAGE = "/login/code";

  private final SignInService signInService;
  private final Standing standing;
  private final PendingSignIns pendingSignIns;
  private final Cookies cookies;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final ReturnTargets returnTargets;
  private final LoginAddress address;
  private final Welcome welcome;
  private final InstantSource clock;

  CodeStep(
      SignInService signInService,
      Standing standing,
      PendingSignIns pendingSignIns,
      Cookies cookies,
      FormToken formToken,
      SameSite sameSite,
      ReturnTargets returnTargets,
      LoginAddress address,
      InstantSource clock) {
    this.signInService = signInService;
    this.standing = standing;
    this.pendingSignIns = pendingSignIns;
    this.cookies = cookies;
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.returnTargets = returnTargets;
    this.address = address;
    this.welcome = new Welcome(returnTargets, address.twins());
    this.clock = clock;
  }

  /**
   * With what shows the login page again.
   *
   * @param again says why somebody must begin anew
   */
  List<Endpoint> endpoints(Endpoint.Handler again) {
    String base = address.base();
    Endpoint.Handler submit = (request, form) -> submit(request, form, again);
    return List.of(
        new Endpoint("GET", base + PAGE, this::show),
        new Endpoint("POST", base + PAGE, submit),
        new Endpoint("POST", base + "/api" + PAGE, submit));
  }

  /** The password of this user was right: the code is checked where it came along, and asked for where it did not. */
  AuthResponse after(AuthRequest request, Form form, User user, boolean stays) {
    CodeForm typed = new CodeForm(form);
    if (!typed.isPresent()) {
      signInService.tellCodeRequired(request, user);
      return asked(request, form, user).with(begun(request, user, stays));
    }
    Outcome outcome = signInService.check(request, user, typed.code());
    return outcome instanceof Outcome.Right right
        ? admitted(request, form, user, right, stays)
        : refused(request, form, user, outcome).with(begun(request, user, stays));
  }

  private Headers begun(AuthRequest request, User user, boolean stays) {
    Token token = pendingSignIns.begin(request, user, standing.credential(user), stays);
    return cookies.code(request).set(token.reveal(), PendingSignIns.LIFE);
  }

  /** A person is led to the page; a program is told what is missing, and may go on there too. */
  private AuthResponse asked(AuthRequest request, Form form, User user) {
    String returnTo = returnTargets.shown(request, form);
    return address.twins().isForProgram(request)
        ? page(request, 401, user.name(), returnTo, Map.of("error", "code-required"))
        : AuthResponse.seeOther(new Link(request.contextPath() + address.base() + PAGE)
            .with(ReturnTo.FIELD, returnTo)
            .toString());
  }

  private AuthResponse show(AuthRequest request, Form form) {
    Optional<PendingSignIns.Pending> pending = token(request).flatMap(pendingSignIns::find);
    if (pending.isEmpty()) {
      String login = new Link(address.plain(request))
          .with(ReturnTo.FIELD, returnTargets.shown(request))
          .toString();
      return AuthResponse.seeOther(login, taken(request));
    }
    boolean recovery = request.parameter("recovery").filter("1"::equals).isPresent();
    return page(
        request,
        200,
        pending.get().username(),
        returnTargets.shown(request),
        Map.of("recovery", recovery));
  }

  private AuthResponse submit(AuthRequest request, Form form, Endpoint.Handler again) {
    Optional<Token> token = token(request);
    Optional<PendingSignIns.Pending> pending = token.flatMap(pendingSignIns::find);
    if (pending.isEmpty()) {
      return again.handle(request, form).with(taken(request));
    }
    String username = pending.get().username();
    Optional<FormFault> fault = sameSite.fault(request, form);
    if (fault.isPresent()) {
      return again(request, form, fault.get().status(), username, fault.get().model(username));
    }
    if (form.value("cancel").isPresent()) {
      return cancelled(request, form, token.get());
    }
    return new CodeForm(form).isPresent()
        ? check(request, form, token.get(), again)
        : again(
            request,
            form,
            422,
            username,
            Map.of("error", "missing-field", "missing", List.of("code")));
  }

  private AuthResponse cancelled(AuthRequest request, Form form, Token token) {
    pendingSignIns.end(token);
    if (address.twins().isForProgram(request)) {
      return new AuthResponse(204, taken(request).and(Headers.NO_STORE), Body.none());
    }
    String login = new Link(address.plain(request))
        .with(ReturnTo.FIELD, returnTargets.shown(request, form))
        .toString();
    return AuthResponse.seeOther(login, taken(request));
  }

  private AuthResponse check(AuthRequest request, Form form, Token token, Endpoint.Handler again) {
    Optional<PendingSignIns.Pending> pending = pendingSignIns.spend(token);
    Optional<User> user = pending
        .flatMap(begun -> standing.user(begun.username(), begun.credential()))
        .filter(User::hasFactor);
    if (user.isEmpty()) {
      pendingSignIns.end(token);
      return again.handle(request, form).with(taken(request));
    }
    try {
      Outcome outcome = signInService.check(request, user.get(), new CodeForm(form).code());
      if (!(outcome instanceof Outcome.Right right)) {
        if (outcome instanceof Outcome.Throttled) {
          pendingSignIns.giveBack(token);
        }
        return refused(request, form, user.get(), outcome);
      }
      return pendingSignIns.end(token)
          ? admitted(request, form, user.get(), right, pending.get().stays())
          : again.handle(request, form).with(taken(request));
    } catch (AuthUnavailableException busy) {
      return again(request, form, 503, user.get().name(), Map.of("error", "busy"))
          .with(RetryAfter.of(busy.retryAfter()).headers());
    }
  }

  private AuthResponse admitted(
      AuthRequest request, Form form, User user, Outcome.Right right, boolean stays) {
    SignInService.Admitted admitted = signInService.admit(request, user, right.methods(), stays);
    return welcome.of(request, form, admitted, right.recoveryLeft()).with(taken(request));
  }

  private AuthResponse refused(AuthRequest request, Form form, User user, Outcome outcome) {
    if (outcome instanceof Outcome.Throttled throttled) {
      RetryAfter wait = RetryAfter.of(throttled.delay());
      Map<String, Object> model = LoginPage.waiting(wait, clock.instant());
      return again(request, form, 429, user.name(), model).with(wait.headers());
    }
    Map<String, Object> model = new CodeForm(form).fault(((Outcome.Wrong) outcome).clockOff());
    return again(request, form, 401, user.name(), model);
  }

  private AuthResponse again(
      AuthRequest request, Form form, int status, String username, Map<String, Object> more) {
    Map<String, Object> model = new LinkedHashMap<>(more);
    model.put("recovery", new CodeForm(form).isRecovery());
    return page(request, status, username, returnTargets.shown(request, form), model);
  }

  private AuthResponse page(
      AuthRequest request, int status, String username, String returnTo, Map<String, Object> more) {
    HiddenField.Issued issued = formToken.issue(request);
    Map<String, Object> model = new LinkedHashMap<>(Map.of("recovery", false));
    model.putAll(more);
    model.put("csrf", issued.value());
    model.put("username", username);
    model.put(ReturnTo.FIELD, returnTo);
    Headers headers = issued.headers().and(Headers.NO_STORE);
    return new AuthResponse(status, headers, new Body.Page("login-code", model));
  }

  private Optional<Token> token(AuthRequest request) {
    return request.cookie(cookies.code(request).name()).flatMap(Token::parse);
  }

  private Headers taken(AuthRequest request) {
    Cookie code = cookies.code(request);
    return request.cookie(code.name()).isPresent() ? code.delete() : Headers.none();
  }
}
