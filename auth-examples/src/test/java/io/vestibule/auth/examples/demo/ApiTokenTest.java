package io.vestibule.auth.examples.demo;

import static io.vestibule.auth.examples.ConfigFiles.HASH;
import static io.vestibule.auth.examples.ConfigFiles.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.examples.Client;
import io.vestibule.auth.examples.Snippets;
import io.vestibule.auth.token.TokenBook;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked examples of docs/token.md, against the demo on both containers. */
class ApiTokenTest {
  private static final Pattern TOKEN = Pattern.compile("vst_[0-9A-Za-z]{49}");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{16})\"");

  /** One of the files on the page, with its store in memory. */
  private static Configuration configuration(int which) throws IOException {
    String text = Snippets.of("docs/token.md").in("ini").get(which);
    return Configuration.parse(
        "auth.ini",
        text.replace("$2a$12$…", HASH)
            .replace("jdbc:h2:file:data/auth;AUTO_SERVER=TRUE", "memory")
            .replace("/api/**", "/hello = user\n/echo"),
        Path.of(""),
        Map.of(),
        InstantSource.system());
  }

  private interface Use {
    void of(String url, Configuration configuration) throws Exception;
  }

  private static void run(int which, Container container, Use use) throws Exception {
    Configuration configuration = configuration(which);
    Listen listen = new Listen("127.0.0.1", 0, "");
    try (Container.Running running = Demo.start(container, listen, configuration)) {
      use.of(listen.withPort(running.port()).url(), configuration);
    }
  }

  private static Container container(String name) {
    return name.equals("tomcat") ? new TomcatServer() : new JettyServer();
  }

  private static String found(Pattern pattern, HttpResponse<String> answer) {
    Matcher found = pattern.matcher(answer.body());
    assertThat(found.find()).as("%d %s", answer.statusCode(), answer.body()).isTrue();
    return found.groupCount() == 0 ? found.group() : found.group(1);
  }

  /** What a script of a page does, with the cookies that its browser keeps. */
  private static final class Script {
    private final HttpClient http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .cookieHandler(new CookieManager())
        .build();
    private final String base;

    Script(String url) {
      this.base = url.substring(0, url.length() - 1);
    }

    HttpResponse<String> send(String method, String path, String json)
        throws IOException, InterruptedException {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
          .timeout(Duration.ofSeconds(60))
          .header("Accept", "application/json")
          .header("Content-Type", "application/json")
          .header("Sec-Fetch-Site", "same-origin")
          .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
      return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> signIn(String username) throws IOException, InterruptedException {
      return send(
          "POST",
          "/auth/api/login",
          "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, PASSWORD));
    }
  }

  @ParameterizedTest
  @CsvSource({"jetty", "tomcat"})
  void the_basic_user_of_tisbackup_and_a_token_in_its_place(String name) throws Exception {
    run(1, container(name), (url, configuration) -> {
      Client basic = Client.of(url).as("api", PASSWORD);
      assertThat(basic.get("/hello").statusCode()).isEqualTo(200);
      assertThat(basic.get("/me").statusCode()).isEqualTo(401);

      String token = configuration
          .shared(TokenBook.class)
          .orElseThrow()
          .make("api", "nightly", List.of("read_only"), "")
          .text()
          .reveal();
      Client script = Client.of(url).with("Authorization", "Bearer " + token);
      assertThat(script.get("/hello").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = script.post("/echo", "a=b");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("insufficient_scope");
      assertThat(script.get("/me").statusCode()).isEqualTo(401);
      assertThat(Client.of(url).with("X-API-Key", token).get("/hello").statusCode())
          .isEqualTo(200);
    });
  }

  @ParameterizedTest
  @CsvSource({"jetty", "tomcat"})
  void the_token_routes_of_proxmenux(String name) throws Exception {
    run(2, container(name), (url, configuration) -> {
      Script page = new Script(url);
      assertThat(page.send("POST", "/auth/api/tokens", "{\"name\":\"x\"}").statusCode())
          .isEqualTo(401);
      assertThat(page.signIn("root").statusCode()).isEqualTo(200);
      HttpResponse<String> made = page.send(
          "POST",
          "/auth/api/tokens",
          "{\"name\":\"homepage\",\"scopes\":[\"read_only\"],\"expires\":\"365d\"}");
      assertThat(made.statusCode()).isEqualTo(201);
      Client widget = Client.of(url).with("Authorization", "Bearer " + found(TOKEN, made));
      assertThat(widget.get("/hello").statusCode()).isEqualTo(200);
      assertThat(widget.post("/echo", "a=b").statusCode()).isEqualTo(403);

      HttpResponse<String> rows = page.send("GET", "/auth/api/tokens", "");
      assertThat(rows.body())
          .contains("\"name\":\"homepage\"", "\"lastUsed\":\"2")
          .doesNotContain("vst_");
      String path = "/auth/api/tokens/" + found(ID, rows);
      assertThat(page.send("DELETE", path, "").statusCode()).isEqualTo(204);
      assertThat(page.send("DELETE", path, "").statusCode()).isEqualTo(404);
      assertThat(widget.get("/hello").statusCode()).isEqualTo(401);
    });
  }

  @ParameterizedTest
  @CsvSource({"jetty", "tomcat"})
  void a_wish_that_is_not_understood_makes_no_token(String name) throws Exception {
    run(2, container(name), (url, configuration) -> {
      Script page = new Script(url);
      page.signIn("root");
      Map<String, String> wishes = Map.of(
          "{\"name\":\"ci\",\"permissions\":[\"read_only\"]}", "unknown-member",
          "{\"name\":\"ci\",\"expires_in\":\"2h\"}", "unknown-member",
          "{\"name\":\"ci\",\"permissions\":null}", "unknown-member",
          "{\"name\":\"ci\",\"expires\":[\"2h\",\"90d\"]}", "bad-expiry",
          "{\"name\":\"ci\",\"expires\":[]}", "bad-expiry",
          "{\"name\":\"ci\",\"expires\":null}", "bad-expiry",
          "{\"name\":\"ci\",\"expires\":\"\"}", "bad-expiry");
      for (Map.Entry<String, String> wish : wishes.entrySet()) {
        HttpResponse<String> answer = page.send("POST", "/auth/api/tokens", wish.getKey());
        assertThat(answer.statusCode()).as(wish.getKey()).isEqualTo(422);
        assertThat(answer.body()).contains(wish.getValue());
      }
      assertThat(page.send("GET", "/auth/api/tokens", "").body()).isEqualTo("[]");
    });
  }

  @ParameterizedTest
  @CsvSource({"jetty", "tomcat"})
  void the_token_routes_of_pytorrent(String name) throws Exception {
    run(3, container(name), (url, configuration) -> {
      Script page = new Script(url);
      page.signIn("admin");
      String token = found(TOKEN, page.send("POST", "/auth/api/tokens", "{\"name\":\"rss\"}"));

      assertThat(Client.of(url)
              .with("Authorization", "bearer " + token)
              .get("/hello")
              .statusCode())
          .isEqualTo(200);
      assertThat(Client.of(url).with("X-API-Key", token).post("/echo", "a=b").statusCode())
          .isEqualTo(200);
      assertThat(Client.of(url).get("/hello?api_key=" + token).statusCode()).isEqualTo(401);
      assertThat(Client.of(url).with("X-API-Key", token).get("/me").statusCode())
          .isEqualTo(401);
      TokenBook book = configuration.shared(TokenBook.class).orElseThrow();
      assertThat(book.revoke("rss")).isPresent();
      assertThat(Client.of(url).with("X-API-Key", token).get("/hello").statusCode())
          .isEqualTo(401);
    });
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3"})
  void every_file_on_the_page_can_be_used(int which) throws IOException {
    assertThat(configuration(which).warnings()).isEmpty();
  }

  @Test
  void where_everybody_may_enter_the_list_is_empty_and_no_fault() throws Exception {
    Configuration open = Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = none\n",
        Path.of(""),
        Map.of(),
        InstantSource.system());
    Listen listen = new Listen("127.0.0.1", 0, "");
    try (Container.Running running = Demo.start(new JettyServer(), listen, open)) {
      HttpResponse<String> list =
          Client.of(listen.withPort(running.port()).url()).get("/auth/api/tokens");

      assertThat(list.statusCode()).isEqualTo(200);
      assertThat(list.body()).isEqualTo("[]");
    }
  }
}
