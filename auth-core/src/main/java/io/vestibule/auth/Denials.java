package io.vestibule.auth;

import io.vestibule.auth.internal.Printable;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what is refused, and tells the listener. Thread-safe. Strangers cause these lines at will, so there are
 * at most 100 a minute, and a number in place of the rest.
 */
final class Denials {
  private static final Logger LOG = LoggerFactory.getLogger(Auth.class);
  private static final int MOST = 100;
  private static final long MINUTE = 60_000;

  private final DenialListener listener;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final AtomicReference<Minute> minute = new AtomicReference<>(new Minute(0, 0));

  private record Minute(long since, int lines) {
    Minute next(long now) {
      boolean over = now < since || now - since >= MINUTE;
      return over ? new Minute(now, 1) : new Minute(since, lines + 1);
    }
  }

  Denials(DenialListener listener, InstantSource clock) {
    this(listener, clock, LOG::info);
  }

  /** With a log that a test can read. */
  Denials(DenialListener listener, InstantSource clock, Consumer<String> log) {
    this.listener = listener;
    this.clock = clock;
    this.log = log;
  }

  void tell(Denial denial) {
    if (hasRoom()) {
      log.accept(line(denial));
    }
    try {
      listener.denied(denial);
    } catch (RuntimeException broken) {
      LOG.error("the listener of denials failed: {}", broken.getClass().getName());
    }
  }

  private boolean hasRoom() {
    long now = clock.millis();
    Minute before = minute.getAndUpdate(held -> held.next(now));
    Minute mine = before.next(now);
    if (mine.lines() == 1 && before.lines() > MOST) {
      log.accept(before.lines() - MOST + " more requests were refused and not written down");
    }
    return mine.lines() <= MOST;
  }

  private static String line(Denial denial) {
    AuthRequest request = denial.request();
    return "refused " + Printable.of(request.method()) + " " + Printable.of(request.path())
        + " from " + request.client() + ": " + Printable.of(why(denial));
  }

  private static String why(Denial denial) {
    return switch (denial.kind()) {
      case CREDENTIALS ->
        denial.via() + ": " + denial.reason().orElseThrow() + " (" + denial.detail() + ")";
      case RIGHTS, MORE_PROOF -> denial.subject() + " does not meet the rule";
      case CLOSED -> "the rule lets nobody in";
      case TARGET -> "ambiguous target " + denial.detail();
      case IDENTITY_FIELDS -> "a WebSocket with identity fields";
    };
  }
}
