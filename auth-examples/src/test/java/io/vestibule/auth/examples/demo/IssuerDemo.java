package io.vestibule.auth.examples.demo;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.mail.Mailer;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.SentMails;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

/** A demo in this process that issues tokens; it knows its own address, as an issuer must. */
record IssuerDemo(
    String url, Configuration configuration, SentMails mails, Container.Running running)
    implements AutoCloseable {

  /** Starts it with these lines more. */
  static IssuerDemo start(Container container, String more) throws IOException, Refused {
    int port = freePort();
    String url = "http://127.0.0.1:" + port;
    String text = """
        [authentication]
        type = session
        [store]
        url = jdbc:h2:mem:%s
        [issuer]
        url = %s
        redirect_uris = http://127.0.0.1/callback
        custom_schemes = com.example.app
        scopes = read, write
        %s
        [ticket]
        [server]
        public_url = %s
        """.formatted(UUID.randomUUID(), url, more, url);
    SentMails mails = new SentMails();
    Supplied supplied = Supplied.nothing().with(Mailer.class, mails);
    Configuration configuration = Demo.withRules(
        Configuration.parse("demo.ini", text, Path.of(""), InstantSource.system(), supplied));
    UserStore users = configuration.shared(UserStore.class).orElseThrow();
    users.add("ada", Secret.of(ConfigFiles.HASH), Set.of("admin"));
    users.add("bob", Secret.of(ConfigFiles.HASH), Set.of());
    Listen listen = new Listen("127.0.0.1", port, "");
    return new IssuerDemo(url, configuration, mails, Demo.start(container, listen, configuration));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
