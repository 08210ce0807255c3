package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("kind", "", "i", "", ""),
        Arguments.of("kind", "k".repeat(33), "i", "", ""),
        Arguments.of("id", "k", "", "", ""),
        Arguments.of("id", "k", "i".repeat(256), "", ""),
        Arguments.of("id", "k", "a\0b", "", ""),
        Arguments.of("id", "k", "\ud83d", "", ""),
        Arguments.of("id", "k", "\ude00\ud83d", "", ""),
        Arguments.of("owner", "k", "i", "o".repeat(256), ""),
        Arguments.of("owner", "k", "i", "\0", ""),
        Arguments.of("value", "k", "i", "", "v".repeat(8_001)),
        Arguments.of("value", "k", "i", "", "v\0"),
        Arguments.of("value", "k", "i", "", "v\ude00"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void an_entry_that_no_store_keeps_cannot_be_made(
      String part, String kind, String id, String owner, String value) {
    assertThatThrownBy(() -> Entry.of(kind, id, owner, value, Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(part + " must have ");
  }

  @Test
  void what_replaces_an_entry_is_its_next_version() {
    Entry entry = Entry.of("kind", "id", "owner", "value", Instant.MAX).replaced();

    assertThat(entry.version()).isEqualTo(1);
    assertThat(entry.replaced().version()).isEqualTo(2);
    assertThat(entry.value()).isEqualTo("value");
  }

  @Test
  void says_nothing_of_what_it_holds() {
    Entry entry = Entry.of("session", "the id", "the owner", "the value", Instant.MAX);

    assertThat(entry).hasToString("Entry[session, version 0]");
    assertThatThrownBy(() -> entry.with("secret\0", Instant.MAX)).hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "'", "😀", "\uffff"})
  void an_outside_text_can_be_an_id(String text) {
    assertThat(Entry.fits(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "\ud83d", "\ud83da", "\ude00"})
  void an_outside_text_cannot_be_an_id(String text) {
    assertThat(Entry.fits(text)).isFalse();
    assertThat(Entry.fits("x".repeat(255))).isTrue();
    assertThat(Entry.fits("x".repeat(256))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00.123456789Z, 2026-03-01T12:00:00.123Z",
    "-1000000000-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "1960-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "+292278994-08-17T07:12:55.806Z, +292278994-08-17T07:12:55.806Z",
    "+292278994-08-17T07:12:55.807Z, +1000000000-12-31T23:59:59.999999999Z",
    "+1000000000-12-31T23:59:59.999999999Z, +1000000000-12-31T23:59:59.999999999Z",
  })
  void an_end_is_kept_to_the_millisecond(Instant end, Instant kept) {
    assertThat(Entry.of("k", "i", "", "", end).expires()).isEqualTo(kept);
  }
}
