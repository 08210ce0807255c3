package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Caller;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.config.SignOutElsewhere;
import io.vestibule.auth.config.Status;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.internal.ReturnTo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of signing in and out where another party does it: nobody types a password here, and nothing here can
 * end what began elsewhere. Thread-safe.
 *
 * @param base where the library's own pages live
 * @param signOut where a browser goes to sign out
 * @param alone whether no other way of signing in has these pages
 */
record ProxyPages(String base, SignOutElsewhere.Place signOut, boolean alone) {

  List<Endpoint> endpoints() {
    return alone
        ? List.of(
            new Endpoint(
                    "GET",
                    base + "/login",
                    Requirement.LENIENT,
                    (request, form, admitted) -> AuthResponse.seeOther(returns(request)
                        .orHome(request.parameter(ReturnTo.FIELD).orElse(""))))
                .orForNobody((request, form) -> notHere()),
            new Endpoint("POST", base + "/api/login", (request, form) -> notHere()),
            new Endpoint("GET", base + "/logout", this::logout),
            new Endpoint("POST", base + "/logout", this::logout),
            new Endpoint("POST", base + "/api/logout", this::apiLogout),
            new Endpoint(
                    "GET",
                    base + "/api/status",
                    Requirement.LENIENT,
                    (request, form, admitted) -> status(request, Optional.of(admitted.identity())))
                .orForNobody((request, form) -> status(request, Optional.empty())))
        : List.of();
  }

  Optional<Challenge> challenge(Need need) {
    if (!alone || need instanceof Need.StepUp) {
      return Optional.empty();
    }
    AuthRequest request = need.request();
    String login = request.contextPath() + base + "/login";
    Optional<String> wanted = request.method().equals("GET")
        ? returns(request).page(request.path(), request.query().orElse(""))
        : Optional.empty();
    Link location = new Link(login).with(ReturnTo.FIELD, wanted.orElse(""));
    return Optional.of(Challenge.redirect(location.toUri(), Headers.none()));
  }

  /** Whom the proxy does not name is told so, and shown no form. */
  private static AuthResponse notHere() {
    Map<String, Object> model = Map.of(
        "status", 401,
        "title", "Unauthorized",
        "code", "proxy-sign-in",
        "detail", "The service in front of this application did not say who you are.");
    Headers headers = Headers.NO_STORE.and("WWW-Authenticate", "Proxy-Header");
    return new AuthResponse(401, headers, new Body.Page("error", model));
  }

  private AuthResponse logout(AuthRequest request, Form form) {
    return Caller.of(request).readsJson()
        ? apiLogout(request, form)
        : AuthResponse.seeOther(signOut.location(request));
  }

  private AuthResponse apiLogout(AuthRequest request, Form form) {
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(signOut.model()));
  }

  private AuthResponse status(AuthRequest request, Optional<Identity> identity) {
    Map<String, Object> status = Status.of(identity, request.contextPath() + base + "/login");
    status.put("logout_managed_by_provider", true);
    return new AuthResponse(200, Headers.NO_STORE, new Body.Json(status));
  }

  private ReturnTo returns(AuthRequest request) {
    return new ReturnTo(request.contextPath(), base);
  }
}
