package io.vestibule.auth.internal;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes down what strangers cause at will: at most 100 lines a minute, and a number in place of the rest. Thread-safe.
 */
public final class LogLimit {
  private static final int MOST = 100;
  private static final long MINUTE = 60_000;

  private final InstantSource clock;
  private final String what;
  private final Consumer<String> log;
  private final AtomicReference<Minute> minute = new AtomicReference<>(new Minute(0, 0));

  private record Minute(long since, int lines) {
    Minute next(long now) {
      boolean over = now < since || now - since >= MINUTE;
      return over ? new Minute(now, 1) : new Minute(since, lines + 1);
    }
  }

  /**
   * A limit of its own.
   *
   * @param what the lines tell, such as {@code requests were refused}
   */
  public LogLimit(InstantSource clock, String what, Consumer<String> log) {
    this.clock = clock;
    this.what = what;
    this.log = log;
  }

  /** Writes the line, where there is room for it. */
  public void tell(Supplier<String> line) {
    tell(() -> log.accept(line.get()));
  }

  /** Has something written, where there is room for it. */
  public void tell(Runnable writing) {
    long now = clock.millis();
    Minute before = minute.getAndUpdate(held -> held.next(now));
    Minute mine = before.next(now);
    if (mine.lines() == 1 && before.lines() > MOST) {
      log.accept(before.lines() - MOST + " more " + what + " and not written down");
    }
    if (mine.lines() <= MOST) {
      writing.run();
    }
  }
}
