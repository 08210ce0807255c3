package io.vestibule.auth.oauth;

import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What people from elsewhere are called here. A person is an issuer and a subject (OpenID Connect Core 5.7): whoever
 * has a name keeps it, whatever address the provider tells later, and nobody else gets it. Thread-safe.
 */
final class Names {
  private static final String KIND = "guest";
  private static final String TAKEN = "guest-name";
  private static final Duration KEPT = Duration.ofDays(400);

  private final Store store;
  private final InstantSource clock;

  Names(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The name that this person has from before. */
  Optional<String> of(String issuer, String id) {
    return store.get(KIND, person(issuer, id)).flatMap(entry -> name(entry.value()));
  }

  /** Gives this person the name, or keeps it theirs; false where it is somebody else's. */
  boolean take(String issuer, String id, String name) {
    String person = person(issuer, id);
    boolean theirs = take(name, person);
    if (theirs) {
      keep(Entry.of(KIND, person, "", Fields.write().put("n", name).toString(), until()));
    }
    return theirs;
  }

  /** The first who wants a name has it; it is free again when they were not seen for long. */
  private boolean take(String name, String person) {
    String value = Fields.write().put("p", person).toString();
    keep(Entry.of(TAKEN, name, "", value, until()), value);
    return store.get(TAKEN, name).filter(entry -> entry.value().equals(value)).isPresent();
  }

  private void keep(Entry entry) {
    keep(entry, entry.value());
  }

  private void keep(Entry entry, String value) {
    if (!store.insert(entry)) {
      store
          .get(entry.kind(), entry.id())
          .filter(present -> present.value().equals(value))
          .ifPresent(present -> store.replace(present.with(value, entry.expires())));
    }
  }

  private Instant until() {
    return clock.instant().plus(KEPT);
  }

  private static Optional<String> name(String value) {
    return Fields.parse(value).flatMap(fields -> fields.text("n"));
  }

  private static String person(String issuer, String id) {
    return Digests.inHex(issuer + "\n" + id);
  }
}
