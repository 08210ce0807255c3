package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people do about their own accounts, with mails that go through a server and links that are opened in a real
 * Chromium, with scripts and without.
 */
@Tag("counterparts")
class AccountsBrowserTest {
  private static final String FIRST = "correct horse battery";
  private static final String SECOND = "another horse battery";
  private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/auth/\\S+");

  @TempDir
  Path folder;

  private final GreenMail mails =
      new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    mails.start();
  }

  @AfterEach
  void stop() {
    mails.stop();
  }

  @ParameterizedTest(name = "scripts: {0}")
  @ValueSource(booleans = {true, false})
  void an_address_is_proved_and_brings_a_forgotten_password_back(boolean scripts) throws Exception {
    int port = freePort();
    try (DemoProcess demo = SessionFiles.start(configuration(port, ""), port);
        Chromium chromium = Chromium.start(folder, scripts, "--window-size=800,1000")) {
      Person ada = new Person(chromium, demo.url());
      ada.setUpAccount(demo.setUpLink());
      ada.proveAddress("ada@example.org", this::linkFor);
      ada.signOut();
      ada.forget("Ada@Example.org", this::linkFor);
      ada.signIn("ada@example.org", SECOND, "ada");
    }
  }

  @ParameterizedTest(name = "scripts: {0}")
  @ValueSource(booleans = {true, false})
  void one_registers_and_another_is_invited(boolean scripts) throws Exception {
    int port = freePort();
    Path file = configuration(port, "[accounts]\nregistration = yes\n");
    try (DemoProcess demo = SessionFiles.start(file, port);
        Chromium chromium = Chromium.start(folder, scripts, "--window-size=800,1000")) {
      Person person = new Person(chromium, demo.url());
      person.setUpAccount(demo.setUpLink());
      person.signOut();

      person.register("bob@example.org", this::linkFor);
      person.signIn("bob", SECOND, "bob");
      person.signOut();

      person.signIn("ada", FIRST, "ada");
      person.invite("carol", "carol@example.org");
      person.signOut();
      chromium.go(linkFor("carol@example.org"));
      person.choosePassword("Your user name is carol.");
      person.signIn("carol@example.org", SECOND, "carol");
    }
  }

  private Path configuration(int port, String more) throws Exception {
    return ConfigFiles.write(folder, """
        [authentication]
        type = session
        [store]
        url = jdbc:h2:file:./data/auth
        [server]
        public_url = http://127.0.0.1:%d
        [mail]
        host     = localhost
        port     = %d
        security = none
        from     = demo@example.org
        %s
        """.formatted(port, mails.getSmtp().getPort(), more));
  }

  private static int freePort() throws Exception {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** The link of the only mail to this address that has come since the last one that was asked for. */
  private String linkFor(String address) throws Exception {
    Chromium.await(() -> mails.getReceivedMessagesForDomain(address).length == 1);
    Matcher link =
        LINK.matcher(String.valueOf(mails.getReceivedMessagesForDomain(address)[0].getContent()));
    assertThat(link.find()).isTrue();
    mails.purgeEmailFromAllMailboxes();
    return link.group();
  }

  /** Opens a mailbox. */
  @FunctionalInterface
  private interface Mailbox {
    String linkFor(String address) throws Exception;
  }

  private record Person(Chromium chromium, String url) {
    void setUpAccount(String link) throws Exception {
      chromium.go(link);
      chromium.type("#username", "ada");
      chromium.type("#password", FIRST);
      chromium.press("#setup button[type=submit]", "<h1>Vestibule demo</h1>");
    }

    void proveAddress(String address, Mailbox mailbox) throws Exception {
      chromium.go(url + "auth/sessions");
      chromium.press("nav a[href$='/profile']", "<h1>Profile</h1>");
      chromium.type("#email", address);
      chromium.type("#password", FIRST);
      chromium.press("#profile button[type=submit]", "class=\"notice\"");
      chromium.go(mailbox.linkFor(address));
      chromium.awaitText("Is " + address + " to be the e-mail address of ada?");
      assertThat(chromium.url()).doesNotContain("token");
      chromium.press("#confirm-address button[type=submit]", "<h1>Profile</h1>");
      assertThat(chromium.source()).contains(address).doesNotContain("not confirmed");
    }

    void forget(String address, Mailbox mailbox) throws Exception {
      chromium.go(url + "me");
      chromium.press("a[href*='/auth/forgot']", "id=\"forgot\"");
      chromium.type("#username", address);
      chromium.press("#forgot button[type=submit]", "a mail is on its way there");
      chromium.go(mailbox.linkFor(address.toLowerCase(Locale.ROOT)));
      chromium.awaitText("Your user name is ada.");
      assertThat(chromium.url()).doesNotContain("token");
      chromium.type("#password", "passwordpassword");
      chromium.press("#choose-password button[type=submit]", "aria-invalid=\"true\"");
      choosePassword("Your user name is ada.");
    }

    void register(String address, Mailbox mailbox) throws Exception {
      chromium.go(url + "me");
      chromium.press("a[href*='/auth/register']", "id=\"register\"");
      chromium.type("#email", address);
      chromium.press("#register button[type=submit]", "A mail is on its way to " + address);
      chromium.go(mailbox.linkFor(address));
      choosePassword("Your e-mail address is " + address + ".");
    }

    void invite(String name, String address) throws Exception {
      chromium.go(url + "auth/sessions");
      chromium.press("nav a[href$='/users']", "<h1>Users</h1>");
      chromium.press("a[href$='/users/new']", "id=\"user-new\"");
      chromium.type("#name", name);
      chromium.type("#email", address);
      chromium.press("#user-new button[type=submit]", address);
      assertThat(chromium.source()).contains("role=\"status\"").doesNotContain("token=");
    }

    void choosePassword(String shown) throws Exception {
      chromium.awaitText(shown);
      assertThat(chromium.url()).doesNotContain("token");
      chromium.type("#password", SECOND);
      chromium.press("#choose-password button[type=submit]", "id=\"login\"");
    }

    void signIn(String username, String password, String name) throws Exception {
      chromium.go(url + "me");
      chromium.type("#username", username);
      chromium.type("#password", password);
      chromium.press("#login button[type=submit]", "\"name\":\"" + name + "\"");
    }

    void signOut() throws Exception {
      chromium.go(url + "auth/logout");
      chromium.press("form[action$='/auth/logout'] button", "href=\"/auth/login\"");
    }
  }
}
