package io.vestibule.auth.totp;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.internal.IpAddress;
import io.vestibule.auth.password.User;
import io.vestibule.auth.throttle.Attempt;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import io.vestibule.auth.throttle.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits how often codes can be guessed: of six digits somebody who knows the password would soon find one. Strangers
 * share two budgets for each account, from wherever they come: that of passwords, and one for a day, for whoever stays
 * below the first for weeks. A device that has shown a code of it before has its own. Thread-safe.
 */
final class CodeGuard {
  static final String PREFIX = "totp:";

  /** Twenty wrong codes of strangers in a day; then one an hour. */
  private static final Limits BY_DAY = new Limits(20, 20, Duration.ofDays(1), Duration.ofHours(1));

  private static final String DAY = "day";

  private final Throttle throttle;
  private final Throttle byDay;

  CodeGuard(Throttle throttle) {
    this.throttle = throttle;
    this.byDay = throttle.with(BY_DAY);
  }

  /** What the failures of an account are counted under. No user's name has a colon. */
  static String account(String username, String factor) {
    return PREFIX + username + ":" + factor;
  }

  private record Counted(Throttle throttle, Attempt attempt) {}

  /** What one code uses up: of the account's budgets from everywhere, and of the network's; or of the device's. */
  record Try(List<Counted> counted) {}

  Try attempt(String account, String client, Optional<String> device) {
    Attempt everywhere = Attempt.of(account, "");
    if (device.isPresent()) {
      return new Try(List.of(new Counted(throttle, everywhere.withDevice(device.get()))));
    }
    List<Counted> counted = new ArrayList<>();
    counted.add(new Counted(throttle, everywhere));
    if (IpAddress.parse(client)
        .isPresent()) { // without an address it would be the same count again
      counted.add(new Counted(throttle, Attempt.of(account, client)));
    }
    counted.add(new Counted(byDay, everywhere.withDevice(DAY)));
    return new Try(List.copyOf(counted));
  }

  /** How long to wait; zero where a code may be looked at, whose end must be told then. */
  Duration delay(Try shown) {
    for (int i = 0; i < shown.counted().size(); i++) {
      Counted next = shown.counted().get(i);
      Verdict verdict = next.throttle().check(next.attempt());
      if (!verdict.allowed()) {
        withdrawn(new Try(shown.counted().subList(0, i)));
        return verdict.delay();
      }
    }
    return Duration.ZERO;
  }

  void failed(Try shown) {
    shown.counted().forEach(counted -> counted.throttle().failed(counted.attempt()));
  }

  void withdrawn(Try shown) {
    shown.counted().forEach(counted -> counted.throttle().withdrawn(counted.attempt()));
  }

  void succeeded(Try shown) {
    shown.counted().forEach(counted -> counted.throttle().succeeded(counted.attempt()));
  }

  /** Both factors are proved: what was held against the password is forgotten as well. */
  void forgive(AuthRequest request, User user, Optional<String> device) {
    throttle.forgiven(Attempt.of(user.name(), request.client()).withDevice(device.orElse("")));
  }
}
