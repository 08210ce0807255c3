package io.vestibule.auth.proxy;

import java.util.Set;

/** What a host may make of permissions: something of its own for one user, the usual for all others. */
public final class HostScopes implements PermissionScopes {
  @Override
  public Set<String> scopes(String user, Permission permission) {
    return user.equals("librarian")
        ? Set.of("books:" + permission)
        : new ProfileScopes().scopes(user, permission);
  }
}
