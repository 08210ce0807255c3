package io.vestibule.auth.audit;

import java.util.Locale;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each event as one line of JSON (RFC 8259); what is empty is left out. */
final class JsonLog implements AuditListener {
  private static final Logger LOG = LoggerFactory.getLogger("io.vestibule.audit");

  @Override
  public void happened(AuditEvent event) {
    if (LOG.isInfoEnabled()) {
      LOG.info(line(event));
    }
  }

  static String line(AuditEvent event) {
    StringBuilder json = new StringBuilder("{");
    member(json, "time", event.time().toString());
    member(json, "type", event.type().word());
    member(json, "outcome", event.outcome().name().toLowerCase(Locale.ROOT));
    member(json, "reason", event.reason());
    member(json, "subject", event.subject());
    member(json, "client", event.client());
    member(json, "user_agent", event.userAgent());
    member(json, "reference", event.reference());
    if (!event.details().isEmpty()) {
      StringBuilder details = new StringBuilder("{");
      new TreeMap<>(event.details()).forEach((name, value) -> member(details, name, value));
      json.append(",\"details\":").append(details).append('}');
    }
    return json.append('}').toString();
  }

  private static void member(StringBuilder json, String name, String value) {
    if (!value.isEmpty()) {
      json.append(json.length() == 1 ? "\"" : ",\"").append(name).append("\":");
      json.append(Quoted.json(value));
    }
  }
}
