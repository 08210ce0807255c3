package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.Optional;

/** The users of the host: each name may be somebody's, and only the host can tell. */
record HostDirectory(HostUsers users, Roles roles) implements Directory {
  private static final Secret NOT_OURS = Secret.of("");

  @Override
  public Optional<Users.Entry> find(String writtenName) {
    String name = PasswordText.nfc(writtenName);
    return name.isBlank() || !Roster.isName(name)
        ? Optional.empty()
        : Optional.of(new Users.Entry(
            new User(name, roles.of(name, java.util.List.of(), users.roles(name)), NOT_OURS, false),
            new HostPassword(name, users)));
  }

  @Override
  public int highestCost() {
    return 0;
  }

  @Override
  public boolean knowsNames() {
    return false;
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
