package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;

/** Computes what proves the password (RFC 7616, 3.4.1 to 3.4.3). Used by one thread. */
final class Proof {
  private final DigestCredentials shown;
  private final MessageDigest digest;
  private final byte[] key;
  private final byte[] bound;

  /** With H(A1) as it is stored, in hexadecimal digits. */
  Proof(DigestCredentials shown, byte[] secret) {
    this.shown = shown;
    this.digest = shown.variant().algorithm().digest();
    this.key = shown.variant().session() ? session(secret) : secret;
    this.bound = bytes(
        shown.qop().isEmpty()
            ? ":" + shown.nonce() + ":"
            : ":" + shown.nonce() + ":" + shown.nc() + ":" + shown.cnonce() + ":" + shown.qop()
                + ":");
  }

  private byte[] session(byte[] secret) {
    digest.update(secret);
    return DigestAlgorithm.hex(digest.digest(bytes(":" + shown.nonce() + ":" + shown.cnonce())));
  }

  /** Whether the client knows the secret; compares in constant time. */
  boolean isRight(String method) {
    return MessageDigest.isEqual(response(method), bytes(shown.response()));
  }

  /** What tells the client that we know it too (RFC 7616, 3.5). */
  String rspauth() {
    return new String(response(""), ISO_8859_1);
  }

  private byte[] response(String method) {
    byte[] a2 = DigestAlgorithm.hex(digest.digest(bytes(method + ":" + shown.uri())));
    digest.update(key);
    digest.update(bound);
    return DigestAlgorithm.hex(digest.digest(a2));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
