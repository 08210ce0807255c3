package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
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
    byte[] signature = copy().doFinal((purpose + "\n" + text).getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  /** Whether this is the text's signature; compares in constant time. */
  boolean verify(String purpose, String text, String signature) {
    return MessageDigest.isEqual(sign(purpose, text).getBytes(UTF_8), signature.getBytes(UTF_8));
  }

  private Mac copy() {
    try {
      return (Mac) keyed.get().clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's Mac can be copied", impossible);
    }
  }
}
