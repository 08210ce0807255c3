package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much strangers can have written into a log. */
class LogLimitTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> log = new ArrayList<>();
  private final LogLimit limit = new LogLimit(clock, "requests were odd", log::add);

  @Test
  void a_hundred_lines_a_minute_and_then_how_many_more() {
    for (int i = 0; i < 1_000; i++) {
      limit.tell(() -> "odd");
    }
    assertThat(log).hasSize(100).containsOnly("odd");

    clock.pass(Duration.ofMinutes(1));
    limit.tell(() -> "odd again");
    assertThat(log.subList(100, log.size()))
        .containsExactly("900 more requests were odd and not written down", "odd again");
  }

  @Test
  void what_is_written_in_another_way_counts_too() {
    List<String> elsewhere = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      limit.tell(() -> {
        elsewhere.add("with its stack");
      });
    }

    assertThat(elsewhere).hasSize(100);
  }
}
