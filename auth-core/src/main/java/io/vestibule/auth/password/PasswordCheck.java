package io.vestibule.auth.password;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.UsernamePassword;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Checks a name and a password the same way for everybody who asks for them. A lambda will do. Thread-safe. */
@FunctionalInterface
public interface PasswordCheck {

  /**
   * Whether this user may sign in. What was typed in place of the name stands for it: what a user is known by is the name.
   *
   * @param device what a device that the user of this name is known by shows of itself; empty for a stranger
   * @throws io.vestibule.auth.AuthUnavailableException when it cannot be told now
   */
  Result check(
      AuthRequest request, UsernamePassword typed, Function<String, Optional<String>> device);

  /** What came out. */
  sealed interface Result {

    /** What it is worth as an answer: what is made of the user, or why there is none. */
    default AuthResult orRejected(Function<User, AuthResult> whenRight) {
      if (this instanceof Right right) {
        return whenRight.apply(right.user());
      }
      return this instanceof CodeRequired more ? more.refusal() : refusal().asAudited();
    }

    private AuthResult.Rejected refusal() {
      if (this instanceof Throttled throttled) {
        return AuthResult.throttled(throttled.delay(), "too many attempts");
      }
      return this instanceof Disabled disabled
          ? new AuthResult.Rejected(Reason.DISABLED, disabled.user().name() + " is disabled")
          : new AuthResult.Rejected(Reason.INVALID, "unknown user or wrong password");
    }

    /**
     * Name and password are right.
     *
     * @param anew whether they were checked for this request; no where it was remembered that they are right
     */
    record Right(User user, boolean anew) implements Result {
      /** They were checked for this request. */
      public Right(User user) {
        this(user, true);
      }
    }

    /** Name and password are right, and this user has to show a code besides: whoever cannot ask for it refuses. */
    record CodeRequired(User user) implements Result {
      private AuthResult.Rejected refusal() {
        return new AuthResult.Rejected(
            Reason.CODE_REQUIRED, "a code is demanded of " + user.name() + " besides the password");
      }
    }

    /** The password is right, and the user may not sign in any more. */
    record Disabled(User user) implements Result {}

    /** The name or the password is wrong. */
    record Wrong() implements Result {}

    /** Too many were wrong before, so nothing was checked. */
    record Throttled(Duration delay) implements Result {}
  }
}
