package io.vestibule.auth.tls;

import io.vestibule.auth.tls.Remark.Part;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads private keys: PKCS#8 (RFC 5958), and the older forms of RSA (RFC 8017) and of curves (RFC 5915). */
final class PrivateKeys {
  /** What TLS uses, as the JDK calls the kinds of keys. */
  static final List<String> KINDS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  private static final Map<String, String> OLDER =
      Map.of("RSA PRIVATE KEY", "RSA", "EC PRIVATE KEY", "EC");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private PrivateKeys() {}

  /** The only private key of a file, which is to belong to this public one. */
  static PrivateKey read(String text, PublicKey of) throws UnusableException {
    List<Pem> keys = Pem.blocks(text, Part.KEY).stream()
        .filter(block -> block.label().endsWith("PRIVATE KEY"))
        .toList();
    if (keys.size() != 1) {
      throw new UnusableException(
          Part.KEY,
          keys.isEmpty()
              ? "has no block BEGIN PRIVATE KEY"
              : "has " + keys.size() + " private keys",
          "write the private key of the certificate into it, in PEM, and no other");
    }
    return read(keys.get(0), of);
  }

  private static PrivateKey read(Pem block, PublicKey of) throws UnusableException {
    String kind = OLDER.getOrDefault(block.label(), of.getAlgorithm());
    if (!kind.equals(of.getAlgorithm())) {
      throw another();
    }
    byte[] encoded =
        OLDER.containsKey(block.label()) ? wrapped(block.content(), of) : block.content();
    try {
      return key(kind, encoded);
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      throw isKeyOfAnotherKind(encoded) ? another() : damaged();
    }
  }

  private static PrivateKey key(String kind, byte[] encoded) throws GeneralSecurityException {
    return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static boolean isKeyOfAnotherKind(byte[] encoded) {
    return KINDS.stream().anyMatch(kind -> {
      try {
        return key(kind, encoded).getEncoded().length > 0;
      } catch (GeneralSecurityException | RuntimeException none) {
        return false;
      }
    });
  }

  static UnusableException another() {
    return new UnusableException(
        Part.KEY,
        "does not belong to the certificate",
        "name the key with which the certificate was asked for");
  }

  private static UnusableException damaged() {
    return new UnusableException(
        Part.KEY,
        "holds no key that can be read",
        "write it anew: openssl pkey -in key.pem -out plain.pem");
  }

  /** Both older forms leave out what key it is: the certificate says it in the words that PKCS#8 wants. */
  private static byte[] wrapped(byte[] older, PublicKey of) {
    return der(SEQUENCE, VERSION_0, algorithm(of.getEncoded()), der(OCTETS, older));
  }

  /** The first element of a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), as it stands there. */
  private static byte[] algorithm(byte[] publicKey) {
    int start = 2 + (publicKey[1] < 0 ? publicKey[1] & 0x7f : 0);
    int length = publicKey[start + 1] & 0xff; // it is always shorter than 128 bytes
    return Arrays.copyOfRange(publicKey, start, start + 2 + length);
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    writeLength(content.size(), whole);
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  /** In as few bytes as it takes (X.690, 10.1). */
  private static void writeLength(int length, ByteArrayOutputStream whole) {
    byte[] bytes = BigInteger.valueOf(length).toByteArray();
    int zeros = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
    if (length >= 0x80) {
      whole.write(0x80 | (bytes.length - zeros));
    }
    whole.write(bytes, zeros, bytes.length - zeros);
  }
}
