package io.vestibule.auth.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Identity;
import io.vestibule.auth.internal.Base64Url;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Makes access tokens: signed JWTs of type {@code at+jwt} (RFC 9068). Thread-safe. */
final class AccessTokens {
  static final String TYPE = "at+jwt";
  static final String FAMILY = "sid";

  private final String issuer;
  private final List<String> audience;
  private final Duration life;
  private final SigningKeys keys;
  private final SecureRandom random;
  private final InstantSource clock;

  AccessTokens(
      String issuer,
      List<String> audience,
      Duration life,
      SigningKeys keys,
      SecureRandom random,
      InstantSource clock) {
    this.issuer = issuer;
    this.audience = List.copyOf(audience);
    this.life = life;
    this.keys = keys;
    this.random = random;
    this.clock = clock;
  }

  /** How long one lives. */
  Duration life() {
    return life;
  }

  /** Finds the key, so that whoever cannot be given a token learns that before anything is used up. */
  void prepare() {
    keys.signing();
  }

  /**
   * A token for this grant.
   *
   * @param identity who the user is now
   * @param family whose refresh tokens go with it
   */
  String make(Grant grant, Identity identity, String family) {
    SigningKey key = keys.signing();
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "EdDSA");
    header.put("typ", TYPE);
    header.put("kid", key.kid());
    String text = part(header) + "." + part(claims(grant, identity, family));
    return text + "." + key.sign(text);
  }

  private Map<String, Object> claims(Grant grant, Identity identity, String family) {
    Instant now = clock.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", audience.size() == 1 ? audience.get(0) : audience);
    claims.put("sub", identity.subject());
    claims.put("jti", Base64Url.random(random, 16));
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(life).getEpochSecond());
    if (identity.authenticatedAt().isAfter(Instant.EPOCH)) {
      claims.put("auth_time", identity.authenticatedAt().getEpochSecond());
    }
    claims.put("amr", List.copyOf(new TreeSet<>(identity.methods())));
    claims.put("scope", Grant.joined(grant.scopes()));
    claims.put("roles", List.copyOf(new TreeSet<>(identity.roles())));
    claims.put(FAMILY, family);
    claims.put("client_id", client(grant.client(), identity.subject()));
    return claims;
  }

  /** A program may call itself as it likes, save as its user: to others that would be a client's own token. */
  private String client(String called, String user) {
    return called.isEmpty() || called.equals(user) ? issuer : called;
  }

  private static String part(Map<String, Object> members) {
    return Base64Url.encode(JSONObjectUtils.toJSONString(members).getBytes(UTF_8));
  }
}
