package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens from the command line, while the application runs. */
class TokenCommandTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-05-01T12:00:00Z"));
  private Path file;
  private Auth running;

  @BeforeEach
  void start() throws IOException {
    file = write("url = jdbc:h2:file:" + folder.resolve("auth"));
    running = Configuration.load(file, Map.of(), clock).auth();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private Path write(String store) throws IOException {
    Files.writeString(folder.resolve("users.txt"), "ada:" + HASH + ":admin\nbob:" + HASH + "\n");
    return Files.writeString(
        folder.resolve("auth.ini"),
        "[authentication]\ntype = session\nusers_file = users.txt\n[store]\n" + store
            + "\n[rules]\n/** = user\n");
  }

  private FakeTerminal run(int status, String... arguments) {
    FakeTerminal terminal = FakeTerminal.at(clock);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", file.toString()));
    assertThat(Main.run(all, terminal)).as("%s", terminal.err).isEqualTo(status);
    return terminal;
  }

  private String create(String... more) {
    List<String> all = new ArrayList<>(List.of("token", "create"));
    all.addAll(List.of(more));
    return run(Command.OK, all.toArray(String[]::new)).out.get(0);
  }

  private int status(String method, String token) {
    Decision decision = running.decide(
        FakeRequest.request(method, "/").with("Authorization", "Bearer " + token), Form::empty);
    return Decided.status(decision);
  }

  @Test
  void a_token_is_printed_alone_and_works_in_the_running_application() {
    FakeTerminal terminal = run(Command.OK, "token", "create", "ada", "--name", "ci");

    assertThat(terminal.out).hasSize(1);
    assertThat(terminal.out.get(0)).matches("vst_[0-9A-Za-z]{49}");
    assertThat(terminal.err).isEmpty();
    assertThat(status("POST", terminal.out.get(0))).isEqualTo(200);
  }

  @Test
  void scopes_may_be_several_and_a_life_may_be_short() {
    String token = create(
        "ada", "--name", "ci", "--scope", "read_only", "--scope", "deploy", "--expires", "2s");

    assertThat(status("GET", token)).isEqualTo(200);
    assertThat(status("POST", token)).isEqualTo(403);
    clock.pass(Duration.ofSeconds(2));
    assertThat(status("GET", token)).isEqualTo(401);
  }

  @Test
  void all_tokens_are_listed_but_none_is_shown() {
    String token = create("ada", "--name", "ci", "--scope", "read_only", "--expires", "30d");
    create("bob", "--name", "backup");
    assertThat(status("GET", token)).isEqualTo(200);

    List<String> lines = run(Command.OK, "token", "list").out;

    assertThat(lines).hasSize(2);
    assertThat(String.join("\n", lines))
        .containsPattern("[0-9a-f]{16}  ada  ci  read_only  created 2026-05-01T12:00:00Z"
            + "  expires 2026-05-31T12:00:00Z  used 2026-05-01T12:00:00Z")
        .containsPattern("[0-9a-f]{16}  bob  backup  -  .*  used never")
        .doesNotContain("vst_");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_token_is_revoked_by_its_name_or_id_and_ends_within_two_seconds(boolean byId) {
    String token = create("ada", "--name", "ci");
    create("bob", "--name", "other");
    assertThat(status("GET", token)).isEqualTo(200);
    String id = run(Command.OK, "token", "list").out.stream()
        .filter(line -> line.contains("ada"))
        .findFirst()
        .orElseThrow()
        .substring(0, 16);

    run(Command.OK, "token", "revoke", byId ? id : "ci");

    clock.pass(Duration.ofSeconds(2));
    assertThat(status("GET", token)).isEqualTo(401);
    assertThat(run(Command.OK, "token", "list").out).hasSize(1);
    assertThat(run(Command.PROBLEMS, "token", "revoke", byId ? id : "ci").err.get(0))
        .contains("no token of this name or id");
  }

  @Test
  void a_name_that_several_have_revokes_none_of_them() {
    String token = create("ada", "--name", "ci");
    create("bob", "--name", "ci");

    assertThat(run(Command.PROBLEMS, "token", "revoke", "ci").err.get(0))
        .containsPattern("by its id: [0-9a-f]{16}, [0-9a-f]{16}");
    assertThat(status("GET", token)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "eve, ci,   read_only, 90d,   There is no user of this name.",
    "ada, '',   read_only, 90d,   Give the token a name.",
    "ada, ci,   read-only, 90d,   read_only",
    "ada, ci,   read_only, 90,    such as 90d",
    "ada, ci,   read_only, 400d,  No token may work for so long here.",
  })
  void what_cannot_be_made_is_said(
      String user, String name, String scope, String expires, String said) {
    FakeTerminal terminal = run(
        Command.PROBLEMS,
        "token",
        "create",
        user,
        "--name",
        name,
        "--scope",
        scope,
        "--expires",
        expires);

    assertThat(terminal.out).isEmpty();
    assertThat(terminal.err.get(0)).contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "token create",
        "token create ada",
        "token create ada bob --name x",
        "token create ada --name",
        "token create ada --name x --scope",
        "token list x",
        "token list --scope read_only",
        "token revoke",
        "token revoke x --name y",
        "token destroy x"
      })
  void what_makes_no_sense_is_a_usage_fault(String line) {
    run(Command.USAGE, line.split(" "));
  }

  @Test
  void a_store_in_memory_keeps_no_tokens_from_here() throws IOException {
    file = write("url = memory");

    assertThat(
            run(Command.PROBLEMS, "token", "create", "ada", "--name", "ci").err.get(0))
        .contains("set url in [store]");
  }
}
