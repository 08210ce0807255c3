package io.vestibule.auth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command whose process may let no file grow, as where the disk is full. */
class FullDiskTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final int BLOCK = 512;

  @TempDir
  Path folder;

  @Test
  void a_command_says_that_it_is_done_only_where_it_is_on_the_disk() throws Exception {
    assumeThat(Path.of("/bin/sh")).exists();
    String url = "jdbc:h2:file:" + folder.resolve("auth");
    try (Store store = open(url)) {
      users(store).add("Ada", Secret.of(HASH), Set.of());
    }
    Path config = Files.write(
        folder.resolve("auth.ini"),
        List.of("[authentication]", "type = session", "[store]", "url = " + url));

    Process command = command("user disable Ada --config " + config);
    String said = new String(command.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).contains("database: ").doesNotContain("was disabled");
    assertThat(command.waitFor()).isEqualTo(Command.PROBLEMS);
    try (Store store = open(url)) {
      assertThat(users(store).user("Ada").map(User::name)).contains("Ada");
    }
  }

  @Test
  void the_audit_hears_of_nothing_that_the_store_could_not_keep() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("auth");
    Path config = Files.write(
        folder.resolve("auth.ini"),
        List.of("[authentication]", "type = session", "[store]", "url = " + url));
    FakeTerminal terminal = FakeTerminal.of();
    List<String> done = new ArrayList<>();
    int status = Office.open(
        Arguments.of(List.of("--config", config.toString()), Office.CONFIG), terminal, office -> {
          office.users().add("Ada", Secret.of(HASH), Set.of());
          office.store().close();
          office.record(AuditType.USER_CREATED, "Ada");
          done.add("recorded");
          return Command.OK;
        });

    assertThat(status).isEqualTo(Command.PROBLEMS);
    assertThat(done).isEmpty();
    assertThat(terminal.err).singleElement().asString().contains("the store is closed");
  }

  private Process command(String line) throws IOException {
    long blocks = Files.size(folder.resolve("auth.mv.db")) / BLOCK;
    String java = ProcessHandle.current().info().command().orElse("java");
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            "ulimit -f " + blocks + "; exec " + java + " -XX:-UsePerfData -cp '"
                + System.getProperty("java.class.path") + "' " + Main.class.getName() + " " + line)
        .redirectErrorStream(true)
        .start();
  }

  private static Store open(String url) {
    return JdbcStore.open(url, "", Secret.of(""), InstantSource.system());
  }

  private static UserStore users(Store store) {
    return new UserStore(store, Roles.none(), InstantSource.system());
  }
}
