package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer's key that signs whatever it is told to, be it nonsense. */
public final class Mint {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private final String algorithm;
  private final String kid;
  private final KeyPair pair;

  private Mint(String algorithm, String kid, KeyPair pair) {
    this.algorithm = algorithm;
    this.kid = kid;
    this.pair = pair;
  }

  public static Mint of(String algorithm, String kid) {
    try {
      return new Mint(algorithm, kid, pair(algorithm));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same key under another algorithm's name. */
  public Mint as(String other) {
    return new Mint(other, kid, pair);
  }

  public String jwks(Mint... more) {
    return Stream.concat(Stream.of(this), Arrays.stream(more))
        .map(Mint::jwk)
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  public String jwk() {
    return switch (algorithm.substring(0, 2)) {
      case "RS", "PS" ->
        new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(kid).build().toJSONString();
      case "ES" ->
        new ECKey.Builder(
                Curve.forECParameterSpec(((ECPublicKey) pair.getPublic()).getParams()),
                (ECPublicKey) pair.getPublic())
            .keyID(kid)
            .build()
            .toJSONString();
      case "HS" -> new OctetSequenceKey.Builder(SECRET).keyID(kid).build().toJSONString();
      default ->
        new OctetKeyPair.Builder(
                Curve.Ed25519,
                Base64URL.encode(Arrays.copyOfRange(pair.getPublic().getEncoded(), 12, 44)))
            .keyID(kid)
            .build()
            .toJSONString();
    };
  }

  /** The key with what nobody may see; of ES256 only. */
  JWK privateJwk() {
    return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
        .privateKey((ECPrivateKey) pair.getPrivate())
        .build();
  }

  public PublicKey publicKey() {
    return pair.getPublic();
  }

  public String pem() {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  public String token(Map<String, ?> claims) {
    return token(header(), claims);
  }

  public String token(Map<String, ?> header, Map<String, ?> claims) {
    return sign(JSONObjectUtils.toJSONString(header), JSONObjectUtils.toJSONString(claims));
  }

  public Map<String, Object> header() {
    return new LinkedHashMap<>(Map.of("alg", algorithm, "typ", "at+jwt", "kid", kid));
  }

  /** Signs these very texts. */
  public String sign(String header, String payload) {
    return signEncoded(encoded(header), encoded(payload));
  }

  /** Signs these very parts. */
  public String signEncoded(String header, String payload) {
    String signed = header + "." + payload;
    return signed + "." + encoded(signature(signed.getBytes(UTF_8)));
  }

  public static String encoded(String text) {
    return encoded(text.getBytes(UTF_8));
  }

  public static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private byte[] signature(byte[] signed) {
    try {
      if (algorithm.startsWith("HS")) {
        Mac mac = Mac.getInstance("HmacSHA" + algorithm.substring(2));
        mac.init(new SecretKeySpec(SECRET, "HMAC"));
        return mac.doFinal(signed);
      }
      Signature signer = signer();
      signer.initSign(pair.getPrivate());
      signer.update(signed);
      return signer.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Signature signer() throws GeneralSecurityException {
    String bits = algorithm.replaceAll("\\D", "");
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
      case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      case "PS" -> pss(bits);
      default -> Signature.getInstance("Ed25519");
    };
  }

  private static Signature pss(String bits) throws GeneralSecurityException {
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(new PSSParameterSpec(
        "SHA-" + bits,
        "MGF1",
        new MGF1ParameterSpec("SHA-" + bits),
        Integer.parseInt(bits) / 8,
        1));
    return pss;
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case "ES256" -> ec("secp256r1");
      case "ES384" -> ec("secp384r1");
      case "ES512" -> ec("secp521r1");
      case "EdDSA" -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      default -> rsa();
    };
  }

  private static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
