package io.vestibule.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.token.Limits.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Limits YEAR = new Limits(Duration.ofDays(365), 50, List.of());
  private static final Limits WEEK = new Limits(Duration.ofDays(7), 50, List.of());
  private static final Limits NONE = new Limits(Duration.ZERO, 50, List.of());

  private static Object outcome(Answer answer) {
    return answer instanceof Answer.Granted granted
        ? granted.wish().life()
        : ((Answer.Refused) answer).fault();
  }

  @ParameterizedTest
  @CsvSource({
    "2s,         PT2S",
    "30m,        PT30M",
    "12h,        PT12H",
    "90d,        PT2160H",
    "365d,       PT8760H",
    "'',         PT2160H",
    "366d,       EXPIRY_TOO_LATE",
    "never,      EXPIRY_TOO_LATE",
    "0,          EXPIRY_UNREADABLE",
    "0d,         EXPIRY_UNREADABLE",
    "-1d,        EXPIRY_UNREADABLE",
    "90,         EXPIRY_UNREADABLE",
    "90 d,       EXPIRY_UNREADABLE",
    "90D,        EXPIRY_UNREADABLE",
    "forever,    EXPIRY_UNREADABLE",
    "1000000000d,EXPIRY_UNREADABLE",
  })
  void a_life_is_a_number_and_a_unit_within_the_cap(String expiry, String outcome) {
    assertThat(outcome(YEAR.judge("ci", List.of(), expiry))).hasToString(outcome);
  }

  @Test
  void without_a_cap_a_token_may_live_for_ever() {
    Answer answer = NONE.judge("ci", List.of(), "never");

    assertThat(((Answer.Granted) answer).wish().end(Instant.EPOCH)).isEqualTo(Instant.MAX);
    assertThat(NONE.presets()).containsExactly("7d", "30d", "90d", "365d", "never");
    assertThat(outcome(NONE.judge("ci", List.of(), "999999999d"))).isInstanceOf(Duration.class);
  }

  @Test
  void what_is_offered_keeps_to_the_cap() {
    assertThat(YEAR.presets()).containsExactly("7d", "30d", "90d", "365d");
    assertThat(YEAR.usualPreset()).isEqualTo("90d");
    assertThat(WEEK.presets()).containsExactly("7d");
    assertThat(WEEK.usualPreset()).isEqualTo("7d");
    assertThat(outcome(WEEK.judge("ci", List.of(), ""))).isEqualTo(Duration.ofDays(7));
    Limits hour = new Limits(Duration.ofHours(1), 50, List.of());
    assertThat(hour.presets()).containsExactly("3600s");
    assertThat(outcome(hour.judge("ci", List.of(), hour.usualPreset())))
        .isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read_only", "deploy", "repo:read", "https://api.example.org/x", "a"})
  void a_scope_is_a_word(String scope) {
    assertThat(YEAR.judge("ci", List.of(scope), "")).isInstanceOf(Answer.Granted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "ä",
        "a\"",
        "a\\",
        "a\n",
        "readonly",
        "read-only",
        "READ_ONLY",
        "Read.Only"
      })
  void what_is_no_word_or_looks_like_read_only_is_none(String scope) {
    assertThat(outcome(YEAR.judge("ci", List.of(scope), ""))).isEqualTo(Fault.SCOPE_UNKNOWN);
  }

  @Test
  void scopes_may_be_limited_to_a_list() {
    Limits listed = new Limits(Duration.ZERO, 50, List.of("deploy"));

    assertThat(listed.judge("ci", List.of("deploy", "read_only"), ""))
        .isInstanceOf(Answer.Granted.class);
    assertThat(outcome(listed.judge("ci", List.of("deploi"), ""))).isEqualTo(Fault.SCOPE_UNKNOWN);
  }

  @Test
  void names_and_scopes_have_bounds() {
    assertThat(YEAR.judge(" " + "x".repeat(80), Collections.nCopies(20, "s"), ""))
        .isInstanceOf(Answer.Granted.class);
    assertThat(outcome(YEAR.judge("x".repeat(81), List.of(), ""))).isEqualTo(Fault.NAME_TOO_LONG);
    assertThat(outcome(YEAR.judge("a\u0000b", List.of(), ""))).isEqualTo(Fault.NAME_TOO_LONG);
    assertThat(outcome(YEAR.judge("a\u202eb", List.of(), ""))).isEqualTo(Fault.NAME_TOO_LONG);
    assertThat(outcome(YEAR.judge(" ", List.of(), ""))).isEqualTo(Fault.NAME_MISSING);
    assertThat(outcome(YEAR.judge("ci", Collections.nCopies(21, "s"), "")))
        .isEqualTo(Fault.SCOPE_UNKNOWN);
    assertThat(outcome(YEAR.judge("ci", List.of("s".repeat(65)), "")))
        .isEqualTo(Fault.SCOPE_UNKNOWN);
  }
}
