package io.vestibule.auth.totp;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.password.User;
import io.vestibule.auth.throttle.Attempt;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.throttle.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Limits how often codes can be guessed: of six digits somebody who knows the password would soon find one. Strangers
 * share one budget for each account, from wherever they come; a device that has shown a code of it before has its own.
 * Thread-safe.
 */
record CodeGuard(Throttle throttle) {

  static final String PREFIX = "totp:";

  /** What the failures of an account are counted under. No user's name has a colon. */
  static String account(String username, String factor) {
    return PREFIX + username + ":" + factor;
  }

  /** What one code uses up: of the account's budget from everywhere, and of the network's. */
  record Try(List<Attempt> attempts) {
    static Try of(String account, String client, Optional<String> device) {
      Attempt everywhere = Attempt.of(account, "");
      return device.isPresent()
          ? new Try(List.of(everywhere.withDevice(device.get())))
          : new Try(List.of(everywhere, Attempt.of(account, client)));
    }
  }

  /** How long to wait; zero where a code may be looked at, whose end must be told then. */
  Duration delay(Try shown) {
    for (int i = 0; i < shown.attempts().size(); i++) {
      Verdict verdict = throttle.check(shown.attempts().get(i));
      if (!verdict.allowed()) {
        shown.attempts().subList(0, i).forEach(throttle::withdrawn);
        return verdict.delay();
      }
    }
    return Duration.ZERO;
  }

  void failed(Try shown) {
    shown.attempts().forEach(throttle::failed);
  }

  void withdrawn(Try shown) {
    shown.attempts().forEach(throttle::withdrawn);
  }

  void succeeded(Try shown) {
    shown.attempts().forEach(throttle::succeeded);
  }

  /** Both factors are proved: what was held against the password is forgotten as well. */
  void forgive(AuthRequest request, User user, Optional<String> device) {
    throttle.succeeded(Attempt.of(user.name(), request.client()).withDevice(device.orElse("")));
  }
}
