package io.vestibule.auth.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vestibule.auth.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Puts TLS with a certificate of the test's own in front of a server that speaks SMTP in clear. */
final class SmtpFront implements AutoCloseable {
  private final ServerSocket socket;
  private final SSLContext tls;
  private final boolean begins;
  private final int behind;

  /** What clients said in clear. */
  final List<String> inClear = new CopyOnWriteArrayList<>();

  private SmtpFront(TestCertificate certificate, boolean begins, int behind) throws Exception {
    this.socket = new ServerSocket(0, 10, InetAddress.getByName("localhost"));
    this.tls = context(certificate);
    this.begins = begins;
    this.behind = behind;
    Thread thread = new Thread(this::serve, "smtp-front");
    thread.setDaemon(true);
    thread.start();
  }

  /** TLS from the first byte on. */
  static SmtpFront tls(TestCertificate certificate, int behind) throws Exception {
    return new SmtpFront(certificate, true, behind);
  }

  /** TLS after STARTTLS (RFC 3207). */
  static SmtpFront starttls(TestCertificate certificate, int behind) throws Exception {
    return new SmtpFront(certificate, false, behind);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        serve(client);
      } catch (IOException over) {
        // The client went, or the test is over.
      }
    }
  }

  private void serve(Socket client) throws IOException {
    if (!begins) {
      say(client, "220 front");
      for (String line = line(client); !line.equals("STARTTLS"); line = line(client)) {
        inClear.add(line);
        say(client, line.startsWith("EHLO") ? "250-front\r\n250 STARTTLS" : "530 STARTTLS first");
      }
      say(client, "220 go on");
    }
    SSLSocket secret =
        (SSLSocket) tls.getSocketFactory().createSocket(client, "client", client.getPort(), true);
    secret.setUseClientMode(false);
    try (Socket server = new Socket("localhost", behind)) {
      if (!begins) {
        line(server);
      }
      Thread back = new Thread(() -> pipe(server, secret), "smtp-front-back");
      back.setDaemon(true);
      back.start();
      pipe(secret, server);
    }
  }

  private static void pipe(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException over) {
      // One of them went.
    }
  }

  private static void say(Socket to, String line) throws IOException {
    to.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
  }

  private static String line(Socket from) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = from.getInputStream().read();
        c != '\n';
        c = from.getInputStream().read()) {
      if (c < 0) {
        throw new IOException("over");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static SSLContext context(TestCertificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    char[] none = new char[0];
    keys.setKeyEntry("server", certificate.keys().getPrivate(), none, new Certificate[] {
      certificate.certificate()
    });
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
