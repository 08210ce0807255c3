package io.vestibule.auth.session;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Finds the sessions of a guest again, by subject or by the issuer's own session: when somebody signs out there, only
 * these are told. Thread-safe.
 */
final class SubjectSessions {
  private static final String KIND = "trail";
  private static final Map<String, String> ENDS = Map.of("subject", ".s", "sid", ".i");

  private final Store store;

  SubjectSessions(Store store) {
    this.store = store;
  }

  void begin(String session, Guest guest, Instant expires) {
    keep(session, "subject", subject(guest.provider(), guest.issuer(), guest.id()), expires);
    if (!guest.sid().isEmpty()) {
      keep(session, "sid", sid(guest.provider(), guest.issuer(), guest.sid()), expires);
    }
  }

  private void keep(String session, String what, String owner, Instant expires) {
    store.insert(Entry.of(KIND, session + ENDS.get(what), owner, "", expires));
  }

  /** The ids of sessions. */
  List<String> ofSubject(String provider, String issuer, String id) {
    return owned(subject(provider, issuer, id));
  }

  /** The ids of sessions. */
  List<String> ofSid(String provider, String issuer, String sid) {
    return owned(sid(provider, issuer, sid));
  }

  void end(String session) {
    ENDS.values().forEach(end -> store.delete(KIND, session + end));
  }

  private List<String> owned(String owner) {
    return store.owned(KIND, owner).stream()
        .map(entry -> entry.id().substring(0, entry.id().length() - 2))
        .toList();
  }

  private static String subject(String provider, String issuer, String id) {
    return Token.digest("subject\n" + provider + "\n" + issuer + "\n" + id);
  }

  private static String sid(String provider, String issuer, String sid) {
    return Token.digest("sid\n" + provider + "\n" + issuer + "\n" + sid);
  }
}
