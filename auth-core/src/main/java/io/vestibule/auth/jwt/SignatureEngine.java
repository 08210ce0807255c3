package io.vestibule.auth.jwt;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who computes: a provider of signatures and the names that it has for them. Immutable. */
final class SignatureEngine {
  /** The machine's own. */
  static final SignatureEngine JDK = new SignatureEngine("the JDK", null);

  private static final String BOUNCY_CASTLE = "org.bouncycastle.jce.provider.BouncyCastleProvider";

  private final String name;
  private final @Nullable Provider provider;

  private SignatureEngine(String name, @Nullable Provider provider) {
    this.name = name;
    this.provider = provider;
  }

  /** Bouncy Castle, where it is on the class path; it is not registered with the machine. */
  static Optional<SignatureEngine> bouncyCastle() {
    try {
      Provider found = Class.forName(BOUNCY_CASTLE)
          .asSubclass(Provider.class)
          .getDeclaredConstructor()
          .newInstance();
      return Optional.of(new SignatureEngine("Bouncy Castle " + found.getVersionStr(), found));
    } catch (ReflectiveOperationException | LinkageError absent) {
      return Optional.empty();
    }
  }

  /** Its name and version, for the log. */
  String name() {
    return name;
  }

  /** The key as this engine has it, so that it need not be read anew for each token. */
  PublicKey own(PublicKey key) throws GeneralSecurityException {
    return provider == null
        ? key
        : KeyFactory.getInstance(
                key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm(), provider)
            .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }

  /** Whether the signature is right; the key is one that {@link #own} gave. */
  boolean verify(JwsAlgorithm algorithm, PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature check = of(algorithm);
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature);
    } catch (GeneralSecurityException | RuntimeException wrong) {
      return false;
    }
  }

  private Signature of(JwsAlgorithm algorithm) throws GeneralSecurityException {
    String jca = jcaName(algorithm);
    Signature check =
        provider == null ? Signature.getInstance(jca) : Signature.getInstance(jca, provider);
    if (algorithm.family() == JwsAlgorithm.Family.PSS) {
      String digest = "SHA-" + algorithm.bits();
      check.setParameter(new PSSParameterSpec(
          digest, "MGF1", new MGF1ParameterSpec(digest), algorithm.bits() / 8, 1));
    }
    return check;
  }

  /** RFC 7518, 3.4: r and s stand side by side, not in DER. */
  private String jcaName(JwsAlgorithm algorithm) {
    String digest = "SHA" + algorithm.bits();
    return switch (algorithm.family()) {
      case RSA -> digest + "withRSA";
      case PSS -> "RSASSA-PSS";
      case EC -> provider == null ? digest + "withECDSAinP1363Format" : digest + "withPLAIN-ECDSA";
      case ED25519 -> "Ed25519";
      case HMAC -> throw new IllegalArgumentException("a MAC is no signature");
    };
  }
}
