package io.vestibule.auth.password;

import io.vestibule.auth.Secret;

/** What is kept of one user's password: a hash, the text itself, or something nobody can sign in with. Immutable. */
public sealed interface StoredPassword
    permits PasswordHash, PlainPassword, HostDirectory.HostPassword, StoredPassword.Unusable {

  /**
   * Whether this is the password. Never throws; takes as long for a wrong one as for the right one, and for one
   * that is refused unseen (empty, too long, not well-formed text).
   */
  boolean matches(Secret password);

  /** The binary logarithm of the work that {@link #matches} does; 0 where it is next to none. */
  int cost();

  /**
   * Something that is no password of ours: nobody can sign in with it.
   *
   * @param found what is wrong with it, without showing it
   * @param cure what to do about it
   */
  record Unusable(String found, String cure) implements StoredPassword {
    @Override
    public boolean matches(Secret password) {
      return false;
    }

    @Override
    public int cost() {
      return 0;
    }
  }
}
