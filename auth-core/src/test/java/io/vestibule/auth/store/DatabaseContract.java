package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a store in a database keeps to besides. */
interface DatabaseContract extends StoreContract {

  /** The database of the store. */
  Login login();

  /** Another database without tables. */
  Login empty() throws Exception;

  @Test
  default void another_node_sees_the_same() throws Exception {
    try (Store other = JdbcStore.open(login(), true, clock())) {
      store().insert(StoreContract.session("a"));

      assertThat(other.get("session", "a")).isPresent();
      assertThat(other.insert(StoreContract.session("a"))).isFalse();
      assertThat(other.delete("session", "a")).isTrue();
      assertThat(store().get("session", "a")).isEmpty();
    }
  }

  @Test
  default void of_two_nodes_one_wins() throws Exception {
    try (Store other = JdbcStore.open(login(), true, clock())) {
      Race.assertOneWinnerEachTime(round -> {
        store().insert(StoreContract.session("r" + round));
        return () -> (Thread.currentThread().getId() % 2 == 0 ? store() : other)
            .delete("session", "r" + round);
      });
      assertThat(other.list("session", "", 10)).isEmpty();
    }
  }

  @Test
  default void nodes_that_start_at_once_make_the_tables_once() throws Exception {
    Login database = empty();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Store> start = () -> JdbcStore.open(database, true, clock());
    List<Store> nodes = new ArrayList<>();
    for (Future<Store> node :
        threads.invokeAll(List.of(start, start, start, start, start, start))) {
      nodes.add(node.get());
    }
    threads.shutdown();

    assertThat(nodes.get(0).insert(StoreContract.session("a"))).isTrue();
    assertThat(nodes).allSatisfy(node -> assertThat(node.get("session", "a")).isPresent());
    assertThat(number(database, "select count(*) from vestibule_schema")).isEqualTo(1);
    assertThat(number(database, "select max(version) from vestibule_schema")).isEqualTo(1);
    nodes.forEach(Store::close);
  }

  @Test
  default void refuses_a_newer_schema() throws Exception {
    run(login(), "insert into vestibule_schema values (2)");

    assertThatThrownBy(() -> JdbcStore.open(login(), true, clock()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has schema version 2")
        .hasMessageContaining("knows 1 at most")
        .hasMessageContaining("start the newer version");
    assertThat(store().get("session", "a")).isEmpty();
  }

  @Test
  default void with_migrate_off_an_older_schema_is_refused_until_the_sql_was_run()
      throws Exception {
    Login database = empty();
    assertThatThrownBy(() -> JdbcStore.open(database, false, clock()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has schema version 0")
        .hasMessageContaining("\"db sql " + database.url().dialect().word() + "\"");

    run(database, database.url().dialect().sql());

    try (Store store = JdbcStore.open(database, false, clock())) {
      assertThat(store.insert(StoreContract.session("a"))).isTrue();
    }
  }

  @Test
  default void removes_what_has_ended_at_most_once_a_minute() throws Exception {
    store().insert(StoreContract.session("a"));
    clock().pass(Duration.ofSeconds(59));
    store().insert(StoreContract.session("b"));
    clock().pass(Duration.ofSeconds(1));
    assertThat(rows()).isEqualTo(2);
    store().insert(StoreContract.session("c").with("v", LATER.plusSeconds(90)));
    assertThat(rows()).isEqualTo(1);
    store().insert(StoreContract.session("d").with("v", LATER.plusSeconds(1)));
    clock().pass(Duration.ofSeconds(59));
    store().delete("session", "x");
    assertThat(rows()).isEqualTo(2);
    clock().pass(Duration.ofSeconds(1));
    store().delete("session", "x");
    assertThat(rows()).isEqualTo(1);
    assertThat(store().get("session", "c")).isPresent();
  }

  @Test
  default void removes_what_has_ended_though_the_clock_was_put_back() throws Exception {
    clock().pass(Duration.ofHours(2));
    store().insert(StoreContract.session("a").with("v", LATER.plusSeconds(7_300)));
    clock().pass(Duration.ofHours(-2));
    store().insert(StoreContract.session("b"));
    clock().pass(Duration.ofSeconds(60));
    store().delete("session", "x");

    assertThat(rows()).isEqualTo(1);
  }

  @Test
  default void removes_a_bounded_number_in_one_go_and_goes_on_with_the_next_write()
      throws Exception {
    store().insert(StoreContract.session("last").with("v", LATER.plusSeconds(900)));
    for (int i = 0; i < 1_500; i++) {
      store().insert(StoreContract.session("s" + i));
    }
    clock().pass(Duration.ofSeconds(60));
    store().delete("session", "x");
    assertThat(rows()).isEqualTo(501);
    store().delete("session", "x");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  default void the_clock_that_counts_is_ours() {
    store().insert(StoreContract.session("a"));
    clock().pass(Duration.ofDays(-400));

    assertThat(store().get("session", "a")).isPresent();
    clock().pass(Duration.ofDays(401));
    assertThat(store().get("session", "a")).isEmpty();
  }

  @Test
  default void a_statement_that_fails_quotes_no_value_and_the_next_one_works() throws Exception {
    run(login(), "alter table vestibule_entry rename to elsewhere");
    assertThatThrownBy(() -> store().insert(Entry.of("session", "the id", "", "the value", LATER)))
        .isInstanceOf(io.vestibule.auth.AuthUnavailableException.class)
        .hasNoCause()
        .hasMessageContaining("SQL state 42")
        .hasMessageNotContaining("the id");

    run(login(), "alter table elsewhere rename to vestibule_entry");
    assertThat(store().insert(StoreContract.session("a"))).isTrue();
  }

  @Test
  default void tables_that_are_gone_are_made_again_without_a_restart() throws Exception {
    run(login(), "drop table vestibule_entry");
    run(login(), "drop table vestibule_schema");
    assertThatThrownBy(() -> store().insert(StoreContract.session("a")))
        .isInstanceOf(io.vestibule.auth.AuthUnavailableException.class);

    assertThat(store().insert(StoreContract.session("a"))).isTrue();
  }

  @Test
  default void a_closed_store_is_down() {
    store().close();

    assertThatThrownBy(() -> store().get("session", "a"))
        .isInstanceOf(io.vestibule.auth.AuthUnavailableException.class)
        .hasMessageContaining("closed");
  }

  private long rows() throws SQLException {
    return number(login(), "select count(*) from vestibule_entry");
  }

  static Login login(String url) {
    return new Login(JdbcUrl.parse(url, Path.of("")), "", Secret.of(""));
  }

  static void run(Login database, String sql) throws SQLException {
    try (Connection connection = database.opener().open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Login database, String sql) throws SQLException {
    try (Connection connection = database.opener().open();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
