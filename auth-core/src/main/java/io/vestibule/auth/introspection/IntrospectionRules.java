package io.vestibule.auth.introspection;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.jwt.TokenKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer must say before the token is believed (RFC 7662, 2.2). */
final class IntrospectionRules {

  /** By how much the issuer's clock may be ahead, as with signed tokens; it has judged the times by its own. */
  private static final long SKEW = 60;

  private IntrospectionRules() {}

  /** Why the token is refused; empty where it is not. */
  static Optional<AuthResult> fault(
      IntrospectionAuthenticator.Terms terms, Map<String, Object> claims, Instant now) {
    if (!Boolean.TRUE.equals(claims.get("active"))) {
      return invalid("the token is not active");
    }
    if (expires(claims) <= now.toEpochMilli()) {
      return Optional.of(AuthResult.rejected(Reason.EXPIRED, "the token has expired"));
    }
    if (begins(claims) > now.getEpochSecond() + SKEW) {
      return invalid("the token does not hold yet");
    }
    if (!TokenKind.isAccess(claims)) {
      return invalid("it is a refresh token, an ID token or the like, not an access token");
    }
    Object issuer = claims.get("iss");
    if (!terms.issuer().isEmpty() && issuer != null && !terms.issuer().equals(issuer)) {
      return invalid("issuer is " + Printable.of(String.valueOf(issuer)));
    }
    return terms.audience().isEmpty() || isFor(terms, claims.get("aud"))
        ? Optional.empty()
        : invalid("audience is " + Printable.of(String.valueOf(claims.get("aud"))));
  }

  /** When it ends, in milliseconds since 1970; far away where it does not say. */
  static long expires(Map<String, Object> claims) {
    Object end = claims.get("exp");
    if (end == null) {
      return Long.MAX_VALUE;
    }
    return end instanceof Number number ? (long) (number.doubleValue() * 1000) : 0;
  }

  /** From when it holds, in seconds since 1970; never where that cannot be read. */
  private static double begins(Map<String, Object> claims) {
    Object start = claims.getOrDefault("nbf", 0);
    return start instanceof Number number ? number.doubleValue() : Double.MAX_VALUE;
  }

  private static boolean isFor(IntrospectionAuthenticator.Terms terms, @Nullable Object audience) {
    return audience instanceof List<?> several
        ? several.stream().anyMatch(terms.audience()::contains)
        : audience instanceof String one && terms.audience().contains(one);
  }

  private static Optional<AuthResult> invalid(String detail) {
    return Optional.of(AuthResult.rejected(Reason.INVALID, detail));
  }
}
