package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key with which this installation signs what it hands to browsers. It is made once and kept in the store, so
 * that it outlives a restart and is the same on all nodes. Thread-safe.
 */
final class InstanceKey {
  private static final String ALGORITHM = "HmacSHA256";

  private final Supplier<byte[]> key;

  InstanceKey(Supplier<byte[]> key) {
    this.key = key;
  }

  /** The signature of a text, made for this purpose only. */
  String sign(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.get(), ALGORITHM));
      byte[] signature = mac.doFinal((purpose + "\n" + text).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }

  /** Whether this is the text's signature; compares in constant time. */
  boolean verify(String purpose, String text, String signature) {
    return MessageDigest.isEqual(sign(purpose, text).getBytes(UTF_8), signature.getBytes(UTF_8));
  }
}
