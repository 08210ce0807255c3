package io.vestibule.auth.session;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The latest that a party has said about each guest, kept beyond the session: by that a guest's API tokens are judged.
 * Thread-safe; several nodes may share the store.
 */
final class GuestRecords {
  private static final String KIND = "guest-record";

  /** Who has not come back for so long is not believed any more. */
  private static final Duration KEPT = Duration.ofDays(90);

  private static final int ATTEMPTS = 5;

  private final Store store;
  private final InstantSource clock;

  GuestRecords(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Keeps what is known of the guest of this session in place of what was. */
  void write(Session session) {
    Guest guest = session.guest();
    Entry entry = Entry.of(
        KIND,
        id(guest.provider(), guest.subject()),
        subject(guest.issuer(), guest.id()),
        SessionRecord.write(session),
        clock.instant().plus(KEPT));
    for (int attempt = 0; attempt < ATTEMPTS && !store.insert(entry); attempt++) {
      Optional<Entry> before = store.get(KIND, entry.id());
      if (before.isPresent() && replaced(before.get(), entry)) {
        return;
      }
    }
  }

  /** A name goes to somebody else only once it was free, so the owner is another one then. */
  private boolean replaced(Entry before, Entry entry) {
    if (before.owner().equals(entry.owner())) {
      return store.replace(before.with(entry.value(), entry.expires()));
    }
    store.delete(KIND, before.id());
    return false;
  }

  /** What was said the last time. */
  Optional<Session> find(String provider, String name) {
    return store.get(KIND, id(provider, name)).flatMap(e -> SessionRecord.read("", e.value()));
  }

  /** The party does not vouch for this subject any more. */
  void strike(String issuer, String id) {
    store.owned(KIND, subject(issuer, id)).forEach(entry -> store.delete(KIND, entry.id()));
  }

  /** What tells a guest from a later one of the same name. */
  static String account(Guest guest) {
    return subject(guest.issuer(), guest.id()).substring(0, 22);
  }

  private static String id(String provider, String name) {
    return Token.digest("guest\n" + provider + "\n" + name);
  }

  private static String subject(String issuer, String id) {
    return Token.digest("subject\n" + issuer + "\n" + id);
  }
}
