package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import java.util.function.Supplier;
import javax.crypto.Mac;

/** Signs what this installation hands to browsers. Thread-safe. */
final class InstanceKey {
  private final Supplier<Mac> keyed;

  InstanceKey(Supplier<Mac> keyed) {
    this.keyed = keyed;
  }

  /** The signature of a text, made for this purpose only. */
  String sign(String purpose, String text) {
    byte[] signature = Digests.copy(keyed.get()).doFinal((purpose + "\n" + text).getBytes(UTF_8));
    return Base64Url.encode(signature);
  }

  /** Whether this is the text's signature; compares in constant time. */
  boolean verify(String purpose, String text, String signature) {
    return Digests.same(sign(purpose, text), signature);
  }
}
