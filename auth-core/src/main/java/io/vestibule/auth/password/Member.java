package io.vestibule.auth.password;

import java.util.Set;

/**
 * A user of the store, as a way of signing in without a password must know them. Immutable.
 *
 * @param ownRoles without those that {@code [roles]} gives
 * @param provider the way of signing in that made the user; {@code ""} where somebody did
 * @param grant what that way lets the user do, in its own words; {@code ""} for nothing
 * @param hasPassword whether the user can sign in with a password too
 */
public record Member(
    User user, Set<String> ownRoles, String provider, String grant, boolean hasPassword) {

  /** Copies the roles. */
  public Member {
    ownRoles = Set.copyOf(ownRoles);
  }
}
