package io.vestibule.auth.audit;

import io.vestibule.auth.AuthRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that happened. Immutable. A text that is not known is empty, never null; what clients sent is kept as they
 * sent it, so whoever prints it must escape it. It carries no password, no token and no other secret.
 *
 * @param time when
 * @param type what
 * @param outcome how it ended
 * @param reason why, as a stable word such as {@code bad-credentials}: small letters, digits and hyphens
 * @param subject whose account it is about. Leave it empty when nobody has the name that was typed: it may be a
 *     password in the wrong field
 * @param client the address of the client, as an IP literal
 * @param userAgent what the client calls itself
 * @param reference what connects this event to a request or to an error page
 * @param details whatever else is worth keeping, by names of the same form as the reason
 */
public record AuditEvent(
    Instant time,
    AuditType type,
    Outcome outcome,
    String reason,
    String subject,
    String client,
    String userAgent,
    String reference,
    Map<String, String> details) {

  /** How it ended. */
  public enum Outcome {
    /** It was done. */
    SUCCESS,
    /** The proof was wrong, or was not looked at because too many were wrong before: a guess. */
    FAILURE,
    /** It was refused for another reason than a wrong proof. */
    DENIED
  }

  /** Copies the details, and refuses a reason or a name that is no word. */
  public AuditEvent {
    checkWord(reason);
    details.keySet().forEach(AuditEvent::checkWord);
    details = Map.copyOf(details);
  }

  /** Something that happened in a request. */
  public static AuditEvent of(Instant time, AuditType type, Outcome outcome, AuthRequest request) {
    return new AuditEvent(
        time,
        type,
        outcome,
        "",
        "",
        request.client(),
        request.header("User-Agent").orElse(""),
        "",
        Map.of());
  }

  /** Something that happened without a request, such as on the command line. */
  public static AuditEvent of(Instant time, AuditType type, Outcome outcome) {
    return new AuditEvent(time, type, outcome, "", "", "", "", "", Map.of());
  }

  /** The same event for this reason. */
  public AuditEvent withReason(String newReason) {
    return new AuditEvent(
        time, type, outcome, newReason, subject, client, userAgent, reference, details);
  }

  /** The same event about this account. */
  public AuditEvent withSubject(String newSubject) {
    return new AuditEvent(
        time, type, outcome, reason, newSubject, client, userAgent, reference, details);
  }

  /** The same event with this reference. */
  public AuditEvent withReference(String newReference) {
    return new AuditEvent(
        time, type, outcome, reason, subject, client, userAgent, newReference, details);
  }

  /** The same event with one more detail. */
  public AuditEvent with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new AuditEvent(time, type, outcome, reason, subject, client, userAgent, reference, more);
  }

  /** Words go into log lines as they are. */
  private static void checkWord(String word) {
    if (word.length() > 40 || !word.chars().allMatch(AuditEvent::ofWord)) {
      throw new IllegalArgumentException("not a word of small letters, digits and hyphens");
    }
  }

  private static boolean ofWord(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }
}
