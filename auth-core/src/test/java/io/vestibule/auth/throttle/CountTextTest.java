package io.vestibule.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.throttle.Count.Times;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountTextTest {
  private static final Count COUNT = new Count(
      new Times(1_772_366_400_000L, 1_772_366_400_001L),
      new Times(1_772_366_400_002L),
      3,
      1_772_366_700_000L,
      1_772_370_000_000L,
      "ädä|\n2001:db8::/64");

  /** Other nodes and other versions read this. */
  @Test
  void has_this_form() {
    assertThat(CountText.of(COUNT))
        .isEqualTo("1|3|mm7pde5c|mm7rc4g0|mm7p6yo0,mm7p6yo1|mm7p6yo2|w6Rkw6R8CjIwMDE6ZGI4OjovNjQ");
  }

  @Test
  void is_read_as_it_was_written() {
    assertThat(CountText.parse(CountText.of(COUNT))).contains(COUNT);
    assertThat(CountText.parse(CountText.of(Count.NONE))).contains(Count.NONE);
    assertThat(CountText.parse(CountText.of(COUNT) + "|more")).contains(COUNT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "2|0|0|0||| ", "1|0|0|0||", "1|x!|0|0|||", "1|0|0|0|1,|||", "1|0|0|0|||!"
      })
  void anything_else_is_no_count(String text) {
    assertThat(CountText.parse(text)).isEmpty();
  }
}
