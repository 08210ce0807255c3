package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The finished demo while its provider is gone: it is killed and started anew, and the provider comes back. */
@Tag("packaged")
class ProviderOutageTest {
  /** The bound of docs/oauth.md and some seconds for a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(15 + 5);

  @TempDir
  Path folder;

  private int port;

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "tomcat"})
  void keeps_who_is_known_through_a_kill_and_lets_strangers_in_soon_after_the_return(
      String container) throws Exception {
    port = RealProvider.freePort();
    try (FakeProvider provider = FakeProvider.start()) {
      Person ann = new Person();
      try (DemoProcess demo = demo(provider, container)) {
        assertThat(demo.out())
            .contains("Register with the provider of [oauth] the redirect URI " + demo.url()
                + "oauth/callback");
        assertThat(ann.get("/me").body()).contains("\"name\":\"ann@example.com\"");
        assertThat(bearer(demo, provider)).contains("\"name\":\"robot\"");
        provider.down();
        assertGoesOn(ann, demo, provider);
      }
      // Closing it was kill -9.
      try (DemoProcess demo = demo(provider, container)) {
        assertGoesOn(ann, demo, provider);
        assertThat(ann.get("/auth/api/status").body()).contains("\"health\":\"degraded\"");

        provider.up();
        awaitSignIn();
        assertThat(ann.get("/me").body()).contains("\"name\":\"ann@example.com\"");
      }
    }
  }

  private void assertGoesOn(Person ann, DemoProcess demo, FakeProvider provider) throws Exception {
    assertThat(ann.get("/me").body()).contains("\"name\":\"ann@example.com\"");
    assertThat(bearer(demo, provider)).contains("\"name\":\"robot\"");
    HttpResponse<String> page = new Person().get("/me");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Retry-After")).isPresent();
    assertThat(page.body()).containsPattern("[0-9a-f]{10}").doesNotContain("ConnectException");
  }

  private void awaitSignIn() throws Exception {
    long returned = System.nanoTime();
    while (new Person().get("/me").statusCode() != 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - returned)).isLessThan(BOUND);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private DemoProcess demo(FakeProvider provider, String container) throws Exception {
    Path config =
        ConfigFiles.write(folder, """
        [authentication]
        type = jwt, oauth
        [oauth]
        issuer = %1$s
        client_id = app
        client_secret = %2$s
        authorized_domains = example.com
        [jwt]
        issuer = %1$s
        audience = api
        [store]
        url = jdbc:h2:file:./data/auth
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET));
    DemoProcess demo = DemoProcess.start(
        folder,
        "--port",
        Integer.toString(port),
        "--container",
        container,
        "--config",
        config.toAbsolutePath().toString());
    demo.url();
    return demo;
  }

  /** What a program is told that shows a new token, signed by a key that was known before. */
  private static String bearer(DemoProcess demo, FakeProvider provider) throws Exception {
    long now = Instant.now().getEpochSecond();
    String token = provider.token(
        "at+jwt",
        Map.of(
            "iss", provider.issuer(), "sub", "robot", "aud", "api", "iat", now, "exp", now + 300));
    return demo.client().with("Authorization", "Bearer " + token).get("/me").body();
  }

  /** Somebody with a browser, which goes wherever it is sent. */
  private final class Person {
    private final HttpClient http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.ALWAYS)
        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
        .build();

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
          .timeout(Duration.ofSeconds(60))
          .header("Accept", "text/html")
          .build();
      return http.send(request, BodyHandlers.ofString());
    }
  }
}
