package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which engine checks which curve. The JDK's own curves take over a millisecond on Java 17, so all that are present are
 * tried with a signature that is known to be right and one that is known to be wrong, and the fastest that knows them
 * apart is used.
 */
final class SignatureEngines {
  private static final Logger LOG = LoggerFactory.getLogger(SignatureEngines.class);
  private static final int TRIES = 6;

  private SignatureEngines() {}

  /** Who checks signatures of this kind on this machine; the first question about a curve tries those present. */
  static SignatureEngine of(JwsAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case EC -> OfEcdsa.ENGINE;
      case ED25519 -> OfEd25519.ENGINE;
      case RSA, PSS, HMAC -> SignatureEngine.JDK;
    };
  }

  /** The fastest of these for ECDSA; one that errs is out. */
  static SignatureEngine ecdsaAmong(List<SignatureEngine> present) {
    return fastest(KnownAnswer.es256(), present);
  }

  /** The fastest of these for Ed25519; one that errs is out. */
  static SignatureEngine ed25519Among(List<SignatureEngine> present) {
    return fastest(KnownAnswer.ed25519(), present);
  }

  private static List<SignatureEngine> present() {
    return Stream.concat(Stream.of(SignatureEngine.JDK), SignatureEngine.bouncyCastle().stream())
        .toList();
  }

  private static SignatureEngine fastest(KnownAnswer question, List<SignatureEngine> present) {
    SignatureEngine best = SignatureEngine.JDK;
    Duration least = Duration.ofDays(1);
    for (SignatureEngine engine : present) {
      Optional<Duration> time = time(question, engine);
      LOG.info(
          "{} by {}: {}",
          question.algorithm.text(),
          engine.name(),
          time.map(taken -> taken.toNanos() / 1000 + " microseconds").orElse("unusable"));
      if (time.isPresent() && time.get().compareTo(least) < 0) {
        best = engine;
        least = time.get();
      }
    }
    if (present.size() > 1) {
      LOG.info("{} is checked by {}", question.algorithm.text(), best.name());
    }
    return best;
  }

  /** The best of a few tries; empty when it errs. */
  private static Optional<Duration> time(KnownAnswer question, SignatureEngine engine) {
    try {
      PublicKey key = engine.own(question.key);
      Duration least = Duration.ofDays(1);
      for (int i = 0; i < TRIES; i++) {
        Instant start = InstantSource.system().instant();
        if (!question.isAnsweredBy(engine, key)) {
          return Optional.empty();
        }
        Duration taken =
            Duration.between(start, InstantSource.system().instant()).dividedBy(2);
        least = taken.compareTo(least) < 0 ? taken : least;
      }
      return Optional.of(least);
    } catch (GeneralSecurityException | RuntimeException unusable) {
      return Optional.empty();
    }
  }

  /** Made when first asked for, and once. */
  private static final class OfEcdsa {
    private static final SignatureEngine ENGINE = ecdsaAmong(present());
  }

  /** Made when first asked for, and once. */
  private static final class OfEd25519 {
    private static final SignatureEngine ENGINE = ed25519Among(present());
  }

  /** A signature that stands in an RFC. */
  private static final class KnownAnswer {
    private final JwsAlgorithm algorithm;
    private final PublicKey key;
    private final byte[] signed;
    private final byte[] signature;

    private KnownAnswer(JwsAlgorithm algorithm, PublicKey key, String signed, String signature) {
      this.algorithm = algorithm;
      this.key = key;
      this.signed = signed.getBytes(ISO_8859_1);
      this.signature = Base64.getUrlDecoder().decode(signature);
    }

    /** RFC 7515, A.3. */
    static KnownAnswer es256() {
      try {
        ECKey key = new ECKey.Builder(
                Curve.P_256,
                new Base64URL("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                new Base64URL("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
            .build();
        return new KnownAnswer(
            JwsAlgorithm.ES256,
            key.toECPublicKey(),
            "eyJhbGciOiJFUzI1NiJ9"
                + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
      } catch (JOSEException impossible) {
        throw new IllegalStateException("the key of RFC 7515", impossible);
      }
    }

    /** RFC 8037, A.4. */
    static KnownAnswer ed25519() {
      return new KnownAnswer(
          JwsAlgorithm.EDDSA,
          PublicKeys.ed25519(
              Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")),
          "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
          "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    }

    /** It must say yes, and no where one bit is another. */
    boolean isAnsweredBy(SignatureEngine engine, PublicKey own) {
      byte[] other = signature.clone();
      other[1] ^= 1;
      return engine.verify(algorithm, own, signed, signature)
          && !engine.verify(algorithm, own, signed, other);
    }
  }
}
