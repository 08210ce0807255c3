package io.vestibule.auth.digest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.User;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Somebody who can sign in by Digest. Immutable; it prints no secret. */
public final class DigestUser {
  private final String name;
  private final Set<String> roles;
  private final Map<DigestAlgorithm, byte[]> secrets;

  private DigestUser(String name, Set<String> roles, Map<DigestAlgorithm, byte[]> secrets) {
    this.name = name;
    this.roles = roles;
    this.secrets = secrets;
  }

  /**
   * A user of whom H(A1) is stored, for each algorithm that may be used.
   *
   * @param secrets as {@link DigestAlgorithm#secret} makes them, for the realm where they are used
   * @throws IllegalArgumentException when one of them is no hash of its algorithm
   */
  public static DigestUser of(
      String name, Set<String> roles, Map<DigestAlgorithm, Secret> secrets) {
    secrets.forEach((algorithm, secret) -> {
      if (!isHash(algorithm, secret.reveal())) {
        throw new IllegalArgumentException("a secret of " + algorithm.wireName() + " has "
            + 2 * algorithm.bytes() + " hex digits");
      }
    });
    Map<DigestAlgorithm, byte[]> stored = new EnumMap<>(DigestAlgorithm.class);
    secrets.forEach(
        (algorithm, secret) -> stored.put(algorithm, secret.reveal().getBytes(ISO_8859_1)));
    return new DigestUser(name, Set.copyOf(roles), stored);
  }

  /** A user whose password is known as it is: it serves every algorithm. */
  public static DigestUser ofPassword(
      String name, Set<String> roles, String realm, Secret password) {
    Map<DigestAlgorithm, Secret> secrets = new EnumMap<>(DigestAlgorithm.class);
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      secrets.put(algorithm, algorithm.secret(name, realm, password));
    }
    return of(name, roles, secrets);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** What the user is. */
  public Set<String> roles() {
    return roles;
  }

  /** H(A1) in hexadecimal digits; nobody changes the array. */
  Optional<byte[]> secret(DigestAlgorithm algorithm) {
    return Optional.ofNullable(secrets.get(algorithm));
  }

  Set<DigestAlgorithm> algorithms() {
    return Set.copyOf(secrets.keySet());
  }

  /** As other ways of signing in know users. */
  User user() {
    String all = secrets.values().stream()
        .map(secret -> new String(secret, ISO_8859_1))
        .collect(Collectors.joining(","));
    return new User(name, roles, Secret.of(all), false);
  }

  /** The same user, with the secrets and roles of both. */
  DigestUser and(DigestUser other) {
    Map<DigestAlgorithm, byte[]> all = new EnumMap<>(secrets);
    all.putAll(other.secrets);
    Set<String> both = new HashSet<>(roles);
    both.addAll(other.roles);
    return new DigestUser(name, Set.copyOf(both), all);
  }

  static boolean isHash(DigestAlgorithm algorithm, String text) {
    return text.length() == 2 * algorithm.bytes()
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** Whether everything is the same, the secrets too. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DigestUser user
        && name.equals(user.name)
        && roles.equals(user.roles)
        && secrets.keySet().equals(user.secrets.keySet())
        && secrets.keySet().stream()
            .allMatch(key -> Arrays.equals(secrets.get(key), user.secrets.get(key)));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "DigestUser[" + name + "]";
  }
}
