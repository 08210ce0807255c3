package io.vestibule.auth.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.Logged;
import io.vestibule.auth.testing.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final TestCertificate FIRST =
      TestCertificate.forLocalhost("EC", Duration.ofDays(90));
  private static final TestCertificate SECOND =
      TestCertificate.forLocalhost("RSA", Duration.ofDays(60));

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(Instant.now());

  @BeforeEach
  void write() throws Exception {
    write(FIRST);
  }

  private void write(TestCertificate made) throws Exception {
    Files.writeString(folder.resolve("cert.pem"), made.pem());
    Files.writeString(folder.resolve("key.pem"), made.key());
    Files.setPosixFilePermissions(
        folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-------"));
  }

  private Configuration configuration(String section) {
    String text = "[authentication]\ntype = none\n[tls]\n" + section;
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }

  private Tls tls() {
    return configuration("certificate = cert.pem\nkey = key.pem\n")
        .shared(Tls.class)
        .orElseThrow();
  }

  /** The serial number of the certificate that a client is shown. */
  private static String shown(int port) throws Exception {
    Capture seen = new Capture(new ArrayList<>());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {seen}, null);
    try (SSLSocket socket = (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
    }
    return seen.chain().get(0).getSerialNumber().toString();
  }

  private static String serial(TestCertificate made) {
    return made.certificate().getSerialNumber().toString();
  }

  private static HttpsServer serve(Tls tls) throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
    server.start();
    return server;
  }

  @Test
  void a_renewed_pair_is_served_without_a_restart() throws Exception {
    HttpsServer server = serve(tls());
    try {
      int port = server.getAddress().getPort();
      assertThat(shown(port)).isEqualTo(serial(FIRST));
      write(SECOND);
      assertThat(shown(port)).as("looked at a moment ago").isEqualTo(serial(FIRST));
      clock.pass(Duration.ofSeconds(2));
      assertThat(shown(port)).isEqualTo(serial(SECOND));
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void serves_each_kind_of_key(String kind) throws Exception {
    TestCertificate made = TestCertificate.forLocalhost(kind, Duration.ofDays(90));
    write(made);
    HttpsServer server = serve(tls());
    try {
      assertThat(shown(server.getAddress().getPort())).isEqualTo(serial(made));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_handshake_that_began_before_a_renewal_ends_with_the_pair_of_before() throws Exception {
    Tls tls = tls();
    String alias = tls.keys().chooseEngineServerAlias("EC", null, null);
    write(SECOND);
    clock.pass(Duration.ofSeconds(2));

    assertThat(tls.keys().chooseEngineServerAlias("EC", null, null)).isNull();
    String next = tls.keys().chooseEngineServerAlias("RSA", null, null);
    assertThat(next).isNotEqualTo(alias);
    assertThat(tls.keys().getCertificateChain(alias)).containsExactly(FIRST.certificate());
    assertThat(tls.keys().getPrivateKey(alias)).isEqualTo(FIRST.keys().getPrivate());
    assertThat(tls.keys().getCertificateChain(next)).containsExactly(SECOND.certificate());
    assertThat(tls.keys().getPrivateKey("7")).isNull();
    assertThat(tls.keys().getPrivateKey(null)).isNull();
    assertThat(tls.keys().chooseClientAlias(new String[] {"RSA"}, null, null)).isNull();
  }

  @Test
  void a_new_pair_that_cannot_be_used_changes_nothing_and_is_told_once() throws Exception {
    Tls tls = tls();
    String log = logOf(() -> {
      Files.writeString(folder.resolve("cert.pem"), SECOND.pem());
      for (int look = 0; look < 5; look++) {
        clock.pass(Duration.ofSeconds(2));
        assertThat(tls.status().notAfter())
            .isEqualTo(FIRST.certificate().getNotAfter().toInstant());
      }
      return tls.fault();
    });

    assertThat(log.lines())
        .filteredOn(line -> line.contains("WARN"))
        .singleElement()
        .asString()
        .contains("the file of the key does not belong to the certificate")
        .endsWith("the certificate of before is served");
    assertThat(tls.fault().orElseThrow()).contains("does not belong to the certificate");
  }

  @Test
  void whoever_writes_one_file_after_the_other_finds_no_complaint_in_the_log() throws Exception {
    Tls tls = tls();
    String log = logOf(() -> {
      Files.writeString(folder.resolve("cert.pem"), SECOND.pem());
      clock.pass(Duration.ofSeconds(2));
      tls.status();
      Files.writeString(folder.resolve("key.pem"), SECOND.key());
      clock.pass(Duration.ofSeconds(2));
      return tls.status();
    });

    assertThat(log).doesNotContain("WARN").contains("another certificate is served");
    assertThat(tls.fault()).isEmpty();
  }

  @Test
  void files_that_are_gone_are_waited_for() throws Exception {
    Tls tls = tls();
    Files.delete(folder.resolve("key.pem"));
    clock.pass(Duration.ofSeconds(2));
    tls.status();
    assertThat(tls.fault().orElseThrow()).contains("does not exist");
    write(SECOND);
    clock.pass(Duration.ofSeconds(2));

    assertThat(tls.status().notAfter())
        .isEqualTo(SECOND.certificate().getNotAfter().toInstant());
  }

  @Test
  void many_clients_at_the_moment_of_a_renewal_are_all_served() throws Exception {
    HttpsServer server = serve(tls());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      int port = server.getAddress().getPort();
      List<Callable<String>> clients = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        boolean renews = i % 10 == 5;
        TestCertificate next = i % 20 == 5 ? SECOND : FIRST;
        clients.add(() -> {
          if (renews) {
            write(next);
            clock.pass(Duration.ofSeconds(2));
          }
          return shown(port);
        });
      }
      for (Future<String> client : threads.invokeAll(clients)) {
        assertThat(client.get()).isIn(serial(FIRST), serial(SECOND));
      }
    } finally {
      threads.shutdownNow();
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      certificate = none.pem;key = key.pem    | 4:15 | The file none.pem does not exist      | Make it, or correct the path
      certificate = cert.pem;key = none.pem   | 5:7  | The file none.pem does not exist      | Make it, or correct the path
      certificate = .;key = key.pem           | 4:15 | is not a file                         | correct the path
      certificate = key.pem;key = key.pem     | 4:15 | has no block BEGIN CERTIFICATE        | in PEM
      certificate = cert.pem;key = cert.pem   | 5:7  | has no block BEGIN PRIVATE KEY        | in PEM
      certificate = cert.pem;key = other.pem  | 5:7  | does not belong to the certificate    | Name the key
      certificate = old.pem;key = old.pem     | 4:15 | has a certificate that ended at       | Renew it
      certificate = cert.pem                  | 3:2  | [tls] names no key                    | key = privkey.pem
      upload = no                             | 3:2  | [tls] names no certificate            | certificate = fullchain.pem
      certificate = cert.pem;key = key.pem;kez = 1 | 6:1 | Unknown key                        | key
      """)
  void what_is_wrong_refuses_the_start_with_its_place_and_its_cure(
      String lines, String place, String found, String cure) throws Exception {
    Files.writeString(folder.resolve("other.pem"), SECOND.key());
    TestCertificate old = TestCertificate.of(
        "EC", "a", clock.instant().minusSeconds(100), clock.instant().minusSeconds(50));
    Files.writeString(folder.resolve("old.pem"), old.pem() + old.key());

    assertThatThrownBy(() -> configuration(lines.replace(";", "\n")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("auth.ini:" + place, found, cure);
  }

  @Test
  void what_is_unwise_is_a_warning() throws Exception {
    write(TestCertificate.forLocalhost("EC", Duration.ofDays(10)));
    Files.setPosixFilePermissions(
        folder.resolve("key.pem"), PosixFilePermissions.fromString("rw-r--r--"));
    Configuration configuration = configuration("certificate = cert.pem\nkey = key.pem\n");

    assertThat(configuration.warnings().toString())
        .contains("The file cert.pem has a certificate that ends in 9 days")
        .contains("The file key.pem can be read by everybody on this machine", "chmod 600");
  }

  @Test
  void a_private_key_among_the_certificates_that_everybody_can_read_is_a_warning()
      throws Exception {
    Path certificates = folder.resolve("cert.pem");
    Files.writeString(certificates, FIRST.pem() + FIRST.key());
    String section = "certificate = cert.pem\nkey = key.pem\n";
    Files.setPosixFilePermissions(certificates, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(configuration(section).warnings().toString()).doesNotContain("private key");

    Files.setPosixFilePermissions(certificates, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(configuration(section).warnings().toString())
        .contains("The file cert.pem holds a private key, and can be read by everybody");
  }

  @Test
  void without_the_section_there_is_nothing() {
    Configuration configuration =
        Configuration.parse("auth.ini", "[authentication]\ntype = none\n", folder, Map.of(), clock);

    assertThat(configuration.shared(Tls.class)).isEmpty();
  }

  private static String logOf(Callable<?> work) throws Exception {
    try (Logged log = Logged.start()) {
      work.call();
      return log.text();
    }
  }

  /** Trusts everybody, and remembers whom. */
  private static final class Capture extends X509ExtendedTrustManager {
    private final List<X509Certificate> chain;

    Capture(List<X509Certificate> chain) {
      this.chain = chain;
    }

    List<X509Certificate> chain() {
      return chain;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String kind, Socket socket) {
      chain.addAll(List.of(shown));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String kind, SSLEngine engine) {
      chain.addAll(List.of(shown));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String kind) {
      chain.addAll(List.of(shown));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String kind, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
