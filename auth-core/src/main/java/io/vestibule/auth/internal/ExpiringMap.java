package io.vestibule.auth.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A map that forgets: each entry after the same time, and the oldest one where there would be too many. Thread-safe;
 * reading takes no lock.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class ExpiringMap<K, V> {
  private final Map<K, Held<K, V>> held = new ConcurrentHashMap<>();
  private final ArrayDeque<Held<K, V>> oldestFirst = new ArrayDeque<>();
  private final int most;
  private final long lifeMillis;
  private final InstantSource clock;

  /**
   * An empty map.
   *
   * @param most how many entries it holds; at least one
   * @param life how long each of them lives, however often it is read
   */
  public ExpiringMap(int most, Duration life, InstantSource clock) {
    if (most < 1 || life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException("a map of " + most + " entries for " + life);
    }
    this.most = most;
    this.lifeMillis = life.toMillis();
    this.clock = clock;
  }

  /** The value; empty when there is none, or no longer. */
  public Optional<V> get(K key) {
    return get(key, clock.millis());
  }

  /** The same for a caller who has just looked at the clock. */
  public Optional<V> get(K key, long nowMillis) {
    Held<K, V> found = held.get(key);
    return found != null && alive(found, nowMillis) ? found.value : Optional.empty();
  }

  /** Holds the value from now on, in place of an earlier one. */
  public void put(K key, V value) {
    putIf(key, value, () -> true);
  }

  /** The same, where this holds still: neither changes while it is asked, nor is anything removed. */
  public synchronized void putIf(K key, V value, BooleanSupplier still) {
    if (!still.getAsBoolean()) {
      return;
    }
    long now = clock.millis();
    while (!oldestFirst.isEmpty()
        && (oldestFirst.size() >= most || !alive(oldestFirst.getFirst(), now))) {
      Held<K, V> oldest = oldestFirst.removeFirst();
      held.remove(oldest.key, oldest);
    }
    Held<K, V> entry = new Held<>(key, value, now);
    oldestFirst.addLast(entry);
    held.put(key, entry);
  }

  /** Forgets the value. */
  public synchronized void remove(K key) {
    held.remove(key);
  }

  /** How many entries are held, those included that are only waiting to be forgotten. */
  public int size() {
    return held.size();
  }

  /** A clock that was set back must not lengthen a life. */
  private boolean alive(Held<K, V> entry, long now) {
    long age = now - entry.since;
    return age >= 0 && age < lifeMillis;
  }

  /** Not a record: two entries of the same content are two entries. The Optional is made once and handed out often. */
  private static final class Held<K, V> {
    private final K key;
    private final Optional<V> value;
    private final long since;

    Held(K key, V value, long since) {
      this.key = key;
      this.value = Optional.of(value);
      this.since = since;
    }
  }
}
