package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.Set;

/**
 * Somebody who can sign in with a password. Immutable.
 *
 * @param name as the file writes it, in NFC
 * @param roles from the user's line and from {@code [roles]}; may be empty
 * @param credential what is stored of the password: it changes when the password does, and must not show
 * @param disabled whether the user may not sign in any more
 */
public record User(String name, Set<String> roles, Secret credential, boolean disabled) {

  /** Copies the roles. */
  public User {
    roles = Set.copyOf(roles);
  }
}
