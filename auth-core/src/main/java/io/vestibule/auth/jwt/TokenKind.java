package io.vestibule.auth.jwt;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tells an access token from the ID, refresh and logout tokens of the same issuer, where only its claims, or what the
 * issuer answers about it, say which it is (RFC 8725, 3.12; RFC 7662, 2.2).
 */
public final class TokenKind {
  private static final Set<String> OF_OTHER_KINDS = Set.of("nonce", "at_hash", "c_hash", "events");
  private static final Set<String> ACCESS = Set.of("access", "access_token");
  private static final Set<String> TYPE = Set.of("bearer", "dpop");

  private TokenKind() {}

  /** Whether nothing in these claims says that the token is of another kind; a word that we do not know says so. */
  public static boolean isAccess(Map<String, Object> claims) {
    return says(claims, "typ", TYPE)
        && (says(claims, "token_type", TYPE) || says(claims, "token_type", ACCESS))
        && says(claims, "token_use", ACCESS)
        && says(claims, "token_usage", ACCESS)
        && OF_OTHER_KINDS.stream().noneMatch(claims::containsKey);
  }

  private static boolean says(Map<String, Object> claims, String name, Set<String> words) {
    Object said = claims.get(name);
    return said == null || words.contains(said.toString().toLowerCase(Locale.ROOT));
  }
}
