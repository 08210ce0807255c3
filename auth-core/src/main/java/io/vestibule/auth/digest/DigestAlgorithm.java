package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.FoldedName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The hash functions of RFC 7616, 3.2, the one that most clients can use and is safe first. */
public enum DigestAlgorithm {
  /** What to use. */
  SHA_256("SHA-256", "SHA-256", 32),
  /** As safe; several clients compute it wrongly. */
  SHA_512_256("SHA-512-256", "SHA-512/256", 32),
  /** For clients that know nothing else. */
  MD5("MD5", "MD5", 16);

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

  private final String wireName;
  private final String javaName;
  private final int bytes;

  DigestAlgorithm(String wireName, String javaName, int bytes) {
    this.wireName = wireName;
    this.javaName = javaName;
    this.bytes = bytes;
  }

  /** The algorithm of this name in any case; empty for another. */
  public static Optional<DigestAlgorithm> of(String name) {
    String folded = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.wireName.equals(folded))
        .findFirst();
  }

  /** The name in challenges and files, such as {@code SHA-256}. */
  public String wireName() {
    return wireName;
  }

  /** What is stored of a password, H(A1) in hexadecimal: whoever has it can sign in (RFC 7616, 3.4.2). */
  public Secret secret(String username, String realm, Secret password) {
    return Secret.of(text(username + ":" + realm + ":" + nfc(password.reveal())));
  }

  /** By what a client names itself without telling who it is (RFC 7616, 3.4.4). */
  String userhash(String username, String realm) {
    return text(username + ":" + realm);
  }

  /** The hexadecimal hash of a text. */
  String text(String text) {
    return HexFormat.of().formatHex(hash(text.getBytes(UTF_8)));
  }

  byte[] hash(byte[] content) {
    return digest().digest(content);
  }

  int bytes() {
    return bytes;
  }

  static String nfc(String text) {
    return FoldedName.nfc(text);
  }

  /** The hexadecimal digits as ASCII bytes. */
  static byte[] hex(byte[] hash) {
    byte[] digits = new byte[2 * hash.length];
    for (int i = 0; i < hash.length; i++) {
      digits[2 * i] = DIGITS[(hash[i] >> 4) & 0xf];
      digits[2 * i + 1] = DIGITS[hash[i] & 0xf];
    }
    return digits;
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has " + javaName, impossible);
    }
  }
}
