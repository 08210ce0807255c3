package io.vestibule.auth.audit;

import io.vestibule.auth.internal.Printable;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on: to the logs, then to each listener. Thread-safe. It never throws, so that no request ends
 * differently because of it.
 */
public final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final List<AuditListener> listeners;

  private Audit(List<AuditListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * An audit that writes one JSON line for each event to the logger {@code io.vestibule.audit}, one line for each
   * guess to the logger {@code io.vestibule.fail2ban}, and tells these listeners.
   */
  public static Audit of(AuditListener... listeners) {
    List<AuditListener> all = new ArrayList<>();
    all.add(new JsonLog());
    all.add(new Fail2banLog());
    all.addAll(List.of(listeners));
    return new Audit(all);
  }

  /** An audit that tells nobody. */
  public static Audit none() {
    return new Audit(List.of());
  }

  /** Passes it on. */
  public void record(AuditEvent event) {
    for (AuditListener listener : listeners) {
      try {
        listener.happened(event);
      } catch (RuntimeException broken) {
        LOG.error("an audit listener failed on {}: {}", event.type().word(), where(broken));
      }
    }
  }

  /** One line and no stack: the message may quote a client, who would forge the line after it. */
  private static String where(RuntimeException broken) {
    StackTraceElement[] stack = broken.getStackTrace();
    return Printable.of(broken + (stack.length == 0 ? "" : " at " + stack[0]));
  }
}
