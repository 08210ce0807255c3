package io.vestibule.auth.oauth;

import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.jwt.JwtResult;
import io.vestibule.auth.jwt.JwtVerifier;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.jwt.RefusedJwt;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Validates the logout tokens of one provider, in the order of OpenID Connect Back-Channel Logout 1.0, 2.6. Each works
 * once, on whatever node. Thread-safe.
 */
final class LogoutTokens {
  private static final String KIND = "logout-token";
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final Duration LONGEST_AGE = Duration.ofMinutes(5);
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final int LONGEST = 255;

  private final Client client;
  private final Issuers issuers;
  private final Keys keys;
  private final Store store;
  private final InstantSource clock;

  LogoutTokens(Client client, Keys keys, Store store, InstantSource clock) {
    this.client = client;
    this.issuers = Issuers.of(client);
    this.keys = keys;
    this.store = store;
    this.clock = clock;
  }

  private JwtVerifier verifier(String issuer) {
    return JwtVerifier.builder()
        .issuer(issuer)
        .audience(client.id())
        .types("logout+jwt", "JWT")
        .orWithoutType()
        .keys(keys)
        .required("iat", "jti", "events")
        .orIssuedWithin(LONGEST_AGE)
        .clockSkew(SKEW)
        .clock(clock)
        .algorithms(IdTokenCheck.SIGNED)
        .build();
  }

  /** The authenticator whose sessions these tokens end. */
  String provider() {
    return client.name();
  }

  /** Whether this issuer is one whose tokens they are. */
  boolean isOf(String issuer) {
    return issuers.isOne(issuer);
  }

  /**
   * What the token says, if it is to be believed.
   *
   * @throws io.vestibule.auth.AuthUnavailableException when the keys or the store are down
   */
  LogoutResult accept(String token) {
    Optional<String> issuer = issuers.of(token);
    if (issuer.isEmpty()) {
      return new LogoutResult.Refused("it names no tenant that is meant");
    }
    JwtResult result = verifier(issuer.get()).verify(token);
    return result instanceof VerifiedJwt jwt
        ? accept(jwt)
        : new LogoutResult.Refused(((RefusedJwt) result).detail());
  }

  private LogoutResult accept(VerifiedJwt jwt) {
    String subject = jwt.subject().orElse("");
    String sid = jwt.text("sid").orElse("");
    return fault(jwt, subject, sid)
        .<LogoutResult>map(LogoutResult.Refused::new)
        .orElseGet(() -> new LogoutResult.Notice(provider(), jwt.issuer(), subject, sid));
  }

  private Optional<String> fault(VerifiedJwt jwt, String subject, String sid) {
    if (subject.isEmpty() && sid.isEmpty()) {
      return Optional.of("it names neither a subject nor a session");
    }
    if (sid.length() > LONGEST || (jwt.claims().containsKey("sid") && sid.isEmpty())) {
      return Optional.of("its sid is unusable");
    }
    if (!(jwt.claims().get("events") instanceof Map<?, ?> events)
        || !(events.get(EVENT) instanceof Map<?, ?>)) {
      return Optional.of("it does not speak of the event of a logout");
    }
    if (jwt.claims().containsKey("nonce")) {
      return Optional.of("it has a nonce, as ID tokens have");
    }
    return isFirst(jwt) ? Optional.empty() : Optional.of("it was shown before");
  }

  /** Kept for as long as it could be shown again. */
  private boolean isFirst(VerifiedJwt jwt) {
    Instant issuedWithin = clock.instant().plus(LONGEST_AGE);
    Instant end = jwt.expires().orElse(issuedWithin);
    Instant kept = (end.isAfter(issuedWithin) ? end : issuedWithin).plus(SKEW.multipliedBy(2));
    String id = Digests.inHex(jwt.issuer() + "\n" + jwt.id().orElse(""));
    return jwt.id().isPresent() && store.insert(Entry.of(KIND, id, "", "1", kept));
  }
}
