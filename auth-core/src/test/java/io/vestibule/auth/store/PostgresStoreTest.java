package io.vestibule.auth.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresStoreTest implements DatabaseContract {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  @TempDir
  private static Path folder;

  private static Postgres postgres;

  private final FakeClock clock = new FakeClock(NOW);
  private Login login;
  private Store store;

  @BeforeAll
  static void start() throws IOException {
    postgres = new Postgres(folder.resolve("data"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (postgres != null) {
      postgres.stop();
    }
  }

  @BeforeEach
  void open() throws SQLException {
    login = empty();
    store = JdbcStore.open(login, true, clock);
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public Login login() {
    return login;
  }

  @Override
  public Login empty() throws SQLException {
    String schema = "s" + SCHEMAS.incrementAndGet();
    DatabaseContract.run(postgres.login("public"), "create schema " + schema);
    return postgres.login(schema);
  }

  @Test
  @Timeout(60)
  void works_on_after_a_restart_of_the_database() throws IOException {
    store.insert(StoreContract.session("a"));
    clock.pass(Duration.ofSeconds(2));
    postgres.stop();
    try {
      is_down_within_five_seconds(store);
      clock.pass(Duration.ofSeconds(2));
      is_down_within_five_seconds(store);
    } finally {
      postgres.start();
    }
    clock.pass(Duration.ofSeconds(2));

    assertThat(store.get("session", "a")).isPresent();
    assertThat(store.delete("session", "a")).isTrue();
  }

  @Test
  void a_restart_that_nobody_was_there_to_see_goes_unnoticed() throws IOException {
    store.insert(StoreContract.session("a"));
    postgres.stop();
    postgres.start();
    clock.pass(Duration.ofSeconds(2));

    assertThat(store.get("session", "a")).isPresent();
  }

  @Test
  void a_database_that_falls_silent_is_down_within_five_seconds_and_works_on_when_it_speaks_again()
      throws Exception {
    try (Proxy proxy = new Proxy(postgres.port());
        Store far = JdbcStore.open(through(proxy), true, clock)) {
      far.insert(StoreContract.session("a"));

      proxy.stall();
      is_down_within_five_seconds(far);
      clock.pass(Duration.ofSeconds(2));
      is_down_within_five_seconds(far);
      proxy.resume();
      clock.pass(Duration.ofSeconds(2));

      assertThat(far.get("session", "a")).isPresent();
    }
  }

  @Test
  void a_connection_that_rested_is_tried_before_it_is_used() throws Exception {
    try (Proxy proxy = new Proxy(postgres.port());
        Store far = JdbcStore.open(through(proxy), true, clock)) {
      far.insert(StoreContract.session("a"));
      proxy.stall();
      clock.pass(Duration.ofSeconds(2));

      is_down_within_five_seconds(far);
    }
  }

  @Test
  void the_start_does_not_wait_for_a_database_that_is_down() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    try (Store early = JdbcStore.open(Postgres.login("public", nobody), true, clock)) {
      clock.pass(Duration.ofSeconds(2));

      is_down_within_five_seconds(early);
    }
  }

  @Test
  void a_server_that_speaks_another_language_is_down() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      Thread web = new Thread(() -> answerAll(other, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      web.setDaemon(true);
      web.start();
      try (Store store =
          JdbcStore.open(Postgres.login("public", other.getLocalPort()), true, clock)) {
        clock.pass(Duration.ofSeconds(2));

        is_down_within_five_seconds(store);
      }
    }
  }

  @Test
  void a_store_that_was_opened_too_early_works_when_the_database_is_there() throws Exception {
    try (Proxy proxy = new Proxy(postgres.port())) {
      proxy.stall();
      try (Store early = JdbcStore.open(through(proxy), true, clock)) {
        proxy.resume();
        clock.pass(Duration.ofSeconds(2));

        assertThat(early.insert(StoreContract.session("a"))).isTrue();
      }
    }
  }

  @Test
  void a_lock_that_is_held_too_long_ends_one_call_and_not_the_next() throws Exception {
    store.insert(StoreContract.session("a"));
    try (var connection = login.opener().open()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("lock table vestibule_entry in access exclusive mode");

      is_down_within_five_seconds(store);
    }

    assertThat(store.get("session", "a")).isPresent();
  }

  @Test
  void refuses_a_wrong_password_and_a_database_that_is_not_there() {
    String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/nowhere";
    Login nowhere = new Login(JdbcUrl.parse(url, Path.of("")), "postgres", Secret.of("x"));
    Login nobody = new Login(login.url(), "nobody", Secret.of("x"));

    assertThatThrownBy(() -> JdbcStore.open(nowhere, true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("check url, user and password");
    assertThatThrownBy(() -> JdbcStore.open(nobody, true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("check url, user and password");
  }

  @Test
  void a_user_who_may_not_make_tables_is_told_what_to_do() throws Exception {
    DatabaseContract.run(
        postgres.login("public"), "drop role if exists reader; create role reader login");
    Login database = empty();
    Login reader = new Login(database.url(), "reader", Secret.of(""));
    DatabaseContract.run(database, "grant usage on schema " + schema(database) + " to reader");

    assertThatThrownBy(() -> JdbcStore.open(reader, true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("\"db sql postgresql\"");

    DatabaseContract.run(database, database.url().dialect().sql());
    mayNotUse(reader);
    DatabaseContract.run(database, "grant select on vestibule_schema to reader");
    mayNotUse(reader);
    DatabaseContract.run(database, "grant select, insert, update on vestibule_entry to reader");
    mayNotUse(reader);
    DatabaseContract.run(database, "grant delete on vestibule_entry to reader");
    try (Store allowed = JdbcStore.open(reader, true, clock)) {
      assertThat(allowed.insert(StoreContract.session("a"))).isTrue();
    }
  }

  private void mayNotUse(Login reader) {
    assertThatThrownBy(() -> JdbcStore.open(reader, true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("may not read and write the tables")
        .hasMessageContaining("grant it usage");
  }

  @Test
  void a_database_that_takes_no_writes_is_waited_for() throws Exception {
    String standby = login.url().text() + "&options=-c%20default_transaction_read_only=on";
    Login reading = new Login(JdbcUrl.parse(standby, Path.of("")), login.user(), login.password());
    try (Store store = JdbcStore.open(reading, true, clock)) {
      clock.pass(Duration.ofSeconds(2));
      assertThatThrownBy(() -> store.get("session", "a"))
          .isInstanceOf(AuthUnavailableException.class)
          .hasMessageContaining("targetServerType: primary");
    }
  }

  @Test
  void works_in_the_pool_of_the_host_whatever_that_commits() throws Exception {
    PGSimpleDataSource pool = new PGSimpleDataSource();
    pool.setUrl(login.url().text());
    pool.setUser("postgres");
    var strict = new StrictDataSource(pool);
    try (Store hosted = JdbcStore.open(strict.proxy(), Dialect.POSTGRESQL, true, clock)) {
      assertThat(hosted.insert(StoreContract.session("a"))).isTrue();
      Race.assertOneWinnerEachTime(round -> {
        hosted.insert(StoreContract.session("r" + round));
        Entry read = hosted.get("session", "r" + round).orElseThrow();
        return () -> hosted.replace(read);
      });
    }

    assertThat(store.get("session", "a")).isPresent();
    assertThat(strict.open()).isZero();
    assertThat(strict.autoCommit()).isFalse();
  }

  private static void answerAll(ServerSocket door, String answer) {
    try {
      while (true) {
        try (Socket client = door.accept()) {
          client.getOutputStream().write(answer.getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      assertThat(door.isClosed()).isTrue();
    }
  }

  private Login through(Proxy proxy) {
    return Postgres.login(schema(login), proxy.port());
  }

  private static String schema(Login login) {
    return login.url().text().replaceFirst(".*currentSchema=", "");
  }

  private static void is_down_within_five_seconds(Store store) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> store.get("session", "a"))
        .isInstanceOf(AuthUnavailableException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
