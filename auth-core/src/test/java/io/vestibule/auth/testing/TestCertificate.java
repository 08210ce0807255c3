package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** A certificate (RFC 5280) with its key, made in the test. */
public record TestCertificate(X509Certificate certificate, KeyPair keys) {
  private static final AtomicLong SERIAL = new AtomicLong(1000);
  private static final Map<String, String> OIDS = Map.of(
      "RSA", "06092a864886f70d01010b0500", "EC", "06082a8648ce3d040302", "EdDSA", "06032b6570");
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** One that signs itself, of a new key of this kind: RSA, EC or Ed25519. */
  public static TestCertificate of(String kind, String name, Instant begin, Instant end) {
    KeyPair keys = keys(kind);
    return made(name, keys, name, keys, begin, end);
  }

  /** One for localhost that is good for this long from now. */
  public static TestCertificate forLocalhost(String kind, Duration life) {
    Instant now = Instant.now();
    return of(kind, "localhost", now.minus(Duration.ofDays(1)), now.plus(life));
  }

  /** One that this one signs. */
  public TestCertificate signs(String kind, String name) {
    return made(
        name,
        keys(kind),
        "ca",
        keys,
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  /** The certificate in PEM. */
  public String pem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The key in PEM, as PKCS#8. */
  public String key() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** The key as it was written before PKCS#8: what stands in its last element. */
  public String olderKey() {
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    int at = keys.getPublic().getAlgorithm().equals("RSA") ? 26 : 26 + (pkcs8[1] < 0 ? 1 : 0);
    byte[] inner = keys.getPublic().getAlgorithm().equals("RSA")
        ? Arrays.copyOfRange(pkcs8, at, pkcs8.length)
        : octets(pkcs8);
    return pem(keys.getPublic().getAlgorithm() + " PRIVATE KEY", inner);
  }

  /** Behind the version and the algorithm: all lengths here are short. */
  private static byte[] octets(byte[] pkcs8) {
    int algorithm = 2 + 3;
    int key = algorithm + 2 + pkcs8[algorithm + 1];
    return Arrays.copyOfRange(pkcs8, key + 2, pkcs8.length);
  }

  public static String pem(String label, byte[] content) {
    return "-----BEGIN " + label + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END " + label + "-----\n";
  }

  private static KeyPair keys(String kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (kind.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else if (kind.equals("RSA")) {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static TestCertificate made(
      String name, KeyPair keys, String issuer, KeyPair signer, Instant begin, Instant end) {
    try {
      byte[] algorithm =
          der(0x30, HexFormat.of().parseHex(OIDS.get(signer.getPublic().getAlgorithm())));
      byte[] tbs = der(
          0x30,
          der(0xa0, new byte[] {2, 1, 2}),
          der(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
          algorithm,
          named(issuer),
          der(0x30, time(begin), time(end)),
          named(name),
          keys.getPublic().getEncoded(),
          der(0xa3, der(0x30, alternatives(name))));
      byte[] whole =
          der(0x30, tbs, algorithm, der(0x03, new byte[] {0}, signed(tbs, signer.getPrivate())));
      X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(whole));
      return new TestCertificate(certificate, keys);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] signed(byte[] tbs, PrivateKey key) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
    signature.initSign(key);
    signature.update(tbs);
    return signature.sign();
  }

  private static byte[] named(String name) {
    byte[] commonName = der(0x30, new byte[] {6, 3, 0x55, 4, 3}, der(0x0c, name.getBytes(UTF_8)));
    return der(0x30, der(0x31, commonName));
  }

  private static byte[] alternatives(String name) {
    byte[] names =
        der(0x30, der(0x82, name.getBytes(US_ASCII)), der(0x87, new byte[] {127, 0, 0, 1}));
    return der(0x30, new byte[] {6, 3, 0x55, 0x1d, 0x11}, der(0x04, names));
  }

  private static byte[] time(Instant when) {
    return der(0x18, TIME.format(when).getBytes(US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length >= 0x80) {
      whole.write(0x82);
      whole.write(length >> 8);
    }
    whole.write(length);
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }

  /** The same text with one character in the middle changed. */
  public static UnaryOperator<String> damage() {
    return pem ->
        Pattern.compile("\n.{64}\n").matcher(pem).replaceFirst("\n" + "A".repeat(64) + "\n");
  }
}
