package io.vestibule.auth.jwt;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What a public key must be before we rely on it. */
final class PublicKeys {
  private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int LEAST_RSA = 2048;
  private static final int MOST_RSA = 8192;
  private static final int MOST_EXPONENT = 64;
  private static final BigInteger ROCA_GENERATOR = BigInteger.valueOf(65537);
  private static final int[] ROCA_PRIMES = {
    11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157
  };

  private PublicKeys() {}

  /** The key of these 32 bytes (RFC 8410, 4). */
  static PublicKey ed25519(byte[] x) {
    if (x.length != 32) {
      throw new IllegalArgumentException("an Ed25519 key has 32 bytes");
    }
    byte[] encoded = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + x.length);
    System.arraycopy(x, 0, encoded, ED25519_HEAD.length, x.length);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException("is no Ed25519 key", unusable);
    }
  }

  /** Why an RSA key is not to be relied on; empty where it is. */
  static Optional<String> fault(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    if (bits < LEAST_RSA || bits > MOST_RSA) {
      return Optional.of("an RSA key has " + LEAST_RSA + " to " + MOST_RSA + " bits, not " + bits);
    }
    if (!key.getModulus().testBit(0)
        || !exponent.testBit(0)
        || exponent.bitLength() < 2
        || exponent.bitLength() > MOST_EXPONENT) {
      return Optional.of("its modulus or exponent cannot be one of RSA");
    }
    return isRoca(key.getModulus())
        ? Optional.of("it comes from a faulty chip (ROCA, CVE-2017-15361)")
        : Optional.empty();
  }

  /** Such a modulus is a power of 65537 modulo each of the small primes; another one is once in many millions. */
  private static boolean isRoca(BigInteger modulus) {
    for (int prime : ROCA_PRIMES) {
      if (!isPower(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPower(int remainder, int prime) {
    int generator = ROCA_GENERATOR.mod(BigInteger.valueOf(prime)).intValue();
    int power = 1;
    do {
      if (power == remainder) {
        return true;
      }
      power = power * generator % prime;
    } while (power != 1);
    return false;
  }
}
