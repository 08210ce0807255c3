package io.vestibule.auth.token;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Requirement;
import java.util.List;

/** A user's tokens for programs: JSON at {@code /auth/api/tokens}. Thread-safe. */
final class TokenApi {
  private final Mint mint;
  private final Owners owners;
  private final Reports reports;

  TokenApi(Mint mint, Owners owners, Reports reports) {
    this.mint = mint;
    this.owners = owners;
    this.reports = reports;
  }

  /** Where everybody may do everything nobody has tokens, and that is no fault. */
  List<Endpoint> endpoints(String base, Requirement person) {
    String path = base + "/api/tokens";
    return List.of(
        new Endpoint("GET", path, Requirement.SIGNED_IN, this::list)
            .orForNobody((request, form) -> TokenRows.array(List.of())),
        new Endpoint("POST", path, person, this::make),
        new Endpoint("DELETE", path + "/{id}", Requirement.SIGNED_IN, this::revoke));
  }

  private AuthResponse list(AuthRequest request, Form form, Decision.Admit admitted) {
    return TokenRows.array(mint.of(owners.of(admitted)));
  }

  private AuthResponse make(AuthRequest request, Form form, Decision.Admit admitted) {
    Mint.Outcome outcome = mint.make(owners.of(admitted), form);
    if (outcome instanceof Mint.Outcome.Made made) {
      reports.made(request, made.made().token());
      return TokenRows.made(made.made());
    }
    Fault fault = ((Mint.Outcome.Refused) outcome).fault();
    return AuthResponse.problem(fault.status(), fault.code(), fault.sentence());
  }

  private AuthResponse revoke(AuthRequest request, Form form, Decision.Admit admitted) {
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    return mint.revoke(owners.of(admitted), id)
        .map(token -> {
          reports.revoked(request, token);
          return new AuthResponse(204, Headers.NO_STORE, Body.none());
        })
        .orElseGet(() -> AuthResponse.problem(
            404, "not-found", "You have no token of this id, or it was revoked already."));
  }
}
