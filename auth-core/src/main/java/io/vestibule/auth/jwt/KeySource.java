package io.vestibule.auth.jwt;

import java.time.Duration;
import java.util.Optional;

/** Where keys come from. Thread-safe. */
interface KeySource {

  /** The keys at hand. */
  KeySet now();

  /** Newer keys, because a token names one that is not among them; empty where there can be none. */
  default Optional<KeySet> demand() {
    return Optional.empty();
  }

  /** Changes whenever the keys do. */
  default long generation() {
    return 1;
  }

  /** Returns at once. */
  default void refreshAhead() {}

  /** Why the last try to refresh failed. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  /** The same, only where nobody answered at all. */
  default Optional<String> unreachable() {
    return Optional.empty();
  }

  /** How far the issuer's clock is ahead of ours. */
  default Optional<Duration> drift() {
    return Optional.empty();
  }

  /** Half of all tokens that are refused for their times are right, and a clock is wrong. */
  default Optional<String> wrongClock() {
    return drift()
        .filter(drift -> drift.abs().toSeconds() >= 5)
        .map(drift -> "the issuer's clock is " + drift.abs().toSeconds() + " s "
            + (drift.isNegative() ? "behind" : "ahead of") + " ours");
  }
}
