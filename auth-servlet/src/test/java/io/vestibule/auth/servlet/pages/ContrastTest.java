package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Look;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be read on what, from the custom properties of the style that is served (WCAG 2.2, 1.4.3 and 1.4.11). */
class ContrastTest {
  private static final Pattern PROPERTY =
      Pattern.compile("--([a-z-]+):\\s*(#[0-9a-f]{6}|var\\(--([a-z-]+)\\))");

  @ParameterizedTest
  @CsvSource({
    "text, card, 4.5",
    "text, ground, 4.5",
    "muted, card, 4.5",
    "link, card, 4.5",
    "on-fill, fill, 4.5",
    "notice-text, notice, 4.5",
    "bad-text, bad, 4.5",
    "bad-text, card, 4.5",
    "edge, card, 3",
    "bad-edge, card, 3",
    "bad-edge, bad, 3",
    "link, notice, 3",
    "fill, card, 3",
  })
  void can_be_read_in_both_schemes(String ink, String paper, double least) {
    for (boolean dark : new boolean[] {false, true}) {
      Map<String, String> palette = palette(Look.plain(), dark);
      assertThat(contrast(palette.get(ink), palette.get(paper)))
          .as("%s on %s, dark: %s", ink, paper, dark)
          .isGreaterThanOrEqualTo(least);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#000000", "#7a0000", "#1b6b3a", "#4b2e83", "#0000ff", "#b3261e", "#757575"})
  void every_accent_that_is_allowed_can_be_read_in_both_schemes(String accent) {
    for (boolean dark : new boolean[] {false, true}) {
      Map<String, String> palette = palette(Look.plain().withAccent(accent), dark);
      assertThat(contrast(palette.get("on-fill"), palette.get("fill"))).isGreaterThanOrEqualTo(4.5);
      assertThat(contrast(palette.get("link"), palette.get("card"))).isGreaterThanOrEqualTo(4.5);
    }
  }

  @Test
  void the_measure_itself_is_right() {
    assertThat(contrast("#000000", "#ffffff")).isEqualTo(21.0);
    assertThat(contrast("#767676", "#ffffff")).isBetween(4.54, 4.55);
  }

  private static Map<String, String> palette(Look look, boolean dark) {
    Pages pages = Shown.pages(look);
    String css = AssetsTest.get(pages, AssetsTest.path(pages, "style")).body().toString();
    int scheme = css.indexOf("@media (prefers-color-scheme: dark)");
    int rest = css.indexOf("*, ::before", scheme);
    Map<String, String> palette = new HashMap<>();
    read(css.substring(0, scheme), palette);
    if (dark) {
      read(css.substring(scheme, rest), palette);
    }
    palette.replaceAll((name, value) -> value.startsWith("#") ? value : palette.get(value));
    return palette;
  }

  private static void read(String css, Map<String, String> palette) {
    Matcher matcher = PROPERTY.matcher(css);
    while (matcher.find()) {
      palette.put(matcher.group(1), matcher.group(3) == null ? matcher.group(2) : matcher.group(3));
    }
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    int rgb = Integer.parseInt(hex.substring(1), 16);
    return 0.2126 * linear(rgb >> 16)
        + 0.7152 * linear(rgb >> 8 & 0xff)
        + 0.0722 * linear(rgb & 0xff);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
