package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.auth.AuthUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HashGateTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger atWork = new AtomicInteger();

  @AfterEach
  void stop() {
    release.countDown();
    threads.shutdownNow();
  }

  @Test
  void does_so_many_at_a_time_lets_so_many_wait_and_refuses_the_next() throws Exception {
    HashGate gate = new HashGate(2, 1, Duration.ofMinutes(1));
    Future<Integer> first = begin(gate);
    Future<Integer> second = begin(gate);
    until(() -> atWork.get() == 2);
    Future<Integer> third = begin(gate);
    until(() -> gate.waiting() == 1);

    assertThat(atWork).hasValue(2);
    assertThatExceptionOfType(AuthUnavailableException.class)
        .isThrownBy(() -> gate.run(() -> 4))
        .satisfies(busy -> assertThat(busy.retryAfter()).isPositive());

    release.countDown();
    assertThat(first.get() + second.get() + third.get()).isEqualTo(3);
    assertThat(gate.run(() -> 4)).isEqualTo(4);
  }

  @Test
  void waits_no_longer_than_it_has_patience() throws Exception {
    HashGate gate = new HashGate(1, 1, Duration.ofMillis(1));
    Future<Integer> first = begin(gate);
    until(() -> atWork.get() == 1);

    assertThatExceptionOfType(AuthUnavailableException.class).isThrownBy(() -> gate.run(() -> 2));
    release.countDown();
    assertThat(first.get()).isEqualTo(1);
    assertThat(gate.run(() -> 2)).isEqualTo(2);
  }

  @Test
  void work_that_fails_leaves_its_place() {
    HashGate gate = new HashGate(1, 0, Duration.ofMinutes(1));
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() -> gate.run(() -> {
            throw new ArithmeticException();
          }));
    }
    assertThat(gate.run(() -> 1)).isEqualTo(1);
  }

  @Test
  void a_thread_that_is_to_stop_does_not_wait_and_stays_told_so() throws Exception {
    HashGate gate = new HashGate(1, 1, Duration.ofMinutes(1));
    Future<Integer> first = begin(gate);
    until(() -> atWork.get() == 1);
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(AuthUnavailableException.class).isThrownBy(() -> gate.run(() -> 2));
    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
    assertThat(first.get()).isEqualTo(1);
  }

  private Future<Integer> begin(HashGate gate) {
    return threads.submit(() -> gate.run(this::work));
  }

  private int work() {
    atWork.incrementAndGet();
    try {
      assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
