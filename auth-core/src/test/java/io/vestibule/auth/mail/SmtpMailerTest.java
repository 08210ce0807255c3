package io.vestibule.auth.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.auth.Secret;
import io.vestibule.auth.mail.SmtpServer.Login;
import io.vestibule.auth.mail.SmtpServer.Security;
import io.vestibule.auth.remote.Trust;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.TestCertificate;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against GreenMail, a server for tests, with and without TLS in front of it, and against servers that misbehave. */
class SmtpMailerTest {
  private static final Message LETTER = new Message(
      "ada@example.org", "Ein Schlüssel für Sie", "Grüße\n.\n\nhttps://a.example/x?token=1\n");
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
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

  private static SmtpServer server(int port, Security security) {
    return new SmtpServer(
        "localhost",
        port,
        security,
        Optional.empty(),
        "tickets@example.com",
        "Tickets für alle",
        Optional.empty(),
        "app.example.com");
  }

  private static SmtpServer believing(SmtpServer server, SSLContext trust) {
    return new SmtpServer(
        server.host(),
        server.port(),
        server.security(),
        server.login(),
        server.from(),
        server.name(),
        Optional.of(trust),
        server.greeting());
  }

  private static SmtpServer as(SmtpServer server, String user, String password) {
    return new SmtpServer(
        server.host(),
        server.port(),
        server.security(),
        Optional.of(new Login(user, Secret.of(password))),
        server.from(),
        server.name(),
        server.trust(),
        server.greeting());
  }

  private SSLContext trust(TestCertificate certificate) throws IOException {
    return Trust.of(Files.writeString(folder.resolve("ca.pem"), certificate.pem()));
  }

  private static TestCertificate certificate() {
    return TestCertificate.forLocalhost("EC", Duration.ofDays(3));
  }

  private void send(SmtpServer server) throws IOException {
    new SmtpMailer(server, clock, SHORT).send(LETTER);
  }

  private NotSentException refused(SmtpServer server) {
    NotSentException refused = catchThrowableOfType(NotSentException.class, () -> send(server));
    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).doesNotContain("ada", "token", "hunter2");
    return refused;
  }

  private int plain() {
    return green.getSmtp().getPort();
  }

  @Test
  void a_message_arrives_as_it_was_written() throws Exception {
    send(server(plain(), Security.NONE));

    assertThat(green.getReceivedMessages()).hasSize(1);
    MimeMessage arrived = green.getReceivedMessages()[0];
    assertThat(arrived.getSubject()).isEqualTo("Ein Schlüssel für Sie");
    assertThat(arrived.getContent().toString().replace("\r\n", "\n").strip())
        .isEqualTo(LETTER.text().strip());
    assertThat(arrived.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
    assertThat(arrived.getFrom()).singleElement().satisfies(from -> {
      assertThat(from.toString()).endsWith("<tickets@example.com>").startsWith("=?UTF-8?");
    });
    assertThat(arrived.getAllRecipients()).singleElement().hasToString("ada@example.org");
    assertThat(arrived.getSentDate().toInstant()).isEqualTo(clock.instant());
    assertThat(arrived.getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void nothing_in_it_names_this_machine_or_its_user() throws Exception {
    send(server(plain(), Security.NONE));

    MimeMessage arrived = green.getReceivedMessages()[0];
    assertThat(arrived.getMessageID()).endsWith("@example.com>");
    assertThat(arrived.getHeader("Received")[0]).contains("app.example.com");
    assertThat(arrived.getHeader("X-Mailer")).isNull();
  }

  @Test
  void the_user_signs_in_after_starttls_and_never_before() throws Exception {
    green.setUser("tickets@example.com", "tickets", "hunter2");
    TestCertificate certificate = certificate();
    try (SmtpFront front = SmtpFront.starttls(certificate, plain())) {
      send(as(
          believing(server(front.port(), Security.STARTTLS), trust(certificate)),
          "tickets",
          "hunter2"));

      assertThat(green.getReceivedMessages()).hasSize(1);
      assertThat(front.inClear).containsExactly("EHLO app.example.com");
    }
  }

  @Test
  void a_server_may_speak_tls_from_the_first_byte_on() throws Exception {
    TestCertificate certificate = certificate();
    try (SmtpFront front = SmtpFront.tls(certificate, plain())) {
      send(believing(server(front.port(), Security.TLS), trust(certificate)));

      assertThat(green.getReceivedMessages()).hasSize(1);
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_not_believed() throws Exception {
    for (boolean begins : new boolean[] {true, false}) {
      try (SmtpFront front = begins
          ? SmtpFront.tls(certificate(), plain())
          : SmtpFront.starttls(certificate(), plain())) {
        SmtpServer server = server(front.port(), begins ? Security.TLS : Security.STARTTLS);

        assertThat(refused(server)).hasMessageContaining("its certificate is not believed");
        assertThat(refused(believing(server, trust(certificate()))))
            .hasMessageContaining("its certificate is not believed");
      }
    }
    assertThat(green.getReceivedMessages()).isEmpty();
  }

  @Test
  void a_certificate_for_another_name_is_not_believed() throws Exception {
    Instant now = Instant.now();
    TestCertificate other = TestCertificate.of(
        "EC", "other.example", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
    try (SmtpFront front = SmtpFront.tls(other, plain());
        SmtpFront later = SmtpFront.starttls(other, plain())) {
      assertThat(refused(believing(server(front.port(), Security.TLS), trust(other))))
          .hasMessageContaining("its certificate is not believed");
      assertThat(refused(believing(server(later.port(), Security.STARTTLS), trust(other))))
          .hasMessageContaining("its certificate is not believed");
    }
    assertThat(green.getReceivedMessages()).isEmpty();
  }

  @Test
  void nothing_is_said_in_clear_to_a_server_without_starttls() {
    assertThat(refused(server(plain(), Security.STARTTLS)))
        .hasMessageContaining("offers no STARTTLS")
        .matches(refused -> !refused.isForGood());
    assertThat(green.getReceivedMessages()).isEmpty();
  }

  @Test
  void a_server_that_is_down_is_asked_again() throws Exception {
    int port = plain();
    green.stop();

    assertThat(refused(server(port, Security.NONE)))
        .hasMessage("no connection to localhost:" + port)
        .matches(refused -> !refused.isForGood());
  }

  @Test
  void a_server_that_says_nothing_holds_nobody_for_long() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("localhost"))) {
      for (Security security : Security.values()) {
        assertThat(refused(server(silent.getLocalPort(), security)))
            .hasMessageContaining("localhost:" + silent.getLocalPort())
            .matches(refused -> !refused.isForGood());
      }
    }
  }

  @Test
  void a_password_that_is_wrong_is_not_tried_again() {
    green.setUser("tickets@example.com", "tickets", "hunter2");

    assertThat(refused(as(server(plain(), Security.NONE), "tickets", "hunter3")))
        .hasMessage("the server refuses the user or the password")
        .matches(NotSentException::isForGood);
  }

  @Test
  void what_the_server_refuses_for_good_is_not_tried_again() throws Exception {
    List<String> unknown =
        List.of("220 x", "250 x", "250 x", "550 5.1.1 <ada@example.org> who", "250 x", "221 x");
    List<String> full =
        List.of("220 x", "250 x", "250 x", "452 4.2.2 <ada@example.org> full", "250 x", "221 x");

    assertThat(refused(unknown))
        .hasMessage("the server refuses it with 550")
        .matches(NotSentException::isForGood);
    assertThat(refused(full))
        .hasMessage("the server answers 452")
        .matches(refused -> !refused.isForGood());
    assertThat(refused(List.of("220 x", "250 x", "553 5.7.1 sender", "221 x")))
        .hasMessage("the server refuses it with 553");
    assertThat(refused(List.of("220 x", "250 x", "250 x", "250 x", "354 go", "554 spam", "221 x")))
        .hasMessage("the server refuses it with 554");
    assertThat(refused(List.of("554 go away"))).matches(refused -> !refused.isForGood());
  }

  @Test
  void what_was_taken_counts_as_sent_however_the_server_leaves() throws Exception {
    List<String> taken = List.of("220 x", "250 x", "250 x", "250 x", "354 go", "250 taken");
    try (ServerSocket leaving = scripted(taken)) {
      send(server(leaving.getLocalPort(), Security.NONE));
    }
    List<String> silent = Stream.concat(taken.stream(), Stream.of("")).toList();
    try (ServerSocket hanging = scripted(silent)) {
      send(server(hanging.getLocalPort(), Security.NONE));
    }
  }

  private NotSentException refused(List<String> answers) throws IOException {
    try (ServerSocket scripted = scripted(answers)) {
      return refused(server(scripted.getLocalPort(), Security.NONE));
    }
  }

  /** A server that answers one client so, a line for each command; it says nothing in place of an empty one. */
  private static ServerSocket scripted(List<String> answers) throws IOException {
    ServerSocket scripted = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
    Thread thread = new Thread(() -> answer(scripted, answers.iterator()), "scripted");
    thread.setDaemon(true);
    thread.start();
    return scripted;
  }

  private static void answer(ServerSocket scripted, Iterator<String> answers) {
    try (Socket client = scripted.accept();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII))) {
      boolean data = false;
      String line = "";
      while (line != null && answers.hasNext()) {
        if (!data) {
          String answer = answers.next();
          data = answer.startsWith("354");
          client
              .getOutputStream()
              .write((answer.isEmpty() ? "" : answer + "\r\n").getBytes(US_ASCII));
        }
        line = in.readLine();
        data = data && !".".equals(line);
      }
    } catch (IOException over) {
      // The client went.
    }
  }
}
