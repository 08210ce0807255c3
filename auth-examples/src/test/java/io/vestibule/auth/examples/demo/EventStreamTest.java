package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An event stream knows who listens, by whatever way, and asks anew whenever it is opened again. */
class EventStreamTest {
  private static final String FILE = """
      [authentication]
      type = proxy, session
      [session]
      username = ada
      password = open sesame
      use_bcrypt = no
      [server]
      trusted_proxies = 127.0.0.1
      [ticket]
      [rules]
      /** = user
      """;
  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static Stream<Arguments> servers() {
    return Stream.of(new JettyServer(), new TomcatServer())
        .flatMap(container -> Stream.of("", "/app")
            .map(path -> Arguments.argumentSet(
                container.getClass().getSimpleName() + " at /" + path, container, path)));
  }

  /** What an EventSource sends (HTML, 9.2), and what somebody adds to it. */
  private HttpResponse<Stream<String>> listen(String address, String... fields) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
        .header("Accept", "text/event-stream")
        .header("Cache-Control", "no-cache")
        .header("Sec-Fetch-Mode", "cors")
        .header("Sec-Fetch-Dest", "empty")
        .header("Sec-Fetch-Site", "same-origin");
    return http.send(
        fields.length == 0 ? request.build() : request.headers(fields).build(),
        HttpResponse.BodyHandlers.ofLines());
  }

  private HttpResponse<String> post(String address, String json, String... fields)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
        .header("Content-Type", "application/json")
        .header("Sec-Fetch-Site", "same-origin")
        .POST(HttpRequest.BodyPublishers.ofString(json));
    return http.send(
        fields.length == 0 ? request.build() : request.headers(fields).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Container.Running start(Container container, String path) throws Refused {
    return Demo.start(
        container,
        new Listen("127.0.0.1", 0, path),
        Configuration.parse("demo.ini", FILE, Path.of(""), Map.of(), InstantSource.system()));
  }

  private static void assertHears(HttpResponse<Stream<String>> stream, String name) {
    assertThat(stream.statusCode()).isEqualTo(200);
    assertThat(stream.headers().firstValue("Content-Type").orElse(""))
        .startsWithIgnoringCase("text/event-stream");
    assertThat(stream.body().toList())
        .containsSequence("event: me", "id: 1")
        .anyMatch(line -> line.startsWith("data: {\"name\":\"" + name + "\""));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void knows_whom_the_proxy_names(Container container, String path) throws Exception {
    try (Container.Running running = start(container, path)) {
      String events = "http://127.0.0.1:" + running.port() + path + "/events/me";

      assertHears(listen(events, "Remote-User", "eve"), "eve");
      assertHears(listen(events, "Remote-User", "eve", "Last-Event-ID", "1"), "eve");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void knows_a_session_until_it_ends(Container container, String path) throws Exception {
    try (Container.Running running = start(container, path)) {
      String root = "http://127.0.0.1:" + running.port() + path;
      String cookie = post(
              root + "/auth/api/login", "{\"username\":\"ada\",\"password\":\"open sesame\"}")
          .headers()
          .firstValue("Set-Cookie")
          .orElseThrow()
          .split(";", 2)[0];

      assertHears(listen(root + "/events/me", "Cookie", cookie), "ada");
      assertHears(listen(root + "/events/me", "Cookie", cookie, "Last-Event-ID", "1"), "ada");
      post(root + "/auth/api/logout", "{}", "Cookie", cookie);
      assertThat(listen(root + "/events/me", "Cookie", cookie).statusCode()).isEqualTo(401);
    }
  }

  /** An EventSource that asks again with the same address is refused, and stops for good (HTML, 9.2.3). */
  @ParameterizedTest
  @MethodSource("servers")
  void opens_once_with_a_ticket(Container container, String path) throws Exception {
    try (Container.Running running = start(container, path)) {
      String root = "http://127.0.0.1:" + running.port() + path;
      String answer = post(
              root + "/auth/api/ticket",
              "{\"path\":\"" + path + "/events/me\"}",
              "Remote-User",
              "eve")
          .body();
      Matcher ticket = TICKET.matcher(answer);

      assertThat(ticket.find()).as(answer).isTrue();
      String address = root + "/events/me?ticket=" + ticket.group(1);
      assertHears(listen(address), "eve");
      assertThat(listen(address, "Last-Event-ID", "1").statusCode()).isEqualTo(401);
    }
  }

  /** A redirect to the login page would be followed, and its page taken for a broken stream. */
  @ParameterizedTest
  @MethodSource("servers")
  void tells_a_stranger_so_without_a_redirect(Container container, String path) throws Exception {
    try (Container.Running running = start(container, path)) {
      HttpResponse<Stream<String>> refused =
          listen("http://127.0.0.1:" + running.port() + path + "/events/me");

      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(String.join("", refused.body().toList())).contains("sign-in-required");
      assertThat(refused.headers().firstValue("Location")).isEmpty();
    }
  }
}
