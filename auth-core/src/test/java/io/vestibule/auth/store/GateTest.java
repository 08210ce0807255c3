package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.testing.FakeClock;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private final FakeClock clock = new FakeClock(StoreContract.NOW);
  private final Database database = new Database();
  private final List<String> failures = new ArrayList<>();
  private final List<String> recoveries = new ArrayList<>();
  private final Gate gate =
      new Gate(database, clock, new OutageLog(clock, failures::add, recoveries::add));

  @Test
  void a_database_that_is_down_is_asked_once_a_second() {
    database.down = true;
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(this::work).isInstanceOf(AuthUnavailableException.class);
    }
    assertThat(database.taken).hasValue(1);
    clock.pass(Duration.ofMillis(999));
    assertThatThrownBy(this::work).hasMessageContaining("still down");
    assertThat(database.taken).hasValue(1);
    clock.pass(Duration.ofMillis(1));
    assertThatThrownBy(this::work).hasMessageContaining("nobody there");
    assertThat(database.taken).hasValue(2);
  }

  @Test
  void an_outage_is_told_once_a_minute_and_its_end_once() {
    database.down = true;
    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(this::work).hasMessageContaining("nobody there");
      clock.pass(Duration.ofMillis(50));
    }
    assertThat(failures).containsExactly("the database fails: nobody there");
    clock.pass(Duration.ofSeconds(10));
    assertThatThrownBy(this::work).isInstanceOf(AuthUnavailableException.class);
    assertThat(failures)
        .hasSize(2)
        .element(1)
        .isEqualTo("the database fails: nobody there; 49 lines like this were left out");

    database.down = false;
    clock.pass(Duration.ofSeconds(1));
    work();
    work();
    assertThat(recoveries).containsExactly("the database answers again");
  }

  @Test
  void statements_that_fail_are_told_by_their_kind_and_bounded() {
    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(() -> gate.pass(failing("25006")))
          .isInstanceOf(AuthUnavailableException.class);
      assertThatThrownBy(() -> gate.pass(failing("53100")))
          .isInstanceOf(AuthUnavailableException.class);
      work();
    }
    assertThat(failures)
        .containsExactly(
            "the database fails: SQL state 25006, code 0",
            "the database fails: SQL state 53100, code 0");
    for (int i = 0; i < 50; i++) {
      String state = "570" + (10 + i);
      assertThatThrownBy(() -> gate.pass(failing(state)))
          .isInstanceOf(AuthUnavailableException.class);
    }
    assertThat(failures.size() + recoveries.size()).isEqualTo(10);
  }

  @Test
  void what_no_waiting_cures_is_told_with_its_cure() {
    database.down = true;
    database.state = "90020";

    assertThatThrownBy(this::work)
        .hasMessageContaining("nobody there; stop the other process, or add ;AUTO_SERVER=TRUE");
  }

  @Test
  void when_it_is_back_everybody_is_let_in() {
    database.down = true;
    assertThatThrownBy(this::work).isInstanceOf(AuthUnavailableException.class);
    database.down = false;
    clock.pass(Duration.ofSeconds(1));

    assertThat(work()).isEqualTo("done");
    assertThat(work()).isEqualTo("done");
    assertThat(database.back).hasValue(2);
  }

  @Test
  void while_one_tries_a_database_that_was_down_the_others_do_not() throws Exception {
    database.down = true;
    assertThatThrownBy(this::work).isInstanceOf(AuthUnavailableException.class);
    database.down = false;
    clock.pass(Duration.ofSeconds(1));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<String> trial = CompletableFuture.supplyAsync(() -> gate.pass(connection -> {
      inside.countDown();
      waitFor(go);
      return "tried";
    }));
    inside.await();

    assertThatThrownBy(this::work).hasMessageContaining("still down");
    go.countDown();
    assertThat(trial.get()).isEqualTo("tried");
    assertThat(work()).isEqualTo("done");
  }

  @Test
  void a_clock_that_is_put_back_does_not_keep_it_shut() {
    database.down = true;
    assertThatThrownBy(this::work).isInstanceOf(AuthUnavailableException.class);
    database.down = false;
    clock.pass(Duration.ofDays(-1));

    assertThat(work()).isEqualTo("done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01", "90007", "90067", "90098", "90121", "90135", ""})
  void a_connection_that_is_lost_shuts_it(String state) {
    assertThatThrownBy(() -> gate.pass(failing(state)))
        .isInstanceOf(AuthUnavailableException.class);

    assertThat(database.dropped).hasValue(1);
    assertThatThrownBy(this::work).hasMessageContaining("still down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"57014", "53100", "25006", "HYT00", "22001", "90097", "90030", "HY000"})
  void a_statement_that_fails_does_not_shut_it(String state) {
    assertThatThrownBy(() -> gate.pass(failing(state)))
        .isInstanceOf(AuthUnavailableException.class)
        .hasNoCause()
        .hasMessageContaining(state)
        .hasMessageNotContaining("secret");

    assertThat(database.dropped).hasValue(1);
    assertThat(work()).isEqualTo("done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "90131"})
  void what_was_rolled_back_undecided_is_done_again(String state) {
    AtomicInteger attempts = new AtomicInteger();
    String result = gate.pass(connection -> {
      if (attempts.incrementAndGet() < 4) {
        throw new SQLException("collision", state);
      }
      return "done";
    });

    assertThat(result).isEqualTo("done");
    assertThatThrownBy(() -> gate.pass(failing(state)))
        .isInstanceOf(AuthUnavailableException.class);
    assertThat(work()).isEqualTo("done");
  }

  @Test
  void lets_ten_in_and_tells_the_eleventh_after_a_second() throws Exception {
    CountDownLatch inside = new CountDownLatch(Gate.AT_ONCE);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Gate.AT_ONCE; i++) {
      threads.add(new Thread(() -> gate.pass(connection -> {
        inside.countDown();
        return waitFor(go);
      })));
    }
    threads.forEach(Thread::start);
    inside.await();

    assertThatThrownBy(this::work).hasMessageContaining("no connection became free");
    assertThat(database.taken).hasValue(Gate.AT_ONCE);
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(work()).isEqualTo("done");
  }

  @Test
  void an_interrupted_thread_is_told_and_stays_interrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(this::work).isInstanceOf(AuthUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(work()).isEqualTo("done");
  }

  private String work() {
    return gate.pass(connection -> "done");
  }

  private static Gate.Work<String> failing(String state) {
    return connection -> {
      throw new SQLException("Key (value)=(secret) is wrong", state);
    };
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Database implements Connections {
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger back = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile boolean down;
    private volatile String state = "08001";

    @Override
    public Connection take() throws SQLException {
      taken.incrementAndGet();
      if (down) {
        throw new SQLException("nobody there", state);
      }
      return (Connection) Proxy.newProxyInstance(
          getClass().getClassLoader(),
          new Class<?>[] {Connection.class},
          (proxy, method, args) -> null);
    }

    @Override
    public void giveBack(Connection connection) {
      back.incrementAndGet();
    }

    @Override
    public void drop(Connection connection) {
      dropped.incrementAndGet();
    }

    @Override
    public void close() {
      down = true;
    }
  }
}
