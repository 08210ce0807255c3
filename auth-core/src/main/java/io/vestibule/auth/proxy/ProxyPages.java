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
import io.vestibule.auth.Reason;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.config.SignOutElsewhere;
import io.vestibule.auth.config.Status;
import io.vestibule.auth.internal.Link;
import io.vestibule.auth.internal.ReturnTo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The addresses of signing in and out where another party does it: nobody types a password here, and nothing here can
 * end what began elsewhere. Thread-safe.
 *
 * @param base where the library's own pages live
 * @param signOut where a browser goes to sign out
 * @param alone whether no other way of signing in has these pages
 * @param hasPrompt whether another way has the browser itself ask for a password, which it does not where it is sent on
 */
record ProxyPages(String base, SignOutElsewhere.Place signOut, boolean alone, boolean hasPrompt) {

  List<Endpoint> endpoints(Predicate<AuthRequest> names) {
    return alone
        ? List.of(
            new Endpoint(
                    "GET",
                    base + "/login",
                    hasPrompt ? Requirement.SIGNED_IN : Requirement.LENIENT,
                    (request, form, admitted) -> AuthResponse.seeOther(returns(request)
                        .orHome(request.parameter(ReturnTo.FIELD).orElse(""))))
                .orForNobody((request, form) -> notHere(names.test(request))),
            new Endpoint(
                "POST", base + "/api/login", (request, form) -> notHere(names.test(request))),
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
    if (!alone || hasPrompt || need instanceof Need.StepUp) {
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

  /** Whom the proxy does not name is told so, and shown no form; so is whom it names in vain. */
  private static AuthResponse notHere(boolean named) {
    Map<String, Object> model = Map.of(
        "status",
        401,
        "title",
        "Unauthorized",
        "code",
        named ? Reason.NOT_ACCEPTED.code() : "proxy-sign-in",
        "detail",
        named
            ? "This application does not accept the user whom the service in front of it names."
            : "The service in front of this application did not say who you are.");
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
