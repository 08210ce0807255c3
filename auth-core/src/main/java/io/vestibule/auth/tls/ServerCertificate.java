package io.vestibule.auth.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vestibule.auth.tls.Remark.Part;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A certificate, those that vouch for it, and its private key, which was tried: what it signs the certificate verifies.
 * Immutable.
 *
 * @param chain the server's own certificate first
 */
record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Duration SOON = Duration.ofDays(30);
  private static final byte[] PROBE = "whose key is this?".getBytes(US_ASCII);
  private static final Map<String, String> SIGNATURES = Map.of(
      "RSA", "SHA256withRSA",
      "EC", "SHA256withECDSA",
      "EdDSA", "EdDSA",
      "RSASSA-PSS", "RSASSA-PSS");

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  /** Reads both, and refuses what no client would take at this moment. */
  static ServerCertificate of(String certificates, String privateKey, Instant now)
      throws UnusableException {
    List<X509Certificate> chain = chain(certificates);
    X509Certificate own = chain.get(0);
    PublicKey publicKey = own.getPublicKey();
    if (!SIGNATURES.containsKey(publicKey.getAlgorithm())) {
      throw new UnusableException(
          Part.CERTIFICATE,
          "is for a key that TLS does not use",
          "ask for one with a key of RSA, EC or Ed25519");
    }
    PrivateKey key = PrivateKeys.read(privateKey, publicKey);
    if (!isPair(key, publicKey)) {
      throw whoseIs(key, chain);
    }
    checkTime(own, now);
    return new ServerCertificate(chain, key);
  }

  private static List<X509Certificate> chain(String text) throws UnusableException {
    List<X509Certificate> chain = new ArrayList<>();
    for (Pem block : Pem.blocks(text, Part.CERTIFICATE)) {
      if (block.label().equals(CERTIFICATE)) {
        chain.add(certificate(block.content()));
      }
    }
    if (chain.isEmpty()) {
      throw new UnusableException(
          Part.CERTIFICATE,
          "has no block BEGIN CERTIFICATE",
          "write the certificate into it, in PEM, and behind it those that signed it");
    }
    return chain;
  }

  private static X509Certificate certificate(byte[] encoded) throws UnusableException {
    try {
      return (X509Certificate) CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      throw new UnusableException(
          Part.CERTIFICATE, "has a certificate that cannot be read", "copy it again, as a whole");
    }
  }

  private static boolean isPair(PrivateKey key, PublicKey publicKey) {
    try {
      Signature signature = Signature.getInstance(SIGNATURES.get(publicKey.getAlgorithm()));
      if (publicKey.getAlgorithm().equals("RSASSA-PSS")) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException | RuntimeException none) {
      return false;
    }
  }

  private static UnusableException whoseIs(PrivateKey key, List<X509Certificate> chain) {
    boolean further = chain.stream()
        .skip(1)
        .map(X509Certificate::getPublicKey)
        .filter(other -> other.getAlgorithm().equals(key.getAlgorithm()))
        .anyMatch(other -> isPair(key, other));
    return further
        ? new UnusableException(
            Part.CERTIFICATE,
            "begins with another certificate than that of the key",
            "write the server's own first, and behind each the one that signed it")
        : PrivateKeys.another();
  }

  private static void checkTime(X509Certificate own, Instant now) throws UnusableException {
    Instant begin = own.getNotBefore().toInstant();
    Instant end = own.getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new UnusableException(
          Part.CERTIFICATE, "has a certificate that ended at " + end, "renew it");
    }
    if (now.isBefore(begin)) {
      throw new UnusableException(
          Part.CERTIFICATE,
          "has a certificate that begins at " + begin,
          "wait until then, or set the clock of this machine");
    }
  }

  /** What works and is unwise. */
  List<Remark> remarks(Instant now) {
    List<Remark> remarks = new ArrayList<>();
    CertificateStatus status = CertificateStatus.of(chain.get(0));
    if (!now.plus(SOON).isBefore(status.notAfter())) {
      remarks.add(new Remark(
          Part.CERTIFICATE,
          "has a certificate that ends in " + inDays(status.daysLeft(now)) + ", at "
              + status.notAfter(),
          "renew it; the new one is taken over without a restart"));
    }
    if (!isLinked()) {
      remarks.add(new Remark(
          Part.CERTIFICATE,
          "has a certificate that did not sign the one before it, so clients may refuse them",
          "write the server's own first, and behind each the one that signed it"));
    }
    return remarks;
  }

  private static String inDays(long days) {
    return days == 1 ? "1 day" : days + " days";
  }

  private boolean isLinked() {
    for (int i = 1; i < chain.size(); i++) {
      try {
        chain.get(i - 1).verify(chain.get(i).getPublicKey());
      } catch (GeneralSecurityException | RuntimeException notSigned) {
        return false;
      }
    }
    return true;
  }

  /** The kind of its key, as TLS asks for it in the JDK. */
  String kind() {
    return chain.get(0).getPublicKey().getAlgorithm();
  }

  /** The certificates in PEM, and nothing of what stood between them. */
  String chainInPem() {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      try {
        text.append(Pem.block(CERTIFICATE, certificate.getEncoded()));
      } catch (CertificateEncodingException impossible) {
        throw new IllegalStateException("it was read from its encoding", impossible);
      }
    }
    return text.toString();
  }

  /** The key in PEM (RFC 5958), for its file only. */
  String keyInPem() {
    return Pem.block("PRIVATE KEY", key.getEncoded());
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "ServerCertificate[" + chain.get(0).getSubjectX500Principal().getName() + "]";
  }
}
