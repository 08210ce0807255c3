package io.vestibule.auth.store;

import io.vestibule.auth.store.Shelf.Insertion;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps entries in the memory of this process, in about 240 bytes each for a session. Thread-safe. A restart
 * forgets them. Each kind has a maximum: beyond it, the entry that ends first goes. Entries that never end stay; a
 * kind that is full of such takes no more and throws {@link io.vestibule.auth.AuthUnavailableException}.
 */
public final class MemoryStore implements Store {
  private static final Logger log = LoggerFactory.getLogger(MemoryStore.class);
  private static final int MAXIMUM = 100_000;
  private static final long SILENCE_MILLIS = 60_000;

  private final InstantSource clock;
  private final int maximum;
  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
  private final AtomicLong silentUntil = new AtomicLong();

  private MemoryStore(InstantSource clock, int maximum) {
    this.clock = clock;
    this.maximum = maximum;
  }

  /** A store for 100,000 entries of each kind, some 25 MB. */
  public static MemoryStore of(InstantSource clock) {
    return of(clock, MAXIMUM);
  }

  /** A store for so many entries of each kind; at least one. */
  public static MemoryStore of(InstantSource clock, int maximum) {
    if (maximum < 1) {
      throw new IllegalArgumentException("maximum must be at least 1, but is " + maximum);
    }
    return new MemoryStore(clock, maximum);
  }

  @Override
  public Optional<Entry> get(String kind, String id) {
    return shelf(kind, id).flatMap(shelf -> shelf.get(id, now()));
  }

  @Override
  public boolean insert(Entry entry) {
    Shelf shelf = shelves.computeIfAbsent(entry.kind(), kind -> new Shelf(kind, maximum));
    Insertion insertion = shelf.insert(entry, now());
    if (insertion == Insertion.KEPT_FOR_ANOTHER) {
      warn(entry.kind());
    }
    return insertion != Insertion.THERE_ALREADY;
  }

  @Override
  public boolean replace(Entry entry) {
    return shelf(entry.kind(), entry.id())
        .map(shelf -> shelf.replace(entry, now()))
        .orElse(false);
  }

  @Override
  public boolean delete(String kind, String id) {
    return shelf(kind, id).map(shelf -> shelf.delete(id, now())).orElse(false);
  }

  @Override
  public List<Entry> owned(String kind, String owner) {
    return shelf(kind, owner).map(shelf -> shelf.owned(owner, now())).orElse(List.of());
  }

  @Override
  public List<Entry> list(String kind, String after, int limit) {
    return Optional.ofNullable(shelves.get(kind))
        .map(shelf -> shelf.list(after, limit, now()))
        .orElse(List.of());
  }

  @Override
  public boolean isShared() {
    return false;
  }

  /** Forgets everything. */
  @Override
  public void close() {
    shelves.clear();
  }

  /** Where it could be: what no entry can be called must not be mistaken for another when it becomes bytes. */
  private Optional<Shelf> shelf(String kind, String text) {
    return Entry.fits(text) ? Optional.ofNullable(shelves.get(kind)) : Optional.empty();
  }

  private long now() {
    return clock.millis();
  }

  /** Once a minute at most: who fills the store must not fill the log too. */
  private void warn(String kind) {
    long until = silentUntil.get();
    long now = now();
    boolean silent = now < until && until - now <= SILENCE_MILLIS;
    if (!silent && silentUntil.compareAndSet(until, now + SILENCE_MILLIS)) {
      log.warn(
          "memory store: {} entries of kind {} are the maximum, whichever ends first makes room",
          maximum,
          kind);
    }
  }
}
