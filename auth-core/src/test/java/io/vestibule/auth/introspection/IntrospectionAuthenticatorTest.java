package io.vestibule.auth.introspection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way: a file, a request, an authorization server on loopback, a decision. */
class IntrospectionAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ACTIVE =
      "{\"active\":true,\"sub\":\"ada\",\"scope\":\"read write\",\"aud\":\"api\",\"exp\":1767226200}";

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(NOW);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String answer = ACTIVE;
  private int status = 200;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/introspect", this::introspect);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void lets_in_whom_the_issuer_knows_and_asks_once_a_minute() {
    Configuration file = configuration("");

    Identity identity = admitted(file, "opaque-1");
    assertThat(identity.subject()).isEqualTo("ada");
    assertThat(identity.scopes()).containsExactlyInAnyOrder("read", "write");
    assertThat(asked)
        .containsExactly("Basic YXBpOnMlM0FjcmV0 token=opaque-1&token_type_hint=access_token");
    admitted(file, "opaque-1");
    assertThat(asked).hasSize(1);
    clock.pass(Duration.ofSeconds(60));
    admitted(file, "opaque-1");
    assertThat(asked).hasSize(2);
  }

  @Test
  void a_revoked_token_lives_on_no_longer_than_the_cache() {
    Configuration file = configuration("cache = 10s");
    admitted(file, "opaque-1");
    answer = "{\"active\":false}";

    clock.pass(Duration.ofSeconds(10));
    assertThat(refused(file, "opaque-1").status()).isEqualTo(401);
  }

  @Test
  void without_a_cache_it_asks_each_time() {
    Configuration file = configuration("cache = 0");
    admitted(file, "opaque-1");
    admitted(file, "opaque-1");

    assertThat(asked).hasSize(2);
  }

  @Test
  void a_refusal_is_remembered_for_a_short_time_too() {
    Configuration file = configuration("");
    answer = "{\"active\":false}";

    assertThat(refused(file, "opaque-1").status()).isEqualTo(401);
    assertThat(refused(file, "opaque-1").status()).isEqualTo(401);
    assertThat(asked).hasSize(1);
    answer = ACTIVE;
    clock.pass(Duration.ofSeconds(10));
    assertThat(admitted(file, "opaque-1").subject()).isEqualTo("ada");
  }

  @Test
  void a_token_dies_at_its_end_though_it_was_seen_before() {
    Configuration file = configuration("");
    answer = ACTIVE.replace("1767226200", "1767225605");
    admitted(file, "opaque-1");

    clock.pass(Duration.ofSeconds(5));
    assertThat(refused(file, "opaque-1").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"active\":false}",
        "{\"active\":\"true\",\"sub\":\"ada\",\"aud\":\"api\"}",
        "{\"sub\":\"ada\",\"aud\":\"api\"}",
        "{\"active\":true,\"aud\":\"api\"}",
        "{\"active\":true,\"sub\":1,\"aud\":\"api\"}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"other\"}",
        "{\"active\":true,\"sub\":\"ada\"}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\",\"client_id\":\"ada\"}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\",\"exp\":1767225600}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\",\"exp\":\"never\"}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\",\"nbf\":1767225700}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\",\"nbf\":\"2026\"}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\",\"iss\":\"https://evil.example\"}",
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\",\"cnf\":{\"jkt\":\"x\"}}"
      })
  void one_thing_that_is_wrong_is_enough(String said) {
    answer = said;
    assertThat(refused(configuration("issuer = https://id.example"), "opaque-1").status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60})
  void a_token_of_an_issuer_whose_clock_is_ahead_is_good_at_once(long seconds) {
    answer = ACTIVE.replace("}", ",\"nbf\":" + (NOW.getEpochSecond() + seconds) + "}");
    admitted(configuration(""), "opaque-1");
    answer = ACTIVE.replace("}", ",\"nbf\":" + (NOW.getEpochSecond() + 61) + "}");
    assertThat(refused(configuration(""), "opaque-2").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "typ, Refresh",
    "typ, Offline",
    "typ, ID",
    "token_use, refresh_token",
    "token_use, id",
    "token_usage, refresh",
    "token_type, refresh_token",
    "nonce, n",
    "at_hash, h",
    "c_hash, h",
    "events, e"
  })
  void a_refresh_token_and_the_like_are_no_access_tokens(String name, String value) {
    answer = says(name, value);

    assertThat(refused(configuration(""), "opaque-1").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "typ, Bearer",
    "typ, DPoP",
    "token_type, bearer",
    "token_type, access_token",
    "token_use, access",
    "token_use, access_token"
  })
  void an_access_token_that_is_called_one_is_taken(String name, String value) {
    answer = says(name, value);

    assertThat(admitted(configuration(""), "opaque-1").subject()).isEqualTo("ada");
  }

  private static String says(String name, String value) {
    return ACTIVE.replace("{", "{\"" + name + "\":\"" + value + "\",");
  }

  @Test
  void what_weakens_it_is_warned_of() {
    assertThat(configuration("").warnings()).isEmpty();
    assertThat(configuration("insecure_token_in_query = yes").warnings().toString())
        .contains("insecure_token_in_query");
    assertThat(configuration("", "").warnings().toString()).contains("audience");
  }

  @Test
  void a_server_that_does_not_answer_opens_nothing() {
    Configuration file = configuration("");
    status = 500;
    assertThat(refused(file, "opaque-1").status()).isEqualTo(503);
    status = 200;
    for (String odd : List.of("<html>", "null", "[]", "1", "")) {
      answer = odd;
      assertThat(refused(file, "opaque-2").status()).as(odd).isEqualTo(503);
    }
    server.stop(0);
    assertThat(refused(file, "opaque-3").status()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "<x>", "ä"})
  void what_cannot_be_a_token_is_not_asked_about(String token) {
    AuthResponse answered = refused(configuration(""), token);
    assertThat(answered.status()).isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @Test
  void tokens_of_our_own_are_not_asked_about() {
    assertThat(refused(configuration(""), "vst_secret").status()).isEqualTo(401);
    assertThat(asked).isEmpty();
  }

  @Test
  void a_file_that_does_not_say_where_to_ask_is_refused() {
    assertThatThrownBy(() -> Configuration.parse("auth.ini", """
            [authentication]
            type = introspection
            client_id = api
            client_secret = x
            cache = 5m
            """, folder, Map.of(), clock))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Neither url nor issuer says where to ask about a token");
  }

  private Configuration configuration(String more) {
    return configuration("audience = api", more);
  }

  private Configuration configuration(String audience, String more) {
    return Configuration.parse(
        "auth.ini",
        """
        [authentication]
        type = introspection

        [introspection]
        url           = http://127.0.0.1:%d/introspect
        client_id     = api
        client_secret = s:cret
        %s
        %s

        [rules]
        /** = user
        """.formatted(server.getAddress().getPort(), audience, more),
        folder,
        Map.of(),
        clock);
  }

  private static Identity admitted(Configuration file, String token) {
    Decision decision = file.auth().decide(bearer(token), Form::empty);
    return Decided.identity(decision);
  }

  private static AuthResponse refused(Configuration file, String token) {
    Decision decision = file.auth().decide(bearer(token), Form::empty);
    return Decided.answer(decision);
  }

  private static FakeRequest bearer(String token) {
    return FakeRequest.get("/x").with("Authorization", "Bearer " + token);
  }

  private void introspect(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
          + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      exchange.sendResponseHeaders(status, 0);
      exchange.getResponseBody().write(answer.getBytes(UTF_8));
    }
  }
}
