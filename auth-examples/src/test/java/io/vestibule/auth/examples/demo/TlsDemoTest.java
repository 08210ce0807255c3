package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.testing.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo over https, with a client that trusts these certificates and looks at the name as browsers do. */
class TlsDemoTest {
  private static final TestCertificate FIRST =
      TestCertificate.forLocalhost("EC", Duration.ofDays(90));
  private static final TestCertificate SECOND =
      TestCertificate.forLocalhost("RSA", Duration.ofDays(60));

  @TempDir
  Path folder;

  private final AtomicLong passed = new AtomicLong();
  private final InstantSource clock = () -> Instant.now().plusSeconds(passed.get());

  private Configuration configuration() throws Exception {
    write(FIRST);
    String text = """
        [authentication]
        type = session
        [users]
        ada = %s:admin
        [tls]
        certificate = cert.pem
        key = key.pem
        """.formatted(ConfigFiles.HASH);
    return Demo.withRules(Configuration.parse("demo.ini", text, folder, Map.of(), clock));
  }

  private void write(TestCertificate made) throws Exception {
    Files.writeString(folder.resolve("cert.pem"), made.pem());
    Files.writeString(folder.resolve("key.pem"), made.key());
  }

  /** A new one each time: nothing is resumed. */
  private static HttpClient client() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("first", FIRST.certificate());
    trusted.setCertificateEntry("second", SECOND.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return client().send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static X509Certificate shown(HttpResponse<?> answer) throws Exception {
    return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  @Test
  void a_renewed_certificate_is_served_by_the_running_demo() throws Exception {
    Configuration configuration = configuration();
    Listen listen = new Listen("127.0.0.1", 0, "").with(configuration);
    try (Container.Running running = Demo.start(new JettyServer(), listen, configuration)) {
      String url = listen.withPort(running.port()).url();
      assertThat(url).startsWith("https://127.0.0.1:");
      assertThat(shown(get(url + "auth/login"))).isEqualTo(FIRST.certificate());
      write(SECOND);
      passed.set(2);
      assertThat(shown(get(url + "auth/login"))).isEqualTo(SECOND.certificate());
      assertThat(get("https://localhost:" + running.port() + "/auth/login").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void cookies_know_that_it_is_https() throws Exception {
    Configuration configuration = configuration();
    Listen listen = new Listen("127.0.0.1", 0, "").with(configuration);
    try (Container.Running running = Demo.start(new JettyServer(), listen, configuration)) {
      String url = listen.withPort(running.port()).url();
      HttpRequest login = HttpRequest.newBuilder(URI.create(url + "auth/api/login"))
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(BodyPublishers.ofString(
              "username=ada&password=" + ConfigFiles.PASSWORD.replace(" ", "+")))
          .build();
      HttpResponse<String> answer = client().send(login, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().allValues("Set-Cookie"))
          .isNotEmpty()
          .allMatch(cookie -> cookie.startsWith("__Host-") && cookie.contains("Secure"));
    }
  }

  @Test
  void another_container_than_jetty_is_refused_rather_than_serving_plain_http() throws Exception {
    Configuration configuration = configuration();
    Listen listen = new Listen("127.0.0.1", 0, "").with(configuration);

    assertThatThrownBy(() -> Demo.start(new TomcatServer(), listen, configuration))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("runs on Jetty");
  }
}
