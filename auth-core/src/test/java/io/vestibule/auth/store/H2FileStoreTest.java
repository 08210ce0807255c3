package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileStoreTest implements DatabaseContract {
  private final FakeClock clock = new FakeClock(NOW);

  @TempDir
  private Path folder;

  private Login login;
  private Store store;

  @BeforeEach
  void open() {
    login = DatabaseContract.login("jdbc:h2:file:" + folder.resolve("data/auth"));
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
  public Login empty() {
    return DatabaseContract.login("jdbc:h2:file:" + folder.resolve("empty"));
  }

  @Test
  void a_restart_forgets_nothing() {
    store.insert(StoreContract.session("a"));
    store.insert(StoreContract.session("b"));
    store.delete("session", "b");
    store.close();
    store = JdbcStore.open(login, true, clock);

    assertThat(store.get("session", "a").orElseThrow().version()).isEqualTo(1);
    assertThat(store.get("session", "b")).isEmpty();
  }

  @Test
  void works_on_after_somebody_shut_the_database_down() throws SQLException {
    store.insert(StoreContract.session("a"));
    DatabaseContract.run(login, "shutdown");

    assertThatThrownBy(() -> store.get("session", "a"))
        .isInstanceOf(AuthUnavailableException.class);
    assertThatThrownBy(() -> store.get("session", "a")).hasMessageContaining("still down");
    clock.pass(Duration.ofSeconds(1));
    assertThat(store.get("session", "a")).isPresent();
  }

  /** H2 closes a file under a thread that is interrupted, as containers do to slow requests. */
  @Test
  void works_on_after_a_thread_was_interrupted() throws InterruptedException {
    store.insert(StoreContract.session("a"));
    for (int i = 0; i < 20; i++) {
      String id = "i" + i;
      Thread interrupted = new Thread(() -> {
        Thread.currentThread().interrupt();
        tryTo(() -> store.insert(StoreContract.session(id)));
      });
      interrupted.start();
      interrupted.join();
    }
    clock.pass(Duration.ofSeconds(2));
    tryTo(() -> store.get("session", "a"));
    clock.pass(Duration.ofSeconds(2));

    assertThat(store.get("session", "a")).isPresent();
    assertThat(store.insert(StoreContract.session("b"))).isTrue();
  }

  @Test
  void what_was_written_survives_a_killed_process() throws Exception {
    Process process = start("killed");
    assertThat(process.inputReader().readLine()).isEqualTo("written");
    // H2 writes some 10 ms late; a busy machine may be later still.
    process.waitFor(3, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();

    try (Store survivor = JdbcStore.open(other("killed"), true, clock)) {
      assertThat(survivor.get("session", "499")).isPresent();
      assertThat(survivor.list("session", "", 1_000)).hasSize(500);
    }
  }

  @Test
  void a_file_that_another_process_has_is_refused_with_a_cure() throws Exception {
    Process process = start("taken");
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("written");

      assertThatThrownBy(() -> JdbcStore.open(other("taken"), true, clock))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use")
          .hasMessageContaining("stop the other process, or add ;AUTO_SERVER=TRUE");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void with_auto_server_two_processes_share_a_file() throws Exception {
    Process process = start("shared;AUTO_SERVER=TRUE");
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("written");

      try (Store second = JdbcStore.open(other("shared;AUTO_SERVER=TRUE"), true, clock)) {
        assertThat(second.get("session", "499")).isPresent();
        assertThat(second.delete("session", "499")).isTrue();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void refuses_a_wrong_password_with_a_cure() {
    Login wrong = new Login(login.url(), "", Secret.of("guess"));

    assertThatThrownBy(() -> JdbcStore.open(wrong, true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("check url, user and password")
        .hasMessageNotContaining("guess");
  }

  @Test
  void nobody_else_may_read_the_file() throws IOException {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    store.insert(StoreContract.session("a"));

    assertThat(permissions(folder.resolve("data"))).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("data/auth.mv.db"))).isEqualTo("rw-------");
    try (var files = Files.list(folder.resolve("data"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void a_key_to_the_database_that_others_can_read_is_refused() throws IOException {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    store.close();
    permit(folder, "rwxr-xr-x");
    permit(folder.resolve("data"), "rwxr-xr-x");
    Login shared = other("data/auth;AUTO_SERVER=TRUE");

    assertThatThrownBy(() -> JdbcStore.open(shared, true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("chmod 700 " + folder.resolve("data"));
    JdbcStore.open(other("data/auth"), true, clock).close();
    JdbcStore.open(other("data/auth;AUTO_SERVER=FALSE"), true, clock).close();
    Login guarded =
        new Login(other("data/guarded;auto_server=true").url(), "ada", Secret.of("hush"));
    JdbcStore.open(guarded, true, clock).close();

    permit(folder, "rwx------");
    JdbcStore.open(shared, true, clock).close();
    permit(folder, "rwxr-xr-x");
    permit(folder.resolve("data"), "rwx------");
    JdbcStore.open(shared, true, clock).close();
  }

  @Test
  void a_file_that_is_damaged_or_can_only_be_read_stops_the_start() throws IOException {
    byte[] noise = new byte[65_536];
    new Random(1).nextBytes(noise);
    Files.write(folder.resolve("noise.mv.db"), noise);

    assertThatThrownBy(() -> JdbcStore.open(other("noise"), true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a damaged file is replaced by a backup");
    store.close();
    assertThatThrownBy(() -> JdbcStore.open(other("data/auth;ACCESS_MODE_DATA=r"), true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the database can only be read");
  }

  @Test
  void a_folder_that_cannot_be_made_is_refused() throws IOException {
    Files.createFile(folder.resolve("file"));
    Login inside = DatabaseContract.login("jdbc:h2:file:" + folder.resolve("file/auth"));

    assertThatThrownBy(() -> JdbcStore.open(inside, true, clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("name a folder in which this process may write");
  }

  /** Another process that writes 500 sessions and stays. */
  private Process start(String name) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcess.class.getName(),
            folder.resolve(name).toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private Login other(String name) {
    return DatabaseContract.login("jdbc:h2:file:" + folder.resolve(name));
  }

  private static void permit(Path folder, String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void tryTo(Runnable attempt) {
    try {
      attempt.run();
    } catch (AuthUnavailableException e) {
      assertThat(e).hasMessageContaining("database");
    }
  }

  /** Runs beside the test. */
  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
      Store store = JdbcStore.open(
          DatabaseContract.login("jdbc:h2:file:" + arguments[0]), true, new FakeClock(NOW));
      for (int i = 0; i < 500; i++) {
        store.insert(StoreContract.session("" + i));
      }
      System.out.println("written");
      Thread.currentThread().join();
    }
  }
}
