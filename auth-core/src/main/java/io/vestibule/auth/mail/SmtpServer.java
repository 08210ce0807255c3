package io.vestibule.auth.mail;

import io.vestibule.auth.Secret;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where mails are handed in, and by whom. Immutable.
 *
 * @param port the port, as the server's operator says it
 * @param login as whom; empty where the server asks nobody
 * @param from the address that stands as the sender, and to which it comes back what cannot be delivered
 * @param name the name beside it; {@code ""} for none
 * @param trust which certificates are believed; empty for those that the JDK believes
 * @param greeting what we call ourselves there
 */
record SmtpServer(
    String host,
    int port,
    Security security,
    Optional<Login> login,
    String from,
    String name,
    Optional<SSLContext> trust,
    String greeting) {

  /** How the connection is kept from others. */
  enum Security {
    /** It begins in clear and goes on by TLS, or not at all (RFC 3207). */
    STARTTLS(587),
    /** TLS from its first byte on (RFC 8314). */
    TLS(465),
    /** In clear: for a server on this very machine. */
    NONE(25);

    private final int usualPort;

    Security(int usualPort) {
      this.usualPort = usualPort;
    }

    int usualPort() {
      return usualPort;
    }
  }

  /** A user of the server. */
  record Login(String user, Secret password) {}

  /** For the log and the command line. */
  String place() {
    return host + ":" + port;
  }
}
