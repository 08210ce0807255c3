package io.vestibule.auth.jwt;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A token whose signature, issuer, audience, type and times were found right: whoever holds one may believe what it
 * says. Only a {@link JwtVerifier} makes them. Immutable.
 */
public final class VerifiedJwt implements JwtResult {
  private final JoseHeader header;
  private final Map<String, Object> claims;

  VerifiedJwt(JoseHeader header, Map<String, Object> claims) {
    this.header = header;
    this.claims = Claims.frozen(claims);
  }

  /** By what it was signed. */
  public JwsAlgorithm algorithm() {
    return header.algorithm();
  }

  /** The type that its header says, in lower case and without {@code application/}; {@code ""} where there is none. */
  public String type() {
    return header.type();
  }

  /** Who issued it. */
  public String issuer() {
    return text("iss").orElse("");
  }

  /** About whom it speaks: 1 to 255 characters, none of them a control character. */
  public Optional<String> subject() {
    return text("sub").filter(subject -> !subject.isEmpty());
  }

  /** For whom it is; one of them is ours. */
  public List<String> audience() {
    return texts("aud");
  }

  /** Until when it may be used; empty only where the verifier was told to judge by {@link #issuedAt} instead. */
  public Optional<Instant> expires() {
    return instant("exp");
  }

  /** When it was issued; empty where it does not say. */
  public Optional<Instant> issuedAt() {
    return instant("iat");
  }

  /** Its own name ({@code jti}); empty where it has none. */
  public Optional<String> id() {
    return text("jti");
  }

  /** All claims as JSON has them: texts, numbers, booleans, lists and maps; those that are null are left out. */
  public Map<String, Object> claims() {
    return claims;
  }

  /** A claim that is a text; empty where it is missing or something else. */
  public Optional<String> text(String claim) {
    return claims.get(claim) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** A claim that is a text or a list of texts; empty where it is missing or something else. */
  public List<String> texts(String claim) {
    Object value = claims.get(claim);
    return value == null ? List.of() : Claims.texts(value);
  }

  /** A claim that is a time in seconds since 1970 (RFC 7519, 2); empty where it is missing or something else. */
  public Optional<Instant> instant(String claim) {
    return Optional.ofNullable(claims.get(claim)).flatMap(Claims::instant);
  }

  /** Says whose it is and no more. */
  @Override
  public String toString() {
    return "VerifiedJwt[" + issuer() + " " + subject().orElse("-") + "]";
  }
}
