package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How names are folded. */
class FoldedNameTest {
  /** Composing sorts the marks of a letter, which takes time by the square of their number. */
  @Test
  void what_is_longer_than_any_name_is_not_composed() {
    String marks = "a" + "\u0301".repeat(600) + "\u0323".repeat(600);

    assertThat(FoldedName.nfc(marks)).isSameAs(marks);
    assertThat(FoldedName.loose(marks)).isEqualTo(marks);
  }

  @Test
  void what_is_as_long_as_a_name_is_composed() {
    String marks = "e\u0301" + "x".repeat(1000);

    assertThat(FoldedName.nfc(marks)).isEqualTo("\u00e9" + "x".repeat(1000));
  }

  @Test
  void case_matters_nowhere_and_accents_only_where_names_are_told_apart() {
    assertThat(FoldedName.of("ZO\u00cb")).isEqualTo("zo\u00eb");
    assertThat(FoldedName.loose(" ZO\u00cb\u00ad ")).isEqualTo("zoe");
  }
}
