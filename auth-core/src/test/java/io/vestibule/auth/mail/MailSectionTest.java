package io.vestibule.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.testing.SentMails;
import io.vestibule.auth.testing.TestCertificate;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code [mail]} as a file says it, through the real loader. */
class MailSectionTest {
  private static final String HEAD = """
      [authentication]
      type = session
      [store]
      url = jdbc:h2:mem:mail
      [server]
      public_url = https://a.example/app
      """;

  @TempDir
  private Path folder;

  private Configuration parse(String text, Supplied supplied) {
    return Configuration.parse("auth.ini", text, folder, InstantSource.system(), supplied);
  }

  private void assertRefused(String text, String found, String cure) {
    assertThatThrownBy(() -> parse(text, Supplied.nothing()))
        .isInstanceOf(ConfigurationException.class)
        .satisfies(refused ->
            assertThat(refused.getMessage()).containsIgnoringCase(found).contains(cure));
  }

  @Test
  void a_server_and_a_sender_are_enough() {
    Configuration configuration =
        parse(HEAD + "[mail]\nhost = smtp.example.org\nfrom = a@example.org\n", Supplied.nothing());

    assertThat(configuration.shared(Mails.class)).hasValueSatisfying(mails -> {
      assertThat(mails.link("/auth/login")).isEqualTo("https://a.example/app/auth/login");
      mails.close();
    });
    assertThat(configuration.warnings()).isEmpty();
    configuration.auth().close();
  }

  @Test
  void without_the_section_no_mails_are_sent() {
    Configuration configuration = parse(HEAD, Supplied.nothing());

    assertThat(configuration.shared(Mails.class)).isEmpty();
    configuration.auth().close();
  }

  @Test
  void links_lead_nowhere_unless_the_file_says_where_the_application_is() {
    assertRefused(
        HEAD.replaceAll("public_url.*\n", "")
            + "[mail]\nhost = smtp.example.org\nfrom = a@example.org\n",
        "nothing says where this application is",
        "public_url = https://tickets.example.org in [server]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          from = a@example.org                                                         | auth.ini:7:| no mail server is named
          host = smtp.example.org;port = 25                                            | auth.ini:7:| from which address
          host = smtp.example.org;from = Ada <a@example.org>                           | auth.ini:9:| from which address
          host = smtp.example.org:25;from = a@example.org                              | auth.ini:8:| by no name of a host
          host = smtp.example.org;from = a@example.org;security = none                 | auth.ini:10:| would travel where others can read them
          host = 192.0.2.1;from = a@example.org;security = none                        | auth.ini:10:| would travel where others can read them
          host = smtp.example.org;from = a@example.org;security = ssl                  | auth.ini:10:| starttls
          host = smtp.example.org;from = a@example.org;port = 70000                    | auth.ini:10:| is 70000
          host = smtp.example.org;from = a@example.org;user = a                        | auth.ini:10:| user and password belong together
          host = smtp.example.org;from = a@example.org;password = a                    | auth.ini:10:| user and password belong together
          host = smtp.example.org;from = a@example.org;ca_file = gone.pem              | auth.ini:10:| gone.pem
          host = smtp.example.org;from = a@example.org;max_per_hour = 0                | auth.ini:10:| is 0
          host = smtp.example.org;from = a@example.org;sender = x                      | auth.ini:10:| Unknown key "sender"
          """)
  void what_cannot_work_stops_the_start(String keys, String place, String found) {
    assertRefused(
        HEAD + "[mail]\n" + keys.strip().replace(";", "\n") + "\n", found.strip(), place.strip());
  }

  @ParameterizedTest
  @CsvSource({"localhost", "127.0.0.1", "127.1.2.3", "::1"})
  void a_server_on_this_machine_needs_no_tls(String host) {
    parse(
            HEAD + "[mail]\nhost = " + host + "\nsecurity = none\nfrom = a@example.org\n",
            Supplied.nothing())
        .auth()
        .close();
  }

  @Test
  void a_file_of_certificates_is_read_at_the_start() throws IOException {
    Files.writeString(
        folder.resolve("ca.pem"),
        TestCertificate.forLocalhost("EC", Duration.ofDays(3)).pem());
    Files.writeString(folder.resolve("no.pem"), "nothing");
    String text = HEAD + "[mail]\nhost = smtp.example.org\nfrom = a@example.org\nca_file = ";

    parse(text + "ca.pem\n", Supplied.nothing()).auth().close();
    assertRefused(text + "no.pem\n", "no.pem", "a PEM file of certificates");
  }

  /** As in a host that has the library and nothing more. */
  private String startedWithoutSmtp(String text) throws Exception {
    URL[] path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("angus") && !entry.contains("jakarta.mail"))
        .map(MailSectionTest::url)
        .toArray(URL[]::new);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      Method parse = loader
          .loadClass(Configuration.class.getName())
          .getMethod(
              "parse", String.class, String.class, Path.class, Map.class, InstantSource.class);
      Object auth = call(
          parse.invoke(null, "auth.ini", text, folder, Map.of(), InstantSource.system()), "auth");
      call(auth, "close");
      return "";
    } catch (InvocationTargetException refused) {
      return String.valueOf(refused.getCause().getMessage());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static Object call(Object on, String method) throws ReflectiveOperationException {
    return on.getClass().getMethod(method).invoke(on);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Test
  void without_what_sends_by_smtp_only_a_file_that_names_a_server_is_refused() throws Exception {
    assertThat(startedWithoutSmtp(HEAD)).isEmpty();
    assertThat(startedWithoutSmtp(HEAD + "[mail]\nhost = smtp.example.org\nfrom = a@example.org\n"))
        .contains("What sends mail by SMTP is not on the class path")
        .contains("Add the dependency org.eclipse.angus:smtp, or supply a Mailer in Java");
  }

  @Test
  void the_password_shows_nowhere() {
    assertThatThrownBy(() -> parse(
            HEAD + "[mail]\nhost = x y\nfrom = a@example.org\nuser = a\npassword = hunter2\n",
            Supplied.nothing()))
        .isInstanceOf(ConfigurationException.class)
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void the_host_may_bring_a_mailer_of_its_own_in_place_of_a_server() {
    SentMails sent = new SentMails();
    Supplied supplied = Supplied.nothing().with(Mailer.class, sent);
    Configuration configuration =
        parse(HEAD + "[pages]\ntitle = Tickets\nlanguages = de\n", supplied);
    Mails mails = configuration.shared(Mails.class).orElseThrow();
    mails.send(Mail.of(MailKind.TEST, "ada@example.org", mails.nobody()));

    assertThat(sent.next().subject()).isEqualTo("Ein Test von Tickets");
    configuration.auth().close();
    assertThatThrownBy(
            () -> parse(HEAD + "[mail]\nhost = smtp.example.org\nfrom = a@example.org\n", supplied))
        .hasMessageContaining("supplies a Mailer of its own");
  }
}
