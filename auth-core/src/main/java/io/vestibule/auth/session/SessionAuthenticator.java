package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.NamesUser;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.UsernamePassword;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows people again by a cookie, and shows strangers the login page. Thread-safe.
 *
 * <p>A cookie that is old or unknown is no credential at all: the visitor is simply not signed in.
 */
final class SessionAuthenticator implements PasswordAuthenticator, NamesUser {
  private final BrowserSignIn signIn;
  private final SignInService signInService;
  private final List<Endpoint> ofStore;

  SessionAuthenticator(BrowserSignIn signIn, SignInService signInService, List<Endpoint> ofStore) {
    this.signIn = signIn;
    this.signInService = signInService;
    this.ofStore = List.copyOf(ofStore);
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    AuthResult known = signIn.authenticate(request, "");
    return known instanceof AuthResult.NotAttempted ? signIn.resume(request) : known;
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return need instanceof Need.StepUp more
        ? signIn.stepUp(more)
        : Optional.of(signIn.challenge(need.request()));
  }

  @Override
  public List<Endpoint> endpoints() {
    return Stream.concat(ofStore.stream(), signIn.endpoints().stream()).toList();
  }

  @Override
  public Optional<String> namedUser(AuthRequest request) {
    return signInService.identity(request).map(Identity::subject);
  }

  /** A session that somebody in front contradicts would contradict the next request too. */
  @Override
  public Headers withdraw(AuthRequest request) {
    return signInService.leave(request);
  }

  @Override
  public AuthResult login(AuthRequest request, UsernamePassword credentials) {
    return signInService.check(request, credentials).orRejected(user -> {
      SignInService.Admitted admitted =
          signInService.admit(request, user, SignInService.BY_PASSWORD, false);
      return AuthResult.authenticated(admitted.identity(), admitted.headers());
    });
  }

  @Override
  public boolean keepsSignIn() {
    return true;
  }

  @Override
  public Headers logout(AuthRequest request) {
    return signInService.leave(request);
  }

  @Override
  public Optional<Identity> find(String username) {
    return signInService.identityNow(username);
  }
}
