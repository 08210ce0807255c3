package io.vestibule.auth.password;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.UsernamePassword;
import java.time.Duration;
import java.util.Optional;

/** Checks a name and a password the same way for everybody who asks for them. A lambda will do. Thread-safe. */
@FunctionalInterface
public interface PasswordCheck {

  /**
   * Whether this user may sign in.
   *
   * @param device what a known device showed of itself; empty for a stranger
   * @throws io.vestibule.auth.AuthUnavailableException when it cannot be told now
   */
  Result check(AuthRequest request, UsernamePassword shown, Optional<String> device);

  /** What came out. */
  sealed interface Result {
    /** Name and password are right. */
    record Right(User user) implements Result {}

    /** The password is right, and the user may not sign in any more. */
    record Disabled(User user) implements Result {}

    /** The name or the password is wrong. */
    record Wrong() implements Result {}

    /** Too many were wrong before, so nothing was checked. */
    record Throttled(Duration delay) implements Result {}
  }
}
