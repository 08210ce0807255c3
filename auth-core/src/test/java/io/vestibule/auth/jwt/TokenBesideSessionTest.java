package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A browser that is signed in, and a token beside its cookie: whoever shows a wrong one is refused, whatever the order. */
class TokenBesideSessionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Mint ISSUER = Mint.of("EdDSA", "k1");
  private static final Mint THIEF = Mint.of("EdDSA", "k1");
  private static final String STATIC = "Zk3vQm9sT1xYwB7nL5cR2hD8gJ6fP4aK0uEeVtNqWoI";

  @TempDir
  private Path folder;

  @BeforeEach
  void publish() throws IOException {
    Files.writeString(folder.resolve("jwks.json"), ISSUER.jwks());
    Files.writeString(
        folder.resolve("tokens.txt"),
        "ci:1eba3d60d4af6bb17d30dd4aee9479d8a45aac1408aff6ef07d68e4d710d19f9\n");
  }

  private Configuration configuration(String types, String more) {
    String hash =
        org.mindrot.jbcrypt.BCrypt.hashpw("correct horse", org.mindrot.jbcrypt.BCrypt.gensalt(4));
    String text = """
        [authentication]
        type = %s
        [users]
        ada = %s
        %s
        [rules]
        /open = public
        /page = via:session
        /** = user
        """.formatted(types, hash, more);
    return Configuration.parse("auth.ini", text, folder, Map.of(), new FakeClock(NOW));
  }

  private static String jwt() {
    return """
        [jwt]
        issuer = https://id.example.org
        audience = api
        jwks_file = jwks.json
        """;
  }

  private static String bearer() {
    return "[bearer]\ntokens_file = tokens.txt\n";
  }

  private static String issuer() {
    return """
        [store]
        url = memory
        [issuer]
        url = https://app.example.org
        """;
  }

  private static List<List<String>> files() {
    return List.of(
        List.of("session, jwt", jwt()),
        List.of("jwt, session", jwt()),
        List.of("session, bearer", bearer()),
        List.of("bearer, session", bearer()),
        List.of("session", issuer()),
        List.of("session, jwt, bearer", jwt() + bearer()));
  }

  private static Map<String, Object> claims(String issuer, long expires) {
    return Map.of("iss", issuer, "aud", "api", "sub", "bob", "exp", NOW.getEpochSecond() + expires);
  }

  private static List<String> wrong() {
    return List.of(
        "garbage",
        "",
        "vst_garbage",
        "vsr_garbage",
        "a.bnVsbA.a",
        ISSUER.token(claims("https://other.example.org", 60)),
        ISSUER.token(claims("https://id.example.org", -3600)),
        THIEF.token(claims("https://id.example.org", 60)),
        THIEF.token(claims("https://app.example.org", 60)));
  }

  private static FakeRequest signedIn(Configuration file, String path) {
    FakeRequest login = FakeRequest.request("POST", "/auth/login")
        .at("https://app.example.org")
        .with("Accept", "application/json")
        .with("Sec-Fetch-Site", "same-origin");
    Form form = new Form(Map.of("username", List.of("ada"), "password", List.of("correct horse")));
    AuthResponse answer = Decided.answer(file.auth().decide(login, () -> form));
    String cookies = answer.headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .collect(Collectors.joining("; "));
    return FakeRequest.get(path).at("https://app.example.org").with("Cookie", cookies);
  }

  private static void assertRefused(Configuration file, FakeRequest request) {
    assertThat(file.auth().decide(request, Form::empty))
        .as(request.toString())
        .isInstanceOfSatisfying(
            Decision.Answer.class,
            answer -> assertThat(answer.response().status()).isEqualTo(401));
  }

  private static String admitted(Configuration file, FakeRequest request) {
    Decision decision = file.auth().decide(request, Form::empty);
    assertThat(decision).as(request.toString()).isInstanceOf(Decision.Admit.class);
    return Decided.identity(decision).subject();
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_wrong_token_beside_a_session_is_refused(List<String> parts) {
    Configuration file = configuration(parts.get(0), parts.get(1));
    for (String path : List.of("/x", "/open")) {
      FakeRequest request = signedIn(file, path);
      assertThat(admitted(file, request)).isEqualTo("ada");
      wrong()
          .forEach(token -> assertRefused(file, request.with("Authorization", "Bearer " + token)));
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void what_nobody_asks_for_takes_nothing_away(List<String> parts) {
    Configuration file = configuration(parts.get(0), parts.get(1));
    FakeRequest request = signedIn(file, "/x");

    Stream.of("Basic ZnJvbnQ6cHJveHk=", "Negotiate YII=", "", "Digest username=\"x\"")
        .forEach(field ->
            assertThat(admitted(file, request.with("Authorization", field))).isEqualTo("ada"));
    assertThat(admitted(file, signedIn(file, "/page").with("Authorization", "Bearer garbage")))
        .as("where only a session counts, nobody asks for a token")
        .isEqualTo("ada");
  }

  @Test
  void a_token_nobody_offers_to_take_is_somebody_elses() {
    Configuration file = configuration("session", "");

    assertThat(admitted(file, signedIn(file, "/x").with("Authorization", "Bearer garbage")))
        .isEqualTo("ada");
  }

  @Test
  void right_tokens_beside_a_session_are_two_right_proofs_and_order_decides() {
    String token = ISSUER.token(claims("https://id.example.org", 60));
    Configuration first = configuration("session, jwt, bearer", jwt() + bearer());
    Configuration last = configuration("bearer, jwt, session", jwt() + bearer());

    for (String right : List.of(token, STATIC)) {
      assertThat(admitted(first, signedIn(first, "/x").with("Authorization", "Bearer " + right)))
          .isEqualTo("ada");
      assertThat(admitted(last, signedIn(last, "/x").with("Authorization", "Bearer " + right)))
          .isNotEqualTo("ada");
    }
  }

  @Test
  void the_token_of_the_second_issuer_counts_though_the_first_one_speaks_for_both() {
    Configuration file = configuration("session, jwt", """
        [jwt.one]
        issuer = https://one.example.org
        audience = api
        jwks_file = jwks.json
        [jwt.two]
        issuer = https://id.example.org
        audience = api
        jwks_file = jwks.json
        """);
    String token = ISSUER.token(claims("https://id.example.org", 60));

    assertThat(admitted(file, signedIn(file, "/x").with("Authorization", "Bearer " + token)))
        .isEqualTo("ada");
  }
}
