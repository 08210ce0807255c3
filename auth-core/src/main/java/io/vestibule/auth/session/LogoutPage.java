package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.SignOutElsewhere;
import io.vestibule.auth.csrf.HiddenField;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.internal.ReturnTo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing out: a page with a button, and what the button does; a second one signs out at the provider too. Signing out
 * here always succeeds. Thread-safe.
 */
final class LogoutPage {
  private static final Logger LOG = LoggerFactory.getLogger(LogoutPage.class);

  private final Ways ways;
  private final SignInService signInService;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final ReturnTargets returnTargets;
  private final LoginAddress address;
  private final SignOutElsewhere elsewhere;

  LogoutPage(
      Ways ways,
      SignInService signInService,
      FormToken formToken,
      SameSite sameSite,
      ReturnTargets returnTargets,
      LoginAddress address,
      SignOutElsewhere elsewhere) {
    this.ways = ways;
    this.signInService = signInService;
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.returnTargets = returnTargets;
    this.address = address;
    this.elsewhere = elsewhere;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(
        new Endpoint("GET", base + "/logout", this::show),
        new Endpoint("POST", base + "/logout", this::submit),
        new Endpoint("POST", base + "/api/logout", this::serve));
  }

  private AuthResponse show(AuthRequest request, Form form) {
    return signInService
        .identity(request)
        .map(identity -> button(request, identity))
        .or(() -> elsewhere.of(request).map(place -> sent(request, place)))
        .orElseGet(() -> signedOut(request, Headers.none()));
  }

  private AuthResponse serve(AuthRequest request, Form form) {
    return ways.programs()
        .flatMap(programs -> programs.signOut(request, form))
        .orElseGet(() -> submit(request, form));
  }

  private AuthResponse submit(AuthRequest request, Form form) {
    boolean ours = sameSite.allows(request, form);
    return ours
        ? leave(request, form).with(HostSession.END)
        : sameSite.instead(request, () -> show(request, form));
  }

  private AuthResponse leave(AuthRequest request, Form form) {
    Optional<URI> rpInitiatedLogout =
        atProvider(request, form) ? rpInitiatedLogout(request) : Optional.empty();
    Optional<SignOutElsewhere.Place> place = elsewhere.of(request);
    Headers headers = signInService.leave(request);
    if (rpInitiatedLogout.isPresent()) {
      return signedOut(request, headers, rpInitiatedLogout.get());
    }
    if (place.isPresent()) {
      return signedOut(request, headers, place.get());
    }
    return form.value("next").orElse("").equals("login")
        ? toLogin(request, form, headers)
        : signedOut(request, headers);
  }

  /** Whoever may not open a page may sign in as somebody who may. */
  private AuthResponse toLogin(AuthRequest request, Form form, Headers headers) {
    String wanted = returnTargets.shown(request, form);
    Link login = new Link(address.plain(request)).with(ReturnTo.FIELD, wanted);
    return AuthResponse.seeOther(login.toString(), headers);
  }

  private static boolean atProvider(AuthRequest request, Form form) {
    return form.value("provider")
        .or(() -> request.parameter("provider"))
        .filter("1"::equals)
        .isPresent();
  }

  /** Nothing that a provider does keeps anybody signed in here. */
  private Optional<URI> rpInitiatedLogout(AuthRequest request) {
    try {
      return visit(request)
          .flatMap(visit -> offer(visit).flatMap(offer -> offer.rpInitiatedLogout(request, visit)));
    } catch (RuntimeException broken) {
      LOG.warn("signing out at the provider failed: {}", broken.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private Optional<GuestSessions.Visit> visit(AuthRequest request) {
    return signInService
        .current(request)
        .map(CachedSession::session)
        .filter(session -> !session.guest().isNobody())
        .map(GuestSessions.Visit::of);
  }

  private Optional<SignInOffer> offer(GuestSessions.Visit visit) {
    return ways.offer(visit.guest().provider());
  }

  private AuthResponse button(AuthRequest request, Identity identity) {
    HiddenField.Issued issued = formToken.issue(request);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("csrf", issued.value());
    model.put("username", visit(request).map(v -> v.guest().shown()).orElse(identity.subject()));
    model.put(ReturnTo.FIELD, returnTargets.shown(request));
    rpInitiatedLogout(request)
        .flatMap(any -> visit(request))
        .flatMap(this::offer)
        .ifPresent(offer -> model.put("provider", offer.label()));
    return new AuthResponse(
        200, issued.headers().and(Headers.NO_STORE), new Body.Page("logout", model));
  }

  private AuthResponse signedOut(AuthRequest request, Headers headers, URI next) {
    Headers all = headers.and(Headers.NO_STORE);
    Map<String, Object> model = Map.of("authenticated", false, "next", next.toASCIIString());
    return isProgram(request)
        ? new AuthResponse(200, all, new Body.Json(model))
        : goingOn(headers, next.toASCIIString());
  }

  /** A page that goes on by itself: a redirect after a form may not leave the site (CSP, form-action). */
  private static AuthResponse goingOn(Headers headers, String next) {
    return new AuthResponse(
        200,
        headers.and(Headers.NO_STORE).and("Refresh", "0; url=" + next),
        new Body.Page("signed-out", Map.of("authenticated", false, "next", next)));
  }

  /** Nothing here has ended, and nothing here could: whoever signs them in with each request can sign them out. */
  private AuthResponse sent(AuthRequest request, SignOutElsewhere.Place place) {
    return isProgram(request)
        ? new AuthResponse(200, Headers.NO_STORE, new Body.Json(place.model()))
        : AuthResponse.seeOther(place.location(request));
  }

  /** What we kept is gone; what began elsewhere is not. */
  private AuthResponse signedOut(
      AuthRequest request, Headers headers, SignOutElsewhere.Place place) {
    if (isProgram(request)) {
      return new AuthResponse(200, headers.and(Headers.NO_STORE), new Body.Json(place.model()));
    }
    return place
        .url()
        .map(url -> goingOn(headers, url))
        .orElseGet(() -> AuthResponse.seeOther(place.location(request), headers));
  }

  private boolean isProgram(AuthRequest request) {
    return address.twins().isForProgram(request);
  }

  private AuthResponse signedOut(AuthRequest request, Headers headers) {
    Headers all = headers.and(Headers.NO_STORE);
    return isProgram(request)
        ? new AuthResponse(200, all, new Body.Json(Map.of("authenticated", false)))
        : new AuthResponse(200, all, new Body.Page("signed-out", Map.of()));
  }
}
