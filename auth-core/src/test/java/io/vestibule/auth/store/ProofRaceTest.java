package io.vestibule.auth.store;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.jwk.JWK;
import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.digest.DigestClient;
import io.vestibule.auth.jwt.Mint;
import io.vestibule.auth.oauth.Browser;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A proof that counts once is shown twenty times at the same moment, to two nodes where the store has room for two: tickets, proofs of
 * possession, Digest, and what a provider sends by the browser and by itself. {@link Race} says how often.
 */
class ProofRaceTest {
  private static final int ROUNDS = Race.rounds(20);

  /** Twenty signatures to check take far longer than the store, so there are fewer rounds of these. */
  private static final int OF_SIGNATURES = Math.max(10, ROUNDS / 5);

  /** A sign-in asks the provider over the network. */
  private static final int OF_SIGN_INS = Math.max(2, ROUNDS / 20);

  /** Checked faster than made, and here one is made for twenty checks. */
  private static final String ALGORITHM = "RS256";

  private static final Mint ISSUER = Mint.of(ALGORITHM, "key");
  private static final Mint CLIENT = Mint.of(ALGORITHM, "");
  private static final String ADA = "Basic " + base64("ada:open sesame");

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicInteger next = new AtomicInteger();
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
    Files.writeString(folder.resolve("jwks.json"), ISSUER.jwks());
    Files.writeString(
        folder.resolve("digest.txt"),
        "ada:Vestibule:{SHA-256}" + DigestClient.hash("SHA-256", "ada:Vestibule:open sesame"));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void has_one_winner_each_time_in_memory() throws Exception {
    Store store = MemoryStore.of(clock);
    assertOneWinnerEachTime(List.of(node(store)));
  }

  @Test
  void has_one_winner_each_time_in_an_h2_file() throws Exception {
    try (Store store =
        JdbcStore.open("jdbc:h2:file:" + folder.resolve("auth"), "", Secret.of(""), clock)) {
      assertOneWinnerEachTime(store);
    }
  }

  @Test
  void has_one_winner_each_time_in_postgresql() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests is that for Linux on amd64");
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder().setDataDirectory(folder.resolve("data")).start();
        Store store = JdbcStore.open(
            "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres",
            "postgres",
            Secret.of("postgres"),
            clock)) {
      assertOneWinnerEachTime(store);
    }
  }

  private void assertOneWinnerEachTime(Store store) throws Exception {
    assertOneWinnerEachTime(List.of(node(store), node(store)));
  }

  private void assertOneWinnerEachTime(List<Auth> nodes) throws Exception {
    Race.assertOneWinnerEachTime(ROUNDS, round -> ticket(nodes));
    Race.assertOneWinnerEachTime(ROUNDS, round -> digest(nodes));
    Race.assertOneWinnerEachTime(ROUNDS, round -> logoutToken(nodes));
    Race.assertOneWinnerEachTime(OF_SIGNATURES, round -> proofOfPossession(nodes, round));
    Race.assertOneWinnerEachTime(OF_SIGN_INS, round -> answerOfTheProvider(nodes));
  }

  private Auth node(Store store) {
    String text = """
        [authentication]
        type = digest, basic, jwt, oauth
        [digest]
        users_file = digest.txt
        realm = Vestibule
        [basic]
        username = ada
        password = open sesame
        use_bcrypt = no
        [jwt]
        issuer = https://id.example.org
        audience = api
        algorithms = RS256
        jwks_file = jwks.json
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        anyone = yes
        [ticket]
        [throttle]
        enabled = no
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET);
    Supplied shared = Supplied.nothing().with(Store.class, store).with(Audit.class, Audit.none());
    return Configuration.parse("auth.ini", text, folder, clock, shared).auth();
  }

  /** Now one node is asked, now the other. */
  private Decision decide(List<Auth> nodes, AuthRequest request, Form form) {
    return nodes.get(next.incrementAndGet() % nodes.size()).decide(request, () -> form);
  }

  private AuthResponse answer(List<Auth> nodes, AuthRequest request, Form form) {
    return Decided.answer(decide(nodes, request, form));
  }

  private BooleanSupplier letsIn(List<Auth> nodes, FakeRequest request) {
    return () -> {
      Decision decision = decide(nodes, request, Form.empty());
      if (decision instanceof Decision.Answer answer) {
        assertThat(answer.response().status()).isEqualTo(401);
      }
      return decision instanceof Decision.Admit;
    };
  }

  private BooleanSupplier ticket(List<Auth> nodes) {
    FakeRequest asking = request("POST", "/auth/api/ticket").with("Authorization", ADA);
    AuthResponse given = answer(nodes, asking, new Form(Map.of("path", List.of("/ws"))));
    Object ticket = ((Body.Json) given.body()).members().get("ticket");
    return letsIn(nodes, get("/ws?ticket=" + ticket));
  }

  private BooleanSupplier proofOfPossession(List<Auth> nodes, int round) {
    long now = clock.instant().getEpochSecond();
    try {
      JWK jwk = JWK.parse(CLIENT.jwk());
      String token = ISSUER.token(Map.of(
          "iss",
          "https://id.example.org",
          "aud",
          "api",
          "sub",
          "ada",
          "iat",
          now,
          "exp",
          now + 300,
          "cnf",
          Map.of("jkt", jwk.computeThumbprint().toString())));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      String proof = CLIENT.token(
          Map.of("typ", "dpop+jwt", "alg", ALGORITHM, "jwk", jwk.toJSONObject()),
          Map.of(
              "jti",
              "proof-" + round,
              "htm",
              "GET",
              "htu",
              "http://localhost/x",
              "iat",
              now,
              "ath",
              Base64.getUrlEncoder().withoutPadding().encodeToString(hash)));
      return letsIn(nodes, get("/x").with("Authorization", "DPoP " + token).with("DPoP", proof));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private BooleanSupplier digest(List<Auth> nodes) {
    String challenge =
        answer(nodes, get("/x"), Form.empty()).headers().all("WWW-Authenticate").stream()
            .filter(field -> field.startsWith("Digest "))
            .findFirst()
            .orElseThrow();
    DigestClient client = new DigestClient("ada", "open sesame").answer(challenge, "GET", "/x", 1);
    return letsIn(nodes, get("/x").with("Authorization", client.header()));
  }

  private BooleanSupplier logoutToken(List<Auth> nodes) {
    Form form = new Form(Map.of("logout_token", List.of(provider.logoutToken("ann", "sid"))));
    return () -> {
      int status =
          answer(nodes, request("POST", "/oauth/backchannel-logout"), form).status();
      assertThat(status).isIn(200, 400);
      return status == 200;
    };
  }

  private BooleanSupplier answerOfTheProvider(List<Auth> nodes) {
    Browser browser = new Browser(nodes.get(0));
    String target = browser.answerOf(browser.sentTo("/auth/oauth/login"));
    String cookies = browser.jar().entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
    FakeRequest back = get(target)
        .at(Browser.HOME)
        .with("Accept", "text/html")
        .with("Sec-Fetch-Mode", "navigate")
        .with("Cookie", cookies);
    return () -> {
      int status = answer(nodes, back, Form.empty()).status();
      assertThat(status).isIn(303, 400);
      return status == 303;
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
