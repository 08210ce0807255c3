package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key with which this installation signs what it hands to browsers. It is made once and kept in the store, so
 * that it outlives a restart and is the same on all nodes. Thread-safe.
 */
final class InstanceKey {
  private static final String KIND = "key";
  private static final String ID = "cookies";
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  private InstanceKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The key of this store; made now if there is none. Of several nodes that start at once, one makes it. */
  static InstanceKey of(Store store, SecureRandom random) {
    byte[] fresh = new byte[32];
    random.nextBytes(fresh);
    String text = Base64.getEncoder().encodeToString(fresh);
    store.insert(
        Entry.of(KIND, ID, "", "1 k=" + text.replace("=", "%3D").replace("+", "%2B"), Instant.MAX));
    String kept = store
        .get(KIND, ID)
        .flatMap(entry -> Fields.parse(entry.value()))
        .flatMap(fields -> fields.text("k"))
        .orElseThrow(() -> new IllegalStateException(
            "the key of this installation cannot be read from the store"));
    return new InstanceKey(Base64.getDecoder().decode(kept));
  }

  /** The signature of a text, made for this purpose only. */
  String sign(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
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
