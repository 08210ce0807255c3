package io.vestibule.auth.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RemoteDocumentTest {
  private static final RemoteDocument.Format<String> PLAIN =
      new RemoteDocument.Format<>(RemoteDocumentTest::parse, text -> text);

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile CountDownLatch hangs = new CountDownLatch(0);
  private volatile boolean down;
  private String published = "one";

  @Test
  void is_fetched_once_and_then_at_hand() {
    RemoteDocument<String> document = document();

    assertThat(fetches).hasValue(0);
    assertThat(document.get()).isEqualTo("one");
    assertThat(document.get()).isEqualTo("one");
    assertThat(fetches).hasValue(1);
  }

  @Test
  void is_fetched_anew_behind_the_back_of_the_one_who_asks() {
    RemoteDocument<String> document = document();
    document.get();
    published = "two";

    clock.pass(Duration.ofMinutes(9));
    assertThat(document.get()).isEqualTo("one");
    assertThat(background).isEmpty();

    clock.pass(Duration.ofMinutes(1));
    assertThat(document.get()).isEqualTo("one");
    assertThat(document.get()).isEqualTo("one");
    assertThat(background).as("one flight at a time").hasSize(1);
    long before = document.generation();
    background.remove().run();

    assertThat(document.get()).isEqualTo("two");
    assertThat(document.generation()).isGreaterThan(before);
  }

  @Test
  void the_same_document_again_is_no_change() {
    RemoteDocument<String> document = document();
    document.get();
    long before = document.generation();

    clock.pass(Duration.ofMinutes(10));
    document.refreshAhead();
    background.remove().run();

    assertThat(fetches).hasValue(2);
    assertThat(document.generation()).isEqualTo(before);
  }

  @Test
  void the_last_good_one_is_used_while_the_server_is_down_and_the_next_try_comes_soon() {
    RemoteDocument<String> document = document();
    document.get();
    down = true;
    clock.pass(Duration.ofHours(5));
    document.refreshAhead();
    background.remove().run();

    assertThat(document.get()).isEqualTo("one");
    assertThat(document.failure()).contains("is down");

    down = false;
    published = "two";
    clock.pass(Duration.ofSeconds(5));
    document.refreshAhead();
    background.remove().run();

    assertThat(document.get()).isEqualTo("two");
    assertThat(document.failure()).isEmpty();
  }

  @Test
  void a_clock_that_is_put_back_after_a_failure_makes_nobody_wait() {
    RemoteDocument<String> document = document();
    down = true;
    assertThatThrownBy(document::get).isInstanceOf(AuthUnavailableException.class);
    down = false;
    clock.pass(Duration.ofHours(-2));

    assertThat(document.get()).isEqualTo("one");
    assertThat(document.demand()).contains("one");
    published = "two";
    clock.pass(Duration.ofHours(-2));
    assertThat(document.demand()).contains("two");
  }

  @Test
  void the_last_good_one_outlives_a_restart_for_a_week() {
    document().get();
    down = true;

    assertThat(document().get()).isEqualTo("one");
    clock.pass(Duration.ofDays(7));
    assertThatThrownBy(() -> document().get()).isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void with_nothing_at_hand_a_failure_is_told_at_once_for_a_while() {
    down = true;
    RemoteDocument<String> document = document();

    assertThatThrownBy(document::get).isInstanceOf(AuthUnavailableException.class);
    assertThatThrownBy(document::get).isInstanceOf(AuthUnavailableException.class);
    assertThat(fetches).hasValue(1);

    down = false;
    clock.pass(Duration.ofSeconds(5));
    assertThat(document.get()).isEqualTo("one");
  }

  @Test
  void something_unusable_counts_as_down_and_replaces_nothing() {
    RemoteDocument<String> document = document();
    document.get();
    published = "<html>";

    assertThatThrownBy(document::demand)
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessage("keys http://127.0.0.1/: is no document");
    assertThat(document.get()).isEqualTo("one");
  }

  @Test
  void may_be_demanded_right_after_a_load_and_then_once_a_minute() {
    RemoteDocument<String> document = document();
    document.get();
    published = "two";

    assertThat(document.demand()).contains("two");
    published = "three";
    assertThat(document.demand()).isEmpty();
    clock.pass(Duration.ofSeconds(59));
    assertThat(document.demand()).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(document.demand()).contains("three");
    assertThat(fetches).hasValue(3);
  }

  @Test
  @Timeout(20)
  void nobody_queues_behind_one_who_demands_it_of_a_server_that_hangs() throws Exception {
    RemoteDocument<String> document = document();
    document.get();
    hangs = new CountDownLatch(1);
    Thread first = started(document::demand);

    for (int i = 0; i < 50; i++) {
      assertThat(document.demand()).isEmpty();
      assertThat(document.get()).isEqualTo("one");
    }
    clock.pass(Duration.ofMinutes(11));
    assertThat(document.demand()).as("a minute later, the same flight").isEmpty();
    document.refreshAhead();
    assertThat(background).isEmpty();
    hangs.countDown();
    first.join();
    assertThat(fetches).hasValue(2);
  }

  @Test
  @Timeout(20)
  void nobody_queues_behind_a_second_try_for_something_of_which_nothing_is_at_hand()
      throws Exception {
    RemoteDocument<String> document = document();
    down = true;
    assertThatThrownBy(document::get).isInstanceOf(AuthUnavailableException.class);
    clock.pass(Duration.ofSeconds(5));
    down = false;
    hangs = new CountDownLatch(1);
    Thread second = started(document::get);

    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(document::get)
          .isInstanceOf(AuthUnavailableException.class)
          .hasMessage("is down");
    }
    hangs.countDown();
    second.join();
    assertThat(document.get()).isEqualTo("one");
  }

  @Test
  @Timeout(20)
  void whoever_comes_during_the_first_fetch_shares_its_answer() throws Exception {
    RemoteDocument<String> document = document();
    hangs = new CountDownLatch(1);
    Thread first = started(document::get);
    List<String> answers = new CopyOnWriteArrayList<>();
    Thread second = new Thread(() -> answers.add(document.get()));
    second.start();
    while (second.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    hangs.countDown();
    first.join();
    second.join();

    assertThat(answers).containsExactly("one");
    assertThat(fetches).hasValue(1);
  }

  /** A thread that is asking the server by now. */
  private Thread started(Runnable question) throws InterruptedException {
    int before = fetches.get();
    Thread thread = new Thread(question);
    thread.start();
    while (fetches.get() == before) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private static String parse(String text) {
    if (text.contains("<")) {
      throw new IllegalArgumentException("is no document");
    }
    return text;
  }

  private RemoteDocument<String> document() {
    return new RemoteDocument<>(
        "keys http://127.0.0.1/", this::fetch, PLAIN, store, clock, background::add);
  }

  private String fetch() {
    fetches.incrementAndGet();
    awaitAnswer();
    if (down) {
      throw new AuthUnavailableException("is down", Duration.ofSeconds(1));
    }
    return published;
  }

  private void awaitAnswer() {
    try {
      hangs.await();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }
}
