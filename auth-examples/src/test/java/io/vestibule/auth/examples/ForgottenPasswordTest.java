package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.auth.testing.PlainBrowser;
import jakarta.mail.internet.MimeMessage;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process of its own, and a mail server: from the link below the form to another password. */
class ForgottenPasswordTest {
  private static final String OLD = "canary right 1 horse";
  private static final String NEW = "canary other 2 horse";
  private static final String THIRD = "canary third 3 horse";
  private static final String SMTP_PASSWORD = "canary4smtp";
  private static final String ADDRESS = "ada@example.org";
  private static final int PATIENCE_MILLIS = 30_000;
  private static final Pattern TOKEN = Pattern.compile("token=([A-Za-z0-9_-]{43})");

  @TempDir
  private Path folder;

  private final GreenMail green =
      new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    green.setUser("tickets@example.com", "tickets", SMTP_PASSWORD);
    green.start();
  }

  @AfterEach
  void stop() {
    green.stop();
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private Path config(int port) throws Exception {
    return ConfigFiles.write(folder, """
        [authentication]
        type = session
        [store]
        url = jdbc:h2:file:data/auth;AUTO_SERVER=TRUE
        [server]
        public_url = http://127.0.0.1:%d
        [pages]
        title = Tickets
        [mail]
        host = localhost
        port = %d
        security = none
        user = tickets
        password = %s
        from = tickets@example.com
        """.formatted(port, green.getSmtp().getPort(), SMTP_PASSWORD));
  }

  private String command(Path config, String typed, String... words) throws Exception {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--config";
    all[words.length + 1] = config.toString();
    try (DemoProcess program = DemoProcess.traced(folder, all)) {
      program.type(typed);
      assertThat(program.status()).as(program.err()).isZero();
      return program.out() + program.err();
    }
  }

  private MimeMessage mail(int number) throws Exception {
    assertThat(green.waitForIncomingEmail(PATIENCE_MILLIS, number)).isTrue();
    return green.getReceivedMessages()[number - 1];
  }

  @Test
  void leads_by_a_mail_to_another_one_and_leaves_no_secret_in_the_log() throws Exception {
    int port = freePort();
    Path config = config(port);
    try (DemoProcess demo = DemoProcess.traced(
        folder, "--port", Integer.toString(port), "--config", config.toString())) {
      PlainBrowser browser = new PlainBrowser(demo.url());
      browser.setUp(demo.setUpLink(), "ada", OLD);
      browser.submit(browser.go("/auth/logout"), "/auth/logout", Map.of());
      command(config, "", "user", "set-email", "ada", ADDRESS);

      browser.submit(browser.go("/auth/forgot"), "/auth/forgot", Map.of("username", ADDRESS));
      Matcher token = TOKEN.matcher(mail(1).getContent().toString());
      assertThat(token.find()).isTrue();
      HttpResponse<String> page =
          browser.follow(browser.go("/auth/choose-password?" + token.group()));
      browser.submit(page, "/auth/choose-password", Map.of("password", NEW));

      assertThat(mail(2).getSubject()).isEqualTo("Your password for Tickets was changed");
      assertThat(new PlainBrowser(demo.url()).signIn("ada", OLD).statusCode()).isEqualTo(401);
      assertThat(new PlainBrowser(demo.url()).signIn(ADDRESS, NEW).statusCode()).isEqualTo(303);
      String told = command(config, THIRD, "user", "reset-password", "ada");
      assertThat(mail(3).getSubject()).isEqualTo("Your password for Tickets was changed");
      assertThat(demo.out() + demo.err()).contains("\"type\":\"link-issued\"");
      assertThat(demo.out() + demo.err() + told)
          .doesNotContain(OLD, NEW, THIRD, SMTP_PASSWORD, ADDRESS, token.group(1));
    }
  }
}
