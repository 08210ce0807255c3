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
import io.vestibule.auth.internal.LogLimit;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.internal.ReturnTo;
import io.vestibule.auth.password.PasswordCheck.Result;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page where a person signs in, and its JSON twin: {@code GET} and {@code POST /auth/login}. Thread-safe. */
final class LoginPage {
  /** What was done before, in the address of the page. */
  static final String NOTICE = "notice";

  /** What may stand there: whoever makes a link can choose among these, and write nothing. */
  private static final Set<String> NOTICES = Set.of("password-set", "account-closed");

  private static final String PAGE = "login";
  private static final Logger LOG = LoggerFactory.getLogger(LoginPage.class);

  private final Ways ways;
  private final SignInService signInService;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final ReturnTargets returnTargets;
  private final LoginAddress address;
  private final CodeStep codeStep;
  private final Welcome welcome;
  private final Lifetimes lifetimes;
  private final InstantSource clock;
  private final LogLimit outages;

  LoginPage(
      Ways ways,
      SignInService signInService,
      FormToken formToken,
      SameSite sameSite,
      ReturnTargets returnTargets,
      LoginAddress address,
      CodeStep codeStep,
      Lifetimes lifetimes,
      InstantSource clock) {
    this.ways = ways;
    this.signInService = signInService;
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.returnTargets = returnTargets;
    this.address = address;
    this.codeStep = codeStep;
    this.welcome = new Welcome(returnTargets, address.twins());
    this.lifetimes = lifetimes;
    this.clock = clock;
    this.outages = new LogLimit(clock, "sign-ins were answered 503", LOG::warn);
  }

  /** Without passwords there is a page with buttons, and a program that posts one is told where to go. */
  List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.add(new Endpoint("GET", address.path(), this::show));
    if (ways.byPassword()) {
      endpoints.add(new Endpoint("POST", address.base() + "/login", this::submit));
    }
    endpoints.add(new Endpoint("POST", address.base() + "/api/login", this::serve));
    if (ways.byPassword()) {
      endpoints.addAll(codeStep.endpoints(this::tooLate));
    }
    if (ways.byPassword() && !address.path().equals(address.base() + "/login")) {
      endpoints.add(new Endpoint("POST", address.path(), this::submit));
    }
    return endpoints;
  }

  private AuthResponse show(AuthRequest request, Form form) {
    boolean confirms = ReturnTargets.confirms(request);
    if (signInService.identity(request).isPresent() && !confirms) {
      return AuthResponse.seeOther(returnTargets.asked(request));
    }
    return instead(request, confirms, returnTargets.shown(request))
        .map(page -> AuthResponse.seeOther(page.toString()))
        .orElseGet(() -> shown(request));
  }

  /** The application's own page, for whoever reads pages; its scripts read the model of ours. */
  private Optional<URI> instead(AuthRequest request, boolean confirms, String returnTo) {
    return isProgram(request) ? Optional.empty() : address.instead(request, confirms, returnTo);
  }

  private AuthResponse shown(AuthRequest request) {
    Map<String, Object> model = new LinkedHashMap<>();
    if (signInService.identity(request).isPresent()) {
      model.put("confirm", true);
      signInService.identity(request, "").ifPresent(who -> model.put("username", who.subject()));
    } else {
      request
          .parameter(NOTICE)
          .filter(NOTICES::contains)
          .<Map<String, Object>>map(notice -> Map.of("status_message", notice))
          .or(() -> signInService.ending(request).map(this::told))
          .ifPresent(model::putAll);
    }
    return page(request, 200, returnTargets.shown(request), model);
  }

  private Map<String, Object> told(Ending ending) {
    long minutes = lifetimes.idle().toMinutes();
    return ending == Ending.IDLE && minutes > 0
        ? Map.of("status_message", ending.code(), "idle_minutes", minutes)
        : Map.of("status_message", ending.code());
  }

  /** A program that wants tokens is served elsewhere. */
  private AuthResponse serve(AuthRequest request, Form form) {
    if (!ways.byPassword()) {
      return withoutPasswords(request);
    }
    return ways.programs()
        .flatMap(programs -> programs.signIn(request, form))
        .orElseGet(() -> submit(request, form));
  }

  private AuthResponse withoutPasswords(AuthRequest request) {
    AuthResponse answer = Problem.noPassword(ways.providers(request));
    return ways.programs().map(programs -> programs.readable(request, answer)).orElse(answer);
  }

  /** There was a password and no code in time. */
  private AuthResponse tooLate(AuthRequest request, Form form) {
    return onOwnPage(request, form, refused(request, form, 401, "code-expired"));
  }

  private AuthResponse submit(AuthRequest request, Form form) {
    return onOwnPage(request, form, judged(request, form));
  }

  /** What the application's own login page says in place of ours. */
  private AuthResponse onOwnPage(AuthRequest request, Form form, AuthResponse answer) {
    return answer.body() instanceof Body.Page page && page.name().equals(PAGE)
        ? instead(request, false, returnTargets.shown(request, form))
            .map(own -> AuthResponse.seeOther(withReason(own, page.model())))
            .orElse(answer)
        : answer;
  }

  /** The name does not go along: people type passwords into the wrong field, and addresses are logged. */
  private static String withReason(URI page, Map<String, Object> model) {
    StringJoiner query = new StringJoiner("&", "?", "");
    query.add("error=" + model.getOrDefault("error", model.get("status_message")));
    Optional.ofNullable(model.get("retry_after"))
        .ifPresent(seconds -> query.add("retry_after=" + seconds));
    Optional.ofNullable(page.getRawQuery()).ifPresent(query::add);
    return page.getRawPath() + query;
  }

  private AuthResponse judged(AuthRequest request, Form form) {
    Optional<FormFault> fault = sameSite.fault(request, form);
    if (fault.isPresent()) {
      String username = new CredentialForm(form).username();
      return again(request, form, fault.get().status(), fault.get().model(username));
    }
    List<String> missing = new CredentialForm(form).missing();
    return missing.isEmpty() ? signIn(request, form) : incomplete(request, form, missing);
  }

  private AuthResponse signIn(AuthRequest request, Form form) {
    try {
      Result result = signInService.check(request, new CredentialForm(form).credentials());
      if (result instanceof Result.Right right) {
        return welcome.of(
            request,
            form,
            signInService.admit(request, right.user(), SignInService.BY_PASSWORD, stays(form)));
      }
      if (result instanceof Result.CodeRequired half) {
        return codeStep.after(request, form, half.user(), stays(form));
      }
      if (result instanceof Result.Throttled throttled) {
        return wait(request, form, RetryAfter.of(throttled.delay()));
      }
      return result instanceof Result.Disabled
          ? refused(request, form, 403, "account-disabled")
          : refused(request, form, 401, "bad-credentials");
    } catch (AuthUnavailableException busy) {
      outages.tell(() -> "unavailable: " + Printable.of(String.valueOf(busy.getMessage())));
      return refused(request, form, 503, "busy")
          .with(RetryAfter.of(busy.retryAfter()).headers());
    }
  }

  private AuthResponse wait(AuthRequest request, Form form, RetryAfter wait) {
    Map<String, Object> model = kept(form, "rate-limited");
    model.putAll(waiting(wait, clock.instant()));
    return again(request, form, 429, model).with(wait.headers());
  }

  /** What a page says to somebody who must wait. */
  static Map<String, Object> waiting(RetryAfter wait, Instant now) {
    String end = now.plusSeconds(wait.seconds()).truncatedTo(ChronoUnit.SECONDS).toString();
    return Map.of("error", "rate-limited", "retry_after", wait.seconds(), "retry_at", end);
  }

  private AuthResponse incomplete(AuthRequest request, Form form, List<String> missing) {
    Map<String, Object> model = kept(form, "missing-field");
    model.put("missing", missing);
    return again(request, form, 422, model);
  }

  private AuthResponse refused(AuthRequest request, Form form, int status, String code) {
    return again(request, form, status, kept(form, code));
  }

  private static Map<String, Object> kept(Form form, String code) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("error", code);
    model.put("username", new CredentialForm(form).username());
    return model;
  }

  private AuthResponse again(
      AuthRequest request, Form form, int status, Map<String, Object> model) {
    return page(request, status, returnTargets.shown(request, form), model);
  }

  private AuthResponse page(
      AuthRequest request, int status, String returnTo, Map<String, Object> model) {
    HiddenField.Issued issued = formToken.issue(request);
    model.put("csrf", issued.value());
    model.put(ReturnTo.FIELD, returnTo);
    model.put("remember_days", ways.byPassword() ? lifetimes.remember().toDays() : 0);
    model.put("no_password", !ways.byPassword());
    ways.programs()
        .flatMap(programs -> programs.leadsTo(returnTo))
        .ifPresent(target -> model.put("leads_to", target));
    model.put("providers", buttons(request, returnTo));
    if (!ways.besideForm().isEmpty()) {
      model.put("links", ways.besideForm());
    }
    return new AuthResponse(
        status, issued.headers().and(Headers.NO_STORE), new Body.Page(PAGE, model));
  }

  private List<Map<String, Object>> buttons(AuthRequest request, String returnTo) {
    return ways.offers().stream()
        .map(offer -> Map.<String, Object>of(
            "name", offer.name(),
            "label", offer.label(),
            "icon", icon(request, offer.icon()),
            "url", offer.start(request, returnTo).toString()))
        .toList();
  }

  private static String icon(AuthRequest request, String icon) {
    return icon.startsWith("/") ? request.contextPath() + icon : icon;
  }

  private boolean isProgram(AuthRequest request) {
    return address.twins().isForProgram(request);
  }

  private static boolean stays(Form form) {
    String remember = form.value("remember").orElse("");
    return remember.equals("1") || remember.equals("on") || remember.equals("true");
  }
}
