package io.vestibule.auth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.JWTID;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** How this application proves to a provider that it is the client (RFC 6749, 2.3; RFC 7523, 2.2). Thread-safe. */
final class ClientProof {
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final String id;
  private final Way way;
  private final InstantSource clock;

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
    record Shared(io.vestibule.auth.Secret secret, boolean inForm) implements Way {}

    /** A JWT signed with a key that only we have. */
    record Assertion(SigningKey key) implements Way {}

    /** A JWT that stands for the secret (Apple). */
    record SignedSecret(SigningKey key, String team, String audience) implements Way {}
  }

  /** What the provider calls this application. */
  ClientID client() {
    return new ClientID(id);
  }

  /**
   * The proof for a request; empty for a public client, which says its name only.
   *
   * @param audience who will read it
   * @param accepted what the provider says that it accepts; empty where it does not say
   */
  Optional<ClientAuthentication> at(URI audience, List<String> accepted) {
    if (way instanceof Way.Shared shared) {
      return Optional.of(
          inForm(shared, accepted)
              ? inForm(shared.secret().reveal())
              : new ClientSecretBasic(client(), new Secret(shared.secret().reveal())));
    }
    if (way instanceof Way.SignedSecret signed) {
      return Optional.of(
          inForm(signed(signed.key(), signed.team(), signed.audience()).serialize()));
    }
    return way instanceof Way.Assertion assertion
        ? Optional.of(new PrivateKeyJWT(signed(assertion.key(), id, audience.toString())))
        : Optional.empty();
  }

  private ClientAuthentication inForm(String secret) {
    return new ClientSecretPost(client(), new Secret(secret));
  }

  /** Basic is what every server must accept (RFC 6749, 2.3.1), unless it says otherwise. */
  private static boolean inForm(Way.Shared shared, List<String> accepted) {
    return shared.inForm()
        || (!accepted.isEmpty()
            && !accepted.contains("client_secret_basic")
            && accepted.contains("client_secret_post"));
  }

  private SignedJWT signed(SigningKey key, String issuer, String audience) {
    Instant now = clock.instant();
    JWTAuthenticationClaimsSet claims = new JWTAuthenticationClaimsSet(
        new Issuer(issuer),
        client(),
        List.of(new Audience(audience)),
        Date.from(now.plus(LIFE)),
        null,
        Date.from(now),
        new JWTID());
    JWSHeader.Builder header = new JWSHeader.Builder(key.algorithm());
    SignedJWT jwt = new SignedJWT(
        (key.id().isEmpty() ? header : header.keyID(key.id())).build(), claims.toJWTClaimsSet());
    try {
      jwt.sign(key.signer());
    } catch (JOSEException impossible) {
      throw new IllegalStateException("a key that was tried cannot sign", impossible);
    }
    return jwt;
  }
}
