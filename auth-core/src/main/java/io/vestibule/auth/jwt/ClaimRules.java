package io.vestibule.auth.jwt;

import io.vestibule.auth.internal.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token must say before it is believed (RFC 7519, 4.1; RFC 8725, 3.8 to 3.10).
 *
 * @param audience one of these must be among the token's
 * @param required claims that must be there beside issuer, audience and expiry
 * @param longestAge how old a token without expiry may be; null where it must have one
 */
record ClaimRules(
    String issuer,
    Set<String> audience,
    Set<String> required,
    Duration skew,
    @Nullable Duration longestAge) {
  private static final int LONGEST_SUBJECT = 255;

  /** Copies the sets. */
  ClaimRules {
    audience = Set.copyOf(audience);
    required = Set.copyOf(required);
  }

  /** What is wrong whatever the time; empty where nothing is. */
  Optional<RefusedJwt> fault(Map<String, Object> claims) {
    return issuerFault(claims)
        .or(() -> audienceFault(claims))
        .or(() -> subjectFault(claims))
        .or(() -> missing(claims));
  }

  /** What is wrong by this time; empty where nothing is. */
  Optional<RefusedJwt> timeFault(Map<String, Object> claims, Instant now) {
    return expiryFault(claims, now)
        .or(() -> notYet(claims, "nbf", now))
        .or(() -> notYet(claims, "iat", now));
  }

  private Optional<RefusedJwt> issuerFault(Map<String, Object> claims) {
    Object named = claims.get("iss");
    return issuer.equals(named)
        ? Optional.empty()
        : Optional.of(RefusedJwt.invalid("issuer is " + shown(named) + ", not " + issuer));
  }

  private Optional<RefusedJwt> audienceFault(Map<String, Object> claims) {
    Object named = claims.getOrDefault("aud", "");
    return isForUs(named)
        ? Optional.empty()
        : Optional.of(RefusedJwt.invalid("audience is " + shown(named) + ", not " + audience));
  }

  private boolean isForUs(Object named) {
    for (String name : Claims.texts(named)) {
      if (audience.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** A number that becomes a text, or a blank, would make two people of one or one of two. */
  private Optional<RefusedJwt> subjectFault(Map<String, Object> claims) {
    Object named = claims.get("sub");
    if (named == null || named.equals("")) {
      return Optional.empty();
    }
    boolean usable = named instanceof String subject
        && !subject.isBlank()
        && subject.length() <= LONGEST_SUBJECT
        && subject.chars().noneMatch(Character::isISOControl);
    return usable ? Optional.empty() : Optional.of(RefusedJwt.invalid("the subject is unusable"));
  }

  private Optional<RefusedJwt> missing(Map<String, Object> claims) {
    return required.stream()
        .filter(claim -> claims.getOrDefault(claim, "").equals(""))
        .findFirst()
        .map(claim -> RefusedJwt.invalid("there is no " + claim));
  }

  private Optional<RefusedJwt> expiryFault(Map<String, Object> claims, Instant now) {
    Object expires = claims.get("exp");
    if (expires == null) {
      return ageFault(claims, now);
    }
    Optional<Instant> end = Claims.instant(expires);
    if (end.isEmpty()) {
      return Optional.of(RefusedJwt.invalid("exp is " + shown(expires) + ", which is no time"));
    }
    return now.isBefore(end.get().plus(skew))
        ? Optional.empty()
        : Optional.of(RefusedJwt.expired(
            "expired " + Duration.between(end.get(), now).toSeconds() + " s ago"));
  }

  private Optional<RefusedJwt> ageFault(Map<String, Object> claims, Instant now) {
    if (longestAge == null) {
      return Optional.of(RefusedJwt.invalid("there is no exp"));
    }
    Optional<Instant> issued = Optional.ofNullable(claims.get("iat")).flatMap(Claims::instant);
    if (issued.isEmpty()) {
      return Optional.of(RefusedJwt.invalid("there is neither exp nor iat"));
    }
    return now.isBefore(issued.get().plus(longestAge).plus(skew))
        ? Optional.empty()
        : Optional.of(RefusedJwt.expired(
            "issued " + Duration.between(issued.get(), now).toSeconds() + " s ago"));
  }

  private Optional<RefusedJwt> notYet(Map<String, Object> claims, String name, Instant now) {
    Object value = claims.get(name);
    if (value == null) {
      return Optional.empty();
    }
    Optional<Instant> time = Claims.instant(value);
    if (time.isEmpty()) {
      return Optional.of(RefusedJwt.invalid(name + " is " + shown(value) + ", which is no time"));
    }
    return time.get().isAfter(now.plus(skew))
        ? Optional.of(RefusedJwt.invalid(
            name + " is " + Duration.between(now, time.get()).toSeconds() + " s ahead"))
        : Optional.empty();
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "missing" : Printable.of(String.valueOf(value));
  }
}
