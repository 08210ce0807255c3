package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsCommandTest {
  @TempDir
  Path folder;

  @BeforeEach
  void write() throws Exception {
    write(TestCertificate.forLocalhost("EC", Duration.ofDays(91)));
  }

  private void write(TestCertificate made) throws Exception {
    Files.writeString(folder.resolve("cert.pem"), made.pem());
    Files.writeString(folder.resolve("key.pem"), made.key());
    assertThat(folder.resolve("key.pem").toFile().setReadable(false, false)).isTrue();
    assertThat(folder.resolve("key.pem").toFile().setReadable(true, true)).isTrue();
  }

  private FakeTerminal run(int status, String... arguments) {
    FakeTerminal terminal = FakeTerminal.at(java.time.InstantSource.system());
    List<String> named = Arrays.stream(arguments)
        .map(argument -> argument.contains(".") ? folder.resolve(argument).toString() : argument)
        .toList();
    assertThat(Main.run(named, terminal)).as("%s", terminal.err).isEqualTo(status);
    return terminal;
  }

  private void configure(String tls) throws Exception {
    Files.writeString(folder.resolve("auth.ini"), "[authentication]\ntype = none\n" + tls);
  }

  @Test
  void says_whose_the_certificate_is_and_until_when() {
    FakeTerminal terminal = run(Command.OK, "tls", "check", "cert.pem", "key.pem");

    assertThat(terminal.out)
        .contains(
            "Subject:  CN=localhost",
            "Names:    localhost, 127.0.0.1",
            "Issuer:   CN=localhost",
            "Key:      EC, which belongs to it")
        .anyMatch(line -> line.startsWith("Ends:     ") && line.endsWith(", in 90 days"))
        .noneMatch(line -> line.startsWith("Warning"));
    assertThat(terminal.err).isEmpty();
  }

  @Test
  void looks_at_what_a_configuration_names() throws Exception {
    configure("[tls]\ncertificate = cert.pem\nkey = key.pem\n");

    assertThat(run(Command.OK, "tls", "check", "--config", "auth.ini").out)
        .contains("Subject:  CN=localhost");
  }

  @Test
  void warns_of_the_end_and_of_an_open_key() throws Exception {
    write(TestCertificate.forLocalhost("RSA", Duration.ofDays(11)));
    assertThat(folder.resolve("key.pem").toFile().setReadable(true, false)).isTrue();

    assertThat(run(Command.OK, "tls", "check", "cert.pem", "key.pem").out)
        .filteredOn(line -> line.startsWith("Warning: "))
        .anyMatch(line -> line.contains("ends in 10 days"))
        .anyMatch(line -> line.contains("chmod 600"))
        .hasSize(2);
  }

  @Test
  void what_no_server_can_use_is_a_problem() throws Exception {
    Files.writeString(
        folder.resolve("other.pem"),
        TestCertificate.forLocalhost("EC", Duration.ofDays(90)).key());
    configure("[tls]\ncertificate = cert.pem\nkey = other.pem\n");

    for (List<String> words : List.of(
        List.of("tls", "check", "cert.pem", "other.pem"),
        List.of("tls", "check", "--config", "auth.ini"))) {
      FakeTerminal terminal = run(Command.PROBLEMS, words.toArray(String[]::new));
      assertThat(terminal.out).isEmpty();
      assertThat(terminal.err.toString()).contains("does not belong to the certificate");
    }
    run(Command.PROBLEMS, "tls", "check", "gone.pem", "key.pem");
  }

  @Test
  void a_configuration_without_the_section_is_told_so() throws Exception {
    configure("");

    assertThat(run(Command.PROBLEMS, "tls", "check", "--config", "auth.ini").err)
        .containsExactly("This configuration has no section [tls]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls",
        "tls check",
        "tls check cert.pem",
        "tls look cert.pem key.pem",
        "tls check cert.pem key.pem more.pem",
        "tls check cert.pem key.pem --config auth.ini"
      })
  void what_makes_no_sense_is_a_usage_fault(String line) {
    run(Command.USAGE, line.split(" "));
  }
}
