package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.Reason;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.password.PasswordCheck.Result;
import java.util.List;
import java.util.Optional;

/**
 * Knows people again by a cookie, and shows strangers the login page. Thread-safe.
 *
 * <p>A cookie that is old or unknown is no credential at all: the visitor is simply not signed in.
 */
final class SessionAuthenticator implements PasswordAuthenticator {
  private final Desk desk;
  private final SameSite sameSite;
  private final LoginAddress address;
  private final List<Endpoint> endpoints;

  SessionAuthenticator(
      Desk desk, SameSite sameSite, LoginAddress address, List<Endpoint> endpoints) {
    this.desk = desk;
    this.sameSite = sameSite;
    this.address = address;
    this.endpoints = List.copyOf(endpoints);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    Optional<Identity> identity = desk.identity(request);
    if (identity.isPresent()) {
      return guarded(request, identity.get(), Headers.none());
    }
    return desk.resume(request)
        .map(admitted -> guarded(request, admitted.identity(), admitted.headers()))
        .orElse(AuthResult.notAttempted());
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return Optional.of(Challenge.redirect(address.of(need.request()), Headers.none()));
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public AuthResult login(AuthRequest request, UsernamePassword credentials) {
    Result result = desk.check(request, credentials);
    if (result instanceof Result.Right right) {
      Desk.Admitted admitted = desk.admit(request, right.user(), false);
      return AuthResult.authenticated(admitted.identity(), admitted.headers());
    }
    return AuthResult.rejected(Reason.INVALID, result.getClass().getSimpleName());
  }

  @Override
  public Headers logout(AuthRequest request) {
    return desk.leave(request);
  }

  @Override
  public Optional<Identity> find(String username) {
    return desk.user(username).map(desk::identityNow);
  }

  /** A browser sends the cookie whoever made it ask, so what changes something must come from our own pages. */
  private AuthResult guarded(AuthRequest request, Identity identity, Headers headers) {
    return sameSite.allows(request)
        ? AuthResult.authenticated(identity, headers)
        : AuthResult.rejected(Reason.CROSS_SITE, "an unsafe request that another site made");
  }
}
