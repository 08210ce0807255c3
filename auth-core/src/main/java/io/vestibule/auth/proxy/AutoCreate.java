package io.vestibule.auth.proxy;

import java.util.Locale;
import java.util.Set;

/**
 * What a user is given who is made because a proxy names them. Immutable.
 *
 * @param on whether any are made
 * @param role {@code user} for no role but that of being signed in
 */
record AutoCreate(boolean on, String role, Permission permission) {
  private static final String PLAIN = "user";
  private static final String ADMIN = "admin";

  Set<String> roles() {
    return role.equals(PLAIN) ? Set.of() : Set.of(role);
  }

  /** An administrator needs none to do everything. */
  Permission granted() {
    return role.equals(ADMIN) ? Permission.FULL : permission;
  }

  /** As the store keeps it. */
  String grant() {
    return granted().name().toLowerCase(Locale.ROOT);
  }
}
