package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A WebSocket knows who opened it, by whatever way, on both containers. */
class MeSocketTest {
  private static final String FILE = """
      [authentication]
      type = proxy, basic
      [basic]
      username = ada
      password = open sesame
      use_bcrypt = no
      [server]
      trusted_proxies = 127.0.0.1
      [ticket]
      [rules]
      /** = user
      """;
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString("ada:open sesame".getBytes(UTF_8));
  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();

  static Stream<Arguments> servers() {
    return Stream.of(new JettyServer(), new TomcatServer())
        .flatMap(container -> Stream.of("", "/app")
            .map(path -> Arguments.argumentSet(
                container.getClass().getSimpleName() + " at /" + path, container, path)));
  }

  private static Container.Running start(Container container, String contextPath) throws Refused {
    Configuration configuration =
        Configuration.parse("demo.ini", FILE, Path.of(""), Map.of(), InstantSource.system());
    return Demo.start(container, new Listen("127.0.0.1", 0, contextPath), configuration);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void says_what_me_says(Container container, String path) throws Exception {
    try (Container.Running running = start(container, path)) {
      String root = "127.0.0.1:" + running.port() + path;
      String me = http.send(
              HttpRequest.newBuilder(URI.create("http://" + root + "/me"))
                  .header("Authorization", BASIC)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();

      assertThat(open(root + "/ws/me", "Authorization", BASIC)).isEqualTo(me.strip());
      assertThat(open(root + "/ws/me", "Remote-User", "eve")).contains("\"name\":\"eve\"");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void opens_once_with_a_ticket(Container container, String path) throws Exception {
    try (Container.Running running = start(container, path)) {
      String root = "127.0.0.1:" + running.port() + path;
      String answer = http.send(
              HttpRequest.newBuilder(URI.create("http://" + root + "/auth/api/ticket"))
                  .header("Authorization", BASIC)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"path\":\"" + path + "/ws/me\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
      Matcher ticket = TICKET.matcher(answer);

      assertThat(ticket.find()).as(answer).isTrue();
      assertThat(answer).contains("\"expires_in\":30");
      assertThat(open(root + "/ws/me?ticket=" + ticket.group(1), "X-Any", "1"))
          .contains("\"name\":\"ada\"", "\"authType\":\"BASIC\"");
      assertThat(open(root + "/ws/me?ticket=" + ticket.group(1), "X-Any", "1")).isEqualTo("401");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void stays_shut_to_strangers_and_to_other_sites(Container container, String path)
      throws Exception {
    try (Container.Running running = start(container, path)) {
      String root = "127.0.0.1:" + running.port() + path;

      assertThat(open(root + "/ws/me", "X-Any", "1")).isEqualTo("401");
      assertThat(open(root + "/ws/me", "Remote_User", "eve")).isEqualTo("401");
      assertThat(foreign(root + "/ws/me", "http://evil.example")).isEqualTo("403");
      assertThat(foreign(root + "/ws/me", "http://127.0.0.1:" + running.port()))
          .contains("\"name\":\"eve\"");
    }
  }

  /** Jetty hands an endpoint the fields of the upgrade request past every filter. */
  @ParameterizedTest
  @MethodSource("servers")
  void does_not_open_to_a_stranger_with_an_identity_field(Container container, String path)
      throws Exception {
    Configuration elsewhere = Configuration.parse(
        "demo.ini",
        FILE.replace("trusted_proxies = 127.0.0.1", "trusted_proxies = 10.0.0.1"),
        Path.of(""),
        Map.of(),
        InstantSource.system());
    try (Container.Running running =
        Demo.start(container, new Listen("127.0.0.1", 0, path), elsewhere)) {
      String target = "127.0.0.1:" + running.port() + path + "/ws/me";

      for (String name : List.of("Remote-User", "Remote_User", "X-Remote-User")) {
        WebSocket.Builder forged =
            http.newWebSocketBuilder().header("Authorization", BASIC).header(name, "evil");
        assertThat(open(forged, target)).isEqualTo("400");
      }
      assertThat(open(target, "Authorization", BASIC)).contains("\"name\":\"ada\"");
    }
  }

  private String open(String target, String name, String value) {
    return open(http.newWebSocketBuilder().header(name, value), target);
  }

  private String foreign(String target, String origin) {
    return open(
        http.newWebSocketBuilder().header("Remote-User", "eve").header("Origin", origin), target);
  }

  /** The first message, or the status of the refusal. */
  private static String open(WebSocket.Builder builder, String target) {
    CompletableFuture<String> message = new CompletableFuture<>();
    try {
      builder.buildAsync(URI.create("ws://" + target), new First(message)).join();
      return message.orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException refused) {
      return refused.getCause() instanceof WebSocketHandshakeException handshake
          ? String.valueOf(handshake.getResponse().statusCode())
          : String.valueOf(refused.getCause());
    }
  }

  /** Keeps the first message. */
  private record First(CompletableFuture<String> message) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      message.complete(data.toString());
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      message.completeExceptionally(error);
    }
  }
}
