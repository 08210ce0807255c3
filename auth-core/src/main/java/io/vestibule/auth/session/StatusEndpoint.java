package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.config.SignOutElsewhere;
import io.vestibule.auth.config.Status;
import io.vestibule.auth.csrf.HiddenField;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a front end must know to begin with. A stranger learns only where to sign in. Thread-safe. */
final class StatusEndpoint {
  private final Ways ways;
  private final FormToken formToken;
  private final LoginAddress address;
  private final SignOutElsewhere elsewhere;

  StatusEndpoint(Ways ways, FormToken formToken, LoginAddress address, SignOutElsewhere elsewhere) {
    this.ways = ways;
    this.formToken = formToken;
    this.address = address;
    this.elsewhere = elsewhere;
  }

  List<Endpoint> endpoints(String base) {
    return List.of(new Endpoint(
            "GET",
            base + "/api/status",
            Requirement.OPEN,
            (request, form, admitted) -> tell(request, Optional.of(admitted.identity())))
        .orForNobody((request, form) -> nobody(request)));
  }

  /** A program may show what it keeps, and learns whether the sign-in behind it still stands. */
  private AuthResponse nobody(AuthRequest request) {
    AuthResult kept = ways.programs()
        .map(programs -> programs.standing(request))
        .orElseGet(AuthResult::notAttempted);
    if (kept instanceof AuthResult.Rejected) {
      return Problem.signedOut();
    }
    return tell(
        request,
        kept instanceof AuthResult.Authenticated known
            ? Optional.of(known.identity())
            : Optional.empty());
  }

  /** By whatever way they are known: a session, a token, a password with each request. */
  private AuthResponse tell(AuthRequest request, Optional<Identity> identity) {
    Map<String, Object> status = status(request, identity);
    Optional<ProgramAccess> programs = ways.programs();
    if (programs.isPresent() && programs.get().isElsewhere(request)) {
      return programs
          .get()
          .readable(request, new AuthResponse(200, Headers.NO_STORE, new Body.Json(status)));
    }
    HiddenField.Issued issued = formToken.issue(request);
    status.put("csrf_token", issued.value());
    Headers headers = issued.headers().and(Headers.NO_STORE);
    return new AuthResponse(200, headers, new Body.Json(status));
  }

  private Map<String, Object> status(AuthRequest request, Optional<Identity> identity) {
    Map<String, Object> status = Status.of(identity, address.plain(request));
    if (identity.isPresent() && elsewhere.of(request).isPresent()) {
      status.put("logout_managed_by_provider", true);
    }
    if (!ways.offers().isEmpty()) {
      status.put("health", ways.isDegraded() ? "degraded" : "ok");
    }
    if (identity.isEmpty() && !ways.offers().isEmpty()) {
      status.put("providers", ways.providers(request));
    }
    return status;
  }
}
