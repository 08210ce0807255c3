package io.vestibule.auth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key with which this application signs: RSA (RS256) or on a NIST curve (ES256, ES384, ES512). Immutable. */
final class SigningKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final int MIN_RSA_BITS = 2048;

  private final String id;
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;

  private SigningKey(String id, JWSAlgorithm algorithm, JWSSigner signer) {
    this.id = id;
    this.algorithm = algorithm;
    this.signer = signer;
  }

  /**
   * Reads a PEM file (PKCS #8).
   *
   * @throws IllegalArgumentException when it cannot be used; the message goes behind its name
   */
  static SigningKey read(Path file, String id) {
    try {
      Matcher pem = PEM.matcher(Files.readString(file));
      if (!pem.find()) {
        throw new IllegalArgumentException("has no BEGIN PRIVATE KEY (PKCS #8, not encrypted)");
      }
      return of(decoded(pem.group(1)), id);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot be read", unreadable);
    }
  }

  private static byte[] decoded(String block) {
    try {
      return Base64.getMimeDecoder().decode(block);
    } catch (IllegalArgumentException cutOff) {
      throw new IllegalArgumentException("has a block that is not base64", cutOff);
    }
  }

  private static SigningKey of(byte[] encoded, String id) {
    Optional<PrivateKey> key = parsed("RSA", encoded).or(() -> parsed("EC", encoded));
    try {
      if (key.orElse(null) instanceof RSAPrivateKey rsa
          && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
        return new SigningKey(id, JWSAlgorithm.RS256, new RSASSASigner(rsa));
      }
      if (key.orElse(null) instanceof ECPrivateKey ec) {
        ECDSASigner signer = new ECDSASigner(ec, Curve.forECParameterSpec(ec.getParams()));
        JWSAlgorithm algorithm = signer.supportedJWSAlgorithms().iterator().next();
        return new SigningKey(id, algorithm, signer);
      }
    } catch (JOSEException | IllegalArgumentException unusable) {
      throw new IllegalArgumentException("has a key that cannot sign here", unusable);
    }
    throw new IllegalArgumentException("has no RSA key of 2048 bits or more, nor one on a curve");
  }

  private static Optional<PrivateKey> parsed(String type, byte[] encoded) {
    try {
      return Optional.of(
          KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException otherType) {
      return Optional.empty();
    }
  }

  String id() {
    return id;
  }

  JWSAlgorithm algorithm() {
    return algorithm;
  }

  JWSSigner signer() {
    return signer;
  }

  @Override
  public String toString() {
    return "SigningKey[" + algorithm + "]";
  }
}
