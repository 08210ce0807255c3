package io.vestibule.auth.throttle;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Counts in a store, so that several nodes share them. A store that is down is an AuthUnavailableException. */
final class StoreCounters implements Counters {
  /** Each round that fails is one in which somebody else got on: so many in a row are not to be waited for. */
  private static final int ROUNDS = 100;

  private final Store store;
  private final String kind;

  StoreCounters(Store store, String kind) {
    this.store = store;
    this.kind = kind;
  }

  @Override
  public Count update(String id, UnaryOperator<Count> change) {
    for (int round = 0; round < ROUNDS; round++) {
      Optional<Entry> read = store.get(kind, id);
      Count before = read.map(StoreCounters::count).orElse(Count.NONE);
      Count after = change.apply(before);
      if (after.equals(before) || written(read, id, after)) {
        return before;
      }
    }
    throw unavailable("too many at once change one counter");
  }

  /** An empty count is written too: to delete it could lose what another node has just added. */
  private boolean written(Optional<Entry> read, String id, Count count) {
    String text = CountText.of(count);
    Instant ends = Instant.ofEpochMilli(count.ends());
    return read.isPresent()
        ? store.replace(read.get().with(text, ends))
        : count.isEmpty() || store.insert(Entry.of(kind, id, "", text, ends));
  }

  @Override
  public List<Kept> list(String after, int limit) {
    return store.list(kind, after, limit).stream()
        .map(entry -> new Kept(entry.id(), count(entry)))
        .toList();
  }

  @Override
  public boolean remove(String id) {
    return store.delete(kind, id);
  }

  private static Count count(Entry entry) {
    return CountText.parse(entry.value())
        .orElseThrow(() -> unavailable("a counter is not readable by this version"));
  }

  private static AuthUnavailableException unavailable(String detail) {
    return new AuthUnavailableException(detail, Duration.ofSeconds(1));
  }
}
