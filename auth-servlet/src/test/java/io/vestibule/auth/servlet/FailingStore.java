package io.vestibule.auth.servlet;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** A store that can go down, and that can fail at any one of its calls. Thread-safe. */
final class FailingStore implements Store {
  private final Store kept;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile IntPredicate fails = call -> false;
  private volatile Supplier<RuntimeException> fault = FailingStore::unavailable;

  FailingStore(Store kept) {
    this.kept = kept;
  }

  /** From now on each call fails of which this is said; the next one is call 1. */
  void failAt(IntPredicate wrong) {
    calls.set(0);
    fails = wrong;
  }

  void down() {
    failAt(call -> true);
  }

  /** As {@link #down}, by a fault of its own that nobody expects. */
  void broken() {
    fault = () -> new IllegalStateException("the store is down");
    down();
  }

  void up() {
    fault = FailingStore::unavailable;
    failAt(call -> false);
  }

  /** How many there were since it was told when to fail. */
  int calls() {
    return calls.get();
  }

  private <T> T call(Supplier<T> work) {
    if (fails.test(calls.incrementAndGet())) {
      throw fault.get();
    }
    return work.get();
  }

  private static AuthUnavailableException unavailable() {
    return new AuthUnavailableException("the store is down", Duration.ofSeconds(2));
  }

  @Override
  public Optional<Entry> get(String kind, String id) {
    return call(() -> kept.get(kind, id));
  }

  @Override
  public boolean insert(Entry entry) {
    return call(() -> kept.insert(entry));
  }

  @Override
  public boolean replace(Entry entry) {
    return call(() -> kept.replace(entry));
  }

  @Override
  public boolean delete(String kind, String id) {
    return call(() -> kept.delete(kind, id));
  }

  @Override
  public List<Entry> owned(String kind, String owner) {
    return call(() -> kept.owned(kind, owner));
  }

  @Override
  public List<Entry> list(String kind, String after, int limit) {
    return call(() -> kept.list(kind, after, limit));
  }

  @Override
  public void close() {
    kept.close();
  }
}
