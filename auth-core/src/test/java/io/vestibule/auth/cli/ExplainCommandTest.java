package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final String HASH = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
  private static final String OFFER =
      "    basic: finds no credentials, and offers Basic realm=\"Office\", charset=\"UTF-8\"";

  @TempDir
  Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(
        folder.resolve("auth.ini"),
        String.join(
            "\n",
            "[authentication]",
            "type = basic",
            "realm = Office",
            "[users]",
            "ada = " + HASH + ":admin,staff",
            "alan = " + HASH,
            "[rules]",
            "/public/** = public",
            "/never = deny",
            "POST /admin/** = role:admin",
            "/strong = mfa"));
  }

  @Test
  void says_which_rule_decides_and_where_it_stands() {
    assertThat(explain("POST", "/admin/x"))
        .containsExactly(
            "POST /admin/x",
            "  rule: " + file + ":10: POST /admin/** = role:admin",
            "  without credentials:",
            OFFER,
            "    so: 401, signing in is needed");
  }

  @Test
  void says_that_no_rule_speaks_of_it() {
    assertThat(explain("GET", "/admin/x"))
        .contains("  rule: none; a signed-in user is needed", "    so: 401, signing in is needed");
  }

  @Test
  void says_that_a_public_path_passes() {
    assertThat(explain("GET", "/public/x"))
        .contains("    so: 200, it passes, and nobody knows who it is");
  }

  @Test
  void says_that_a_denied_path_is_forbidden_to_everybody() {
    assertThat(explain("GET", "/never", "--as", "ada"))
        .containsSubsequence(
            "    so: 403, it is forbidden", "  as ada:", "    so: 403, it is forbidden");
  }

  @Test
  void says_what_a_user_may() {
    assertThat(explain("POST", "/admin/x", "--as", "ada"))
        .endsWith(
            "  as ada:",
            "    basic: knows the user, with the roles admin, staff",
            "    so: 200, it passes as ada");
  }

  @Test
  void says_what_a_user_may_not() {
    assertThat(explain("POST", "/admin/x", "--as", "alan"))
        .endsWith(
            "  as alan:",
            "    basic: knows the user, who has no role",
            "    so: 403, it is forbidden");
  }

  @Test
  void says_that_a_password_alone_is_not_enough() {
    assertThat(explain("GET", "/strong", "--as", "ada"))
        .containsSubsequence(
            "    so: 401, signing in is needed", "  as ada:", "    so: 403, it is forbidden");
  }

  @Test
  void says_that_there_is_no_such_user() {
    assertThat(explain("GET", "/x", "--as", "grace"))
        .endsWith("  as grace:", "    basic: knows nobody of that name");
  }

  @Test
  void says_that_everything_is_open() throws IOException {
    Files.writeString(file, "[authentication]\ntype = none\n[rules]\n/a = role:x\n/b = deny\n");
    assertThat(explain("GET", "/a", "--as", "ada"))
        .contains(
            "  type = none: whatever a rule asks for is dropped, save \"deny\"",
            "    so: 200, it passes, and nobody knows who it is",
            "    no way of signing in here knows users by name and password");
    assertThat(explain("GET", "/b")).endsWith("    so: 403, it is forbidden");
  }

  @Test
  void says_every_challenge_of_one_that_has_several() throws IOException {
    Path users = Files.writeString(
        folder.resolve("digest.txt"),
        "ada:Office:{SHA-256}" + "0".repeat(64) + "\nada:Office:{MD5}" + "0".repeat(32) + "\n");
    Files.writeString(
        file,
        "[authentication]\ntype = digest\n[digest]\nrealm = Office\nalgorithms = SHA-256, MD5\n"
            + "users_file = " + users + "\n");
    assertThat(explain("GET", "/x"))
        .endsWith("    so: 401, signing in is needed")
        .filteredOn(line -> line.startsWith("    digest: "))
        .singleElement()
        .asString()
        .containsSubsequence("offers Digest", "SHA-256", ", and offers Digest", "MD5");
  }

  @Test
  void refuses_what_is_no_request() {
    for (List<String> wrong : List.of(
        List.of("get", "/x"),
        List.of("/x", "GET"),
        List.of("GET", "x"),
        List.of("GET", "/x?y=1"))) {
      FakeTerminal terminal = FakeTerminal.of();
      List<String> arguments = new ArrayList<>(List.of("explain"));
      arguments.addAll(wrong);
      arguments.add(file.toString());
      assertThat(Main.run(arguments, terminal)).as("%s", wrong).isEqualTo(Command.USAGE);
      assertThat(terminal.err).hasSize(2);
    }
  }

  @Test
  void a_broken_configuration_has_status_1() throws IOException {
    Files.writeString(file, "");
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(Main.run(List.of("explain", "GET", "/x", file.toString()), terminal))
        .isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err.get(0)).contains("AUTH-C027");
  }

  private List<String> explain(String method, String path, String... options) {
    FakeTerminal terminal = FakeTerminal.of();
    List<String> arguments = new ArrayList<>(List.of("explain", method, path));
    arguments.addAll(List.of(options));
    arguments.add(file.toString());
    assertThat(Main.run(arguments, terminal)).isEqualTo(Command.OK);
    return terminal.out;
  }
}
