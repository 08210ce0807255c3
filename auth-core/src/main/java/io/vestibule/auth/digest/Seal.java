package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.Digests;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.crypto.Mac;

/** Signs what challenges of one realm hold. Thread-safe. */
record Seal(Supplier<Mac> key, String realm) {
  static final int LENGTH = 14;

  /** The signature of this content, made for this purpose only. */
  byte[] of(String purpose, byte[] content) {
    Mac mac = Digests.copy(key.get());
    mac.update((purpose + "\n" + realm + "\n").getBytes(UTF_8));
    return Arrays.copyOf(mac.doFinal(content), LENGTH);
  }
}
