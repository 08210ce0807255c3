package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Logged;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever anybody sends to the endpoints of a sign-in: it is refused as theirs, the log says why, and nothing breaks. */
class OddInputTest {
  private static final String LONG = "a".repeat(5_000);

  @TempDir
  private static Path folder;

  private static FakeProvider provider;
  private static Auth auth;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
    auth = Configuration.parse(
            "auth.ini",
            """
            [authentication]
            type = oauth
            issuer = %s
            client_id = app
            client_secret = %s
            anyone = yes
            """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET),
            folder,
            Map.of(),
            InstantSource.system())
        .auth();
  }

  @AfterAll
  static void stop() {
    auth.close();
    provider.close();
  }

  /** An answer, and what was logged on the way to it. */
  private record Seen(AuthResponse answer, String log) {}

  private static Seen send(FakeRequest request, Map<String, List<String>> form) {
    try (Logged log = Logged.start()) {
      Decision decision = auth.decide(request, () -> new Form(form));
      return new Seen(Decided.answer(decision), log.text());
    }
  }

  private static FakeRequest from(String method, String target) {
    return FakeRequest.request(method, target)
        .at(Browser.HOME)
        .with("Accept", "text/html")
        .with("Sec-Fetch-Mode", "navigate")
        .with("Sec-Fetch-Site", "cross-site");
  }

  private static void assertRefused(Seen seen, String reason) {
    assertThat(seen.answer().status()).as(seen.log()).isBetween(400, 499);
    assertThat(seen.answer().headers().first("Cache-Control")).contains("no-store");
    assertThat(seen.log()).contains(reason).doesNotContain("an authenticator failed", "\tat ");
  }

  static Stream<String> answers() {
    return Stream.concat(
        Stream.of(
            "",
            "&&&",
            "=",
            "==&=a",
            "?",
            "code",
            "code=",
            "code=&state=",
            "code=%20&state=a",
            "code=a",
            "code=a&state=",
            "code=a&state=%",
            "code=%f&state=a",
            "code=%ff&state=%ff",
            "code=%00&state=%00",
            "code=%0d%0aSet-Cookie:%20a=b&state=%0a",
            "code=a&code=b&state=c",
            "code=a&state=b&state=c",
            "code=a&state=b&iss=c&iss=d",
            "code=a&state=b&error=c",
            "code=a&state=../../etc/passwd",
            "code=a&state=%3Cscript%3E",
            "code=a;state=b",
            "state=a",
            "error=",
            "error=access_denied",
            "error=%3Cscript%3E&error_description=%0aforged&state=a",
            "access_token=a&state=b",
            "id_token=a&code=b&state=c",
            "response=a",
            "code=" + LONG + "&state=a",
            "code=a&state=" + LONG,
            "code=a&state=%F0%9F%98%80%ED%A0%80",
            "bridged=",
            "bridged=%",
            "bridged=AAAA",
            "bridged=" + LONG,
            "bridged=a&code=b&state=c"),
        random().map(text -> "code=" + text + "&state=" + text));
  }

  /** The same in each run. */
  private static Stream<String> random() {
    Random random = new Random(42);
    return IntStream.range(0, 40).mapToObj(i -> {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      return URLEncoder.encode(new String(bytes, UTF_8), UTF_8);
    });
  }

  @ParameterizedTest
  @MethodSource("answers")
  void an_answer_that_nobody_asked_for(String query) {
    assertRefused(
        send(from("GET", "/oauth/callback?" + query), Map.of()), "sign-in refused, reference ");
  }

  static Stream<Map<String, List<String>>> forms() {
    return Stream.of(
        Map.of(),
        Map.of("", List.of("")),
        Map.of("code", List.of()),
        Map.of("code", List.of("")),
        Map.of("code", List.of("a", "b"), "state", List.of("c")),
        Map.of("code", List.of("a"), "error", List.of("b")),
        Map.of("code", List.of("a"), "id_token", List.of("b"), "state", List.of("c")),
        Map.of("code", List.of(LONG), "state", List.of("c")),
        Map.of(
            "code", List.of("a".repeat(4_000)),
            "state", List.of("b".repeat(4_000)),
            "iss", List.of("c".repeat(4_000))),
        Map.of("state", List.of("c")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void a_form_that_is_no_answer(Map<String, List<String>> form) {
    assertRefused(send(from("POST", "/oauth/callback"), form), "sign-in refused, reference ");
  }

  @Test
  void a_form_that_could_be_an_answer_comes_again_and_is_refused_then() {
    Seen bridged = send(
        from("POST", "/oauth/callback"),
        Map.of("code", List.of("a\u0000\ud83d\ude00"), "state", List.of("b\r\n")));
    assertThat(bridged.answer().status()).isEqualTo(303);
    String again = Browser.location(bridged.answer());
    assertThat(again).hasSizeLessThan(6_000).matches("[!-~]+");
    assertRefused(send(from("GET", again), Map.of()), "oauth-state");
  }

  static Stream<String> logoutTokens() {
    String ours = "{\"iss\":\"" + provider.issuer() + "\",\"aud\":\"app\",\"sub\":\"ann\"}";
    Stream<String> payloads = Stream.of(
        "",
        "null",
        "[]",
        "1",
        "{}",
        "{",
        "{\"iss\":1}",
        "{\"iss\":null}",
        "{\"iss\":[\"a\"]}",
        ours);
    return Stream.concat(
        Stream.of("", ".", "..", "a", "a.b.c", "a.b.c.d", "%.%.%", "\u0000.\u00ff.\n", LONG + LONG),
        payloads.flatMap(payload -> Stream.of("{}", "{\"alg\":\"none\"}", "{\"alg\":\"RS256\"}")
            .map(header -> encoded(header) + "." + encoded(payload) + ".AA")));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("logoutTokens")
  void a_logout_token_that_is_none(String token) {
    assertRefused(
        send(from("POST", ProviderLogout.BACK), Map.of("logout_token", List.of(token))),
        "a logout token from");
  }

  @Test
  void no_logout_token_or_two() {
    String token = provider.logoutToken("ann", "");
    assertRefused(send(from("POST", ProviderLogout.BACK), Map.of()), "a logout token from");
    assertRefused(
        send(from("POST", ProviderLogout.BACK), Map.of("logout_token", List.of(token, token))),
        "a logout token from");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "iss",
        "iss=",
        "iss=%",
        "iss=%ff&sid=%ff",
        "iss=ISS",
        "iss=ISS&sid",
        "iss=ISS&sid=",
        "iss=ISS&sid=%",
        "iss=ISS&sid=a&sid=b",
        "iss=ISS&iss=ISS&sid=a",
        "iss=ISS/&sid=a",
        "iss=ISS%00&sid=a",
        "iss=javascript:alert(1)&sid=a",
        "iss=https://evil.example&sid=a",
        "sid=a",
        "iss=ISS&sid=LONG"
      })
  void a_frame_that_names_no_session_of_ours(String query) {
    String filled = query.replace("ISS", provider.issuer()).replace("LONG", LONG);
    assertRefused(
        send(from("GET", ProviderLogout.FRONT + "?" + filled), Map.of()),
        "a frame that is to sign out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\"b", "[::1", "a\u00e4|", "%"})
  void a_host_that_is_none(String host) {
    FakeRequest request = from("GET", "/auth/oauth/login").at("http://" + host);
    assertRefused(send(request, Map.of()), "oauth-address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return_to=%",
        "return_to=%ff",
        "return_to=//evil.example",
        "return_to=https://evil.example/",
        "return_to=%0d%0aSet-Cookie:%20a=b",
        "return_to=/a&return_to=/b",
        "again=1&again=1",
        "again=2&&&=",
        "return_to=/LONG"
      })
  void a_start_with_odd_wishes_leads_to_the_provider_all_the_same(String query) {
    Seen seen =
        send(from("GET", "/auth/oauth/login?" + query.replace("LONG", LONG + LONG)), Map.of());
    assertThat(seen.answer().status()).as(seen.log()).isEqualTo(303);
    assertThat(Browser.location(seen.answer()))
        .startsWith(provider.issuer() + "/authorize?")
        .doesNotContain("evil", "Set-Cookie");
    assertThat(seen.answer().headers().all("Set-Cookie"))
        .allSatisfy(cookie -> assertThat(cookie).hasSizeLessThan(4_096).matches("[ -~]+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"provider=1", "provider=1&provider=1", "provider=%", "provider=2", "%"})
  void signing_out_there_needs_a_request_of_our_own_page(String query) {
    assertRefused(send(from("POST", "/auth/logout?" + query), Map.of()), "");
    Seen stranger = send(
        FakeRequest.request("POST", "/auth/logout?" + query)
            .at(Browser.HOME)
            .with("Sec-Fetch-Site", "same-origin")
            .with("Cookie", "vestibule_session=odd; =; a"),
        Map.of("provider", List.of("1", "\u0000")));
    assertThat(stranger.answer().status()).isEqualTo(200);
    assertThat(stranger.log()).doesNotContain("an authenticator failed");
  }
}
