package io.vestibule.auth.password;

import io.vestibule.auth.AuthUnavailableException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few hashes be computed at a time and a few more wait, so that a flood of sign-ins cannot take every core.
 * Thread-safe; one for everything that hashes.
 */
public final class HashGate {
  private static final int WAITING_PER_CORE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Semaphore places;
  private final Semaphore permits;
  private final Duration patience;

  HashGate(int atATime, int waiting, Duration patience) {
    this.places = new Semaphore(atATime + waiting);
    this.permits = new Semaphore(atATime, true);
    this.patience = patience;
  }

  /** As many at a time as there are cores, eight times as many waiting, none for longer than five seconds. */
  public static HashGate ofAllCores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new HashGate(cores, cores * WAITING_PER_CORE, PATIENCE);
  }

  /**
   * Does the work when it is its turn.
   *
   * @throws AuthUnavailableException when too many are waiting, or its turn does not come
   */
  public <T> T run(Supplier<T> work) {
    if (!places.tryAcquire()) {
      throw busy();
    }
    try {
      return whenItIsItsTurn(work);
    } finally {
      places.release();
    }
  }

  /** How many wait for their turn. */
  int waiting() {
    return permits.getQueueLength();
  }

  private <T> T whenItIsItsTurn(Supplier<T> work) {
    if (!acquired()) {
      throw busy();
    }
    try {
      return work.get();
    } finally {
      permits.release();
    }
  }

  private boolean acquired() {
    try {
      return permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static AuthUnavailableException busy() {
    return new AuthUnavailableException("too many passwords are being checked", RETRY_AFTER);
  }
}
