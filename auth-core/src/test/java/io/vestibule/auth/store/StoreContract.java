package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store keeps to. */
interface StoreContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  Instant LATER = NOW.plusSeconds(60);

  /** An empty store, the same one throughout a test. */
  Store store();

  /** The clock of that store. */
  FakeClock clock();

  static Entry session(String id) {
    return Entry.of("session", id, "ada", "1 v=" + id, LATER);
  }

  @AfterEach
  default void close() {
    store().close();
  }

  @Test
  default void gives_back_what_it_keeps_as_version_1() {
    assertThat(store().insert(session("a"))).isTrue();

    assertThat(store().get("session", "a"))
        .contains(new Entry("session", "a", "ada", "1 v=a", LATER, 1));
  }

  @Test
  default void knows_nothing_that_was_not_kept() {
    store().insert(session("a"));

    assertThat(store().get("session", "b")).isEmpty();
    assertThat(store().get("session", "A")).isEmpty();
    assertThat(store().get("session", "a ")).isEmpty();
    assertThat(store().get("user", "a")).isEmpty();
    assertThat(store().delete("user", "a")).isFalse();
    assertThat(store().replace(session("b"))).isFalse();
    assertThat(store().list("user", "", 10)).isEmpty();
    assertThat(store().owned("user", "ada")).isEmpty();
  }

  @Test
  default void keeps_a_new_entry_once() {
    assertThat(store().insert(session("a"))).isTrue();
    assertThat(store().insert(session("a").with("other", LATER))).isFalse();

    assertThat(store().get("session", "a").orElseThrow().value()).isEqualTo("1 v=a");
  }

  @Test
  default void keeps_kinds_apart() {
    assertThat(store().insert(session("a"))).isTrue();
    assertThat(store().insert(Entry.of("user", "a", "", "u", Instant.MAX))).isTrue();
    assertThat(store().delete("session", "a")).isTrue();

    assertThat(store().get("user", "a")).isPresent();
  }

  @Test
  default void replaces_what_was_read_and_counts_versions() {
    store().insert(session("a"));
    Entry first = store().get("session", "a").orElseThrow();

    assertThat(store().replace(first.with("second", LATER.plusSeconds(5)))).isTrue();
    Entry second = store().get("session", "a").orElseThrow();
    assertThat(second)
        .isEqualTo(new Entry("session", "a", "ada", "second", LATER.plusSeconds(5), 2));
    assertThat(store().replace(second.with("third", LATER))).isTrue();
    assertThat(store().get("session", "a").orElseThrow().version()).isEqualTo(3);
  }

  @Test
  default void refuses_to_replace_what_somebody_else_replaced() {
    store().insert(session("a"));
    Entry read = store().get("session", "a").orElseThrow();
    store().replace(read.with("faster", LATER));

    assertThat(store().replace(read.with("slower", LATER))).isFalse();
    assertThat(store().get("session", "a").orElseThrow().value()).isEqualTo("faster");
  }

  @Test
  default void a_late_write_revives_nothing() {
    store().insert(session("ended"));
    store().insert(session("over"));
    Entry ended = store().get("session", "ended").orElseThrow();
    Entry over = store().get("session", "over").orElseThrow();
    store().delete("session", "ended");
    clock().pass(Duration.ofSeconds(60));

    assertThat(store().replace(ended.with("back", LATER.plusSeconds(600)))).isFalse();
    assertThat(store().replace(over.with("back", LATER.plusSeconds(600)))).isFalse();
    assertThat(store().get("session", "ended")).isEmpty();
    assertThat(store().get("session", "over")).isEmpty();
  }

  @Test
  default void deletes_once() {
    store().insert(session("a"));

    assertThat(store().delete("session", "a")).isTrue();
    assertThat(store().delete("session", "a")).isFalse();
    assertThat(store().get("session", "a")).isEmpty();
    assertThat(store().owned("session", "ada")).isEmpty();
  }

  @Test
  default void an_entry_lives_to_the_last_millisecond_and_no_longer() {
    store().insert(session("a"));

    clock().pass(Duration.ofMillis(59_999));
    assertThat(store().get("session", "a")).isPresent();
    assertThat(store().owned("session", "ada")).hasSize(1);
    assertThat(store().list("session", "", 10)).hasSize(1);
    clock().pass(Duration.ofMillis(1));
    assertThat(store().get("session", "a")).isEmpty();
    assertThat(store().owned("session", "ada")).isEmpty();
    assertThat(store().list("session", "", 10)).isEmpty();
    assertThat(store().delete("session", "a")).isFalse();
  }

  @Test
  default void an_entry_that_never_ends_never_ends() {
    store().insert(session("a").with("v", Instant.MAX));
    clock().pass(Duration.ofDays(400_000));

    assertThat(store().get("session", "a").orElseThrow().expires()).isEqualTo(Instant.MAX);
  }

  @Test
  default void a_new_entry_takes_the_place_of_one_that_is_over() {
    store().insert(session("a"));
    clock().pass(Duration.ofSeconds(60));
    Entry other = Entry.of("session", "a", "alan", "new", LATER.plusSeconds(60));

    assertThat(store().insert(other)).isTrue();
    assertThat(store().insert(other)).isFalse();
    assertThat(store().get("session", "a"))
        .contains(new Entry("session", "a", "alan", "new", LATER.plusSeconds(60), 1));
    assertThat(store().owned("session", "ada")).isEmpty();
    assertThat(store().owned("session", "alan")).hasSize(1);
  }

  @Test
  default void finds_by_owner() {
    store().insert(session("a"));
    store().insert(session("b"));
    store().insert(Entry.of("session", "c", "Ada", "v", LATER));
    store().insert(Entry.of("device", "a", "ada", "v", LATER));

    assertThat(store().owned("session", "ada"))
        .extracting(Entry::id)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(store().owned("session", "Ada")).extracting(Entry::id).containsExactly("c");
    assertThat(store().owned("session", "ad")).isEmpty();
  }

  @Test
  default void what_nobody_owns_is_found_by_id_only() {
    store().insert(Entry.of("session", "a", "", "v", LATER));

    assertThat(store().owned("session", "")).isEmpty();
    assertThat(store().get("session", "a")).isPresent();
  }

  @Test
  default void lists_by_id_page_by_page() {
    for (String id : List.of("b", "B", "a", "~", "1", "ab", "_", "-", "zz")) {
      store().insert(session(id));
    }

    assertThat(store().list("session", "", 4))
        .extracting(Entry::id)
        .containsExactly("-", "1", "B", "_");
    assertThat(store().list("session", "_", 4))
        .extracting(Entry::id)
        .containsExactly("a", "ab", "b", "zz");
    assertThat(store().list("session", "zz", 4)).extracting(Entry::id).containsExactly("~");
    assertThat(store().list("session", "~", 4)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "''; drop table vestibule_entry; --",
        "\"",
        "\\",
        "\\'",
        "%",
        "_",
        "?",
        ":x",
        "{d '2026-01-01'}",
        "a\nb\r\t",
        "\u0001",
        "\u007f",
        " ",
        " a ",
        "ä",
        "a\u0308",
        "é",
        "İ",
        "ı",
        "ß",
        "ﬁ",
        "Ω",
        "\u2028",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "😀",
        "\ud83d\ude00\ud83d\ude00",
        "\u202ea"
      })
  default void keeps_hostile_texts_exactly(String text) {
    Entry hostile = Entry.of("session", text, text, text, LATER);

    assertThat(store().insert(hostile)).isTrue();
    assertThat(store().insert(hostile)).isFalse();
    assertThat(store().get("session", text).map(Entry::value)).contains(text);
    assertThat(store().owned("session", text))
        .extracting(Entry::id, Entry::owner)
        .hasSize(1);
    assertThat(store().list("session", "", 5)).extracting(Entry::id).containsExactly(text);
    assertThat(store().replace(store().get("session", text).orElseThrow())).isTrue();
    assertThat(store().delete("session", text)).isTrue();
  }

  @Test
  default void keeps_texts_of_the_full_length() {
    for (String letter : List.of("x", "é", "漢")) {
      String id = letter.repeat(255);
      Entry long1 = Entry.of("k".repeat(32), id, id, letter.repeat(8_000), LATER);

      assertThat(store().insert(long1)).isTrue();
      assertThat(store().get(long1.kind(), id))
          .contains(new Entry(long1.kind(), id, id, letter.repeat(8_000), LATER, 1));
      assertThat(store().get(long1.kind(), letter.repeat(254))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0", "\0", "\ud83d", "\ude00", "a\ud83db"})
  default void an_id_that_cannot_be_is_not_there(String id) {
    store().insert(session("a"));
    store().insert(session("?"));
    store().insert(session("a?b"));

    assertThat(store().get("session", id)).isEmpty();
    assertThat(store().delete("session", id)).isFalse();
    assertThat(store().owned("session", id)).isEmpty();
    assertThat(store().list("session", "", 9)).hasSize(3);
  }

  @Test
  default void an_id_that_is_too_long_is_not_there() {
    assertThat(store().get("session", "x".repeat(256))).isEmpty();
    assertThat(store().delete("session", "x".repeat(1_000_000))).isFalse();
    assertThat(store().owned("session", "x".repeat(256))).isEmpty();
    assertThat(store().list("session", "a\0", 5)).isEmpty();
    assertThatThrownBy(() -> session("x".repeat(256))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void of_many_who_insert_one_wins() throws Exception {
    Race.assertOneWinnerEachTime(round -> () -> store().insert(session("r" + round)));
  }

  @Test
  default void of_many_who_insert_over_what_has_ended_one_wins() throws Exception {
    Race.assertOneWinnerEachTime(round -> {
      store()
          .insert(
              Entry.of("session", "r" + round, "ada", "old", clock().instant().plusMillis(5)));
      clock().pass(Duration.ofMillis(5));
      Entry fresh = session("r" + round).with("new", Instant.MAX);
      return () -> store().insert(fresh);
    });
  }

  @Test
  default void of_many_who_replace_one_wins() throws Exception {
    store().insert(session("a"));
    Race.assertOneWinnerEachTime(round -> {
      Entry read = store().get("session", "a").orElseThrow();
      return () -> store().replace(read.with("round " + round, LATER));
    });
    assertThat(store().get("session", "a").orElseThrow().version()).isGreaterThan(200);
  }

  @Test
  default void of_many_who_delete_one_wins() throws Exception {
    Race.assertOneWinnerEachTime(round -> {
      store().insert(session("r" + round));
      return () -> store().delete("session", "r" + round);
    });
    assertThat(store().list("session", "", 10)).isEmpty();
  }

  @Test
  default void of_those_who_replace_and_those_who_delete_no_one_revives() throws Exception {
    List<String> left = new ArrayList<>();
    Race.assertOneWinnerEachTime(round -> {
      store().insert(session("r" + round));
      Entry read = store().get("session", "r" + round).orElseThrow();
      return () -> {
        boolean deleted = store().delete("session", read.id());
        store().replace(read.with("back", LATER));
        return deleted;
      };
    });
    store().list("session", "", 10).forEach(entry -> left.add(entry.id()));
    assertThat(left).isEmpty();
  }
}
