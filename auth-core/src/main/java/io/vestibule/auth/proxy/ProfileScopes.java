package io.vestibule.auth.proxy;

import java.util.Set;

/** The usual meaning: to read is {@code profile:read}, to write {@code profile:write} besides. */
final class ProfileScopes implements PermissionScopes {
  private static final Set<String> READ = Set.of("profile:read");
  private static final Set<String> WRITE = Set.of("profile:read", "profile:write");

  @Override
  public Set<String> scopes(String user, Permission permission) {
    return switch (permission) {
      case NONE -> Set.of();
      case RO -> READ;
      case RW, FULL -> WRITE;
    };
  }
}
