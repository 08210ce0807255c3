package io.vestibule.auth.throttle;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Counts in the memory of this process: a table of fixed size, whatever names and addresses are made up.
 *
 * <p>A key can stand in one of sixteen places, which nobody can foresee, since ids are keyed digests. Where all are
 * taken, the least valuable count gives way: first what is over, then the fewest failures, and waits last of all. So
 * whoever wants one forgotten must fill the table with as many failures each, and each of them costs a check.
 */
final class MemoryCounters implements Counters {
  private static final int WAYS = 16;
  private static final int LOCKS = 64;
  private static final int WAITING = 1_000_000;

  private final @Nullable Kept[] table;
  private final Object[] locks = new Object[LOCKS];
  private final InstantSource clock;

  /** An empty table for this many counts, rounded down to a multiple of sixteen. */
  MemoryCounters(int capacity, InstantSource clock) {
    this.table = new @Nullable Kept[Math.max(1, capacity / WAYS) * WAYS];
    this.clock = clock;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  @Override
  public Count update(String id, UnaryOperator<Count> change) {
    int first = first(id);
    synchronized (lock(first)) {
      int place = find(id, first);
      Count before = place < 0 ? Count.NONE : count(place);
      Count after = change.apply(before);
      if (!after.equals(before)) {
        put(id, place, first, after);
      }
      return before;
    }
  }

  private void put(String id, int found, int first, Count count) {
    int place = found < 0 ? leastValuable(first) : found;
    if (!count.isEmpty()) {
      table[place] = new Kept(id, count);
    } else if (found >= 0) {
      table[place] = null;
    }
  }

  @Override
  public List<Kept> list(String after, int limit) {
    List<Kept> all = new ArrayList<>();
    for (int first = 0; first < table.length; first += WAYS) {
      synchronized (lock(first)) {
        for (int place = first; place < first + WAYS; place++) {
          at(place).filter(kept -> kept.id().compareTo(after) > 0).ifPresent(all::add);
        }
      }
    }
    all.sort(Comparator.comparing(Kept::id));
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  @Override
  public boolean remove(String id) {
    int first = first(id);
    synchronized (lock(first)) {
      int place = find(id, first);
      if (place >= 0) {
        table[place] = null;
      }
      return place >= 0;
    }
  }

  private int first(String id) {
    return Math.floorMod(id.hashCode(), table.length / WAYS) * WAYS;
  }

  private Object lock(int first) {
    return locks[first / WAYS % LOCKS];
  }

  private int find(String id, int first) {
    for (int place = first; place < first + WAYS; place++) {
      Kept kept = table[place];
      if (kept != null && kept.id().equals(id)) {
        return place;
      }
    }
    return -1;
  }

  private int leastValuable(int first) {
    long now = clock.millis();
    int least = first;
    for (int place = first; place < first + WAYS; place++) {
      long difference = value(place, now) - value(least, now);
      if (difference < 0
          || (difference == 0 && count(place).ends() < count(least).ends())) {
        least = place;
      }
    }
    return least;
  }

  private long value(int place, long now) {
    Count count = count(place);
    if (count.isOver(now)) {
      return 0;
    }
    return count.failures().size() + count.pending().size() + (long) count.level() * WAITING;
  }

  private Count count(int place) {
    return at(place).map(Kept::count).orElse(Count.NONE);
  }

  private Optional<Kept> at(int place) {
    return Optional.ofNullable(table[place]);
  }
}
