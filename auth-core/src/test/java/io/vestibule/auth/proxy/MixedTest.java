package io.vestibule.auth.proxy;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.server.From;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A header beside Basic beside a session, in every order of the three. */
class MixedTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));

  static Stream<List<String>> orders() {
    return Stream.of(
        List.of("proxy", "session", "basic"),
        List.of("proxy", "basic", "session"),
        List.of("session", "proxy", "basic"),
        List.of("session", "basic", "proxy"),
        List.of("basic", "proxy", "session"),
        List.of("basic", "session", "proxy"));
  }

  private static Configuration load(List<String> order) {
    return Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = " + String.join(", ", order)
            + "\n[session]\nuse_bcrypt = no\n[basic]\nuse_bcrypt = no\n"
            + "[users]\nada = open sesame\nbob = open sesame\n"
            + "[server]\ntrusted_proxies = 10.0.0.1\n",
        Path.of("/etc/app"),
        Map.of(),
        NOON);
  }

  private static Decision decide(Configuration configuration, FakeRequest request, Form form) {
    return configuration
        .auth()
        .decide(new From("10.0.0.1", configuration.trustedProxies(), request), () -> form);
  }

  private static String outcome(Configuration configuration, FakeRequest request) {
    Decision decision = decide(configuration, request, Form.empty());
    return decision instanceof Decision.Admit admit
        ? admit.via() + ":" + admit.identity().subject()
        : String.valueOf(((Decision.Answer) decision).response().status());
  }

  private static String basic(String name) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":open sesame").getBytes(UTF_8));
  }

  /** The cookie of a session of this user. */
  private static String cookie(Configuration configuration, String name) {
    Form form = new Form(Map.of("username", List.of(name), "password", List.of("open sesame")));
    FakeRequest login = request("POST", "/auth/api/login")
        .with("Sec-Fetch-Site", "same-origin")
        .with("Accept", "application/json");
    AuthResponse answer = ((Decision.Answer) decide(configuration, login, form)).response();
    return answer.headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .filter(pair -> pair.contains("_session="))
        .findFirst()
        .orElseThrow();
  }

  private static FakeRequest showing(Configuration configuration, List<String> ways, String name) {
    FakeRequest request = get("/orders");
    for (String way : ways) {
      request = switch (way) {
        case "proxy" -> request.with("Remote-User", name);
        case "basic" -> request.with("Authorization", basic(name));
        default -> request.with("Cookie", cookie(configuration, name));
      };
    }
    return request;
  }

  @ParameterizedTest
  @MethodSource("orders")
  void each_of_them_alone_is_enough(List<String> order) {
    Configuration configuration = load(order);

    for (String way : order) {
      assertThat(outcome(configuration, showing(configuration, List.of(way), "ada")))
          .isEqualTo(way + ":ada");
    }
    assertThat(outcome(configuration, get("/orders"))).isEqualTo("401");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void where_they_agree_the_first_in_order_decides(List<String> order) {
    Configuration configuration = load(order);

    assertThat(outcome(configuration, showing(configuration, order, "ada")))
        .isEqualTo(order.get(0) + ":ada");
    assertThat(outcome(configuration, showing(configuration, order.subList(1, 3), "ada")))
        .isEqualTo(order.get(1) + ":ada");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void where_they_name_two_users_nobody_comes_in(List<String> order) {
    Configuration configuration = load(order);
    for (String one : order) {
      for (String other : order) {
        if (!one.equals(other)) {
          FakeRequest ada = showing(configuration, List.of(one), "ada");
          FakeRequest both = showing(configuration, List.of(other), "bob");
          for (var field : ada.fields().fields()) {
            both = both.with(field.name(), field.value());
          }
          assertThat(outcome(configuration, both)).as(one + " and " + other).isEqualTo("401");
        }
      }
    }
  }

  /** A wrong password is nobody's proof, but it names somebody. */
  @ParameterizedTest
  @MethodSource("orders")
  void what_the_other_credentials_are_worth_does_not_matter(List<String> order) {
    Configuration configuration = load(order);
    String wrong = "Basic " + Base64.getEncoder().encodeToString("bob:wrong".getBytes(UTF_8));

    assertThat(outcome(
            configuration,
            showing(configuration, List.of("proxy"), "ada").with("Authorization", wrong)))
        .isEqualTo("401");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_session_that_contradicts_the_proxy_ends(List<String> order) {
    Configuration configuration = load(order);
    String cookie = cookie(configuration, "ada");
    FakeRequest both = get("/orders").with("Cookie", cookie).with("Remote-User", "bob");

    assertThat(outcome(configuration, both)).isEqualTo("401");
    assertThat(outcome(configuration, both)).isEqualTo("proxy:bob");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_blank_authorization_is_no_credentials(List<String> order) {
    Configuration configuration = load(order);

    for (String blank : List.of("", " ")) {
      FakeRequest request = get("/orders").with("Authorization", blank);
      assertThat(outcome(configuration, request)).isEqualTo("401");
      assertThat(outcome(configuration, request.with("Remote-User", "ada"))).isEqualTo("proxy:ada");
      assertThat(outcome(configuration, request.with("Cookie", cookie(configuration, "ada"))))
          .isEqualTo("session:ada");
    }
  }
}
