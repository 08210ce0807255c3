package io.vestibule.auth.audit;

import io.vestibule.auth.DenialListener;
import io.vestibule.auth.internal.Printable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on: to the logs, then to each listener. Thread-safe. It never throws, so that no request ends
 * differently because of it.
 *
 * <p>Refusals are caused by strangers, who may cause any number: of one kind, from one network, 30 a minute are told.
 * The next event of any kind after that minute brings the last of those that were held back, with the number of the
 * others in the detail {@code suppressed}.
 */
public final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final List<AuditListener> listeners;
  private final Floods floods = new Floods();

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

  /** Records the requests that an {@link io.vestibule.auth.Auth} refuses, with the time of this clock. */
  public DenialListener denials(InstantSource clock) {
    return new DenialReport(this, clock);
  }

  /** Passes it on, unless there were too many like it. */
  public void record(AuditEvent event) {
    if (!listeners.isEmpty()) {
      floods.admit(event).forEach(this::pass);
    }
  }

  private void pass(AuditEvent event) {
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
