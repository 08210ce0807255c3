package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads of an outage. */
class OutageLogTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> log = new ArrayList<>();
  private final OutageLog outages = new OutageLog(clock, log::add, log::add);

  @Test
  void the_last_line_says_whether_it_answers() {
    outages.failed("A");
    outages.failed("A");
    outages.recovered();
    outages.failed("B");
    outages.recovered();
    outages.failed("A");

    assertThat(log)
        .containsExactly(
            "the database fails: A",
            "the database answers again; 1 lines like this were left out",
            "the database fails: B",
            "the database answers again",
            "the database fails: A");
  }

  @Test
  void ten_lines_a_minute_are_enough() {
    for (int i = 0; i < 100; i++) {
      outages.failed("A");
      outages.recovered();
    }
    assertThat(log).hasSize(10);

    clock.pass(Duration.ofMinutes(1));
    outages.failed("A");
    assertThat(log).last().isEqualTo("the database fails: A; 190 lines like this were left out");
  }
}
