package io.vestibule.auth.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** An issuer of one algorithm, and an application that takes its tokens. */
final class TokenMint {
  private static final Instant NOW = Instant.now();

  private final String algorithm;
  private final KeyPair pair;

  private TokenMint(String algorithm, KeyPair pair) {
    this.algorithm = algorithm;
    this.pair = pair;
  }

  static TokenMint of(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(
        switch (algorithm) {
          case "RS256" -> "RSA";
          case "ES256" -> "EC";
          default -> "Ed25519";
        });
    if (!algorithm.equals("EdDSA")) {
      generator.initialize(algorithm.equals("RS256") ? 2048 : 256);
    }
    return new TokenMint(algorithm, generator.generateKeyPair());
  }

  PublicKey publicKey() {
    return pair.getPublic();
  }

  String jcaName() {
    return switch (algorithm) {
      case "RS256" -> "SHA256withRSA";
      case "ES256" -> "SHA256withECDSAinP1363Format";
      default -> "Ed25519";
    };
  }

  /** About 680 characters with RS256, as a provider of today sends them. */
  String token(String subject) throws GeneralSecurityException {
    String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"2026-01\"}";
    String payload = ("{\"iss\":\"https://id.example.org\",\"aud\":\"api\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d,"
            + "\"jti\":\"f7c1b1b2-6f0e-4a8e-9d53-0f7f6a4c1e55\",\"client_id\":\"web\","
            + "\"scope\":\"openid profile orders:read orders:write\",\"roles\":[\"user\",\"editor\"]}")
        .formatted(subject, NOW.getEpochSecond(), NOW.plusSeconds(7200).getEpochSecond());
    String signed = encoded(header.getBytes(ISO_8859_1)) + "." + encoded(payload.getBytes(ISO_8859_1));
    Signature signer = Signature.getInstance(jcaName());
    signer.initSign(pair.getPrivate());
    signer.update(signed.getBytes(ISO_8859_1));
    return signed + "." + encoded(signer.sign());
  }

  /** The Authorization field with such a token, as bytes: a container makes a new text of them for each request. */
  byte[] field(String subject) throws GeneralSecurityException {
    return ("Bearer " + token(subject)).getBytes(ISO_8859_1);
  }

  /** What the application decides, which must be yes. */
  Decision admitted(Auth auth, byte[] field) {
    Decision decision = auth.decide(PlainRequest.with(new String(field, ISO_8859_1)), Form::empty);
    if (!(decision instanceof Decision.Admit)) {
      throw new IllegalStateException("refused");
    }
    return decision;
  }

  /** The application; a forgetful one lives in two minutes by turns, so that nothing seen counts in the other one. */
  Auth auth(boolean forgetful) {
    try {
      Path folder = Files.createTempDirectory("tokens");
      Files.writeString(
          folder.resolve("issuer.pem"),
          "-----BEGIN PUBLIC KEY-----\n"
              + Base64.getMimeEncoder().encodeToString(publicKey().getEncoded())
              + "\n-----END PUBLIC KEY-----\n");
      String file = """
          [authentication]
          type       = jwt
          [jwt]
          issuer     = https://id.example.org
          audience   = api
          public_key = issuer.pem
          [rules]
          /**        = scope:orders:read
          """;
      return Configuration.parse("auth.ini", file, folder, Map.of(), clock(forgetful)).auth();
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static InstantSource clock(boolean forgetful) {
    AtomicLong calls = new AtomicLong();
    return forgetful
        ? () -> NOW.plusSeconds(calls.getAndIncrement() * 61 % 3600)
        : InstantSource.system();
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
