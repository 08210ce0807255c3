package io.vestibule.auth.digest;

import io.vestibule.auth.password.Roles;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Users with the roles that {@code [roles]} gives them besides. Thread-safe. */
record RoledUsers(Supplier<? extends DigestUsers> users, Roles roles) implements DigestUsers {

  @Override
  public Optional<DigestUser> find(String username) {
    return users.get().find(username).map(this::withRoles);
  }

  @Override
  public Optional<DigestUser> findHashed(DigestAlgorithm algorithm, String userhash) {
    return users.get().findHashed(algorithm, userhash).map(this::withRoles);
  }

  private DigestUser withRoles(DigestUser user) {
    Set<String> more = roles.of(user.name(), Set.of());
    if (user.roles().containsAll(more)) {
      return user;
    }
    Set<String> all = new HashSet<>(user.roles());
    all.addAll(more);
    return user.withRoles(all);
  }
}
