package io.vestibule.auth.config;

import java.util.HashSet;
import java.util.Set;

/**
 * Which ways of signing in can prove a second factor by what the file says, though not every file makes them able to: the
 * start tells of a rule with {@code mfa} that nobody can meet. Complete once the file was read; not thread-safe.
 */
public final class GivenFactors {
  private final Set<String> ways = new HashSet<>();

  GivenFactors() {}

  /** Those of this file. */
  public static GivenFactors of(Settings settings) {
    return settings.shared(GivenFactors.class, GivenFactors::new);
  }

  /** Whoever comes by this way may have proved a second factor. */
  public void add(String way) {
    ways.add(way);
  }

  boolean by(String way) {
    return ways.contains(way);
  }
}
