package io.vestibule.auth.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A random key of 256 bits that outlives a restart and is the same on all nodes of a store: whoever comes first makes
 * it. Thread-safe.
 */
public final class SharedKey implements Supplier<byte[]> {
  private static final String KIND = "key";

  private final Store store;
  private final String name;
  private volatile byte @Nullable [] known;

  /** The key of this name; the store is asked when the key is first needed, for it may be down at the start. */
  public SharedKey(Store store, String name) {
    this.store = store;
    this.name = name;
  }

  /** A new key. */
  public static byte[] random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /**
   * The key.
   *
   * @throws io.vestibule.auth.AuthUnavailableException when it is not known yet and the store is down
   */
  @Override
  public byte[] get() {
    byte[] key = known;
    if (key == null) {
      key = read().orElseGet(this::made);
      known = key;
    }
    return key;
  }

  private Optional<byte[]> read() {
    return store.get(KIND, name).map(Entry::value).map(HexFormat.of()::parseHex);
  }

  private byte[] made() {
    byte[] key = random();
    boolean first =
        store.insert(Entry.of(KIND, name, "", HexFormat.of().formatHex(key), Instant.MAX));
    return first ? key : read().orElse(key);
  }
}
