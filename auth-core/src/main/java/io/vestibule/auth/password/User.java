package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.Map;
import java.util.Set;

/**
 * Somebody who can sign in with a password. Immutable.
 *
 * @param name as the file, the store or the host writes it
 * @param roles from the user's line and from {@code [roles]}; may be empty
 * @param credential what is stored of the password: it changes when the password does, and must not show
 * @param disabled whether the user may not sign in any more
 * @param account what tells this account from a later one of the same name, and from itself before it was disabled;
 *     empty where nothing does
 * @param claims what the application wants to know besides; may be empty
 * @param factor the id of the second factor, which a password alone does not make up for; empty for none
 */
public record User(
    String name,
    Set<String> roles,
    Secret credential,
    boolean disabled,
    String account,
    Map<String, Object> claims,
    String factor) {
  static final String EMAIL = "email";
  static final String EMAIL_VERIFIED = "email_verified";

  /** A user who has no second factor. */
  public User(
      String name,
      Set<String> roles,
      Secret credential,
      boolean disabled,
      String account,
      Map<String, Object> claims) {
    this(name, roles, credential, disabled, account, claims, "");
  }

  /** A user of whom nothing else is known. */
  public User(String name, Set<String> roles, Secret credential, boolean disabled, String account) {
    this(name, roles, credential, disabled, account, Map.of());
  }

  /** A user whose account is known by its name alone. */
  public User(String name, Set<String> roles, Secret credential, boolean disabled) {
    this(name, roles, credential, disabled, "");
  }

  /** Copies what could change. */
  public User {
    roles = Set.copyOf(roles);
    claims = Map.copyOf(claims);
  }

  User withRoles(Set<String> newRoles) {
    return new User(name, newRoles, credential, disabled, account, claims, factor);
  }

  User withFactor(String newFactor) {
    return new User(name, roles, credential, disabled, account, claims, newFactor);
  }

  /** Whether a password alone is not enough. */
  public boolean hasFactor() {
    return !factor.isEmpty();
  }

  /** Where mail reaches the user, as claim {@code email} says it; {@code ""} for nowhere. */
  public String email() {
    return claims.get(EMAIL) instanceof String address ? address : "";
  }

  /** Whether the user has proved to read what is sent there. Of users in the store, one at most has an address so. */
  public boolean hasVerifiedEmail() {
    return !email().isEmpty() && Boolean.TRUE.equals(claims.get(EMAIL_VERIFIED));
  }
}
