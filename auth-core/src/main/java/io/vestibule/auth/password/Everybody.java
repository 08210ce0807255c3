package io.vestibule.auth.password;

import io.vestibule.auth.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The users of all ways of signing in of a file. The same name may be somebody else in another way, so whoever wants to
 * find a user again remembers the way too. Thread-safe; complete once the file was read.
 */
public final class Everybody {
  private final Map<String, UserPasswords> ways = new ConcurrentHashMap<>();
  private final List<String> order = new CopyOnWriteArrayList<>();
  private volatile Guests guests = (way, name) -> Optional.empty();

  private Everybody() {}

  /** Those of this file. */
  public static Everybody of(Settings settings) {
    return settings.shared(Everybody.class, Everybody::new);
  }

  void add(String way, UserPasswords users) {
    ways.put(way, users);
    order.add(way);
  }

  /** Adds those who have no password here; only while the file is being read. */
  public void add(Guests others) {
    guests = others;
  }

  /** The user of this name in this way of signing in, who may be disabled. */
  public Optional<User> find(String way, String name) {
    UserPasswords users = ways.get(way);
    return users == null ? guests.find(way, name) : users.find(name);
  }

  /** The first way of signing in, in the order of the file, that has a user of this name. */
  public Optional<String> wayOf(String name) {
    return order.stream().filter(way -> find(way, name).isPresent()).findFirst();
  }
}
