package io.vestibule.auth.remote;

import io.vestibule.auth.config.Settings;
import io.vestibule.auth.config.Starting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two daemon threads of a configuration that ask other servers while nobody waits. They begin when the application
 * starts, or when something is first handed to them; a command that only reads the file starts none. Thread-safe.
 */
public final class Background implements Executor, Starting, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final int THREADS = 2;
  private static final Duration ROUND = Duration.ofSeconds(2);

  /** Longer than the longest wait for a server. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final List<Runnable> watched = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor threads;
  private final Duration patience;
  private final AtomicBoolean begun = new AtomicBoolean();

  Background() {
    this(PATIENCE);
  }

  /** One that waits for so long when it is closed. */
  Background(Duration patience) {
    this.patience = patience;
    this.threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
      Thread thread = new Thread(work, "vestibule-background");
      thread.setDaemon(true);
      return thread;
    });
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** The one of this file; whoever is given it does not close it. */
  public static Background of(Settings settings) {
    return settings.shared(Background.class, Background::new);
  }

  /**
   * Has this looked at every two seconds from the start of the application on; it returns soon where nothing is due.
   */
  public void watch(Runnable round) {
    watched.add(round);
  }

  /** Has this done once, soon; dropped when the application is being stopped. */
  @Override
  public void execute(Runnable work) {
    try {
      threads.execute(() -> quietly(work));
    } catch (RejectedExecutionException stopped) {
      LOG.debug("stopped: {}", stopped.getMessage());
    }
  }

  @Override
  public void started() {
    if (begun.compareAndSet(false, true)) {
      var unused =
          threads.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Has everything looked at that is watched. */
  void round() {
    watched.forEach(this::execute);
  }

  /** Begins nothing more, and waits for what is under way: half of a renewal would be a lost token. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Whether this is being closed: then whatever takes long begins nothing more. */
  public boolean isStopping() {
    return threads.isShutdown();
  }

  /** What fails in a round is tried again in the next. */
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException broken) {
      LOG.warn("background work failed: {}", String.valueOf(broken.getMessage()));
    }
  }
}
