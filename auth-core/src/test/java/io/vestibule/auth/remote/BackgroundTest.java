package io.vestibule.auth.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private static final int PATIENCE_SECONDS = 60;

  private final Background background = new Background();
  private final BlockingQueue<Thread> seen = new ArrayBlockingQueue<>(100);

  @AfterEach
  void close() {
    background.close();
  }

  private Thread next() throws InterruptedException {
    Thread thread = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(thread).isNotNull();
    return thread;
  }

  private void note() {
    seen.add(Thread.currentThread());
  }

  @Test
  void works_on_daemon_threads_that_keep_no_application_alive() throws InterruptedException {
    background.execute(this::note);

    Thread thread = next();
    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).startsWith("vestibule-background");
  }

  @Test
  void looks_at_what_is_watched_from_the_start_on_and_not_before() throws InterruptedException {
    background.watch(this::note);
    background.execute(() -> seen.add(new Thread("first")));
    assertThat(next().getName()).isEqualTo("first");

    background.started();
    background.started();

    next();
  }

  @Test
  void what_fails_hinders_nothing_and_is_tried_again() throws InterruptedException {
    background.watch(() -> {
      note();
      throw new IllegalStateException("the server is down");
    });
    background.watch(this::note);

    background.round();
    next();
    next();
    background.round();
    next();
    next();
  }

  @Test
  void one_that_takes_its_time_does_not_hold_the_others_up() throws InterruptedException {
    CountDownLatch free = new CountDownLatch(1);
    background.execute(() -> {
      try {
        free.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });

    background.execute(this::note);

    next();
    free.countDown();
  }

  @Test
  void drops_work_once_it_is_closed_and_stops_what_takes_too_long() throws InterruptedException {
    Background hurried = new Background(Duration.ZERO);
    CountDownLatch begun = new CountDownLatch(1);
    hurried.execute(() -> {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException stopped) {
        note();
      }
    });
    assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    hurried.close();
    hurried.execute(this::note);

    next();
    assertThat(seen).isEmpty();
  }

  @Test
  void waits_when_it_is_closed_for_what_is_under_way() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    background.execute(() -> {
      begun.countDown();
      try {
        answer.await();
        note();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });
    begun.await();
    Thread closing = new Thread(background::close);
    closing.start();
    while (closing.isAlive() && closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    answer.countDown();
    closing.join();

    assertThat(seen).hasSize(1);
  }
}
