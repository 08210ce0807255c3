package io.vestibule.auth.proxy;

import java.util.Set;

/**
 * What a permission means in the host's application: the scopes that rules ask for. A host that means something else
 * than {@code profile:read} and {@code profile:write} names a class of its own in {@code META-INF/services}.
 * Thread-safe.
 */
@FunctionalInterface
public interface PermissionScopes {

  /**
   * The scopes of a user.
   *
   * @param user the name, as it is known here
   * @param permission what the user was given
   */
  Set<String> scopes(String user, Permission permission);
}
