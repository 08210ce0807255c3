package io.vestibule.auth.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryCountsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final FakeClock clock = new FakeClock(NOON);
  private final MemoryCounts counts = new MemoryCounts(3, LIFE, clock);

  @Test
  void holds_no_more_nonces_than_it_may() {
    for (int i = 0; i < 1000; i++) {
      assertThat(counts.take("nonce" + i, NOON.plusMillis(i), "ada", 1)).isTrue();
    }
    assertThat(counts.size()).isEqualTo(3);
  }

  @Test
  void what_had_to_be_forgotten_cannot_be_used_again() {
    counts.take("first", NOON, "ada", 1);
    for (int i = 1; i <= 3; i++) {
      counts.take("later" + i, NOON.plusMillis(i), "ada", 1);
    }
    assertThat(counts.take("first", NOON, "ada", 1)).isFalse();
    assertThat(counts.take("first", NOON, "ada", 2)).isFalse();
    assertThat(counts.take("later3", NOON.plusMillis(3), "ada", 2)).isTrue();
  }

  @Test
  void makes_room_of_what_is_over_by_itself() {
    counts.take("first", NOON, "ada", 1);
    clock.pass(LIFE.plusSeconds(1));
    counts.take("second", clock.instant(), "ada", 1);
    assertThat(counts.size()).isEqualTo(1);
  }

  @Test
  void knows_who_proved_the_password_with_a_nonce() {
    counts.take("nonce", NOON, "ada", 1);
    assertThat(counts.known("nonce", "ada")).contains(NOON);
    assertThat(counts.known("nonce", "eve")).isEmpty();
    assertThat(counts.known("other", "ada")).isEmpty();
  }
}
