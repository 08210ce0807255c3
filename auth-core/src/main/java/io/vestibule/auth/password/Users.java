package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everybody who can sign in, at one moment. Immutable. */
final class Users implements Directory {
  static final Users NONE = new Users(List.of());

  private final Map<String, Entry> entries;
  private final int highestCost;
  private final Optional<Object> edition = Optional.of(this);

  Users(Collection<Entry> entries) {
    this.entries = entries.stream()
        .collect(Collectors.toUnmodifiableMap(entry -> entry.user.name(), Function.identity()));
    this.highestCost =
        entries.stream().mapToInt(entry -> entry.password.cost()).max().orElse(0);
  }

  /** Whoever has this name, however its letters are composed. */
  @Override
  public Optional<Entry> find(String name) {
    Entry found = entries.get(name);
    return Optional.ofNullable(found == null ? entries.get(PasswordText.nfc(name)) : found);
  }

  @Override
  public Optional<Object> edition() {
    return edition;
  }

  @Override
  public int highestCost() {
    return highestCost;
  }

  Collection<Entry> all() {
    return entries.values();
  }

  int size() {
    return entries.size();
  }

  /** A user and what is kept of the password. */
  static final class Entry {
    private final User user;
    private final Optional<User> found;
    private final StoredPassword password;
    private final byte[] frame;

    Entry(User user, StoredPassword password) {
      this.user = user;
      this.found = Optional.of(user);
      this.password = password;
      this.frame = frame(user, password);
    }

    User user() {
      return user;
    }

    /** The user, in the Optional that every look-up hands out: each request with a session makes one. */
    Optional<User> asFound() {
      return found;
    }

    StoredPassword password() {
      return password;
    }

    /** The name and the stored hash, each behind its length, so that no other pair looks the same. */
    byte[] frame() {
      return frame;
    }

    private static byte[] frame(User user, StoredPassword password) {
      byte[] name = user.name().getBytes(UTF_8);
      byte[] stored =
          password instanceof PasswordHash hash ? hash.stored().getBytes(UTF_8) : new byte[0];
      return ByteBuffer.allocate(2 * Integer.BYTES + name.length + stored.length)
          .putInt(name.length)
          .put(name)
          .putInt(stored.length)
          .put(stored)
          .array();
    }
  }
}
