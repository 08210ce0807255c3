package io.vestibule.auth.password;

import java.util.Set;

/**
 * Somebody who can sign in with a password. Immutable.
 *
 * @param name as the file writes it, in NFC
 * @param roles from the user's line and from {@code [roles]}; may be empty
 */
public record User(String name, Set<String> roles) {

  /** Copies the roles. */
  public User {
    roles = Set.copyOf(roles);
  }
}
