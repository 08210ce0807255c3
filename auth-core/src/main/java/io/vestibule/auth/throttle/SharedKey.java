package io.vestibule.auth.throttle;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The key that all nodes of a store share: whoever comes first makes it. */
final class SharedKey implements Supplier<byte[]> {
  private static final String KIND = "throttle-key";
  private static final String ID = "1";

  private final Store store;
  private volatile byte @Nullable [] known;

  SharedKey(Store store) {
    this.store = store;
  }

  /** A key for one process. */
  static byte[] random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

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
    return store.get(KIND, ID).map(Entry::value).map(HexFormat.of()::parseHex);
  }

  private byte[] made() {
    byte[] key = random();
    boolean first =
        store.insert(Entry.of(KIND, ID, "", HexFormat.of().formatHex(key), Instant.MAX));
    return first ? key : read().orElse(key);
  }
}
