package io.vestibule.auth.proxy;

import io.vestibule.auth.password.Roles;
import java.util.List;
import java.util.Set;

/** Where no users are kept, every name that a trusted proxy sends is a user. */
record Anybody(Roles roles) implements People {

  @Override
  public Answer find(String name, List<String> groups) {
    return new Person(name, roles.of(name, groups), Set.of());
  }
}
