package io.vestibule.auth.store;

import io.vestibule.auth.AuthUnavailableException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A random key that outlives a restart and is the same on all nodes of a store: whoever comes first makes it. It is
 * handed out as an HMAC-SHA-256 that knows the key; make a copy for each use, which is cheaper than making one anew.
 * Thread-safe.
 */
public final class SharedKey implements Supplier<Mac> {
  static final String KIND = "key";
  private static final String ALGORITHM = "HmacSHA256";

  private final Store store;
  private final String name;
  private volatile @Nullable Mac known;

  /** The key of this name. The store is asked when the key is first needed, for it may be down at the start. */
  public SharedKey(Store store, String name) {
    this.store = store;
    this.name = name;
  }

  /** A key for one process. */
  public static Mac random() {
    return keyed(fresh());
  }

  /**
   * The key; the Mac itself must not be used, only copied.
   *
   * @throws AuthUnavailableException when it is not known yet and the store is down
   */
  @Override
  public Mac get() {
    Mac keyed = known;
    if (keyed == null) {
      keyed = keyed(read().orElseGet(this::made));
      known = keyed;
    }
    return keyed;
  }

  private Optional<byte[]> read() {
    return store.get(KIND, name).map(Entry::value).map(HexFormat.of()::parseHex);
  }

  private byte[] made() {
    byte[] key = fresh();
    boolean first =
        store.insert(Entry.of(KIND, name, "", HexFormat.of().formatHex(key), Instant.MAX));
    return first ? key : read().orElseThrow(SharedKey::gone);
  }

  /** Better no answer than one that other nodes do not understand. */
  private static AuthUnavailableException gone() {
    return new AuthUnavailableException("the shared key is gone", Duration.ofSeconds(1));
  }

  private static byte[] fresh() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }
}
