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
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pages with a form for whoever comes, signed in or not: no other site makes a browser send it. Thread-safe. */
public final class OpenForms {
  private final FormToken formToken;
  private final SameSite sameSite;
  private final InstantSource clock;

  OpenForms(FormToken formToken, SameSite sameSite, InstantSource clock) {
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.clock = clock;
  }

  /** The page from which something was sent, shown once more. Thread-safe. */
  @FunctionalInterface
  public interface Page {
    /**
     * Shows it.
     *
     * @param more what it says besides: {@code error} names what was wrong
     */
    AuthResponse show(AuthRequest request, Form form, int status, Map<String, Object> more);

    /** Shows it with what was wrong, by its word. */
    default AuthResponse refused(AuthRequest request, Form form, int status, String code) {
      return show(request, form, status, Map.of("error", code));
    }
  }

  /** For what was sent from this page, and nobody else made the browser send. */
  public Endpoint.Handler sent(Page page, Endpoint.Handler action) {
    return (request, form) -> {
      Optional<FormFault> fault = sameSite.fault(request, form);
      return fault.isEmpty()
          ? unlessBusy(request, form, page, action)
          : page.show(request, form, fault.get().status(), fault.get().model());
    };
  }

  private static AuthResponse unlessBusy(
      AuthRequest request, Form form, Page page, Endpoint.Handler action) {
    try {
      return action.handle(request, form);
    } catch (AuthUnavailableException busy) {
      return page.refused(request, form, 503, "busy")
          .with(RetryAfter.of(busy.retryAfter()).headers());
    }
  }

  /** The page of somebody who asked too often, and must wait for so long. */
  public AuthResponse wait(AuthRequest request, Form form, Page page, Duration wait) {
    RetryAfter after = RetryAfter.of(wait);
    return page.show(request, form, 429, LoginPage.waiting(after, clock.instant()))
        .with(after.headers());
  }

  /** A page of this name with the token of its form. */
  public AuthResponse page(
      AuthRequest request, int status, String name, Map<String, Object> model) {
    HiddenField.Issued issued = formToken.issue(request);
    Map<String, Object> whole = new LinkedHashMap<>(model);
    whole.put("csrf", issued.value());
    return new AuthResponse(
        status, issued.headers().and(Headers.NO_STORE), new Body.Page(name, whole));
  }
}
