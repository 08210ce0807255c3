package io.vestibule.auth.totp;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/** What a code was worth that somebody typed. Immutable. */
public sealed interface Outcome {

  /**
   * It is right, and is used up now.
   *
   * @param methods by what it was proved, the password included (RFC 8176)
   * @param recoveryLeft how many recovery codes are left, where it was one; else empty
   */
  record Right(Set<String> methods, OptionalInt recoveryLeft) implements Outcome {
    /** Copies the methods. */
    public Right {
      methods = Set.copyOf(methods);
    }
  }

  /**
   * It is wrong, or was used before.
   *
   * @param clockOff whether it would be right at another time not far from now
   */
  record Wrong(boolean clockOff) implements Outcome {}

  /** Too many were wrong before, so it was not looked at. */
  record Throttled(Duration delay) implements Outcome {}
}
