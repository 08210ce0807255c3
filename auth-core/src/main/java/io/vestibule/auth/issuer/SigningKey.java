package io.vestibule.auth.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An Ed25519 key pair (RFC 8032) and when it is used. Immutable.
 *
 * @param number the first is 1, the next one more
 * @param kid its thumbprint (RFC 7638, RFC 8037 appendix A.3)
 * @param created when it was made
 * @param signsFrom when it begins to sign, so that verifiers have heard of it by then
 * @param expires when nothing that it signed can be valid any more; {@link Instant#MAX} while it has no successor
 */
record SigningKey(
    int number,
    String kid,
    Instant created,
    Instant signsFrom,
    Instant expires,
    PrivateKey secret,
    PublicKey open) {
  private static final String ALGORITHM = "Ed25519";
  private static final int RAW = 32;

  static SigningKey make(int number, Instant created, Instant signsFrom) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(
          number,
          thumbprint(pair.getPublic()),
          created,
          signsFrom,
          Instant.MAX,
          pair.getPrivate(),
          pair.getPublic());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK since 15 has " + ALGORITHM, impossible);
    }
  }

  /** The name under which the store keeps a key of this number: their order is that of the numbers. */
  static String id(int number) {
    return String.format("%08d", number);
  }

  String write() {
    return Fields.write()
        .put("k", Base64.getUrlEncoder().encodeToString(secret.getEncoded()))
        .put("p", Base64.getUrlEncoder().encodeToString(open.getEncoded()))
        .put("c", created)
        .put("f", signsFrom)
        .toString();
  }

  /** Empty for what cannot be read: it neither signs nor verifies. */
  static Optional<SigningKey> read(Entry entry) {
    return Fields.parse(entry.value()).flatMap(fields -> read(entry, fields));
  }

  private static Optional<SigningKey> read(Entry entry, Fields fields) {
    try {
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      PublicKey open =
          factory.generatePublic(new X509EncodedKeySpec(decoded(fields.text("p").orElse(""))));
      PrivateKey secret = factory.generatePrivate(
          new PKCS8EncodedKeySpec(decoded(fields.text("k").orElse(""))));
      return Optional.of(new SigningKey(
          Integer.parseInt(entry.id()),
          thumbprint(open),
          fields.instant("c").orElse(Instant.EPOCH),
          fields.instant("f").orElse(Instant.EPOCH),
          entry.expires(),
          secret,
          open));
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  /** The signature of a text, in base64url. */
  String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(text.getBytes(UTF_8));
      return Base64Url.encode(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("an Ed25519 key signs anything", impossible);
    }
  }

  /** The open half as others are given it (RFC 8037, 2). */
  Map<String, Object> jwk() {
    Map<String, Object> jwk = new LinkedHashMap<>();
    jwk.put("kty", "OKP");
    jwk.put("crv", ALGORITHM);
    jwk.put("x", raw(open));
    jwk.put("kid", kid);
    jwk.put("use", "sig");
    jwk.put("alg", "EdDSA");
    return jwk;
  }

  private static String thumbprint(PublicKey open) {
    return Digests.inBase64Url("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + raw(open) + "\"}");
  }

  /** RFC 8410, 4: the 32 bytes of the key are the end of its encoded form. */
  private static String raw(PublicKey open) {
    byte[] encoded = open.getEncoded();
    return Base64Url.encode(Arrays.copyOfRange(encoded, encoded.length - RAW, encoded.length));
  }

  @Override
  public String toString() {
    return "SigningKey[" + kid + "]";
  }
}
