package io.vestibule.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryCountersTest {
  private static final Budget BUDGET = new Budget(5, 300_000, 900_000);

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Throttle throttle = Throttle.inMemory(Limits.DEFAULT, clock);

  private void pass(double seconds) {
    clock.pass(Duration.ofMillis(Math.round(seconds * 1_000)));
  }

  private void fail(String name, String client, int times) {
    for (int i = 0; i < times; i++) {
      Attempt attempt = Attempt.of(name, client);
      if (throttle.check(attempt).allowed()) {
        throttle.failed(attempt);
      }
    }
  }

  private static String network(int i) {
    return "2001:db8:" + Integer.toHexString(i >>> 16) + ":" + Integer.toHexString(i & 0xffff)
        + "::1";
  }

  @Test
  void many_made_up_names_push_out_no_wait_and_no_failures_but_the_fewest() {
    fail("ada", "192.0.2.1", 5);
    fail("bob", "192.0.2.1", 4);

    for (int i = 0; i < 50_000; i++) {
      fail("made-up-" + i, network(i), 1);
    }

    assertThat(throttle.check(Attempt.of("ada", "192.0.2.1")).allowed()).isFalse();
    fail("bob", "192.0.2.1", 1);
    assertThat(throttle.lockouts().list()).extracting(Lockout::account).contains("ada", "bob");
  }

  @Test
  void a_million_keys_take_no_more_room_than_the_table_has() {
    MemoryCounters counters = new MemoryCounters(32_768, clock);
    Count four = failures(4, clock.millis());
    long before = used();

    for (int i = 0; i < 1_000_000; i++) {
      Count own = four.begun(BUDGET, clock.millis() + i);
      counters.update(HexFormat.of().toHexDigits(i * 0x9E3779B97F4A7C15L).repeat(4), none -> own);
    }

    assertThat(used() - before).isLessThan(12L << 20);
    assertThat(counters.list("", Integer.MAX_VALUE)).hasSizeLessThanOrEqualTo(32_768);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static Count failures(int number, long now) {
    Count count = Count.NONE;
    for (int i = 0; i < number; i++) {
      count = count.begun(BUDGET, now).failed(BUDGET, now, "x\n");
    }
    return count;
  }

  @Test
  void the_fewest_failures_give_way_first_and_what_is_over_before_them() {
    MemoryCounters sixteen = new MemoryCounters(16, clock);
    sixteen.update("old", none -> failures(4, clock.millis()));
    pass(400);
    sixteen.update("locked", none -> failures(5, clock.millis()));
    sixteen.update("three", none -> failures(3, clock.millis()));
    for (int i = 0; i < 13; i++) {
      sixteen.update("two" + i, none -> failures(2, clock.millis()));
    }

    sixteen.update("one", none -> failures(1, clock.millis()));
    assertThat(ids(sixteen)).hasSize(16).contains("one", "three", "locked").doesNotContain("old");
    sixteen.update("another", none -> failures(1, clock.millis()));
    assertThat(ids(sixteen))
        .hasSize(16)
        .contains("another", "three", "locked")
        .doesNotContain("one");
    for (int i = 0; i < 1_000; i++) {
      sixteen.update("flood" + i, none -> failures(2, clock.millis()));
    }
    assertThat(ids(sixteen)).hasSize(16).contains("three", "locked");
  }

  private static List<String> ids(MemoryCounters counters) {
    return counters.list("", 100).stream().map(Counters.Kept::id).toList();
  }

  @Test
  void lists_by_id_a_page_at_a_time() {
    MemoryCounters counters = new MemoryCounters(1_024, clock);
    for (String id : List.of("c", "a", "d", "b")) {
      counters.update(id, none -> failures(1, clock.millis()));
    }

    assertThat(counters.list("", 2)).extracting(Counters.Kept::id).containsExactly("a", "b");
    assertThat(counters.list("b", 9)).extracting(Counters.Kept::id).containsExactly("c", "d");
    assertThat(counters.remove("c")).isTrue();
    assertThat(counters.remove("c")).isFalse();
    assertThat(ids(counters)).containsExactly("a", "b", "d");
  }

  @Test
  void what_became_empty_takes_no_room() {
    MemoryCounters counters = new MemoryCounters(16, clock);
    counters.update("a", none -> failures(1, clock.millis()));
    counters.update("a", Count::succeeded);
    counters.update("b", Count::withdrawn);

    assertThat(ids(counters)).isEmpty();
  }
}
