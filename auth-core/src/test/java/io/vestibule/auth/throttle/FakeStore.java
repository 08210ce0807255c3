package io.vestibule.auth.throttle;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store as its port describes it; it can be down. */
final class FakeStore implements Store {
  private final NavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();
  private final InstantSource clock;
  private volatile boolean down;

  FakeStore(InstantSource clock) {
    this.clock = clock;
  }

  void down(boolean isDown) {
    down = isDown;
  }

  List<Entry> all() {
    return List.copyOf(entries.values());
  }

  private boolean alive(Entry entry) {
    return entry.expires().isAfter(clock.instant());
  }

  private void check() {
    if (down) {
      throw new AuthUnavailableException("the store is down", Duration.ofSeconds(5));
    }
  }

  private static String key(String kind, String id) {
    return kind + '/' + id;
  }

  private static Entry next(Entry entry) {
    return new Entry(
        entry.kind(),
        entry.id(),
        entry.owner(),
        entry.value(),
        entry.expires(),
        entry.version() + 1);
  }

  @Override
  public Optional<Entry> get(String kind, String id) {
    check();
    return Optional.ofNullable(entries.get(key(kind, id))).filter(this::alive);
  }

  @Override
  public synchronized boolean insert(Entry entry) {
    check();
    if (get(entry.kind(), entry.id()).isPresent()) {
      return false;
    }
    entries.put(key(entry.kind(), entry.id()), next(entry));
    return true;
  }

  @Override
  public synchronized boolean replace(Entry entry) {
    check();
    boolean same = get(entry.kind(), entry.id())
        .filter(held -> held.version() == entry.version())
        .isPresent();
    if (same) {
      entries.put(key(entry.kind(), entry.id()), next(entry));
    }
    return same;
  }

  @Override
  public synchronized boolean delete(String kind, String id) {
    check();
    return entries.remove(key(kind, id)) != null;
  }

  @Override
  public List<Entry> owned(String kind, String owner) {
    check();
    return all().stream().filter(entry -> entry.owner().equals(owner)).toList();
  }

  @Override
  public List<Entry> list(String kind, String after, int limit) {
    check();
    return entries.tailMap(key(kind, after), false).values().stream()
        .filter(entry -> entry.kind().equals(kind))
        .filter(this::alive)
        .limit(limit)
        .toList();
  }

  @Override
  public void close() {}
}
