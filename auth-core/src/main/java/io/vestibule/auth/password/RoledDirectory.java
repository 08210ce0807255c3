package io.vestibule.auth.password;

import java.util.Optional;
import java.util.Set;

/** The users of a file or a host, with the roles that the host gives them now. */
record RoledDirectory(Directory users, Roles roles) implements Directory {

  @Override
  public Optional<Users.Entry> find(String name) {
    return users.find(name).map(this::withRoles);
  }

  @Override
  public Optional<Users.Entry> findNow(String name) {
    return users.findNow(name).map(this::withRoles);
  }

  @Override
  public StoredPassword nobodys(String name) {
    return users.nobodys(name);
  }

  @Override
  public boolean knowsNames() {
    return users.knowsNames();
  }

  private Users.Entry withRoles(Users.Entry entry) {
    return new Users.Entry(withRoles(entry.user()), entry.password());
  }

  private User withRoles(User user) {
    return user.withRoles(roles.of(user.name(), Set.of(), user.roles()));
  }

  @Override
  public int highestCost() {
    return users.highestCost();
  }
}
