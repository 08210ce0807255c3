package io.vestibule.auth.password;

import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.password.HostDirectory.HostPassword;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The users of a host that can look them up; what it says is believed for two seconds. Thread-safe. */
final class AccountDirectory implements Directory {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final int MOST = 10_000;

  private final HostAccounts users;
  private final Roles roles;
  private final ExpiringMap<String, Users.Entry> known;

  AccountDirectory(HostAccounts users, Roles roles, InstantSource clock) {
    this.users = users;
    this.roles = roles;
    this.known = new ExpiringMap<>(MOST, BOUND, clock);
  }

  @Override
  public Optional<Users.Entry> find(String writtenName) {
    String name = PasswordText.nfc(writtenName);
    Optional<Users.Entry> found = known.get(name);
    return found.isPresent() ? found : read(name);
  }

  @Override
  public Optional<Users.Entry> findNow(String writtenName) {
    return read(PasswordText.nfc(writtenName));
  }

  private Optional<Users.Entry> read(String name) {
    Optional<Users.Entry> read = HostDirectory.mayBe(name)
        ? users.find(name).map(user -> entry(name, user))
        : Optional.empty();
    read.ifPresentOrElse(entry -> known.put(name, entry), () -> known.remove(name));
    return read;
  }

  private Users.Entry entry(String name, HostUser found) {
    Set<String> own = new HashSet<>(found.roles());
    own.addAll(users.roles(name));
    User user = new User(
        found.name(),
        roles.listed(found.name(), List.of(), own),
        found.stamp(),
        found.disabled(),
        found.account(),
        found.claims());
    return new Users.Entry(user, new HostPassword(found.name(), users));
  }

  /** The host is asked about nobody's password too, so that its answer takes as long. */
  @Override
  public StoredPassword nobodys(String writtenName) {
    String name = PasswordText.nfc(writtenName);
    return HostDirectory.mayBe(name)
        ? new HostPassword(name, users)
        : Directory.super.nobodys(name);
  }

  @Override
  public int highestCost() {
    return 0;
  }
}
