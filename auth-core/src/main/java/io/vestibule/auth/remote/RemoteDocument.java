package io.vestibule.auth.remote;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.Due;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that another server publishes, such as its keys, kept fresh: fetched anew in the background before it is
 * old, by one caller at a time, and still used when the server is down. The last good one lies in the store for a week,
 * so that it outlives a restart. Thread-safe.
 *
 * <p>Nobody queues behind a server that hangs: while one caller is asking it, others are told what is known. They wait
 * only for the very first answer, for two seconds at most, and not more than fifty of them.
 *
 * @param <T> what it is read as
 */
public final class RemoteDocument<T> {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteDocument.class);
  private static final String KIND = "remote";
  private static final Duration FRESH = Duration.ofMinutes(10);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_DEMANDS = Duration.ofMinutes(1);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final int MOST_WAITING = 50;

  /**
   * How it is read and kept.
   *
   * @param <T> what it is read as
   * @param parse reads what the server sent, or what was kept; an {@link IllegalArgumentException} says why it cannot
   *     be used
   * @param keep writes, for the store, what {@code parse} reads again: what we need of it, at most 8,000 characters
   */
  public record Format<T>(Function<String, T> parse, Function<T, String> keep) {}

  /** What is at hand, and how many times it has changed. */
  private record Held<T>(T value, String text, long generation) {}

  private final String id;
  private final Supplier<String> fetch;
  private final Format<T> format;
  private final Store store;
  private final InstantSource clock;
  private final Executor background;
  private final ReentrantLock flight = new ReentrantLock();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile @Nullable Held<T> held;
  private volatile Instant due = Instant.MIN;
  private volatile @Nullable AuthUnavailableException failure;
  private volatile Instant demandable = Instant.MIN;

  /**
   * A document that nobody has asked for yet; the network is not touched here.
   *
   * @param id what it is and where it comes from, unique in the store: {@code keys https://id.example.org}
   * @param fetch asks for it; throws {@link AuthUnavailableException} where that fails
   * @param background fetches ahead; {@code Runnable::run} does it at once
   */
  public RemoteDocument(
      String id,
      Supplier<String> fetch,
      Format<T> format,
      Store store,
      InstantSource clock,
      Executor background) {
    this.id = id;
    this.fetch = fetch;
    this.format = format;
    this.store = store;
    this.clock = clock;
    this.background = background;
  }

  /**
   * What is at hand, be it old; only where nothing is, the server is asked, and the caller waits.
   *
   * @throws AuthUnavailableException when nothing is at hand and the server is down
   */
  public T get() {
    Held<T> known = held;
    if (known == null) {
      known = first();
    }
    refreshAhead();
    return known.value();
  }

  /** Changes whenever the document does; what was concluded from an earlier one is to be forgotten. */
  public long generation() {
    Held<T> known = held;
    return known == null ? 0 : known.generation();
  }

  /** Why the last try failed; empty where it did not. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure).map(AuthUnavailableException::getMessage);
  }

  /** The same, only where nobody answered at all: neither a status nor something unusable. */
  public Optional<String> unreachable() {
    return Optional.ofNullable(failure)
        .filter(down -> down.getCause() != null)
        .filter(down -> !(down.getCause() instanceof IllegalArgumentException))
        .map(AuthUnavailableException::getMessage);
  }

  /** Has it fetched in the background where that is due; returns at once. */
  public void refreshAhead() {
    if (isDue() && !flight.isLocked() && underWay.compareAndSet(false, true)) {
      background.execute(() -> {
        try {
          tryFetch();
        } finally {
          underWay.set(false);
        }
      });
    }
  }

  /**
   * Fetches it now, because something that it should name is missing in what is at hand; at most once a minute, and the
   * caller waits for the server. Empty, at once, when it was asked for too lately or is being fetched already.
   *
   * @throws AuthUnavailableException when the server is down
   */
  public Optional<T> demand() {
    if (!isDemandable() || !flight.tryLock()) {
      return Optional.empty();
    }
    try {
      if (!isDemandable()) {
        return Optional.empty();
      }
      demandable = clock.instant().plus(BETWEEN_DEMANDS);
      return Optional.of(fetched().value());
    } finally {
      flight.unlock();
    }
  }

  private boolean isDemandable() {
    return Due.isNow(demandable, clock.instant(), BETWEEN_DEMANDS);
  }

  private boolean isDue() {
    return Due.isNow(due, clock.instant(), FRESH);
  }

  /** Whoever has the flight already fetches the same. */
  private void tryFetch() {
    if (!flight.tryLock()) {
      return;
    }
    try {
      if (isDue()) {
        var unused = fetched();
      }
    } catch (AuthUnavailableException down) {
      LOG.debug("not fetched: {}", id, down);
    } finally {
      flight.unlock();
    }
  }

  /** Who finds a kept one waits for nobody, though somebody may be waiting for the server. */
  private Held<T> first() {
    Optional<T> kept = kept();
    return kept.isPresent() ? holdKept(kept.get()) : firstFetched();
  }

  /** While it fails everybody is told so at once, also those who come while one of them tries again. */
  private Held<T> firstFetched() {
    AuthUnavailableException lately = failure;
    if (lately != null && (!isDue() || flight.isLocked())) {
      throw lately;
    }
    board();
    try {
      Held<T> known = held;
      if (known != null) {
        return known;
      }
      AuthUnavailableException meanwhile = failure;
      if (meanwhile != null && !isDue()) {
        throw meanwhile;
      }
      return fetched();
    } finally {
      flight.unlock();
    }
  }

  /** Takes the flight, or waits for the one before as far as that is bounded. */
  private void board() {
    boolean boarded = flight.tryLock();
    try {
      boarded = boarded
          || (flight.getQueueLength() < MOST_WAITING
              && flight.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (!boarded) {
      throw new AuthUnavailableException(id + " has not answered yet", AFTER_A_FAILURE);
    }
  }

  /** Called by whoever has the flight. */
  private Held<T> fetched() {
    try {
      T value = format.parse().apply(fetch.get());
      Held<T> now = hold(value);
      keep(now.text());
      due = clock.instant().plus(FRESH);
      succeeded();
      return now;
    } catch (IllegalArgumentException unusable) {
      throw failed(new AuthUnavailableException(
          id + ": " + unusable.getMessage(), AFTER_A_FAILURE, unusable));
    } catch (AuthUnavailableException down) {
      throw failed(down);
    }
  }

  /** What was fetched meanwhile is newer. */
  private synchronized Held<T> holdKept(T kept) {
    Held<T> known = held;
    return known == null ? hold(kept) : known;
  }

  /** The same document once more changes nothing. */
  private synchronized Held<T> hold(T value) {
    String text = format.keep().apply(value);
    Held<T> before = held;
    if (before != null && before.text().equals(text)) {
      return before;
    }
    Held<T> now = new Held<>(value, text, before == null ? 1 : before.generation() + 1);
    held = now;
    return now;
  }

  private void succeeded() {
    if (failure != null) {
      LOG.info("{} answers again", Printable.of(id));
    }
    failure = null;
  }

  private AuthUnavailableException failed(AuthUnavailableException down) {
    if (failure == null) {
      LOG.warn(
          "{} ({})",
          Printable.of(String.valueOf(down.getMessage())),
          held == null ? "nothing is at hand" : "the last good one is used");
    }
    failure = down;
    due = clock.instant().plus(AFTER_A_FAILURE);
    return down;
  }

  private Optional<T> kept() {
    try {
      return store.get(KIND, entryId()).map(Entry::value).map(format.parse());
    } catch (IllegalArgumentException | AuthUnavailableException unusable) {
      LOG.debug("nothing kept of {}", id, unusable);
      return Optional.empty();
    }
  }

  /** A store that is down is no reason not to use what was fetched. */
  private void keep(String text) {
    try {
      Instant until = clock.instant().plus(KEPT);
      Entry fresh = Entry.of(KIND, entryId(), "", text, until);
      if (!store.insert(fresh)) {
        store.get(KIND, entryId()).ifPresent(entry -> store.replace(entry.with(text, until)));
      }
    } catch (IllegalArgumentException | AuthUnavailableException unusable) {
      LOG.debug("{} is not kept", id, unusable);
    }
  }

  private String entryId() {
    return id.length() <= 255 ? id : id.substring(0, 200) + "#" + id.hashCode();
  }
}
