package io.vestibule.auth;

import io.vestibule.auth.internal.LogLimit;
import io.vestibule.auth.internal.Printable;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what is refused, and tells the listener. Thread-safe.
 */
final class Denials {
  private static final Logger LOG = LoggerFactory.getLogger(Auth.class);

  private final DenialListener listener;
  private final LogLimit log;

  Denials(DenialListener listener, InstantSource clock) {
    this(listener, clock, LOG::info);
  }

  /** With a log that a test can read. */
  Denials(DenialListener listener, InstantSource clock, Consumer<String> log) {
    this.listener = listener;
    this.log = new LogLimit(clock, "requests were refused", log);
  }

  void tell(Denial denial) {
    log.tell(() -> line(denial));
    try {
      listener.denied(denial);
    } catch (RuntimeException broken) {
      LOG.error("the listener of denials failed: {}", broken.getClass().getName());
    }
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
