package io.vestibule.auth.digest;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code algorithm} may say: a hash function, and whether the secret is bound to the nonce ({@code -sess}).
 *
 * @param session whether H(A1) is hashed once more with both nonces
 */
public record DigestVariant(DigestAlgorithm algorithm, boolean session) {
  /** The order in which they are offered: a client that takes the first it knows takes a safe one. */
  static final Comparator<DigestVariant> BEST_FIRST =
      Comparator.comparing(DigestVariant::algorithm).thenComparing(DigestVariant::session);

  private static final String SESSION = "-SESS";

  /** The plain form of an algorithm. */
  public static DigestVariant of(DigestAlgorithm algorithm) {
    return new DigestVariant(algorithm, false);
  }

  /** The variant of this name in any case, such as {@code SHA-256} or {@code MD5-sess}; empty for another. */
  public static Optional<DigestVariant> parse(String name) {
    boolean session = name.toUpperCase(Locale.ROOT).endsWith(SESSION);
    String plain = session ? name.substring(0, name.length() - SESSION.length()) : name;
    return DigestAlgorithm.of(plain).map(algorithm -> new DigestVariant(algorithm, session));
  }

  /** The name in a challenge. */
  String wireName() {
    return session ? algorithm.wireName() + "-sess" : algorithm.wireName();
  }
}
