package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.remote.Remote;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An issuer on loopback that rotates, stumbles, lies and dies. */
class PublishedKeysTest {
  private final FakeClock clock = new FakeClock(Instant.now());
  private final Store store = MemoryStore.of(clock);
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private final Mint old = Mint.of("EdDSA", "1");
  private final Mint fresh = Mint.of("EdDSA", "2");
  private HttpServer server;
  private String jwks = "";
  private String metadata = "";
  private int status = 200;
  private String base = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = "http://127.0.0.1:" + server.getAddress().getPort();
    jwks = old.jwks();
    metadata = "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\",\"token_endpoint\":\"%s/token\"}"
        .formatted(base, base, base);
    server.createContext("/keys", exchange -> {
      fetches.incrementAndGet();
      answer(exchange, jwks);
    });
    server.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, metadata));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void an_unknown_kid_is_fetched_for_at_once_and_then_at_most_once_a_minute() {
    JwtVerifier verifier = verifier(at());
    assertThat(verifier.verify(token(old))).isInstanceOf(VerifiedJwt.class);
    jwks = old.jwks(fresh);

    assertThat(verifier.verify(token(fresh))).isInstanceOf(VerifiedJwt.class);
    assertThat(fetches).hasValue(2);
    for (int i = 0; i < 100; i++) {
      assertThat(verifier.verify(token(Mint.of("EdDSA", "unknown" + i))))
          .isEqualTo(RefusedJwt.invalid("signed by a key that is not the issuer's"));
    }
    assertThat(fetches).hasValue(2);
  }

  @Test
  void a_key_that_is_withdrawn_no_longer_counts_after_the_next_round() {
    Keys keys = at();
    JwtVerifier verifier = verifier(keys);
    assertThat(verifier.verify(token(old))).isInstanceOf(VerifiedJwt.class);
    long before = verifier.generation();
    jwks = fresh.jwks();

    clock.pass(Duration.ofMinutes(10));
    keys.refreshAhead();
    background.remove().run();

    assertThat(verifier.generation()).isNotEqualTo(before);
    assertThat(verifier.verify(token(old))).isInstanceOf(RefusedJwt.class);
    assertThat(verifier.verify(token(fresh))).isInstanceOf(VerifiedJwt.class);
  }

  @Test
  void tokens_go_on_while_the_issuer_is_down_and_over_a_restart_of_ours() {
    assertThat(verifier(at()).verify(token(old))).isInstanceOf(VerifiedJwt.class);
    server.stop(0);

    assertThat(verifier(at()).verify(token(old))).isInstanceOf(VerifiedJwt.class);
    assertThatThrownBy(() -> verifier(at()).verify(token(fresh)))
        .as("nobody can tell")
        .isInstanceOf(AuthUnavailableException.class);
  }

  @Test
  void without_any_keys_nobody_can_tell() {
    status = 500;
    Keys keys = at();

    assertThatThrownBy(() -> verifier(keys).verify(token(old)))
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("status 500");
    assertThat(keys.failure()).isPresent();
  }

  @Test
  void secrets_weak_keys_and_ambiguous_ones_are_none() {
    for (String unfit : new String[] {
      Mint.of("HS256", "s").jwks(),
      old.jwks(Mint.of("EdDSA", "1")),
      "{\"keys\":[]}",
      "{\"keys\":[" + old.jwk().replace("}", ",\"use\":\"enc\"}") + "]}",
      "<html>",
      "[]"
    }) {
      jwks = unfit;
      assertThatThrownBy(() -> at().count()).as(unfit).isInstanceOf(AuthUnavailableException.class);
    }
  }

  @Test
  void a_key_that_breaks_the_parser_is_passed_over() {
    String odd = Mint.of("RS256", "r").jwk().replace("}", ",\"oth\":[{\"a\":1}]}");
    jwks = old.jwks().replace("[", "[" + odd + ",");

    assertThat(verifier(at()).verify(token(old))).isInstanceOf(VerifiedJwt.class);
  }

  @Test
  void discovery_finds_the_keys_and_keeps_them() {
    assertThat(verifier(discovery().keys()).verify(token(old))).isInstanceOf(VerifiedJwt.class);
    assertThat(discovery().metadata().url("token_endpoint")).contains(URI.create(base + "/token"));
    server.stop(0);
    assertThat(verifier(discovery().keys()).verify(token(old))).isInstanceOf(VerifiedJwt.class);
    assertThat(discovery().metadata().issuer()).isEqualTo(base);
  }

  @Test
  void discovery_looks_on_where_a_page_is_answered_for_every_address() {
    String found = metadata;
    server.createContext(
        "/.well-known/oauth-authorization-server", exchange -> answer(exchange, found));
    metadata = "<!doctype html><title>App</title>";

    assertThat(discovery().metadata().issuer()).isEqualTo(base);
  }

  @Test
  void where_there_are_pages_only_it_is_said_that_they_are_no_metadata() {
    metadata = "<!doctype html>";

    assertThatThrownBy(() -> discovery().metadata())
        .isInstanceOf(AuthUnavailableException.class)
        .hasMessageContaining("the metadata are no JSON object");
  }

  @Test
  void discovery_finds_an_issuer_below_a_path_that_has_nothing_outside_it() {
    String issuer = base + "/shop";
    String found = metadata.replace("\"issuer\":\"" + base, "\"issuer\":\"" + issuer);
    server.createContext(
        "/shop/.well-known/oauth-authorization-server", exchange -> answer(exchange, found));
    Discovery shop = new Discovery(issuer, Remote.of(clock), store, clock, background::add);

    assertThat(shop.metadata().issuer()).isEqualTo(issuer);
    assertThat(shop.keys().count()).isEqualTo(1);
  }

  @Test
  void metadata_of_another_issuer_or_with_a_foreign_address_are_refused() {
    String right = metadata;
    for (String wrong : new String[] {
      right.replace("\"issuer\":\"" + base, "\"issuer\":\"" + base + "/"),
      right.replace("\"issuer\":\"" + base, "\"issuer\":\"https://evil.example"),
      right.replace(base + "/keys", "http://169.254.169.254/keys"),
      right.replace(base + "/keys", "file:///etc/passwd"),
      right.replace("{", "{\"issuer\":\"x\",")
    }) {
      metadata = wrong;
      assertThatThrownBy(() -> discovery().keys().count())
          .as(wrong)
          .isInstanceOf(AuthUnavailableException.class);
    }
    assertThat(fetches).hasValue(0);
  }

  @Test
  void an_error_of_time_says_how_the_clocks_differ() {
    JwtVerifier verifier = verifier(at());
    String early = token(old);
    assertThat(verifier.verify(early)).isInstanceOf(VerifiedJwt.class);
    clock.pass(Duration.ofHours(1));
    jwks = old.jwks(fresh);
    assertThat(verifier.verify(token(fresh, clock.instant()))).isInstanceOf(VerifiedJwt.class);

    JwtResult late = verifier.verify(early);

    assertThat(late).isInstanceOf(RefusedJwt.class);
    assertThat(((RefusedJwt) late).detail())
        .matches("expired 3[0-9]{3} s ago; the issuer's clock is 3[56][0-9]{2} s behind ours");
  }

  private Keys at() {
    return Keys.at(URI.create(base + "/keys"), Remote.of(clock), store, clock, background::add);
  }

  private Discovery discovery() {
    return new Discovery(base, Remote.of(clock), store, clock, background::add);
  }

  private JwtVerifier verifier(Keys keys) {
    return JwtVerifier.builder()
        .issuer(base)
        .audience("us")
        .algorithms(JwsAlgorithm.EDDSA)
        .types("at+jwt")
        .clock(clock)
        .keys(keys)
        .build();
  }

  private String token(Mint mint) {
    return token(mint, clock.instant());
  }

  private String token(Mint mint, Instant issued) {
    return mint.token(
        Map.of("iss", base, "aud", "us", "exp", issued.plusSeconds(300).getEpochSecond()));
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, 0);
      exchange.getResponseBody().write(body.getBytes(UTF_8));
    }
  }
}
