package io.vestibule.auth.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands messages to one server by SMTP (RFC 5321), a connection for each. It speaks to a server only whose certificate is
 * for its name, and never goes on in clear where TLS is asked for. Thread-safe.
 */
final class SmtpMailer implements Mailer {
  /** For the connection, and for each answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);

  private final SmtpServer server;
  private final InstantSource clock;
  private final String patienceMillis;

  SmtpMailer(SmtpServer server, InstantSource clock) {
    this(server, clock, PATIENCE);
  }

  SmtpMailer(SmtpServer server, InstantSource clock, Duration patience) {
    this.server = server;
    this.clock = clock;
    this.patienceMillis = String.valueOf(patience.toMillis());
  }

  @Override
  public void send(Message message) throws NotSentException {
    Session session = Session.getInstance(properties());
    SMTPTransport transport =
        new SMTPTransport(session, new URLName("smtp", null, -1, null, null, null));
    try {
      MimeMessage mime = mime(session, message);
      connect(transport);
      transport.sendMessage(mime, mime.getAllRecipients());
    } catch (MessagingException failed) {
      throw reason(failed);
    } finally {
      leave(transport);
    }
  }

  /** By now it is known whether the message was taken: a farewell that fails must not have it sent twice. */
  private static void leave(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException gone) {
      LOG.debug("the mail server left first");
    }
  }

  private void connect(SMTPTransport transport) throws MessagingException {
    @Nullable String user = server.login().map(SmtpServer.Login::user).orElse(null);
    @Nullable
    String password = server.login().map(login -> login.password().reveal()).orElse(null);
    transport.connect(server.host(), server.port(), user, password);
  }

  private Properties properties() {
    Properties p = new Properties();
    p.put("mail.smtp.connectiontimeout", patienceMillis);
    p.put("mail.smtp.timeout", patienceMillis);
    p.put("mail.smtp.writetimeout", patienceMillis);
    p.put("mail.smtp.localhost", server.greeting());
    p.put("mail.smtp.from", server.from());
    p.put("mail.from", server.from());
    p.put("mail.smtp.auth", String.valueOf(server.login().isPresent()));
    p.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    boolean starttls = server.security() == SmtpServer.Security.STARTTLS;
    p.put("mail.smtp.starttls.enable", String.valueOf(starttls));
    p.put("mail.smtp.starttls.required", String.valueOf(starttls));
    p.put("mail.smtp.ssl.enable", String.valueOf(server.security() == SmtpServer.Security.TLS));
    p.put("mail.smtp.ssl.checkserveridentity", "true");
    p.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
    // Else a certificate that ours refuses is tried once more with those of the JDK.
    p.put("mail.smtp.socketFactory.fallback", "false");
    server.trust().ifPresent(tls -> p.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory()));
    return p;
  }

  private MimeMessage mime(Session session, Message message) throws MessagingException {
    String utf8 = StandardCharsets.UTF_8.name();
    MimeMessage mime = new MimeMessage(session);
    try {
      mime.setFrom(
          server.name().isEmpty()
              ? new InternetAddress(server.from())
              : new InternetAddress(server.from(), server.name(), utf8));
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
    mime.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(message.to(), true));
    mime.setSubject(message.subject(), utf8);
    mime.setSentDate(Date.from(clock.instant()));
    // No automaton answers an automaton (RFC 3834, 5).
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setText(message.text(), utf8);
    mime.saveChanges();
    return mime;
  }

  private NotSentException reason(MessagingException failed) {
    int code = code(failed);
    if (code >= 500) {
      return NotSentException.forGood("the server refuses it with " + code, failed);
    }
    if (failed instanceof AuthenticationFailedException) {
      return NotSentException.forGood("the server refuses the user or the password", failed);
    }
    return NotSentException.forNow(
        code > 0 ? "the server answers " + code : trouble(failed), failed);
  }

  private String trouble(MessagingException failed) {
    if (has(failed, SSLException.class::isInstance)) {
      return "no TLS with " + server.place() + ", or its certificate is not believed";
    }
    if (has(failed, SocketTimeoutException.class::isInstance)) {
      return server.place() + " did not answer in time";
    }
    if (has(failed, MailConnectException.class::isInstance)) {
      return "no connection to " + server.place();
    }
    if (String.valueOf(failed.getMessage())
        .toUpperCase(Locale.ROOT)
        .contains("STARTTLS IS REQUIRED")) {
      return server.place() + " offers no STARTTLS";
    }
    return "the connection to " + server.place() + " broke";
  }

  /** The status of the server's answer (RFC 5321, 4.2); 0 where there was none. */
  private static int code(Throwable failed) {
    return chain(failed).mapToInt(SmtpMailer::codeOf).max().orElse(0);
  }

  private static int codeOf(Throwable failed) {
    if (failed instanceof SMTPSendFailedException refused) {
      return refused.getReturnCode();
    }
    if (failed instanceof SMTPAddressFailedException refused) {
      return refused.getReturnCode();
    }
    return failed instanceof SMTPSenderFailedException refused ? refused.getReturnCode() : 0;
  }

  private static boolean has(Throwable failed, Predicate<Throwable> what) {
    return chain(failed).anyMatch(what);
  }

  /** A failure and its causes: Jakarta Mail tells of them in getCause, too. */
  private static Stream<Throwable> chain(Throwable failed) {
    return Stream.iterate(failed, Objects::nonNull, Throwable::getCause).limit(10);
  }
}
