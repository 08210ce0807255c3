package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.Map;
import java.util.Set;

/**
 * A user of the host's own, as it is now. Immutable.
 *
 * @param name as the host writes it: with neither a colon nor a control character, and not blank
 * @param stamp changes when the password does, or when everybody signed in as this user is to sign in anew: the stored
 *     hash, the time of the change, a counter. It leaves the process as a keyed digest only
 * @param roles what the user is; may be empty
 * @param disabled whether the user may not sign in any more
 * @param account what tells this user from a later one of the same name, such as the primary key; empty where names are
 *     never given twice
 * @param claims whatever else the application wants to know of its user, such as the e-mail address; without nulls, and
 *     may be empty
 */
public record HostUser(
    String name,
    Secret stamp,
    Set<String> roles,
    boolean disabled,
    String account,
    Map<String, Object> claims) {

  /** Copies what could change. */
  public HostUser {
    if (name.isBlank() || !Roster.isName(name)) {
      throw new IllegalArgumentException(
          "a user name is blank, too long, or has a colon or a control character");
    }
    roles = Set.copyOf(roles);
    claims = Map.copyOf(claims);
  }

  /** A user who may sign in, and of whom nothing else is known. */
  public static HostUser of(String name, Secret stamp) {
    return new HostUser(name, stamp, Set.of(), false, "", Map.of());
  }

  /** The same user with these roles. */
  public HostUser withRoles(Set<String> newRoles) {
    return new HostUser(name, stamp, newRoles, disabled, account, claims);
  }

  /** The same user, who may or may not sign in. */
  public HostUser withDisabled(boolean nowDisabled) {
    return new HostUser(name, stamp, roles, nowDisabled, account, claims);
  }

  /** The same user, told from others of the name by this. */
  public HostUser withAccount(String newAccount) {
    return new HostUser(name, stamp, roles, disabled, newAccount, claims);
  }

  /** The same user with these claims. */
  public HostUser withClaims(Map<String, Object> newClaims) {
    return new HostUser(name, stamp, roles, disabled, account, newClaims);
  }
}
