package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiringMapTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final ExpiringMap<String, Integer> map =
      new ExpiringMap<>(3, Duration.ofMinutes(5), clock);

  @Test
  void answers_what_was_put_until_its_time_is_over() {
    map.put("a", 1);
    clock.pass(Duration.ofMillis(299_999));
    assertThat(map.get("a")).contains(1);
    assertThat(map.get("b")).isEmpty();

    clock.pass(Duration.ofMillis(1));
    assertThat(map.get("a")).isEmpty();
  }

  @Test
  void reading_does_not_lengthen_a_life_and_writing_begins_a_new_one() {
    map.put("a", 1);
    clock.pass(Duration.ofMinutes(4));
    assertThat(map.get("a")).contains(1);
    map.put("b", 1);
    map.put("b", 2);
    clock.pass(Duration.ofMinutes(4));

    assertThat(map.get("a")).isEmpty();
    assertThat(map.get("b")).contains(2);
  }

  @Test
  void a_value_is_held_only_where_what_it_was_made_of_holds_still() {
    map.put("a", 1);
    map.putIf("a", 2, () -> false);
    map.putIf("b", 2, () -> true);

    assertThat(map.get("a")).contains(1);
    assertThat(map.get("b")).contains(2);
  }

  @Test
  void the_oldest_entry_goes_where_there_would_be_too_many() {
    for (String key : new String[] {"a", "b", "c", "d"}) {
      map.put(key, 1);
    }
    assertThat(map.size()).isEqualTo(3);
    assertThat(map.get("a")).isEmpty();
    assertThat(map.get("b")).contains(1);
    assertThat(map.get("d")).contains(1);
  }

  @Test
  void writing_sweeps_out_what_is_over() {
    map.put("a", 1);
    map.put("b", 1);
    clock.pass(Duration.ofMinutes(5));
    map.put("c", 1);

    assertThat(map.size()).isEqualTo(1);
  }

  @Test
  void forgets_on_demand_and_stays_within_its_bound_whatever_is_removed_and_put_again() {
    for (int i = 0; i < 100; i++) {
      map.put("a", i);
      map.remove("a");
    }
    assertThat(map.get("a")).isEmpty();
    map.put("a", 100);
    map.put("b", 1);
    map.put("c", 1);

    assertThat(map.get("a")).contains(100);
    assertThat(map.size()).isEqualTo(3);
  }

  @Test
  void an_entry_that_was_written_again_outlives_its_earlier_self() {
    map.put("a", 1);
    clock.pass(Duration.ofMinutes(3));
    map.put("a", 2);
    clock.pass(Duration.ofMinutes(3));
    map.put("b", 1);

    assertThat(map.get("a")).contains(2);
  }

  @Test
  void a_clock_that_was_set_back_does_not_lengthen_a_life() {
    map.put("a", 1);
    clock.pass(Duration.ofMinutes(-1));
    assertThat(map.get("a")).isEmpty();
  }

  @Test
  void refuses_to_hold_nothing_or_for_no_time() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExpiringMap<String, String>(0, Duration.ofMinutes(1), clock));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExpiringMap<String, String>(1, Duration.ZERO, clock));
  }
}
