package io.vestibule.auth.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which scheme of HTTP belongs to which kind of way of signing in: those of one kind may share a scheme. Not
 * thread-safe: filled while a file is read.
 */
public final class Schemes {
  private final Map<String, String> owners = new HashMap<>();

  /** Whether it is a token, as a scheme must be (RFC 9110, 11.1). */
  public static boolean isToken(String text) {
    return text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  }

  /** Takes a scheme for a way such as {@code bearer.ci}; answers the way of another kind that has it already. */
  public Optional<String> take(String scheme, String way) {
    return Optional.ofNullable(owners.putIfAbsent(scheme.toLowerCase(Locale.ROOT), way))
        .filter(before -> !kind(before).equals(kind(way)));
  }

  private static String kind(String way) {
    return way.split("\\.", 2)[0];
  }
}
