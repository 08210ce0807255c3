package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.store.Entry;
import java.net.URLEncoder;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom another party has vouched for, such as an OpenID provider: what a session remembers of it. Immutable.
 *
 * @param provider the authenticator that knows this party, by the name that {@code type} gives it, such as {@code
 *     oauth.google}
 * @param issuer who vouched
 * @param id the subject's identifier at the issuer; never re-assigned there
 * @param subject the name in this application: what {@code getRemoteUser} says
 * @param shown what the person is greeted with, such as an e-mail address
 * @param methods by what it was proved (RFC 8176); empty where nobody said
 * @param authenticatedAt when it was proved
 * @param sid the issuer's own session, for a logout that begins there; empty where there is none
 * @param claims what else was said, in values that JSON has; as JSON at most 5,500 characters in an address
 */
public record Guest(
    String provider,
    String issuer,
    String id,
    String subject,
    String shown,
    Set<String> methods,
    Instant authenticatedAt,
    String sid,
    Map<String, Object> claims) {
  private static final int LONGEST = 255;
  private static final int LONGEST_CLAIMS = 5_500;

  /** Nobody: the session began with a password. */
  static final Guest NOBODY = new Guest("", "", "", "", "", Set.of(), Instant.EPOCH, "", Map.of());

  /** Copies what could change, and refuses what no session can keep. */
  public Guest {
    methods = Set.copyOf(methods);
    claims = Map.copyOf(claims);
    for (String text : List.of(provider, issuer, id, subject, shown, sid)) {
      if (text.length() > LONGEST || (!text.isEmpty() && !Entry.fits(text))) {
        throw new IllegalArgumentException(
            "a part of a guest has " + text.length() + " characters");
      }
    }
    if (provider.isEmpty() != subject.isBlank() || encodedLength(claims) > LONGEST_CLAIMS) {
      throw new IllegalArgumentException("a guest without a name, or with too many claims");
    }
  }

  /** Who this is, proved how and when that one was. */
  Guest provedAs(Guest other) {
    return new Guest(
        provider,
        issuer,
        id,
        subject,
        shown,
        other.methods,
        other.authenticatedAt,
        other.sid,
        claims);
  }

  /** Whether a session began with a password. */
  boolean isNobody() {
    return provider.isEmpty();
  }

  /** The claims as the store keeps them. */
  String claimsText() {
    return claimsText(claims);
  }

  /** What {@link #claimsText()} wrote; empty for anything else. */
  static Optional<Map<String, Object>> claims(String text) {
    try {
      Map<String, Object> read = JSONObjectUtils.parse(text);
      read.values().removeIf(Objects::isNull);
      return Optional.of(read);
    } catch (ParseException notOurs) {
      return Optional.empty();
    }
  }

  private static int encodedLength(Map<String, Object> claims) {
    return claims.isEmpty() ? 0 : URLEncoder.encode(claimsText(claims), UTF_8).length();
  }

  private static String claimsText(Map<String, Object> claims) {
    return claims.isEmpty() ? "{}" : JSONObjectUtils.toJSONString(claims);
  }
}
