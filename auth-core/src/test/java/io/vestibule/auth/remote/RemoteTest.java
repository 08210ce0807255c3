package io.vestibule.auth.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Remote remote = Remote.of(clock);
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void fetches_what_is_there() {
    server.createContext(
        "/keys", exchange -> answer(exchange, 200, "{\"k\":\"ä\"}".getBytes(UTF_8)));

    RemoteResponse response = remote.get(url("/keys"), Map.of());

    assertThat(response.ok()).isTrue();
    assertThat(response.text()).isEqualTo("{\"k\":\"ä\"}");
  }

  @Test
  void posts_a_form_and_says_what_it_is_told_to_say() {
    server.createContext("/echo", exchange -> {
      String seen = exchange.getRequestMethod() + " "
          + exchange.getRequestHeaders().getFirst("Content-type") + " "
          + exchange.getRequestHeaders().getFirst("Authorization") + " "
          + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      answer(exchange, 200, seen.getBytes(UTF_8));
    });

    RemoteResponse response =
        remote.post(url("/echo"), Map.of("Authorization", "Basic eA"), Map.of("token", "a b&c=ä"));

    assertThat(response.text())
        .isEqualTo("POST application/x-www-form-urlencoded Basic eA token=a+b%26c%3D%C3%A4");
  }

  @Test
  void follows_no_redirect() {
    AtomicInteger elsewhere = new AtomicInteger();
    server.createContext("/elsewhere", exchange -> {
      elsewhere.incrementAndGet();
      answer(exchange, 200, new byte[0]);
    });
    server.createContext("/moved", exchange -> {
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      answer(exchange, 302, new byte[0]);
    });

    assertThat(remote.get(url("/moved"), Map.of()).status()).isEqualTo(302);
    assertThat(elsewhere).hasValue(0);
  }

  @Test
  void hangs_up_on_more_than_a_mebibyte() {
    server.createContext("/flood", exchange -> answer(exchange, 200, new byte[(1 << 20) + 1]));

    assertThatThrownBy(() -> remote.get(url("/flood"), Map.of()))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void waits_no_longer_than_it_is_told_for_the_last_byte_too() {
    server.createContext("/slow", exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      await(end);
      exchange.close();
    });

    assertThatThrownBy(() -> remote.waiting(Duration.ofMillis(200)).get(url("/slow"), Map.of()))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("no answer within 200 ms");
  }

  @Test
  void a_server_that_is_not_there_is_down_and_its_query_stays_out_of_the_log() {
    int port = server.getAddress().getPort();
    server.stop(0);

    assertThatThrownBy(() ->
            remote.get(URI.create("http://127.0.0.1:" + port + "/keys?token=geheim"), Map.of()))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("http://127.0.0.1:" + port + "/keys: ConnectException")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void an_answer_that_is_not_utf8_is_none() {
    server.createContext("/latin1", exchange -> answer(exchange, 200, new byte[] {(byte) 0xe4}));

    assertThatThrownBy(() -> remote.get(url("/latin1"), Map.of()))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/keys",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://ada@example.org/",
        "https:///x",
        "https://example.org/#x",
        "/keys"
      })
  void speaks_to_https_and_to_loopback_only(String address) {
    assertThat(RemoteUrl.fault(address)).isPresent();
    assertThatThrownBy(() -> remote.get(URI.create(address), Map.of()))
        .isInstanceOf(AuthUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://id.example.org/a?b=c", "http://localhost:8080/", "http://[::1]:1/x"})
  void knows_the_addresses_that_are_right(String address) {
    assertThat(RemoteUrl.fault(address)).isEmpty();
    assertThat(RemoteUrl.parse(address)).contains(URI.create(address));
  }

  @Test
  void measures_the_other_clock_by_its_date() {
    server.createContext("/keys", exchange -> answer(exchange, 200, new byte[0]));
    assertThat(remote.drift()).isEmpty();

    Instant before = Instant.now();
    remote.get(url("/keys"), Map.of());

    Duration expected = Duration.between(clock.instant(), before);
    assertThat(remote.drift().orElseThrow())
        .isBetween(expected.minusSeconds(2), expected.plusSeconds(5));
  }

  @Test
  void a_file_without_certificates_is_refused(@TempDir Path folder) throws IOException {
    Path empty = Files.writeString(folder.resolve("ca.pem"), "");
    Path junk = Files.writeString(
        folder.resolve("junk.pem"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    assertThatThrownBy(() -> Remote.trusting(empty, clock)).hasMessage("has no certificate");
    assertThatThrownBy(() -> Remote.trusting(junk, clock))
        .hasMessage("is no PEM file of certificates");
    assertThatThrownBy(() -> Remote.trusting(folder.resolve("none.pem"), clock))
        .hasMessage("cannot be read");
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException hungUp) {
      // What some of these tests are about.
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
