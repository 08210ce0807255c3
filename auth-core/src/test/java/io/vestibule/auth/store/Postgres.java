package io.vestibule.auth.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A real PostgreSQL that can be stopped and started. */
final class Postgres {
  private final Path folder;
  private final int port;
  private EmbeddedPostgres server;

  Postgres(Path folder) throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests is that for Linux on amd64");
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    start();
  }

  void start() throws IOException {
    server = EmbeddedPostgres.builder()
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  void stop() throws IOException {
    server.close();
  }

  int port() {
    return port;
  }

  /** The database, with this schema. */
  Login login(String schema) {
    return login(schema, port);
  }

  static Login login(String schema, int port) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?currentSchema=" + schema;
    return new Login(JdbcUrl.parse(url, Path.of("")), "postgres", Secret.of("postgres"));
  }
}
