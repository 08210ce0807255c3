package io.vestibule.auth.mail;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Two daemon threads, which begin when there is something to send. Thread-safe. */
final class MailThreads implements Outbox.Timer {
  private static final int THREADS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor threads;

  MailThreads() {
    this.threads = new ScheduledThreadPoolExecutor(THREADS, work -> {
      Thread thread = new Thread(work, "vestibule-mail");
      thread.setDaemon(true);
      // Jakarta Mail looks there for its parts; the one of a request may be another application's.
      thread.setContextClassLoader(MailThreads.class.getClassLoader());
      return thread;
    });
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public void after(Duration pause, Runnable work) {
    var unused = threads.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
