package io.vestibule.auth.token;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.testing.FakeClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresTokenTest implements TokenContract {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  @TempDir
  private static Path data;

  private static EmbeddedPostgres server;

  private final FakeClock clock = new FakeClock(START);
  private final String schema = "tokens" + SCHEMAS.incrementAndGet();

  @TempDir
  private Path folder;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests is that for Linux on amd64");
    server = EmbeddedPostgres.builder().setDataDirectory(data.resolve("pg")).start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void makeSchema() throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema " + schema);
    }
  }

  @Override
  public FakeClock clock() {
    return clock;
  }

  @Override
  public String store() {
    return "url = jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?currentSchema="
        + schema + "\nuser = postgres\npassword = postgres";
  }

  @Override
  public Path folder() {
    return folder;
  }
}
