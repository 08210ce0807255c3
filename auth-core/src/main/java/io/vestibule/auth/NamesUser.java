package io.vestibule.auth;

import java.util.Optional;

/**
 * An authenticator that can tell whom the credentials name before it is known whether they are right. Where the
 * credentials of one request name two different users, the request is refused, whichever of them would have counted.
 * Thread-safe, as every authenticator is.
 */
public interface NamesUser {

  /** The user that the credentials of this kind name; empty where there are none, or they name nobody. */
  Optional<String> namedUser(AuthRequest request);

  /** Ends what can be ended of these credentials, where they contradict others; what the response carries for that. */
  default Headers withdraw(AuthRequest request) {
    return Headers.none();
  }
}
