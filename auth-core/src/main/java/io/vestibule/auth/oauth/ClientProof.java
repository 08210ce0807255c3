package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How this application proves to a provider that it is the client (RFC 6749, 2.3; RFC 7523, 2.2). Thread-safe. */
final class ClientProof {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final String id;
  private final Way way;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  ClientProof(String id, Way way, InstantSource clock) {
    this.id = id;
    this.way = way;
    this.clock = clock;
  }

  /** By what. */
  sealed interface Way {
    /** There is no secret: PKCE alone protects the code. */
    record None() implements Way {}

    /** A secret; into a header, unless the provider wants it in the form. */
    record Shared(Secret secret, boolean inForm) implements Way {}

    /** A JWT signed with a key that only we have. */
    record Assertion(SigningKey key) implements Way {}

    /** A JWT that stands for the secret (Apple). */
    record SignedSecret(SigningKey key, String team, String audience) implements Way {}
  }

  /** What goes along with a request. */
  record Shown(Map<String, String> headers, Map<String, String> form) {}

  /**
   * The proof for a request.
   *
   * @param audience who will read it
   * @param accepted what the provider says that it accepts; empty where it does not say
   */
  Shown at(URI audience, List<String> accepted) {
    Map<String, String> form = new LinkedHashMap<>();
    if (way instanceof Way.Shared shared && !inForm(shared, accepted)) {
      return new Shown(Map.of("Authorization", basic(shared.secret())), form);
    }
    form.put("client_id", id);
    if (way instanceof Way.Shared shared) {
      form.put("client_secret", shared.secret().reveal());
    } else if (way instanceof Way.SignedSecret signed) {
      form.put("client_secret", signed(signed.key(), signed.team(), signed.audience()));
    } else if (way instanceof Way.Assertion assertion) {
      form.put("client_assertion_type", ASSERTION_TYPE);
      form.put("client_assertion", signed(assertion.key(), id, audience.toString()));
    }
    return new Shown(Map.of(), form);
  }

  /** Basic is what every server must accept (RFC 6749, 2.3.1), unless it says otherwise. */
  private static boolean inForm(Way.Shared shared, List<String> accepted) {
    return shared.inForm()
        || (!accepted.isEmpty()
            && !accepted.contains("client_secret_basic")
            && accepted.contains("client_secret_post"));
  }

  private String basic(Secret secret) {
    String pair = URLEncoder.encode(id, UTF_8) + ":" + URLEncoder.encode(secret.reveal(), UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private String signed(SigningKey key, String issuer, String audience) {
    Instant now = clock.instant();
    byte[] name = new byte[16];
    random.nextBytes(name);
    JWTClaimsSet claims = new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject(id)
        .audience(audience)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(LIFE)))
        .jwtID(Base64.getUrlEncoder().withoutPadding().encodeToString(name))
        .build();
    JWSHeader.Builder header = new JWSHeader.Builder(key.algorithm());
    SignedJWT jwt =
        new SignedJWT((key.id().isEmpty() ? header : header.keyID(key.id())).build(), claims);
    try {
      jwt.sign(key.signer());
    } catch (JOSEException impossible) {
      throw new IllegalStateException("a key that was tried cannot sign", impossible);
    }
    return jwt.serialize();
  }
}
