package io.vestibule.auth.jwt;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a token's header (RFC 7515, 4). It may name a key of ours; what it says about other people's keys
 * ({@code jku}, {@code x5u}, {@code jwk}, {@code x5c}) is never looked at.
 *
 * @param type in lower case and without {@code application/}; {@code ""} where there is none
 * @param keyId {@code ""} where there is none
 */
record JoseHeader(JwsAlgorithm algorithm, String type, String keyId) {
  private static final int LONGEST = 255;

  /** Empty where something has the wrong type, and where something must be understood that we do not. */
  static Optional<JoseHeader> of(Map<String, Object> members) {
    if (members.containsKey("crit")
        || members.containsKey("b64")
        || members.containsKey("enc")
        || members.containsKey("zip")) {
      return Optional.empty();
    }
    String type = text(members, "typ");
    String keyId = text(members, "kid");
    return type == null || keyId == null || !(members.get("alg") instanceof String name)
        ? Optional.empty()
        : JwsAlgorithm.of(name).map(known -> new JoseHeader(known, normal(type), keyId));
  }

  /** RFC 7515, 4.1.9: media types ignore case, and {@code application/} may be left out. */
  static String normal(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
  }

  /** Null where it is no text, or one that is too long. */
  private static @Nullable String text(Map<String, Object> members, String name) {
    Object value = members.getOrDefault(name, "");
    return value instanceof String text && text.length() <= LONGEST ? text : null;
  }
}
