package io.vestibule.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.audit.Traced;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final Message MESSAGE =
      new Message("ada@example.org", "For Ada", "https://a.example/?token=hunter2\n");

  private final Deque<Throwable> failures = new ArrayDeque<>();
  private final List<Message> sent = new ArrayList<>();
  private final FakeTimer timer = new FakeTimer();
  private final Outbox outbox =
      new Outbox(this::send, timer, new FakeClock(Instant.parse("2026-11-22T10:00:00Z")));

  private void send(Message message) throws IOException {
    Throwable failure = failures.poll();
    if (failure instanceof IOException broken) {
      throw broken;
    } else if (failure instanceof RuntimeException broken) {
      throw broken;
    } else if (failure instanceof Error broken) {
      throw broken;
    }
    sent.add(message);
  }

  private void put() {
    outbox.put(false, () -> Optional.of(new Outbox.Ready("reset", MESSAGE)));
  }

  @Test
  void nothing_is_sent_or_even_made_by_whoever_hands_it_in() {
    List<String> made = new ArrayList<>();
    outbox.put(false, () -> {
      made.add("made");
      return Optional.empty();
    });
    assertThat(made).isEmpty();

    timer.run();
    assertThat(made).hasSize(1);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void what_fails_is_tried_three_times_more_after_growing_pauses() {
    for (int i = 0; i < 4; i++) {
      failures.add(new IOException("to ada@example.org: no"));
    }
    put();
    List<Duration> pauses = new ArrayList<>();
    while (!timer.pauses().isEmpty()) {
      pauses.addAll(timer.pauses());
      timer.run();
    }

    assertThat(pauses)
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5));
    assertThat(sent).isEmpty();
    assertThat(outbox.size()).isZero();
  }

  @Test
  void another_try_may_succeed() {
    failures.add(new IllegalStateException("broken"));
    failures.add(new NoClassDefFoundError("broken"));
    failures.add(NotSentException.forNow("busy", null));
    put();
    timer.run();
    timer.run();
    timer.run();
    assertThat(sent).isEmpty();

    timer.run();
    assertThat(sent).containsExactly(MESSAGE);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void what_is_refused_for_good_is_not_tried_again() {
    failures.add(NotSentException.forGood("unknown", null));
    put();
    timer.run();

    assertThat(timer.pauses()).isEmpty();
    assertThat(outbox.size()).isZero();
  }

  @Test
  void no_more_are_held_than_there_is_room_for() {
    for (int i = 0; i < Outbox.MOST + 50; i++) {
      put();
    }
    assertThat(outbox.size()).isEqualTo(Outbox.MOST);
    timer.run();
    assertThat(sent).hasSize(Outbox.MOST);

    put();
    timer.run();
    assertThat(sent).hasSize(Outbox.MOST + 1);
  }

  @Test
  void what_strangers_have_sent_leaves_room_for_what_warns_a_user() {
    for (int i = 0; i < Outbox.MOST; i++) {
      outbox.put(true, () -> Optional.of(new Outbox.Ready("reset", MESSAGE)));
    }
    assertThat(outbox.size()).isEqualTo(Outbox.MOST_ASKED);

    put();
    timer.run();
    assertThat(sent).hasSize(Outbox.MOST_ASKED + 1);
  }

  @Test
  void a_store_that_is_down_ends_one_mail_and_no_thread() {
    outbox.put(false, () -> {
      throw new AuthUnavailableException("down", Duration.ofSeconds(1));
    });
    put();
    timer.run();

    assertThat(sent).hasSize(1);
    assertThat(outbox.size()).isZero();
  }

  @Test
  void after_the_end_nothing_is_held() {
    put();
    outbox.close();
    put();

    assertThat(outbox.size()).isZero();
  }

  @Test
  void the_log_names_neither_the_address_nor_the_text_nor_what_others_say() {
    try (Traced log = Traced.start()) {
      failures.add(new IOException("550 ada@example.org hunter2"));
      failures.add(NotSentException.forGood("the server refuses it with 550", null));
      put();
      timer.run();
      timer.run();

      assertThat(log.text())
          .contains(
              "mail reset to a…@example.org was not sent: IOException. It is tried again in 10")
          .contains("was not sent: the server refuses it with 550. It is given up")
          .doesNotContain("ada@", "hunter2", "token");
    }
  }
}
