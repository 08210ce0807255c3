package io.vestibule.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.Key;
import io.vestibule.auth.password.FakeSettings;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private static final Attempt ADA = Attempt.of("ada", "192.0.2.1");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));

  private FakeSettings settings(Map<String, String> values) {
    FakeSettings settings = new FakeSettings(Limits.SECTION.keys(), clock);
    values.forEach(settings::with);
    return settings;
  }

  @Test
  void an_empty_section_means_the_defaults() {
    assertThat(Limits.of(settings(Map.of()))).isEqualTo(Limits.DEFAULT);
    assertThat(Limits.SECTION.keys())
        .extracting(Key::name)
        .containsExactly("enabled", "account_attempts", "network_attempts", "window", "max_wait");
  }

  @Test
  void reads_what_the_section_says() {
    Map<String, String> values = Map.of(
        "account_attempts", "3", "network_attempts", "30", "window", "60s", "max_wait", "1h");

    assertThat(Limits.of(settings(values)))
        .isEqualTo(new Limits(3, 30, Duration.ofMinutes(1), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "account_attempts, 0,   is 0",
    "account_attempts, 501, is 501",
    "network_attempts, 0,   is 0",
    "network_attempts, 99999999999, is 99999999999",
    "window,           0s,  is out of bounds",
    "window,           25h, is out of bounds",
    "max_wait,         0s,  is out of bounds",
    "max_wait,         25h, is out of bounds",
  })
  void a_limit_that_limits_nothing_is_a_fault(String key, String value, String found) {
    FakeSettings settings = settings(Map.of(key, value));

    assertThat(Limits.of(settings)).isEqualTo(Limits.DEFAULT);
    assertThat(settings.faults).hasSize(1).first().asString().startsWith(key + ": " + found);
  }

  @Test
  void limits_that_limit_nothing_cannot_be_made() {
    Duration ok = Duration.ofMinutes(1);
    assertThatThrownBy(() -> new Limits(0, 1, ok, ok)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 501, ok, ok))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 1, Duration.ZERO, ok))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(1, 1, ok, Duration.ofDays(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_section_makes_a_throttle_in_memory_in_a_store_or_none() {
    FakeStore store = new FakeStore(clock);
    Map<String, String> one = Map.of("account_attempts", "1");
    Throttle inMemory = Throttle.of(settings(one));
    Throttle inStore = Throttle.of(settings(one), store);
    Throttle off = Throttle.of(settings(Map.of("enabled", "no")), store);

    for (Throttle throttle : new Throttle[] {inMemory, inStore, off}) {
      throttle.check(ADA);
      throttle.failed(ADA);
    }

    assertThat(inMemory.check(ADA).delay()).isEqualTo(Duration.ofMinutes(5));
    assertThat(Throttle.of(settings(one), store).check(ADA).allowed()).isFalse();
    assertThat(off.check(ADA).allowed()).isTrue();
    assertThat(Throttle.of(settings(Map.of("enabled", "no"))).check(ADA).allowed())
        .isTrue();
  }

  @Test
  void a_store_in_memory_is_no_place_for_waits() {
    MemoryStore one = MemoryStore.of(clock, 1);
    Throttle throttle = Throttle.of(settings(Map.of("account_attempts", "1")), one);
    throttle.check(ADA);
    throttle.failed(ADA);

    assertThat(one.list("throttle-account", "", 10)).isEmpty();
    assertThat(throttle.check(ADA).allowed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "300, 900, '300,600,900,900'",
    "60, 900, '60,120,240,480,900,900'",
    "900, 300, '300,300'",
    "1, 1, '1,1'"
  })
  void waits_begin_with_the_window_and_double(long window, long most, String expected) {
    Budget budget = new Budget(5, window, most);
    StringBuilder waits = new StringBuilder();
    int number = expected.split(",").length;
    for (int level = 1; level <= number; level++) {
      waits.append(level == 1 ? "" : ",").append(budget.delay(level));
    }
    assertThat(waits).hasToString(expected);
    assertThat(budget.delay(Integer.MAX_VALUE)).isEqualTo(most);
  }
}
