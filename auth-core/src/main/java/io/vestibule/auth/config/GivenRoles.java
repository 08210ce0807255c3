package io.vestibule.auth.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which roles a way of signing in gives at the most, where its factory knows that: the start then tells of a rule that
 * names another. Complete once the file was read; not thread-safe.
 */
public final class GivenRoles {
  private final Map<String, Set<String>> ofWays = new HashMap<>();

  GivenRoles() {}

  /** Those of this file. */
  public static GivenRoles of(Settings settings) {
    return settings.shared(GivenRoles.class, GivenRoles::new);
  }

  /** Whoever comes by this way has none but these. A way of which nothing is said may give any role. */
  public void only(String way, Set<String> roles) {
    ofWays.put(way, Set.copyOf(roles));
  }

  Optional<Set<String>> of(String way) {
    return Optional.ofNullable(ofWays.get(way));
  }
}
