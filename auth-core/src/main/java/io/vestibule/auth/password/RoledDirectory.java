package io.vestibule.auth.password;

import java.util.Optional;
import java.util.Set;

/** The users of a file or a host, with the roles that the host gives them now. */
record RoledDirectory(Directory users, Roles roles) implements Directory {

  @Override
  public Optional<Users.Entry> find(String name) {
    return users.find(name);
  }

  @Override
  public Optional<Users.Entry> findNow(String name) {
    return users.findNow(name);
  }

  @Override
  public StoredPassword nobodys(String name) {
    return users.nobodys(name);
  }

  @Override
  public boolean knowsNames() {
    return users.knowsNames();
  }

  @Override
  public Optional<User> user(Users.Entry entry) {
    return users
        .user(entry)
        .map(user -> user.withRoles(roles.of(user.name(), Set.of(), user.roles())));
  }

  @Override
  public int highestCost() {
    return users.highestCost();
  }
}
