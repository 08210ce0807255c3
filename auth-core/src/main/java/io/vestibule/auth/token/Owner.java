package io.vestibule.auth.token;

import java.util.Set;

/**
 * Whose a token is. Immutable.
 *
 * @param name the user's name
 * @param way the way of signing in that knows the user, as {@code type} names it
 * @param account which account of that name, as {@link io.vestibule.auth.password.User#account()} says
 * @param guest whether nobody here can be asked about the user, who signed in by way of somebody else; then the roles
 *     are those of the time when the token was made
 * @param roles those of a guest
 */
record Owner(String name, String way, String account, boolean guest, Set<String> roles) {
  Owner {
    roles = Set.copyOf(roles);
  }

  static Owner user(String name, String way, String account) {
    return new Owner(name, way, account, false, Set.of());
  }

  static Owner guest(String name, String way, Set<String> roles) {
    return new Owner(name, way, "", true, roles);
  }

  /** Whether what belongs to the one belongs to the other: two guests of two parties may have the same name. */
  boolean isSameAs(Owner other) {
    return name.equals(other.name)
        && guest == other.guest
        && account.equals(other.account)
        && (!guest || way.equals(other.way));
  }
}
