package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.testing.FakeClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the database itself, and who can read it. */
class KeySealTest {
  private static final Secret SECRET = Secret.of("the first of two long secrets, say");
  private static final Secret OTHER = Secret.of("the second of two long secrets, say");

  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection(url);
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private Store store(KeySeal seal) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL(url);
    return JdbcStore.open(database, Dialect.H2, true, clock, seal);
  }

  /** What a copy of the database would show. */
  private String kept(String kind, String id) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(
        "select content from vestibule_entry where kind = ? and id = ?")) {
      read.setString(1, kind);
      read.setString(2, id);
      try (ResultSet found = read.executeQuery()) {
        assertThat(found.next()).isTrue();
        return found.getString(1);
      }
    }
  }

  private void keep(String kind, String id, String value) throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(
        "update vestibule_entry set content = ? where kind = ? and id = ?")) {
      write.setString(1, value);
      write.setString(2, kind);
      write.setString(3, id);
      assertThat(write.executeUpdate()).isEqualTo(1);
    }
  }

  private static byte[] proof(Store store) {
    Mac key = new SharedKey(store, "cookies").get();
    return key.doFinal(new byte[] {1});
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "issuer-key"})
  void a_copy_of_the_database_does_not_show_a_key(String kind) throws SQLException {
    try (Store store = store(KeySeal.of(SECRET))) {
      store.insert(Entry.of(kind, "one", "", "the key itself", Instant.MAX));

      assertThat(kept(kind, "one")).startsWith("sealed1:").doesNotContain("the key itself");
      assertThat(store.get(kind, "one").orElseThrow().value()).isEqualTo("the key itself");
      assertThat(store.list(kind, "", 9)).extracting(Entry::value).containsOnly("the key itself");

      Entry read = store.get(kind, "one").orElseThrow();
      assertThat(store.replace(read.with("another key", Instant.MAX))).isTrue();
      assertThat(kept(kind, "one")).startsWith("sealed1:").doesNotContain("another key");
      assertThat(store.get(kind, "one").orElseThrow().value()).isEqualTo("another key");
    }
  }

  @Test
  void what_is_no_key_is_kept_as_it_is() throws SQLException {
    try (Store store = store(KeySeal.of(SECRET))) {
      store.insert(Entry.of("session", "one", "ada", "sealed1: is a text like any", Instant.MAX));

      assertThat(kept("session", "one")).isEqualTo("sealed1: is a text like any");
      assertThat(store.owned("session", "ada"))
          .extracting(Entry::value)
          .containsExactly("sealed1: is a text like any");
    }
  }

  @Test
  void a_key_from_before_there_was_a_secret_stays_the_same_and_is_sealed() throws SQLException {
    byte[] before;
    try (Store store = store(KeySeal.none())) {
      before = proof(store);
    }
    String plain = kept("key", "cookies");

    try (Store store = store(KeySeal.of(SECRET).orPlain())) {
      assertThat(kept("key", "cookies")).startsWith("sealed1:").doesNotContain(plain);
      assertThat(proof(store)).isEqualTo(before);
    }
    try (Store store = store(KeySeal.of(SECRET))) {
      assertThat(proof(store)).isEqualTo(before);
    }
  }

  @Test
  void a_key_that_somebody_puts_there_who_does_not_know_the_secret_is_none() throws SQLException {
    try (Store store = store(KeySeal.of(SECRET))) {
      store.insert(Entry.of("issuer-key", "one", "", "ours", Instant.MAX));
      keep("issuer-key", "one", "theirs");

      assertThatThrownBy(() -> store.list("issuer-key", "", 9))
          .isInstanceOf(AuthUnavailableException.class)
          .hasMessageContaining("a key in the database is not sealed");
    }
    assertThatThrownBy(() -> store(KeySeal.of(SECRET)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("former_secret = plain");
  }

  @Test
  void after_a_change_the_secret_before_opens_what_it_sealed_once_more() throws SQLException {
    byte[] before;
    try (Store store = store(KeySeal.of(SECRET))) {
      before = proof(store);
    }
    try (Store store = store(KeySeal.of(OTHER, SECRET))) {
      assertThat(proof(store)).isEqualTo(before);
    }
    try (Store store = store(KeySeal.of(OTHER))) {
      assertThat(proof(store)).isEqualTo(before);
    }
    assertThatThrownBy(() -> store(KeySeal.of(SECRET))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoever_has_another_secret_or_none_is_told_at_the_start() {
    try (Store store = store(KeySeal.of(SECRET))) {
      proof(store);
    }

    assertThatThrownBy(() -> store(KeySeal.none()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "the keys in the database are sealed with a secret, and none is given; write secret =");
    assertThatThrownBy(() -> store(KeySeal.of(OTHER)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "the keys in the database are sealed with a secret, which is not this one");
  }

  @Test
  void a_key_in_the_place_of_another_is_none() throws SQLException {
    try (Store store = store(KeySeal.of(SECRET))) {
      store.insert(Entry.of("key", "one", "", "first", Instant.MAX));
      store.insert(Entry.of("key", "two", "", "second", Instant.MAX));
      keep("key", "two", kept("key", "one"));

      assertThat(store.get("key", "one").orElseThrow().value()).isEqualTo("first");
      assertThatThrownBy(() -> store.get("key", "two"))
          .isInstanceOf(AuthUnavailableException.class)
          .hasMessageContaining("sealed with a secret");
    }
  }

  @Test
  void a_secret_that_can_be_tried_out_is_refused() {
    char[] longest = new char[KeySeal.SHORTEST - 1];
    Arrays.fill(longest, 'x');

    assertThatThrownBy(() -> KeySeal.of(Secret.of(new String(longest))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 characters");
  }
}
