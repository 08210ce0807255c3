package io.vestibule.auth.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;

/** Digests, what stands for them in a text, and how secrets are compared. */
public final class Digests {
  private Digests() {}

  /** A new SHA-256; it serves one thread. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /** The SHA-256 of these bytes. */
  public static byte[] sha256(byte[] bytes) {
    return newSha256().digest(bytes);
  }

  /** The SHA-256 of a text. */
  public static byte[] sha256(String text) {
    return sha256(text.getBytes(UTF_8));
  }

  /** The SHA-256 of a text in base64url, 43 characters. */
  public static String inBase64Url(String text) {
    return Base64Url.encode(sha256(text));
  }

  /** The SHA-256 of a text in 64 hexadecimal digits. */
  public static String inHex(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  /** Whether two texts are the same; how long it takes does not say where they differ. */
  public static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  /** A copy of one that is never used itself: it serves one thread, and making one costs more than copying one. */
  public static Mac copy(Mac keyed) {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's Mac can be copied", impossible);
    }
  }
}
