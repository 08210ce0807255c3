package io.vestibule.auth.digest;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code algorithm} may say: a hash function, and whether the secret is bound to the nonce ({@code -sess}).
 * Immutable.
 *
 * @param session whether H(A1) is hashed once more with both nonces
 */
public record DigestVariant(DigestAlgorithm algorithm, boolean session) {
  /** The order in which they are offered: a client that takes the first it knows takes a safe one. */
  static final Comparator<DigestVariant> BEST_FIRST =
      Comparator.comparing(DigestVariant::algorithm).thenComparing(DigestVariant::session);

  private static final Map<String, DigestVariant> BY_NAME = byName();

  /** The plain form of an algorithm. */
  public static DigestVariant of(DigestAlgorithm algorithm) {
    return new DigestVariant(algorithm, false);
  }

  /** The variant of this name in any case, such as {@code SHA-256} or {@code MD5-sess}; empty for another. */
  public static Optional<DigestVariant> parse(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
  }

  private static Map<String, DigestVariant> byName() {
    return Stream.of(DigestAlgorithm.values())
        .flatMap(algorithm ->
            Stream.of(new DigestVariant(algorithm, false), new DigestVariant(algorithm, true)))
        .collect(Collectors.toUnmodifiableMap(
            variant -> variant.wireName().toUpperCase(Locale.ROOT), Function.identity()));
  }

  /** The name in a challenge. */
  String wireName() {
    return session ? algorithm.wireName() + "-sess" : algorithm.wireName();
  }
}
