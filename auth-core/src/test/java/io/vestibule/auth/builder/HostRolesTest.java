package io.vestibule.auth.builder;

import static io.vestibule.auth.FakeRequest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.digest.DigestAlgorithm;
import io.vestibule.auth.jwt.Mint;
import io.vestibule.auth.server.From;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One resolver in Java for every way of signing in: by password, by token, by claims, by a proxy. */
class HostRolesTest {
  private static final Secret OPEN_SESAME = Secret.of("open sesame");
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Map<String, Set<String>> given = new ConcurrentHashMap<>();
  private final Mint mint = Mint.of("HS256", "k");

  private VestibuleBuilder builder() {
    return Vestibule.builder()
        .clock(clock)
        .roles(name -> given.getOrDefault(name, Set.of()))
        .set("roles", "clerk", "ada, group:staff");
  }

  @Test
  void passwords_of_a_lambda() {
    Configuration file = builder().basic((name, password) -> true).build();

    follows(file, basic("ada"), "ada", "clerk");
  }

  @Test
  void passwords_of_a_file() throws Exception {
    Path users = Files.writeString(folder.resolve("users.txt"), "ada:open sesame\n");
    Configuration file = builder()
        .type("basic")
        .set("basic", "users_file", users.toString())
        .set("basic", "use_bcrypt", "no")
        .build();

    follows(file, basic("ada"), "ada", "clerk");
  }

  @Test
  void users_of_a_store() {
    Configuration file = builder()
        .type("proxy")
        .set("store", "url", "memory")
        .set("server", "trusted_proxies", "192.0.2.1")
        .set("proxy", "auto_create", "yes")
        .build();

    follows(file, get("/").with("Remote-User", "ada"), "ada", "clerk");
  }

  @Test
  void tokens_of_a_lambda() {
    Configuration file = builder().bearer(token -> Optional.of("ada")).build();

    follows(file, bearer("secret"), "ada", "clerk");
  }

  @Test
  void names_and_groups_of_a_proxy() {
    Configuration file = Vestibule.builder()
        .clock(clock)
        .type("proxy")
        .set("server", "trusted_proxies", "192.0.2.1")
        .roles((name, groups) -> groups.contains("staff") ? Set.of("of-" + name) : Set.of())
        .build();
    FakeRequest eve = get("/").with("Remote-User", "eve");

    assertThat(roles(file, eve.with("Remote-Groups", "staff,others"))).containsExactly("of-eve");
    assertThat(roles(file, eve)).isEmpty();
  }

  @Test
  void claims_of_a_signed_token_even_of_one_that_is_remembered() {
    Configuration file = builder()
        .type("jwt")
        .set("jwt", "issuer", "https://id.example.org")
        .set("jwt", "audience", "api")
        .set("jwt", "secret", SECRET)
        .set("jwt", "subject_prefix", "partner:")
        .build();
    String token = mint.token(Map.of(
        "iss", "https://id.example.org",
        "aud", "api",
        "sub", "ada",
        "exp", clock.instant().plus(Duration.ofMinutes(5)).getEpochSecond(),
        "roles", "staff"));

    follows(file, bearer(token), "partner:ada", "clerk", "staff");
  }

  @Test
  void the_resolver_sees_the_roles_that_a_signed_token_claims() {
    Configuration file = Vestibule.builder()
        .clock(clock)
        .type("jwt")
        .set("jwt", "issuer", "https://id.example.org")
        .set("jwt", "audience", "api")
        .set("jwt", "secret", SECRET)
        .set("jwt", "roles_claim", "realm_access.roles")
        .roles((name, groups) -> groups.contains("ops") ? Set.of("admin") : Set.of())
        .build();
    String token = mint.token(Map.of(
        "iss", "https://id.example.org",
        "aud", "api",
        "sub", "ada",
        "exp", clock.instant().plus(Duration.ofMinutes(5)).getEpochSecond(),
        "realm_access", Map.of("roles", List.of("ops"))));

    assertThat(roles(file, bearer(token))).containsExactlyInAnyOrder("ops", "admin");
  }

  @Test
  void answers_about_an_opaque_token() throws Exception {
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext("/", exchange -> {
      byte[] body = "{\"active\":true,\"sub\":\"eve\"}".getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    issuer.start();
    try {
      Configuration file = builder()
          .type("introspection")
          .set("introspection", "url", "http://127.0.0.1:" + issuer.getAddress().getPort() + "/")
          .set("introspection", "client_id", "api")
          .set("introspection", "client_secret", "secret")
          .build();

      follows(file, bearer("opaque"), "eve");
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void a_resolver_that_is_down_opens_no_door() {
    Configuration file = Vestibule.builder()
        .bearer(token -> Optional.of("ada"))
        .roles(name -> {
          throw new AuthUnavailableException("the directory is down", Duration.ofSeconds(5));
        })
        .build();

    assertThat(decide(file, bearer("secret")))
        .isInstanceOfSatisfying(
            Decision.Answer.class,
            answer -> assertThat(answer.response().status()).isEqualTo(503));
  }

  /** How long the host takes would tell who is known, and strangers could keep its database busy. */
  @ParameterizedTest
  @ValueSource(strings = {"basic", "digest"})
  void nobody_makes_the_host_look_roles_up_before_a_password_is_right(String type)
      throws Exception {
    String hash = DigestAlgorithm.SHA_256
        .secret("ada", "Authentication Required", OPEN_SESAME)
        .reveal();
    Path users = Files.writeString(
        folder.resolve("users.txt"),
        type.equals("basic")
            ? "ada:open sesame\n"
            : "ada:Authentication Required:{SHA-256}" + hash + "\n");
    List<String> asked = new ArrayList<>();
    VestibuleBuilder builder = Vestibule.builder()
        .clock(clock)
        .roles(name -> {
          asked.add(name);
          return Set.of();
        })
        .type(type)
        .set(type, "users_file", users.toString());
    Auth auth = (type.equals("basic") ? builder.set("basic", "use_bcrypt", "no") : builder)
        .build()
        .auth();

    for (String name : List.of("ada", "nobody", "ada", "ada", "ada", "ada")) {
      auth.login(get("/"), new UsernamePassword(name, Secret.of("wrong")));
    }
    assertThat(auth.login(get("/"), new UsernamePassword("ada", OPEN_SESAME)))
        .as("throttled")
        .isInstanceOf(LoginResult.Refused.class);
    assertThat(asked).isEmpty();

    clock.pass(Duration.ofMinutes(10));
    assertThat(auth.login(get("/"), new UsernamePassword("ada", OPEN_SESAME)))
        .isInstanceOf(LoginResult.Admitted.class);
    assertThat(asked).containsOnly("ada");
  }

  /** A role that the host gives or takes away counts at once, or with the store's next look, beside those of elsewhere. */
  private void follows(Configuration file, FakeRequest request, String subject, String... other) {
    assertThat(roles(file, request)).containsExactlyInAnyOrder(other);
    given.put(subject, Set.of("admin"));
    clock.pass(Duration.ofSeconds(2));
    Set<String> all = new HashSet<>(List.of(other));
    all.add("admin");
    assertThat(roles(file, request)).isEqualTo(all);
    given.remove(subject);
    clock.pass(Duration.ofSeconds(2));
    assertThat(roles(file, request)).containsExactlyInAnyOrder(other);
  }

  private static Set<String> roles(Configuration file, FakeRequest request) {
    return Decided.identity(decide(file, request)).roles();
  }

  private static Decision decide(Configuration file, FakeRequest request) {
    return file.auth().decide(new From("192.0.2.1", file.trustedProxies(), request), Form::empty);
  }

  private static FakeRequest basic(String name) {
    String pair = Base64.getEncoder().encodeToString((name + ":open sesame").getBytes(UTF_8));
    return get("/").with("Authorization", "Basic " + pair);
  }

  private static FakeRequest bearer(String token) {
    return get("/").with("Authorization", "Bearer " + token);
  }
}
