package io.vestibule.auth.password;

import java.util.Optional;

/** Those who sign in with somebody else and have no password here, as they are now. Thread-safe. */
@FunctionalInterface
public interface Guests {

  /**
   * Whoever signed in lately by this way under this name, with the roles of now; empty when nobody did, or may no
   * longer.
   *
   * @param way as {@code type} names it
   */
  Optional<User> find(String way, String name);
}
