package io.vestibule.auth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailCommandTest {
  @TempDir
  Path folder;

  private final GreenMail green =
      new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    green.start();
  }

  @AfterEach
  void stop() {
    green.stop();
  }

  private FakeTerminal run(int status, String mail, String... arguments) throws Exception {
    Path file = Files.writeString(
        folder.resolve("auth.ini"),
        "[authentication]\ntype = session\n[store]\nurl = jdbc:h2:mem:mailcommand\n"
            + "[server]\npublic_url = https://a.example\n" + mail);
    FakeTerminal terminal = FakeTerminal.at(InstantSource.system());
    List<String> named = List.of(arguments).stream()
        .map(argument -> argument.equals("auth.ini") ? file.toString() : argument)
        .toList();
    assertThat(Main.run(named, terminal)).as("%s", terminal.err).isEqualTo(status);
    return terminal;
  }

  private String section() {
    return "[mail]\nhost = localhost\nsecurity = none\nfrom = a@example.org\nport = "
        + green.getSmtp().getPort() + "\n";
  }

  @Test
  void sends_a_mail_as_the_application_would() throws Exception {
    FakeTerminal terminal =
        run(Command.OK, section(), "mail", "test", "ada@example.org", "--config", "auth.ini");

    assertThat(terminal.out)
        .containsExactly("A mail to ada@example.org was passed on. Look whether it arrives.");
    assertThat(green.getReceivedMessages()).singleElement().satisfies(mail -> {
      assertThat(mail.getSubject()).isEqualTo("A test of a.example");
    });
  }

  @Test
  void says_why_none_leaves() throws Exception {
    String section = section();
    green.stop();
    FakeTerminal terminal =
        run(Command.PROBLEMS, section, "mail", "test", "ada@example.org", "--config", "auth.ini");

    assertThat(terminal.out).isEmpty();
    assertThat(terminal.err)
        .singleElement()
        .asString()
        .startsWith("The mail was not sent: no connection to localhost:");
  }

  @Test
  void a_configuration_without_the_section_is_told_so() throws Exception {
    assertThat(
            run(Command.PROBLEMS, "", "mail", "test", "a@example.org", "--config", "auth.ini").err)
        .containsExactly("This configuration sends no mails; it has no [mail]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail",
        "mail test",
        "mail test a@example.org",
        "mail send a@example.org --config auth.ini",
        "mail test Ada<a@example.org> --config auth.ini",
        "mail test a@example.org,b@example.org --config auth.ini"
      })
  void what_makes_no_sense_is_a_usage_fault(String line) throws Exception {
    run(Command.USAGE, section(), line.split(" "));
  }
}
