package io.vestibule.auth.proxy;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.digest.DigestAlgorithm;
import io.vestibule.auth.digest.DigestClient;
import io.vestibule.auth.oauth.Browser;
import io.vestibule.auth.server.From;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A header, a session, a provider's session, Basic and Digest on one request, each of them first, forth and back. */
class MixedTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));
  private static final List<String> ALL = List.of("proxy", "session", "oauth", "basic", "digest");

  /** Both are one field, or both one cookie: a request has no room for the two of them. */
  private static final Set<Set<String>> ONE_PLACE =
      Set.of(Set.of("basic", "digest"), Set.of("session", "oauth"));

  @TempDir
  private Path folder;

  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(NOON);
    Files.writeString(folder.resolve("digest.txt"), digestLine("ada") + digestLine("bob"));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private static String digestLine(String name) {
    String hash =
        DigestAlgorithm.SHA_256.secret(name, "house", Secret.of("open sesame")).reveal();
    return name + ":house:{SHA-256}" + hash + "\n";
  }

  static Stream<List<String>> orders() {
    return IntStream.range(0, ALL.size()).boxed().flatMap(first -> {
      List<String> turned = new ArrayList<>(ALL);
      Collections.rotate(turned, first);
      List<String> back = new ArrayList<>(turned);
      Collections.reverse(back);
      return Stream.of(turned, back);
    });
  }

  private Configuration load(List<String> order) {
    return load(order, "Basic", "Digest");
  }

  private Configuration load(List<String> order, String basic, String digest) {
    return Configuration.parse(
        "auth.ini",
        """
        [authentication]
        type = %s
        [session]
        use_bcrypt = no
        [basic]
        use_bcrypt = no
        scheme = %s
        [digest]
        scheme = %s
        realm = house
        users_file = digest.txt
        userhash = yes
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        anyone = yes
        username_claim = preferred_username
        link_by = username
        [users]
        ada = open sesame
        bob = open sesame
        [server]
        trusted_proxies = 10.0.0.1
        """.formatted(
            String.join(", ", order), basic, digest, provider.issuer(), FakeProvider.CLIENT_SECRET),
        folder,
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
        : String.valueOf(Decided.answer(decision).status());
  }

  private static String basic(String name) {
    return "Basic " + Base64.getEncoder().encodeToString((name + ":open sesame").getBytes(UTF_8));
  }

  private static String digest(Configuration configuration, String name, boolean hashed) {
    AuthResponse refused = Decided.answer(decide(configuration, get("/orders"), Form.empty()));
    String challenge = refused.headers().all("WWW-Authenticate").stream()
        .filter(field -> field.startsWith("Digest "))
        .findFirst()
        .orElseThrow();
    DigestClient client =
        new DigestClient(name, "open sesame").answer(challenge, "GET", "/orders", 1);
    return hashed
        ? client
            .saying("userhash", "true")
            .saying("username", DigestClient.hash("SHA-256", name + ":house"))
            .header()
        : client.header();
  }

  /** The cookie of a session of this user. */
  private static String cookie(Configuration configuration, String name) {
    Form form = new Form(Map.of("username", List.of(name), "password", List.of("open sesame")));
    FakeRequest login = request("POST", "/auth/api/login")
        .with("Sec-Fetch-Site", "same-origin")
        .with("Accept", "application/json");
    AuthResponse answer = Decided.answer(decide(configuration, login, form));
    return answer.headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .filter(pair -> pair.contains("_session="))
        .findFirst()
        .orElseThrow();
  }

  /** The cookie of a session that the provider vouched for. */
  private String guestCookie(Configuration configuration, String name) {
    provider.signedIn(name, Map.of("preferred_username", name));
    Browser browser = new Browser(configuration.auth());
    assertThat(browser.signIn("/auth/oauth/login").status()).isEqualTo(303);
    return browser.jar().entrySet().stream()
        .filter(cookie -> cookie.getKey().endsWith("_session"))
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .findFirst()
        .orElseThrow();
  }

  private FakeRequest showing(
      Configuration configuration, FakeRequest request, String way, String name) {
    return switch (way) {
      case "proxy" -> request.with("Remote-User", name);
      case "basic" -> request.with("Authorization", basic(name));
      case "digest" -> request.with("Authorization", digest(configuration, name, false));
      case "oauth" -> request.with("Cookie", guestCookie(configuration, name));
      default -> request.with("Cookie", cookie(configuration, name));
    };
  }

  private FakeRequest showing(Configuration configuration, String way, String name) {
    return showing(configuration, get("/orders"), way, name);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void each_of_them_alone_is_enough(List<String> order) {
    Configuration configuration = load(order);

    for (String way : order) {
      assertThat(outcome(configuration, showing(configuration, way, "ada")))
          .isEqualTo(way + ":ada");
    }
    assertThat(outcome(configuration, get("/orders"))).isEqualTo("401");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void where_they_agree_the_first_in_order_decides(List<String> order) {
    Configuration configuration = load(order);

    for (int first = 0; first < order.size(); first++) {
      for (String later : order.subList(first + 1, order.size())) {
        String way = order.get(first);
        if (!ONE_PLACE.contains(Set.of(way, later))) {
          FakeRequest both =
              showing(configuration, showing(configuration, later, "ada"), way, "ada");
          assertThat(outcome(configuration, both))
              .as(way + " and " + later)
              .isEqualTo(way + ":ada");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void where_they_name_two_users_nobody_comes_in(List<String> order) {
    Configuration configuration = load(order);

    for (String one : order) {
      for (String other : order) {
        if (!one.equals(other)) {
          FakeRequest both =
              showing(configuration, showing(configuration, one, "ada"), other, "bob");
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
    String unproved =
        digest(configuration, "bob", false).replaceFirst("nc=00000001", "nc=00000002");

    for (String field : List.of(wrong, unproved)) {
      FakeRequest both = showing(configuration, "proxy", "ada").with("Authorization", field);
      assertThat(outcome(configuration, both)).as(field).isEqualTo("401");
    }
  }

  /** RFC 7616, 3.4.4: who the name is a hash of must be looked up. */
  @ParameterizedTest
  @MethodSource("orders")
  void a_hashed_name_is_a_name_too(List<String> order) {
    Configuration configuration = load(order);
    FakeRequest ada = showing(configuration, "proxy", "ada");

    String first = order.indexOf("digest") < order.indexOf("proxy") ? "digest" : "proxy";
    assertThat(
            outcome(configuration, ada.with("Authorization", digest(configuration, "ada", true))))
        .isEqualTo(first + ":ada");
    for (String other : List.of("bob", "nobody")) {
      assertThat(
              outcome(configuration, ada.with("Authorization", digest(configuration, other, true))))
          .isEqualTo("401");
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void a_session_that_contradicts_the_proxy_ends(List<String> order) {
    Configuration configuration = load(order);

    for (String way : List.of("session", "oauth")) {
      FakeRequest both = showing(configuration, way, "ada").with("Remote-User", "bob");

      assertThat(outcome(configuration, both)).as(way).isEqualTo("401");
      assertThat(outcome(configuration, both)).as(way).isEqualTo("proxy:bob");
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void another_name_of_the_scheme_hides_no_second_user(List<String> order) {
    Configuration named = load(order);
    Configuration renamed = load(order, "XBasic", "XDigest");

    for (String field : List.of(basic("bob"), digest(named, "bob", false))) {
      FakeRequest both = showing(renamed, "session", "ada").with("Authorization", "X" + field);
      assertThat(outcome(renamed, both)).as(field).isEqualTo("401");
    }
  }

  /** No other way is there that could tell whose session it is. */
  @ParameterizedTest
  @MethodSource("pairs")
  void two_of_them_are_enough_to_disagree(List<String> pair) {
    Configuration configuration = load(pair);

    FakeRequest both =
        showing(configuration, showing(configuration, pair.get(0), "ada"), pair.get(1), "bob");

    assertThat(outcome(configuration, both)).isEqualTo("401");
  }

  static Stream<List<String>> pairs() {
    return ALL.stream().flatMap(one -> ALL.stream()
        .filter(other -> !other.equals(one) && !ONE_PLACE.contains(Set.of(one, other)))
        .map(other -> List.of(one, other)));
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
