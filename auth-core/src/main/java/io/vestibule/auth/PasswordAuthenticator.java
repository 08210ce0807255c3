package io.vestibule.auth;

import java.util.Optional;

/**
 * An authenticator that knows users by name and password, so that an application can sign one in and out
 * by itself ({@code HttpServletRequest.login} and {@code logout}). Thread-safe.
 */
public interface PasswordAuthenticator extends Authenticator {

  /**
   * Checks a name and a password that the application collected.
   *
   * @return authenticated, with what the response must carry, or rejected; not attempted where it takes no passwords
   * @throws AuthUnavailableException when the users cannot be read
   */
  AuthResult login(AuthRequest request, UsernamePassword credentials);

  /** Whether {@link #login} begins something by which the next request is known, such as a session. */
  default boolean keepsSignIn() {
    return false;
  }

  /** Ends what {@link #login} began and returns what the response must carry; empty when nothing must. */
  default Headers logout(AuthRequest request) {
    return Headers.none();
  }

  /** The identity that this user would have once signed in; empty when there is no such user. */
  Optional<Identity> find(String username);
}
