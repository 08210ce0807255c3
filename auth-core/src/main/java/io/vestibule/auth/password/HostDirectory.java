package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The users of a host that can only check passwords: each name may be somebody's, and nobody can tell. */
record HostDirectory(HostUsers users, Roles roles) implements Directory {
  private static final Secret NOT_OURS = Secret.of("");

  @Override
  public Optional<Users.Entry> find(String writtenName) {
    String name = PasswordText.nfc(writtenName);
    return mayBe(name)
        ? Optional.of(new Users.Entry(
            new User(name, Set.of(), NOT_OURS, false), new HostPassword(name, users)))
        : Optional.empty();
  }

  @Override
  public Optional<User> user(Users.Entry entry) {
    String name = entry.user().name();
    return Optional.of(entry.user().withRoles(roles.of(name, List.of(), users.roles(name))));
  }

  /** Whether a user of the host can have this name. */
  static boolean mayBe(String name) {
    return !name.isBlank() && Roster.isName(name);
  }

  @Override
  public int highestCost() {
    return 0;
  }

  @Override
  public boolean knowsNames() {
    return false;
  }

  /** Whether they have no roles of their own: a lambda has none. */
  boolean givesNoRoles() {
    try {
      return users.getClass().getMethod("roles", String.class).getDeclaringClass()
          == HostUsers.class;
    } catch (NoSuchMethodException impossible) {
      return false;
    }
  }

  /** What the host keeps of a password, wherever that is. */
  record HostPassword(String name, HostUsers users) implements StoredPassword {
    @Override
    public boolean matches(Secret password) {
      return PasswordText.of(password).isPresent() && users.verify(name, password);
    }

    @Override
    public int cost() {
      return 0;
    }
  }
}
