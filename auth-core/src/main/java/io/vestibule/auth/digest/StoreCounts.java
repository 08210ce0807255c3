package io.vestibule.auth.digest;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.ExpiringMap;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Counts in a store, so that a request that one node has seen is worth nothing at another. */
final class StoreCounts implements Counts {
  private static final String KIND = "digest-nonce";
  private static final int ROUNDS = 100;
  private static final int MOST_KNOWN = 10_000;

  private final Store store;
  private final Duration life;
  private final ExpiringMap<String, Place> known;

  StoreCounts(Store store, Duration life, InstantSource clock) {
    this.store = store;
    this.life = life;
    this.known = new ExpiringMap<>(MOST_KNOWN, life, clock);
  }

  @Override
  public boolean take(String nonce, Instant issued, String username, long count) {
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Entry> read = store.get(KIND, nonce);
      Window window = read.map(StoreCounts::window).orElse(Window.NONE);
      if (window.contains(count)) {
        return false;
      }
      if (written(read, nonce, issued, window.with(count))) {
        remember(nonce, new Place(username, Optional.of(issued)));
        return true;
      }
    }
    throw unavailable("too many at once count one nonce");
  }

  @Override
  public Optional<Instant> known(String nonce, String username) {
    return known.get(nonce).filter(place -> place.username.equals(username)).flatMap(Place::issued);
  }

  private void remember(String nonce, Place place) {
    if (known.get(nonce).isEmpty()) {
      known.put(nonce, place);
    }
  }

  /** It is kept for longer than the nonce lives: clocks of nodes differ. */
  private boolean written(Optional<Entry> read, String nonce, Instant issued, Window window) {
    Instant end = issued.plus(life.multipliedBy(2));
    String text = Fields.write()
        .put("highest", Long.toString(window.highest()))
        .put("seen", Long.toHexString(window.seen()))
        .toString();
    return read.isPresent()
        ? store.replace(read.get().with(text, end))
        : store.insert(Entry.of(KIND, nonce, "", text, end));
  }

  private static Window window(Entry entry) {
    try {
      return Fields.parse(entry.value())
          .map(fields -> new Window(
              Long.parseLong(fields.text("highest").orElseThrow()),
              Long.parseUnsignedLong(fields.text("seen").orElseThrow(), 16)))
          .orElseThrow();
    } catch (NumberFormatException | NoSuchElementException notOurs) {
      throw unavailable("a nonce's counter is not readable by this version");
    }
  }

  private static AuthUnavailableException unavailable(String detail) {
    return new AuthUnavailableException(detail, Duration.ofSeconds(1));
  }

  /** What this node knows of one nonce; the Optional is made once and handed out often. */
  private record Place(String username, Optional<Instant> issued) {}
}
