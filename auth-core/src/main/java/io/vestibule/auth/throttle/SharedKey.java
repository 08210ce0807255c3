package io.vestibule.auth.throttle;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** The key that all nodes of a store share: whoever comes first makes it. */
final class SharedKey implements Supplier<Mac> {
  private static final String KIND = "throttle-key";
  private static final String ID = "1";

  private final Store store;
  private volatile @Nullable Mac known;

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
  public Mac get() {
    Mac keyed = known;
    if (keyed == null) {
      keyed = Ids.keyed(read().orElseGet(this::made));
      known = keyed;
    }
    return keyed;
  }

  private Optional<byte[]> read() {
    return store.get(KIND, ID).map(Entry::value).map(HexFormat.of()::parseHex);
  }

  private byte[] made() {
    byte[] key = random();
    boolean first =
        store.insert(Entry.of(KIND, ID, "", HexFormat.of().formatHex(key), Instant.MAX));
    return first ? key : read().orElseThrow(SharedKey::gone);
  }

  /** Better no try than one that other nodes do not count. */
  private static AuthUnavailableException gone() {
    return new AuthUnavailableException("the key of the counters is gone", Duration.ofSeconds(1));
  }
}
