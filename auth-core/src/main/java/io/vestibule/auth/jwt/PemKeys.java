package io.vestibule.auth.jwt;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads public keys and certificates in PEM (RFC 7468). They have no {@code kid}, so each fits any token. */
final class PemKeys {
  private static final Pattern BLOCK = Pattern.compile(
      "-----BEGIN (PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");
  private static final int ED25519_HEAD = 12;

  private PemKeys() {}

  /**
   * The keys of all blocks.
   *
   * @throws IllegalArgumentException when there is none, or one cannot be used
   */
  static KeySet parse(String pem) {
    if (pem.contains("PRIVATE KEY-----")) {
      throw new IllegalArgumentException("holds a private key; only the public one belongs here");
    }
    List<VerifyingKey> keys = new ArrayList<>();
    Matcher block = BLOCK.matcher(pem);
    while (block.find()) {
      byte[] encoded = decoded(block.group(2));
      PublicKey key = block.group(1).equals("CERTIFICATE") ? certified(encoded) : bare(encoded);
      VerifyingKey.of(jwk(key)).ifPresent(keys::add);
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("has no block BEGIN PUBLIC KEY or BEGIN CERTIFICATE");
    }
    return KeySet.of(keys);
  }

  private static byte[] decoded(String block) {
    try {
      return Base64.getMimeDecoder().decode(block);
    } catch (IllegalArgumentException cutOff) {
      throw new IllegalArgumentException("has a block that is not base64", cutOff);
    }
  }

  private static PublicKey certified(byte[] encoded) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(encoded))
          .getPublicKey();
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalArgumentException("has a certificate that cannot be read", unreadable);
    }
  }

  private static PublicKey bare(byte[] encoded) {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException anotherKind) {
        // The next kind may fit.
      }
    }
    throw new IllegalArgumentException("has a key that is neither RSA nor EC nor Ed25519");
  }

  private static JWK jwk(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return new RSAKey.Builder(rsa).build();
    }
    if (key instanceof ECPublicKey ec) {
      Curve curve = Curve.forECParameterSpec(ec.getParams());
      if (curve == null) {
        throw new IllegalArgumentException("has a key on a curve that no token uses");
      }
      return new ECKey.Builder(curve, ec).build();
    }
    byte[] encoded = key.getEncoded();
    if (!key.getAlgorithm().equals("EdDSA") || encoded.length != ED25519_HEAD + 32) {
      throw new IllegalArgumentException("has a key that is neither RSA nor EC nor Ed25519");
    }
    byte[] x = Arrays.copyOfRange(encoded, ED25519_HEAD, encoded.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).build();
  }
}
