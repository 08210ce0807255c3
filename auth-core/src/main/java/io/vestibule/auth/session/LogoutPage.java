package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Caller;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Signing out: a page with one button, and what the button does. Signing out always succeeds. Thread-safe. */
final class LogoutPage {
  private final Desk desk;
  private final FormToken formToken;
  private final SameSite sameSite;
  private final Returns returns;
  private final LoginAddress address;

  LogoutPage(
      Desk desk, FormToken formToken, SameSite sameSite, Returns returns, LoginAddress address) {
    this.desk = desk;
    this.formToken = formToken;
    this.sameSite = sameSite;
    this.returns = returns;
    this.address = address;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(
        new Endpoint("GET", base + "/logout", this::show),
        new Endpoint("POST", base + "/logout", this::submit),
        new Endpoint("POST", base + "/api/logout", this::submit));
  }

  private AuthResponse show(AuthRequest request, Form form) {
    return desk.identity(request)
        .map(identity -> button(request, identity.subject()))
        .orElseGet(() -> signedOut(request, Headers.none()));
  }

  private AuthResponse submit(AuthRequest request, Form form) {
    boolean ours = sameSite.allows(request, form);
    return ours
        ? leave(request, form).with(HostSession.END)
        : sameSite.instead(request, show(request, form));
  }

  private AuthResponse leave(AuthRequest request, Form form) {
    Headers headers = desk.leave(request);
    return form.value("next").orElse("").equals("login")
        ? toLogin(request, form, headers)
        : signedOut(request, headers);
  }

  /** Whoever may not open a page may sign in as somebody who may. */
  private AuthResponse toLogin(AuthRequest request, Form form, Headers headers) {
    String wanted = returns.shown(request, form);
    String query = wanted.isEmpty() ? "" : "?return_to=" + URLEncoder.encode(wanted, UTF_8);
    return new AuthResponse(
        303,
        headers.and(Private.NO_STORE).and("Location", address.plain(request) + query),
        Body.none());
  }

  private AuthResponse button(AuthRequest request, String username) {
    FormToken.Issued issued = formToken.issue(request);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("csrf", issued.value());
    model.put("username", username);
    model.put("return_to", returns.shown(request));
    return new AuthResponse(
        200, issued.headers().and(Private.NO_STORE), new Body.Page("logout", model));
  }

  private static AuthResponse signedOut(AuthRequest request, Headers headers) {
    Headers all = headers.and(Private.NO_STORE);
    return Caller.of(request).readsJson() || request.path().contains("/api/")
        ? new AuthResponse(200, all, new Body.Json(Map.of("authenticated", false)))
        : new AuthResponse(200, all, new Body.Page("signed-out", Map.of()));
  }
}
