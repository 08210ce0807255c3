package io.vestibule.auth.totp;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.User;
import java.time.Duration;
import java.util.List;

/** What came of the first code of an app that is being set up. Immutable. */
public sealed interface Confirmed {

  /**
   * It is right: from now on a code is asked for. All sessions from before have ended.
   *
   * @param recoveryCodes to be shown once
   * @param after the user, as the next session must know them
   */
  record Active(List<Secret> recoveryCodes, User after) implements Confirmed {
    /** Copies the codes. */
    public Active {
      recoveryCodes = List.copyOf(recoveryCodes);
    }
  }

  /**
   * It is wrong; another may be tried.
   *
   * @param clockOff whether it would be right at another time not far from now
   */
  record Wrong(boolean clockOff) implements Confirmed {}

  /** Too many were wrong before, so it was not looked at. */
  record Throttled(Duration delay) implements Confirmed {}

  /** Nothing is being set up any more: it took too long, was confirmed elsewhere, or the account has changed. */
  record Gone() implements Confirmed {}
}
