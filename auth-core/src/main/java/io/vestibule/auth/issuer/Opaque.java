package io.vestibule.auth.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Random texts that mean something to us only, and the digests that we keep of them (ASVS 6.5.2). */
final class Opaque {
  private Opaque() {}

  /** So many random bytes in base64url. */
  static String random(SecureRandom random, int bytes) {
    byte[] chosen = new byte[bytes];
    random.nextBytes(chosen);
    return encode(chosen);
  }

  /** SHA-256 in base64url, 43 characters: what a PKCE challenge is of its verifier (RFC 7636, 4.2). */
  static String digest(String text) {
    return encode(sha256(text.getBytes(UTF_8)));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a text has this length and the letters of base64url only, so that no look-up is spent on another one. */
  static boolean fits(String text, int length) {
    return text.length() == length && text.chars().allMatch(Opaque::isBase64Url);
  }

  /** Compares in constant time. */
  static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  private static boolean isBase64Url(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }
}
