package io.vestibule.auth.digest;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All users of a file at one moment, found by name or by hashed name. Immutable. */
record Secrets(Map<String, DigestUser> byName, Map<String, DigestUser> byHash)
    implements DigestUsers {
  static final Secrets NONE = new Secrets(Map.of(), Map.of());

  static Secrets of(String realm, Collection<DigestUser> users) {
    Map<String, DigestUser> byName = new HashMap<>();
    Map<String, DigestUser> byHash = new HashMap<>();
    for (DigestUser user : users) {
      byName.put(user.name(), user);
      for (DigestAlgorithm algorithm : user.algorithms()) {
        byHash.put(key(algorithm, algorithm.userhash(user.name(), realm)), user);
      }
    }
    return new Secrets(byName, byHash);
  }

  @Override
  public Optional<DigestUser> find(String username) {
    return Optional.ofNullable(byName.get(username));
  }

  @Override
  public Optional<DigestUser> findHashed(DigestAlgorithm algorithm, String userhash) {
    return Optional.ofNullable(byHash.get(key(algorithm, userhash)));
  }

  private static String key(DigestAlgorithm algorithm, String userhash) {
    return algorithm.wireName() + ' ' + userhash;
  }
}
