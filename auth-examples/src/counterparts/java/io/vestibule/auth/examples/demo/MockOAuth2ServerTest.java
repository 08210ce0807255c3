package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Bearer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against mock-oauth2-server, in this process, as hosts use it in their own tests. */
@Tag("counterparts")
class MockOAuth2ServerTest {
  private static final long HOUR = 3600;

  private final MockOAuth2Server server = new MockOAuth2Server();
  private String issuer;

  @BeforeEach
  void start() {
    server.start(InetAddress.getLoopbackAddress(), 0);
    issuer = server.issuerUrl("house").toString();
  }

  @AfterEach
  void end() {
    server.shutdown();
  }

  @Test
  void somebody_signs_in_with_pkce() throws Exception {
    server.enqueueCallback(new DefaultOAuth2TokenCallback(
        "house",
        "ann-s-subject",
        "JWT",
        List.of("tickets"),
        Map.of("email", "ann@example.com", "email_verified", true, "groups", List.of("editors")),
        HOUR));
    HttpClient browser = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
        .followRedirects(HttpClient.Redirect.NORMAL)
        .build();
    try (Running demo = Running.of("""
        [authentication]
        type = oauth
        issuer = %s
        client_id = tickets
        client_secret = a secret: with all sorts of %% and +
        authorized_groups = editors
        """.formatted(issuer))) {
      HttpRequest page = HttpRequest.newBuilder(URI.create(demo.url() + "me"))
          .header("Accept", "text/html")
          .build();

      HttpResponse<String> me = browser.send(page, BodyHandlers.ofString());

      assertThat(me.statusCode()).as(me.body()).isEqualTo(200);
      assertThat(me.body()).contains("\"name\":\"ann@example.com\"", "ann-s-subject");
      assertThat(me.uri()).isEqualTo(page.uri());
      assertThat(asked("/house/authorize").getRequestUrl().query())
          .contains("code_challenge=", "code_challenge_method=S256");
      assertThat(asked("/house/token").getBody().readUtf8()).contains("code_verifier=");
    }
  }

  /** The first request that it got there. */
  private RecordedRequest asked(String path) {
    while (true) {
      RecordedRequest request = server.takeRequest();
      if (request.getRequestUrl().encodedPath().equals(path)) {
        return request;
      }
    }
  }

  @Test
  void a_token_is_taken_as_it_was_issued_and_not_with_any_change() throws Exception {
    String token = server
        .issueToken("house", "ann", "https://api.example.org", Map.of("roles", List.of("editor")))
        .serialize();
    try (Running demo = Running.of("""
        [authentication]
        type = jwt
        issuer = %s
        audience = https://api.example.org
        """.formatted(issuer))) {
      Bearer ann = new Bearer(demo.url(), token);
      assertThat(ann.me()).contains("\"name\":\"ann\"", "\"roles\":[\"editor\"]");
      ann.isTakenOnlyAsItIs();
    }
  }

  /** A demo in this process. */
  private record Running(String url, Container.Running container) implements AutoCloseable {
    static Running of(String text) throws Exception {
      Configuration configuration = Demo.withRules(
          Configuration.parse("demo.ini", text, Path.of(""), Map.of(), InstantSource.system()));
      Listen listen = new Listen("127.0.0.1", 0, "");
      Container.Running running = Demo.start(new JettyServer(), listen, configuration);
      return new Running(listen.withPort(running.port()).url(), running);
    }

    @Override
    public void close() throws IOException {
      container.close();
    }
  }
}
