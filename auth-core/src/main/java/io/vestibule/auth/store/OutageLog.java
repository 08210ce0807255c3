package io.vestibule.auth.store;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Says why a database fails: at once where the reason is a new one, then once a minute, with the number of those that
 * were left out; and that it answers again. At most ten lines a minute. Thread-safe.
 */
final class OutageLog {
  private static final int MOST = 10;
  private static final long MINUTE = 60_000;

  private final InstantSource clock;
  private final Consumer<String> failures;
  private final Consumer<String> recoveries;
  private final Set<String> told = new HashSet<>();
  private volatile long since;
  private volatile long left;

  OutageLog(InstantSource clock, Consumer<String> failures, Consumer<String> recoveries) {
    this.clock = clock;
    this.failures = failures;
    this.recoveries = recoveries;
  }

  void failed(String reason) {
    tell(failures, "the database fails: " + reason);
  }

  void recovered() {
    tell(recoveries, "the database answers again");
  }

  private synchronized void tell(Consumer<String> log, String line) {
    long now = clock.millis();
    if (now < since || now - since >= MINUTE) {
      since = now;
      told.clear();
    }
    if (told.size() == MOST || !told.add(line)) {
      left++;
      return;
    }
    log.accept(left == 0 ? line : line + "; " + left + " lines like this were left out");
    left = 0;
  }
}
