package io.vestibule.auth.jwt;

import java.util.Optional;
import java.util.stream.Stream;

/** A way of signing (RFC 7518, 3.1; RFC 8037). There is no {@code none}. */
public enum JwsAlgorithm {
  /** RSA with PKCS #1 1.5 padding and SHA-256. */
  RS256("RS256", Family.RSA, 256),
  /** RSA with PKCS #1 1.5 padding and SHA-384. */
  RS384("RS384", Family.RSA, 384),
  /** RSA with PKCS #1 1.5 padding and SHA-512. */
  RS512("RS512", Family.RSA, 512),
  /** RSA with PSS padding and SHA-256. */
  PS256("PS256", Family.PSS, 256),
  /** RSA with PSS padding and SHA-384. */
  PS384("PS384", Family.PSS, 384),
  /** RSA with PSS padding and SHA-512. */
  PS512("PS512", Family.PSS, 512),
  /** ECDSA on the curve P-256 with SHA-256. */
  ES256("ES256", Family.EC, 256),
  /** ECDSA on the curve P-384 with SHA-384. */
  ES384("ES384", Family.EC, 384),
  /** ECDSA on the curve P-521 with SHA-512. */
  ES512("ES512", Family.EC, 512),
  /** Ed25519. */
  EDDSA("EdDSA", Family.ED25519, 512),
  /** HMAC with SHA-256: whoever can verify can sign, too. */
  HS256("HS256", Family.HMAC, 256),
  /** HMAC with SHA-384. */
  HS384("HS384", Family.HMAC, 384),
  /** HMAC with SHA-512. */
  HS512("HS512", Family.HMAC, 512);

  /** What sort of key it takes. */
  enum Family {
    RSA,
    PSS,
    EC,
    ED25519,
    HMAC
  }

  private final String text;
  private final Family family;
  private final int bits;

  JwsAlgorithm(String text, Family family, int bits) {
    this.text = text;
    this.family = family;
    this.bits = bits;
  }

  /** The name that the header of a token says, such as {@code EdDSA}. */
  public String text() {
    return text;
  }

  /** The algorithm of this name, in its exact case; empty for any other, {@code none} above all. */
  public static Optional<JwsAlgorithm> of(String text) {
    return Stream.of(values()).filter(known -> known.text.equals(text)).findFirst();
  }

  /** Whether the key that verifies can sign. */
  public boolean isSymmetric() {
    return family == Family.HMAC;
  }

  Family family() {
    return family;
  }

  /** The length of the digest. */
  int bits() {
    return bits;
  }
}
