package io.vestibule.auth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.AuthUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * All entries of one kind, up to a maximum, in about 240 bytes each. Thread-safe: one lock guards all. What nobody
 * reads or ends again makes room when others come.
 */
final class Shelf {
  private static final int SMALLEST = 64;
  private static final int PURGED_AT_ONCE = 8;
  private static final Duration FULL = Duration.ofMinutes(1);

  private final String kind;
  private final int maximum;
  private final KeyedHash hash = new KeyedHash(new SecureRandom());
  private final EndQueue byEnd = new EndQueue();
  private volatile int size = SMALLEST;
  private volatile IdTable byId = new IdTable(hash, SMALLEST);
  private volatile OwnerTable byOwner = new OwnerTable(hash, SMALLEST);

  Shelf(String kind, int maximum) {
    this.kind = kind;
    this.maximum = maximum;
  }

  synchronized Optional<Entry> get(String id, long now) {
    return Optional.ofNullable(living(id, now)).map(slot -> slot.entry(kind));
  }

  /** Whether it is kept, and whether another one had to go for it. */
  synchronized Insertion insert(Entry entry, long now) {
    purge(now);
    Slot prior = byId.find(entry.id().getBytes(UTF_8));
    if (prior != null && !prior.isOver(now)) {
      return Insertion.THERE_ALREADY;
    }
    if (prior != null) {
      remove(prior);
    }
    boolean full = byEnd.size() >= maximum;
    if (full) {
      remove(endsFirst());
    }
    add(Slot.of(entry, 1));
    return full ? Insertion.KEPT_FOR_ANOTHER : Insertion.KEPT;
  }

  synchronized boolean replace(Entry entry, long now) {
    Slot prior = living(entry.id(), now);
    if (prior == null || prior.version != entry.version()) {
      return false;
    }
    remove(prior);
    add(Slot.of(entry, prior.version + 1));
    return true;
  }

  synchronized boolean delete(String id, long now) {
    Slot slot = living(id, now);
    if (slot != null) {
      remove(slot);
    }
    return slot != null;
  }

  synchronized List<Entry> owned(String owner, long now) {
    List<Entry> found = new ArrayList<>();
    byOwner.find(owner.getBytes(UTF_8), slot -> {
      if (!slot.isOver(now)) {
        found.add(slot.entry(kind));
      }
    });
    return found;
  }

  synchronized List<Entry> list(String after, int limit, long now) {
    PriorityQueue<String> smallest = new PriorityQueue<>(Comparator.reverseOrder());
    for (Slot slot : byEnd.slots()) {
      String id = slot.id();
      if (!slot.isOver(now) && id.compareTo(after) > 0) {
        smallest.add(id);
        if (smallest.size() > limit) {
          smallest.remove();
        }
      }
    }
    return smallest.stream().sorted().flatMap(id -> get(id, now).stream()).toList();
  }

  /** A kept entry makes way at the latest when its time is over; a few at each insert keep up with all inserts. */
  private void purge(long now) {
    for (int i = 0; i < PURGED_AT_ONCE && byEnd.size() > 0 && byEnd.first().isOver(now); i++) {
      remove(byEnd.first());
    }
  }

  /** What never ends, such as a user, does not make way for anybody. */
  private Slot endsFirst() {
    Slot first = byEnd.first();
    if (Expiry.isNever(first.expires)) {
      throw new AuthUnavailableException(
          "memory store: all " + maximum + " entries of kind " + kind + " are there for ever",
          FULL);
    }
    return first;
  }

  private @Nullable Slot living(String id, long now) {
    Slot slot = byId.find(id.getBytes(UTF_8));
    return slot == null || slot.isOver(now) ? null : slot;
  }

  private void add(Slot slot) {
    byEnd.add(slot);
    byId.add(slot);
    byOwner.add(slot);
    if (byEnd.size() > size) {
      grow(size * 2);
    }
  }

  private void remove(Slot slot) {
    byEnd.remove(slot);
    byId.remove(slot);
    byOwner.remove(slot);
  }

  private void grow(int newSize) {
    size = newSize;
    byId = new IdTable(hash, newSize);
    byOwner = new OwnerTable(hash, newSize);
    byEnd.slots().forEach(byId::add);
    byEnd.slots().forEach(byOwner::add);
  }

  /** What became of a new entry. */
  enum Insertion {
    KEPT,
    KEPT_FOR_ANOTHER,
    THERE_ALREADY
  }
}
