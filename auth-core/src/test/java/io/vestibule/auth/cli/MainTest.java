package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.StoredPassword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir
  Path folder;

  @Test
  void a_sound_configuration_has_status_0() throws IOException {
    FakeTerminal terminal = FakeTerminal.of();
    Path file = write("[authentication]", "type = none");
    assertThat(run(terminal, "check-config", file.toString())).isEqualTo(Command.OK);
    assertThat(terminal.out.get(0)).startsWith("AUTH-C080").contains("Warning:");
    assertThat(terminal.out).endsWith("No problem was found.");
    assertThat(terminal.err).isEmpty();
  }

  @Test
  void a_broken_configuration_has_status_1_and_shows_everything() throws IOException {
    FakeTerminal terminal = FakeTerminal.of();
    Path file = write("[authentication]", "type = bsic", "[rules]", "/a = pubic", "[sever]");
    assertThat(run(terminal, "check-config", file.toString())).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err.get(0))
        .contains("AUTH-C024", "AUTH-C061", "AUTH-C020")
        .endsWith("3 problems, application not started");
    assertThat(terminal.out).isEmpty();
  }

  @Test
  void a_missing_configuration_has_status_1() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "check-config", folder.resolve("none.ini").toString()))
        .isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err.get(0)).contains("AUTH-C001");
  }

  @Test
  void a_password_from_a_pipe_is_hashed_and_only_the_hash_is_printed() {
    FakeTerminal terminal = FakeTerminal.of("pässword");
    assertThat(run(terminal, "hash-password", "--cost", "10")).isEqualTo(Command.OK);
    assertThat(terminal.out).singleElement().satisfies(hash -> {
      assertThat(hash).startsWith("$2b$10$");
      StoredPassword stored = PasswordHash.parse(hash);
      assertThat(stored.matches(Secret.of("pässword"))).isTrue();
    });
    assertThat(terminal.err).isEmpty();
  }

  @Test
  void a_person_is_asked_twice() {
    FakeTerminal terminal = FakeTerminal.person("secret word", "secret word");
    assertThat(run(terminal, "hash-password", "--cost", "10")).isEqualTo(Command.OK);
    assertThat(terminal.prompts).containsExactly("Password: ", "Again: ");
    assertThat(terminal.out).hasSize(1);
  }

  @Test
  void two_different_passwords_are_refused() {
    FakeTerminal terminal = FakeTerminal.person("secret word", "secret wrod");
    assertThat(run(terminal, "hash-password")).isEqualTo(Command.USAGE);
    assertThat(terminal.out).isEmpty();
    assertThat(terminal.err.get(0)).contains("not the same");
  }

  @Test
  void no_password_is_refused() {
    for (FakeTerminal terminal : List.of(FakeTerminal.of(), FakeTerminal.person("one"))) {
      assertThat(run(terminal, "hash-password")).isEqualTo(Command.USAGE);
      assertThat(terminal.err.get(0)).contains("no password was given");
    }
  }

  @Test
  void a_password_that_cannot_be_hashed_has_status_1() {
    FakeTerminal terminal = FakeTerminal.of("");
    assertThat(run(terminal, "hash-password")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err.get(0)).contains("password");
    assertThat(terminal.out).isEmpty();
  }

  @Test
  void a_password_as_argument_is_refused_with_the_reason() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "hash-password", "hunter2")).isEqualTo(Command.USAGE);
    assertThat(terminal.err.get(0)).contains("never an argument").doesNotContain("hunter2");
  }

  @Test
  void a_line_for_digest_holds_the_name_the_realm_and_the_algorithm() {
    FakeTerminal terminal = FakeTerminal.of("Circle of Life");
    assertThat(run(
            terminal,
            "hash-password",
            "--digest",
            "MD5",
            "--realm",
            "http-auth@example.org",
            "Mufasa"))
        .isEqualTo(Command.OK);
    assertThat(terminal.out)
        .containsExactly("Mufasa:http-auth@example.org:{MD5}3d78807defe7de2157e2b0b6573a855f");
  }

  @Test
  void a_line_for_digest_needs_all_three_and_nothing_else() {
    for (List<String> wrong : List.of(
        List.of("hash-password", "--digest", "SHA-256", "ada"),
        List.of("hash-password", "--realm", "Office", "ada"),
        List.of("hash-password", "--digest", "SHA-256", "--realm", "Office"),
        List.of("hash-password", "--digest", "SHA-1", "--realm", "Office", "ada"),
        List.of("hash-password", "--digest", "MD5", "--realm", "Office", "--cost", "12", "ada"))) {
      FakeTerminal terminal = FakeTerminal.of("secret word");
      assertThat(run(terminal, wrong.toArray(String[]::new))).isEqualTo(Command.USAGE);
      assertThat(terminal.out).isEmpty();
    }
    for (List<String> refused : List.of(List.of("a:b", "Office"), List.of("ada", "Of:fice"))) {
      FakeTerminal terminal = FakeTerminal.of("secret word");
      assertThat(run(
              terminal,
              "hash-password",
              "--digest",
              "SHA-256",
              "--realm",
              refused.get(1),
              refused.get(0)))
          .isEqualTo(Command.PROBLEMS);
    }
  }

  @Test
  void a_token_is_hashed_or_made() {
    FakeTerminal terminal = FakeTerminal.of("0123456789abcdef");
    assertThat(run(terminal, "hash-token")).isEqualTo(Command.OK);
    assertThat(terminal.out)
        .containsExactly("9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f");

    FakeTerminal fresh = FakeTerminal.of();
    assertThat(run(fresh, "hash-token", "--new")).isEqualTo(Command.OK);
    String token = fresh.out.get(0).replace("token: ", "");
    FakeTerminal again = FakeTerminal.of(token);
    assertThat(run(again, "hash-token")).isEqualTo(Command.OK);
    assertThat(fresh.out.get(1)).isEqualTo("hash:  " + again.out.get(0));
  }

  @Test
  void a_token_that_could_be_guessed_or_is_an_argument_is_refused() {
    assertThat(run(FakeTerminal.of("short"), "hash-token")).isEqualTo(Command.PROBLEMS);
    assertThat(run(FakeTerminal.of(), "hash-token")).isEqualTo(Command.USAGE);
    FakeTerminal argument = FakeTerminal.of();
    assertThat(run(argument, "hash-token", "0123456789abcdef")).isEqualTo(Command.USAGE);
    assertThat(argument.err.get(0)).contains("never an argument").doesNotContain("0123456789");
  }

  @Test
  void a_cost_out_of_bounds_is_refused() {
    for (String cost : List.of("9", "16", "x", "-1", "999")) {
      FakeTerminal terminal = FakeTerminal.of("secret word");
      assertThat(run(terminal, "hash-password", "--cost", cost)).isEqualTo(Command.USAGE);
      assertThat(terminal.err.get(0)).contains("from 10 to 15");
    }
  }

  @Test
  void an_unknown_command_gets_the_nearest_right_name() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "chek-config", "x")).isEqualTo(Command.USAGE);
    assertThat(terminal.err)
        .containsExactly(
            "Unknown command \"chek-config\". Did you mean \"check-config\"?",
            "Commands: check-config, explain, hash-password, hash-token, config, user, sessions, token, lockout, "
                + "keys, tls, mail, import, db, help, version, doctor");
  }

  @Test
  void no_command_lists_them() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal)).isEqualTo(Command.USAGE);
    assertThat(terminal.err).singleElement().asString().startsWith("Commands: ");
  }

  @Test
  void wrong_arguments_get_the_usage() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "check-config")).isEqualTo(Command.USAGE);
    assertThat(terminal.err)
        .containsExactly(
            "check-config: too few arguments: 1 expected, 0 given", "Usage: check-config FILE");
  }

  @Test
  void options_are_known_have_a_value_and_come_once() {
    for (List<String> wrong : List.of(
        List.of("hash-password", "--kost", "10"),
        List.of("hash-password", "--cost"),
        List.of("hash-password", "--cost", "10", "--cost", "11"))) {
      FakeTerminal terminal = FakeTerminal.of("secret word");
      assertThat(Main.run(wrong, terminal)).isEqualTo(Command.USAGE);
      assertThat(terminal.out).isEmpty();
    }
  }

  @Test
  void behind_two_dashes_everything_is_plain() throws IOException {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "check-config", "--", "--file")).isEqualTo(Command.PROBLEMS);
    assertThat(terminal.err.get(0)).contains("--file");
  }

  @Test
  void help_names_every_command() {
    for (String word : List.of("help", "--help", "-h")) {
      FakeTerminal terminal = FakeTerminal.of();
      assertThat(run(terminal, word)).isEqualTo(Command.OK);
      assertThat(terminal.out)
          .contains(
              "check-config FILE",
              "explain METHOD PATH [--as USER] [--peer ADDRESS] [--header \"NAME: VALUE\"]... FILE",
              "hash-password [--cost N | --digest ALGORITHM --realm REALM NAME]");
    }
  }

  @Test
  void the_version_is_that_of_the_build() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "version")).isEqualTo(Command.OK);
    assertThat(terminal.out.get(0)).matches("vestibule \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)");
  }

  @Test
  void the_reference_is_printed() {
    FakeTerminal terminal = FakeTerminal.of();
    assertThat(run(terminal, "config", "reference")).isEqualTo(Command.OK);
    assertThat(terminal.out).contains("## [authentication]", "## [basic]");
    assertThat(run(FakeTerminal.of(), "config")).isEqualTo(Command.USAGE);
  }

  @Test
  void an_application_can_tell_commands_from_its_own_arguments() {
    assertThat(Main.isCommand(List.of("explain", "GET"))).isTrue();
    assertThat(Main.isCommand(List.of("--config", "x"))).isFalse();
    assertThat(Main.isCommand(List.of())).isFalse();
  }

  private Path write(String... lines) throws IOException {
    return Files.writeString(folder.resolve("auth.ini"), String.join("\n", lines));
  }

  private static int run(FakeTerminal terminal, String... arguments) {
    return Main.run(List.of(arguments), terminal);
  }
}
