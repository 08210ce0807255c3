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
  private volatile int lines;

  OutageLog(InstantSource clock, Consumer<String> failures, Consumer<String> recoveries) {
    this.clock = clock;
    this.failures = failures;
    this.recoveries = recoveries;
  }

  synchronized void failed(String reason) {
    beginMinute();
    if (told.add(reason)) {
      write(failures, "the database fails: " + reason);
    } else {
      left++;
    }
  }

  /** What fails after this is news again. */
  synchronized void recovered() {
    beginMinute();
    told.clear();
    write(recoveries, "the database answers again");
  }

  private synchronized void beginMinute() {
    long now = clock.millis();
    if (now < since || now - since >= MINUTE) {
      since = now;
      lines = 0;
      told.clear();
    }
  }

  private synchronized void write(Consumer<String> log, String line) {
    if (lines == MOST) {
      left++;
      return;
    }
    lines++;
    log.accept(left == 0 ? line : line + "; " + left + " lines like this were left out");
    left = 0;
  }
}
