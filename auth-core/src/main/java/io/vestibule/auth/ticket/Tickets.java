package io.vestibule.auth.ticket;

import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The tickets that are out: kept by their digest only, so that whoever reads the store can use none. Thread-safe. */
final class Tickets {
  private static final String KIND = "ticket";
  private static final String PREFIX = "vtk_";
  private static final int BYTES = 32;
  private static final int LENGTH = PREFIX.length() + 43;
  private static final int MOST_PER_USER = 32;
  private static final int MOST_USED = 10_000;
  private static final Duration KNOWN_AS_USED = Duration.ofMinutes(10);

  private final Store store;
  private final Duration lifetime;
  private final SecureRandom random;
  private final InstantSource clock;
  private final ExpiringMap<String, String> used;

  Tickets(Store store, Duration lifetime, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.lifetime = lifetime;
    this.random = random;
    this.clock = clock;
    this.used = new ExpiringMap<>(MOST_USED, KNOWN_AS_USED, clock);
  }

  Duration lifetime() {
    return lifetime;
  }

  /** Whether it looks like one of ours: an application may use the same parameter. */
  static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /** A new ticket for what this pass says, which fits; empty when the user has too many unused ones. */
  Optional<String> issue(Pass pass) {
    String owner = Digests.inBase64Url("owner\n" + pass.identity().subject());
    if (store.owned(KIND, owner).size() >= MOST_PER_USER) {
      return Optional.empty();
    }
    String ticket = PREFIX + Base64Url.random(random, BYTES);
    Instant end = clock.instant().plus(lifetime);
    return store.insert(Entry.of(KIND, Digests.inBase64Url(ticket), owner, pass.write(), end))
        ? Optional.of(ticket)
        : Optional.empty();
  }

  /**
   * Uses a ticket up, whatever it is good for: one that is shown at the wrong place was stolen. Of many who show it,
   * one is told what it was.
   */
  Optional<Pass> use(String ticket) {
    String id = Digests.inBase64Url(ticket);
    return ticket.length() == LENGTH
        ? store
            .get(KIND, id)
            .filter(any -> store.delete(KIND, id))
            .flatMap(entry -> Pass.read(entry.value()))
            .map(pass -> noted(id, pass))
        : Optional.empty();
  }

  private Pass noted(String id, Pass pass) {
    used.put(id, pass.identity().subject());
    return pass;
  }

  /** Whose ticket it was, where it was used here a short while ago. */
  Optional<String> usedBy(String ticket) {
    return used.get(Digests.inBase64Url(ticket));
  }
}
