package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.util.HexFormat;

/** Computes what proves the password (RFC 7616, 3.4.1 to 3.4.3). */
final class Proof {
  private static final HexFormat HEX = HexFormat.of();

  private final DigestCredentials shown;
  private final DigestAlgorithm algorithm;
  private final byte[] key;

  /** With H(A1) as it is stored, in hexadecimal digits. */
  Proof(DigestCredentials shown, byte[] secret) {
    this.shown = shown;
    this.algorithm = shown.variant().algorithm();
    this.key = shown.variant().session()
        ? hex(algorithm.hash(joined(secret, ":" + shown.nonce() + ":" + shown.cnonce())))
        : secret;
  }

  /** Whether the client knows the secret; compares in constant time. */
  boolean isRight(String method) {
    byte[] expected = hex(response(method + ":" + shown.uri()));
    return MessageDigest.isEqual(expected, shown.response().getBytes(ISO_8859_1));
  }

  /** What tells the client that we know it too (RFC 7616, 3.5). */
  String rspauth() {
    return HEX.formatHex(response(":" + shown.uri()));
  }

  private byte[] response(String a2) {
    String bound = shown.qop().isEmpty()
        ? ":" + shown.nonce() + ":"
        : ":" + shown.nonce() + ":" + shown.nc() + ":" + shown.cnonce() + ":" + shown.qop() + ":";
    String hashed = HEX.formatHex(algorithm.hash(a2.getBytes(ISO_8859_1)));
    return algorithm.hash(joined(key, bound + hashed));
  }

  private static byte[] joined(byte[] secret, String rest) {
    byte[] all = new byte[secret.length + rest.length()];
    System.arraycopy(secret, 0, all, 0, secret.length);
    byte[] tail = rest.getBytes(ISO_8859_1);
    System.arraycopy(tail, 0, all, secret.length, tail.length);
    return all;
  }

  private static byte[] hex(byte[] hash) {
    return HEX.formatHex(hash).getBytes(ISO_8859_1);
  }
}
