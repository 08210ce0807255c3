package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColourTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#fff",
        "1d5fae",
        "#1d5fag",
        "#1d5fae;",
        "red",
        " #1d5fae",
        "#1d5fae\n",
        "url(x)"
      })
  void nothing_but_six_digits_is_a_colour(String text) {
    assertThat(Colour.parse(text)).isEmpty();
  }

  @Test
  void a_colour_is_written_as_it_is_read() {
    assertThat(Colour.parse("#1D5FaE")).contains(new Colour(0x1d, 0x5f, 0xae));
    assertThat(Colour.parse("#0a00ff").orElseThrow()).hasToString("#0a00ff");
  }

  @ParameterizedTest
  @CsvSource({
    "#000000, 21.0",
    "#ffffff, 1.0",
    "#767676, 4.54",
    "#777777, 4.48",
    "#ff0000, 4.0",
    "#0000ff, 8.59"
  })
  void contrast_to_white_is_what_wcag_says(String colour, double ratio) {
    Colour parsed = Colour.parse(colour).orElseThrow();

    assertThat(parsed.contrast(Colour.WHITE)).isEqualTo(ratio, within(0.01));
    assertThat(Colour.WHITE.contrast(parsed)).isEqualTo(parsed.contrast(Colour.WHITE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"#000000", "#0000ff", "#1d5fae", "#7a0000"})
  void a_shade_is_lightened_until_it_can_be_read_on_a_dark_ground(String colour) {
    Colour ground = new Colour(0x1a, 0x1f, 0x27);
    Colour shade = Colour.parse(colour).orElseThrow().lightenedFor(ground, 6);

    assertThat(shade.contrast(ground)).isBetween(6.0, 7.5);
  }

  @Test
  void a_shade_that_can_be_read_stays_as_it_is() {
    assertThat(Colour.WHITE.lightenedFor(new Colour(0, 0, 0), 6)).isEqualTo(Colour.WHITE);
  }
}
