package io.vestibule.auth.token;

/**
 * Whose a token is. Immutable.
 *
 * @param name the user's name
 * @param way the way of signing in that knows the user, as {@code type} names it
 * @param account which account of that name, as {@link io.vestibule.auth.password.User#account()} says
 */
record Owner(String name, String way, String account) {
  private static final String NONE = "nobody";

  /** Somebody about whom nobody here can be asked: a proxy's user, who has no tokens. */
  static Owner unknown(String name, String way) {
    return new Owner(name, way, NONE);
  }

  /** Whether what belongs to the one belongs to the other: users of two ways may share a file or a store. */
  boolean isSameAs(Owner other) {
    return name.equals(other.name) && account.equals(other.account);
  }
}
