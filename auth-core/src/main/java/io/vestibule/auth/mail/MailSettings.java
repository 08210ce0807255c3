package io.vestibule.auth.mail;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Look;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.config.Settings;
import io.vestibule.auth.internal.IpAddress;
import io.vestibule.auth.internal.Printable;
import io.vestibule.auth.remote.Trust;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** What {@code [mail]} says. Used by one thread, while a file is read. */
final class MailSettings {
  private static final String HOST = "host";
  private static final String PORT = "port";
  private static final String SECURITY = "security";
  private static final String USER = "user";
  private static final String PASSWORD = "password";
  private static final String FROM = "from";
  private static final String NAME = "name";
  private static final String CA_FILE = "ca_file";
  private static final String MOST = "max_per_hour";
  private static final int MOST_PORT = 65_535;
  private static final int MOST_AN_HOUR = 10_000;
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\\[?[0-9A-Fa-f:.]{2,45}]?");

  /** What sends by SMTP; a host that sends no mail need not have it. */
  private static final String SMTP = "org.eclipse.angus.mail.smtp.SMTPTransport";

  static final Section SECTION = Section.of(
      "mail",
      "How mails are sent: the server that takes them, by SMTP.",
      Key.of(HOST, Key.Type.TEXT, "The server's name.", "smtp.example.org"),
      Key.of(
          PORT,
          Key.Type.NUMBER,
          "Its port; without it 587 for starttls, 465 for tls, 25 for none.",
          "587"),
      Key.choice(
              SECURITY,
              "How the connection is encrypted; none is for a server on this machine only.",
              "starttls",
              "tls",
              "none")
          .orElse("starttls"),
      Key.of(USER, Key.Type.TEXT, "As whom to sign in there.", "tickets@example.org"),
      Key.of(PASSWORD, Key.Type.SECRET, "The password of that user.", "${file:/run/secrets/smtp}"),
      Key.of(FROM, Key.Type.TEXT, "The address from which mails come.", "tickets@example.org"),
      Key.of(NAME, Key.Type.TEXT, "The name beside it; else the title in [pages].", "Tickets"),
      Key.of(
          CA_FILE,
          Key.Type.PATH,
          "Certificates in PEM, the only ones believed of the server; else those of the JDK.",
          "mail-ca.pem"),
      Key.of(
              MOST,
              Key.Type.NUMBER,
              "How many mails of one kind that anybody can ask for are sent in an hour at most.",
              "500")
          .orElse("500"));

  private final Settings all;
  private final Settings section;

  MailSettings(Settings settings) {
    this.all = settings;
    this.section = settings.section(SECTION.name());
  }

  /** What sends mails: the host's own, or the server of the file; empty where there is neither. */
  Optional<Mailer> mailer(Optional<String> publicUrl) {
    Optional<Mailer> supplied = all.supplied(Mailer.class);
    if (supplied.isPresent()) {
      refuseServer();
      return supplied;
    }
    return section.entries().isEmpty() ? Optional.empty() : smtp(publicUrl);
  }

  /** How many mails may leave in an hour. */
  int mostAnHour() {
    long most = section.number(MOST);
    if (most < 1 || most > MOST_AN_HOUR) {
      section.fault(MOST, "is " + most, "write a number from 1 to " + MOST_AN_HOUR);
      return 1;
    }
    return (int) most;
  }

  /** Links in mails lead to where the file says: where a request says it came is whatever a stranger likes. */
  void refuseWithoutPublicUrl() {
    section.fault(
        HOST,
        "mails hold links, and nothing says where this application is",
        "write public_url = https://tickets.example.org in [server]");
  }

  private void refuseServer() {
    if (section.optional(HOST).isPresent()) {
      section.fault(
          HOST,
          "a mail server is named here, and the application supplies a Mailer of its own in Java",
          "keep one of them");
    }
  }

  private Optional<Mailer> smtp(Optional<String> publicUrl) {
    Optional<String> host = checked(
        HOST,
        HOST_NAME.asMatchPredicate()::test,
        "no mail server is named, or by no name of a host",
        "write host = smtp.example.org, and the port in port");
    Optional<String> from = checked(
        FROM,
        Message::isAddress,
        "nothing says from which address mails come, or it is none",
        "write from = tickets@example.org");
    if (!isOnClassPath(SMTP)) {
      section.fault(
          HOST,
          "what sends mail by SMTP is not on the class path",
          "add the dependency org.eclipse.angus:smtp, or supply a Mailer in Java");
      return Optional.empty();
    }
    if (host.isEmpty() || from.isEmpty()) {
      return Optional.empty();
    }
    SmtpServer.Security security = security(host.get());
    return Optional.of(new SmtpMailer(
        new SmtpServer(
            host.get(),
            port(security),
            security,
            login(),
            from.get(),
            name(),
            trust(),
            greeting(publicUrl)),
        all.clock()));
  }

  private interface Check {
    boolean passes(String value);
  }

  private Optional<String> checked(String key, Check check, String found, String cure) {
    Optional<String> value = section.optional(key).filter(check::passes);
    if (value.isEmpty()) {
      section.fault(key, found, cure);
    }
    return value;
  }

  private SmtpServer.Security security(String host) {
    SmtpServer.Security security =
        SmtpServer.Security.valueOf(section.text(SECURITY).toUpperCase(Locale.ROOT));
    if (security == SmtpServer.Security.NONE && !isThisMachine(host)) {
      section.fault(
          SECURITY,
          "mails with links would travel where others can read them",
          "write security = starttls or tls; none is for a server on this machine, such as localhost");
    }
    return security;
  }

  private static boolean isThisMachine(String host) {
    return host.equalsIgnoreCase("localhost")
        || IpAddress.parse(host).filter(literal -> isLoopback(host)).isPresent();
  }

  /** A literal is not looked up. */
  private static boolean isLoopback(String literal) {
    try {
      return InetAddress.getByName(literal).isLoopbackAddress();
    } catch (UnknownHostException none) {
      return false;
    }
  }

  private int port(SmtpServer.Security security) {
    if (section.optional(PORT).isEmpty()) {
      return security.usualPort();
    }
    long port = section.number(PORT);
    if (port < 1 || port > MOST_PORT) {
      section.fault(PORT, "is " + port, "write a number from 1 to " + MOST_PORT);
    }
    return (int) port;
  }

  private Optional<SmtpServer.Login> login() {
    Optional<String> user = section.optional(USER);
    Optional<Secret> password = section.secret(PASSWORD);
    if (user.isPresent() != password.isPresent()) {
      section.fault(
          user.isPresent() ? USER : PASSWORD,
          "user and password belong together, and one is missing",
          "write both, or none where the server asks nobody");
    }
    return user.flatMap(name -> password.map(secret -> new SmtpServer.Login(name, secret)));
  }

  private String name() {
    String name = section
        .optional(NAME)
        .orElseGet(() -> all.section(Look.SECTION.name()).optional("title").orElse(""));
    if (!name.codePoints().allMatch(Printable::isVisible)) {
      section.fault(NAME, "has characters that nobody sees", "write it as people read it");
    }
    return name;
  }

  private Optional<SSLContext> trust() {
    Optional<Path> file = section.path(CA_FILE);
    try {
      return file.map(Trust::of);
    } catch (IllegalArgumentException refused) {
      section.fault(
          CA_FILE,
          "the file " + file.map(Path::getFileName).orElseThrow() + " " + refused.getMessage(),
          "write ca_file = mail-ca.pem, a PEM file of certificates");
      return Optional.empty();
    }
  }

  /** Else the name of this machine would be looked up, and told. */
  private static String greeting(Optional<String> publicUrl) {
    return publicUrl.map(url -> URI.create(url).getHost()).orElse("localhost");
  }

  private static boolean isOnClassPath(String name) {
    try {
      Class.forName(name, false, MailSettings.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }
}
