package io.vestibule.auth.audit;

import io.vestibule.auth.audit.AuditEvent.Outcome;
import io.vestibule.auth.internal.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets so many refusals of one kind from one network through in a minute, and counts the rest: strangers cause them at
 * will. Thread-safe, and bounded: where there are too many networks, the minute of the oldest ends early.
 */
final class Floods {
  /** More than fail2ban needs to see, so that it bans whoever floods. */
  static final int MOST = 30;

  private static final long SECONDS = 60;
  private static final int MOST_KINDS = 10_000;
  private static final int LONGEST_KEPT = 200;

  private final Map<Kind, Minute> minutes = new LinkedHashMap<>();

  /** What counts together. */
  private record Kind(String network, AuditType type, Outcome outcome, String reason) {
    static Kind of(AuditEvent event) {
      String network = IpAddress.parse(event.client()).map(IpAddress::network).orElse("");
      return new Kind(network, event.type(), event.outcome(), event.reason());
    }
  }

  /**
   * What became of one kind in a minute.
   *
   * @param heldBack how many were not told, beside the last of them
   */
  private record Minute(Instant since, int told, long heldBack, Optional<AuditEvent> last) {
    boolean isOver(Instant now) {
      return now.isBefore(since) || !now.isBefore(since.plusSeconds(SECONDS));
    }

    Minute and(AuditEvent event) {
      return told < MOST
          ? new Minute(since, told + 1, 0, last)
          : new Minute(
              since, told, heldBack + (last.isPresent() ? 1 : 0), Optional.of(brief(event)));
    }

    /** The last that was held back, with the number of the others. */
    Optional<AuditEvent> rest() {
      return last.map(
          event -> heldBack == 0 ? event : event.with("suppressed", Long.toString(heldBack)));
    }
  }

  /** What is to be told now: this event, unless there were too many, and what was held back in minutes that are over. */
  synchronized List<AuditEvent> admit(AuditEvent event) {
    List<AuditEvent> told = new ArrayList<>();
    endMinutes(event.time(), told);
    if (event.outcome() == Outcome.SUCCESS) {
      told.add(event);
      return told;
    }
    Kind kind = Kind.of(event);
    Minute minute = minutes
        .getOrDefault(kind, new Minute(event.time(), 0, 0, Optional.empty()))
        .and(event);
    minutes.put(kind, minute);
    if (minute.last().isEmpty()) {
      told.add(event);
    }
    return told;
  }

  /** What is kept for a minute must not be as long as whoever sent it likes. */
  private static AuditEvent brief(AuditEvent event) {
    Map<String, String> details = new HashMap<>(event.details());
    details.replaceAll((name, value) -> cut(value));
    return new AuditEvent(
        event.time(),
        event.type(),
        event.outcome(),
        event.reason(),
        cut(event.subject()),
        event.client(),
        cut(event.userAgent()),
        event.reference(),
        details);
  }

  private static String cut(String text) {
    return text.length() > LONGEST_KEPT ? text.substring(0, LONGEST_KEPT) : text;
  }

  private void endMinutes(Instant now, List<AuditEvent> told) {
    Iterator<Minute> oldestFirst = minutes.values().iterator();
    int over = minutes.size() - MOST_KINDS + 1;
    while (oldestFirst.hasNext()) {
      Minute minute = oldestFirst.next();
      if (over-- <= 0 && !minute.isOver(now)) {
        return;
      }
      oldestFirst.remove();
      minute.rest().ifPresent(told::add);
    }
  }
}
