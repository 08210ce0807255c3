package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.vestibule.auth.Secret;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** A key that may check signatures, and for which algorithms it may. Immutable. */
final class VerifyingKey {
  private static final Pattern TENANT =
      Pattern.compile(".*/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/.*)?");

  private final JWK jwk;
  private final Set<JwsAlgorithm> algorithms;
  private final Key key;
  private final String tenant;

  private VerifyingKey(JWK jwk, Set<JwsAlgorithm> algorithms, Key key, String tenant) {
    this.jwk = jwk;
    this.algorithms = algorithms;
    this.key = key;
    this.tenant = tenant;
  }

  /**
   * The key of this JWK; empty where it is for something else (RFC 7517, 4.2 to 4.4).
   *
   * @throws IllegalArgumentException when it is not to be relied on; the message says why
   */
  static Optional<VerifyingKey> of(JWK jwk) {
    return of(jwk, "");
  }

  /**
   * The same, of a server that has keys for several tenants.
   *
   * @param issuer what the key says of whose it is (Microsoft's member {@code issuer}): where a tenant stands in it,
   *     the key is of no use for the tokens of another one
   */
  static Optional<VerifyingKey> of(JWK jwk, String issuer) {
    boolean verifies =
        jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
    boolean signs = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
    Set<JwsAlgorithm> algorithms = algorithms(jwk);
    return verifies && signs && !algorithms.isEmpty()
        ? Optional.of(new VerifyingKey(jwk, algorithms, key(jwk, algorithms), tenant(issuer)))
        : Optional.empty();
  }

  /**
   * A secret as a key.
   *
   * @throws IllegalArgumentException when it is too short
   */
  static VerifyingKey secret(Secret secret) {
    return of(new OctetSequenceKey.Builder(secret.reveal().getBytes(UTF_8)).build())
        .orElseThrow(() -> new IllegalArgumentException("has fewer than 32 bytes"));
  }

  /** Its {@code kid}; {@code ""} where it has none. */
  String id() {
    String id = jwk.getKeyID();
    return id == null ? "" : id;
  }

  boolean fits(JwsAlgorithm algorithm) {
    return algorithms.contains(algorithm);
  }

  /** Whether it may sign in this issuer's name. */
  boolean isOf(String issuer) {
    return tenant.isEmpty() || issuer.contains("/" + tenant);
  }

  /** The tenant that alone may use it; empty where all may. */
  String tenant() {
    return tenant;
  }

  private static String tenant(String issuer) {
    Matcher named = TENANT.matcher(issuer);
    return named.matches() ? named.group(1) : "";
  }

  boolean isSymmetric() {
    return key instanceof SecretKey;
  }

  /** Whether both could check the same token. */
  boolean clashes(VerifyingKey other) {
    return !id().isEmpty()
        && id().equals(other.id())
        && algorithms.stream().anyMatch(other.algorithms::contains);
  }

  /** Its public part. */
  JWK published() {
    return jwk.toPublicJWK();
  }

  /** Whether this is a signature of that by this key; never throws. */
  boolean verify(JwsAlgorithm algorithm, byte[] signed, byte[] signature) {
    if (!fits(algorithm) || !isWellFormed(algorithm, signature)) {
      return false;
    }
    return key instanceof PublicKey open
        ? SignatureEngines.of(algorithm).verify(algorithm, open, signed, signature)
        : MessageDigest.isEqual(mac(algorithm, signed), signature);
  }

  /** What the engines may be lax about: the one length, and r and s within 1 and n - 1 (CVE-2022-21449). */
  private boolean isWellFormed(JwsAlgorithm algorithm, byte[] signature) {
    return switch (algorithm.family()) {
      case RSA, PSS ->
        key instanceof RSAPublicKey rsa
            && signature.length == (rsa.getModulus().bitLength() + 7) / 8;
      case EC -> key instanceof ECPublicKey ec && isInRange(ec, signature);
      case ED25519 -> signature.length == 64;
      case HMAC -> signature.length == algorithm.bits() / 8;
    };
  }

  private static boolean isInRange(ECPublicKey ec, byte[] signature) {
    BigInteger order = ec.getParams().getOrder();
    int half = (order.bitLength() + 7) / 8;
    if (signature.length != 2 * half) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, half));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half));
    return r.signum() > 0 && s.signum() > 0 && r.compareTo(order) < 0 && s.compareTo(order) < 0;
  }

  private byte[] mac(JwsAlgorithm algorithm, byte[] signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA" + algorithm.bits());
      mac.init(key);
      return mac.doFinal(signed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC", impossible);
    }
  }

  /** All that its kind of key can do, or the one that it says it is for. */
  private static Set<JwsAlgorithm> algorithms(JWK jwk) {
    Set<JwsAlgorithm> able = EnumSet.noneOf(JwsAlgorithm.class);
    for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
      boolean named =
          jwk.getAlgorithm() == null || jwk.getAlgorithm().getName().equals(algorithm.text());
      if (named && isOfKind(jwk, algorithm)) {
        able.add(algorithm);
      }
    }
    return able;
  }

  private static boolean isOfKind(JWK jwk, JwsAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case RSA, PSS -> jwk instanceof RSAKey;
      case EC -> jwk instanceof ECKey ec && ec.getCurve().equals(curve(algorithm));
      case ED25519 -> jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519);
      case HMAC -> jwk instanceof OctetSequenceKey secret && secret.size() >= algorithm.bits();
    };
  }

  private static Curve curve(JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case ES256 -> Curve.P_256;
      case ES384 -> Curve.P_384;
      default -> Curve.P_521;
    };
  }

  private static Key key(JWK jwk, Set<JwsAlgorithm> algorithms) {
    try {
      if (jwk instanceof OctetSequenceKey secret) {
        return secret.toSecretKey();
      }
      PublicKey open = publicKey(jwk);
      return SignatureEngines.of(algorithms.iterator().next()).own(open);
    } catch (GeneralSecurityException | JOSEException unusable) {
      throw new IllegalArgumentException("it cannot be used", unusable);
    }
  }

  private static PublicKey publicKey(JWK jwk) throws JOSEException {
    if (jwk instanceof RSAKey rsa) {
      RSAPublicKey open = rsa.toRSAPublicKey();
      PublicKeys.fault(open).ifPresent(fault -> {
        throw new IllegalArgumentException(fault);
      });
      return open;
    }
    return jwk instanceof ECKey ec
        ? ec.toECPublicKey()
        : PublicKeys.ed25519(((OctetKeyPair) jwk).getDecodedX());
  }
}
