package io.vestibule.auth.audit;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.digest.DigestClient;
import io.vestibule.auth.jwt.Mint;
import io.vestibule.auth.server.From;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in, over what is right and all that is wrong: its secrets stand in no log, no audit, no answer, no fault. */
class SilentWaysTest {
  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Traced log = Traced.start();
  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Set<String> secrets = new TreeSet<>();
  private final List<Integer> statuses = new ArrayList<>();

  @AfterEach
  void stop() {
    log.close();
  }

  private Configuration load(String text) {
    Supplied listening = Supplied.nothing()
        .with(Audit.class, Audit.of(heard::add, event -> Audit.of().record(event)));
    return Configuration.parse("auth.ini", text, folder, clock, listening);
  }

  /** 200 where it is let in; only what a stranger is told counts as said. */
  private Decision ask(Configuration file, AuthRequest request, Form form) {
    Decision decision = file.auth().decide(request, () -> form);
    if (decision instanceof Decision.Answer answer) {
      AuthResponse response = answer.response();
      statuses.add(response.status());
      said.add(response.toString());
      if (response.status() >= 400) {
        said.add(String.valueOf(response.headers().all("WWW-Authenticate")));
        said.add(
            response.body() instanceof Body.Json json
                ? json.members().toString()
                : response.body().toString());
      }
    } else {
      statuses.add(200);
      said.add(decision.toString());
    }
    return decision;
  }

  private Decision ask(Configuration file, AuthRequest request) {
    return ask(file, request, Form.empty());
  }

  private void assertSilent(Integer... seen) {
    assertThat(statuses).contains(seen);
    secrets.removeIf(String::isEmpty);
    String all = log.text() + heard + said;
    assertThat(secrets).isNotEmpty().filteredOn(all::contains).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void digest() throws IOException {
    String a1 = DigestClient.hash("SHA-256", "ada:Vestibule:canary horse");
    secrets.addAll(List.of("canary horse", a1));
    Files.writeString(
        folder.resolve("digest.txt"),
        "ada:Vestibule:{SHA-256}" + a1 + "\nbob:Vestibule:{SHA-256}" + a1 + "00\neve:Vestibule:"
            + a1 + "\n:Vestibule:{SHA-256}" + a1 + "\nada = {SHA-256}" + a1 + "\n");
    Configuration file = load("""
        [authentication]
        type = digest
        [digest]
        realm = Vestibule
        users_file = digest.txt
        [store]
        url = jdbc:h2:mem:silent-digest
        """);
    file.warnings().forEach(warning -> said.add(warning.toString()));
    AuthResponse first = Decided.answer(ask(file, get("/x")));
    String challenge = first.headers().all("WWW-Authenticate").stream()
        .filter(field -> field.startsWith("Digest "))
        .findFirst()
        .orElseThrow();
    for (String password : List.of("canary horse", "canary wrong")) {
      secrets.add(password);
      for (String name : List.of("ada", "bob", "nobody")) {
        DigestClient client = new DigestClient(name, password).answer(challenge, "GET", "/x", 1);
        secrets.add(client.header().replaceFirst(".*response=\"([^\"]*)\".*", "$1"));
        ask(file, get("/x").with("Authorization", client.header()));
        ask(file, get("/x").with("Authorization", client.header()));
        ask(file, get("/y").with("Authorization", client.header()));
        ask(file, get("/x").with("Authorization", client.header() + ", nc=2"));
      }
    }
    clock.pass(Duration.ofHours(1));
    ask(
        file,
        get("/x")
            .with(
                "Authorization",
                new DigestClient("ada", "canary horse")
                    .answer(challenge, "GET", "/x", 9)
                    .header()));
    secrets.add(file.shared(Store.class)
        .orElseThrow()
        .get("key", "digest")
        .orElseThrow()
        .value());
    file.auth().close();
    assertSilent(200, 401);
  }

  @Test
  void proxy() {
    secrets.addAll(List.of("canary-proxy-secret", "canary-proxy-guess"));
    Configuration file = load("""
        [authentication]
        type = proxy
        [proxy]
        secret_header = X-Proxy-Secret
        secret = canary-proxy-secret
        [server]
        trusted_proxies = 10.0.0.1
        """);
    FakeRequest ada = get("/x").with("Remote-User", "ada");
    FakeRequest proved = ada.with("X-Proxy-Secret", "canary-proxy-secret");
    for (FakeRequest request : List.of(
        ada,
        proved,
        ada.with("X-Proxy-Secret", "canary-proxy-guess"),
        proved.with("X-Proxy-Secret", "canary-proxy-x"),
        proved.with("Remote-User", "eve"))) {
      ask(file, new From("10.0.0.1", file.trustedProxies(), request));
      ask(file, new From("10.0.0.2", file.trustedProxies(), request));
    }
    said.addAll(file.summary());
    assertSilent(200, 401);
  }

  @Test
  void jwt_by_a_shared_secret() throws Exception {
    Mint mint = Mint.of("HS256", "");
    String secret = "0123456789abcdef0123456789abcdef";
    secrets.addAll(List.of(secret, base64(secret)));
    Configuration file = load("""
        [authentication]
        type = jwt
        [jwt]
        issuer = https://id.example.org
        audience = api
        algorithms = HS256
        secret = %s
        """.formatted(secret));
    for (Map<String, Object> claims : List.<Map<String, Object>>of(
        claims("ada", "api", 300),
        claims("ada", "other", 300),
        claims("ada", "api", -300),
        claims("", "api", 300),
        Map.of())) {
      for (Map<String, Object> header : List.<Map<String, Object>>of(
          Map.of("alg", "HS256", "typ", "at+jwt"), Map.of("alg", "none"), Map.of("alg", "RS256"))) {
        String token = mint.token(header, claims);
        secrets.add(token);
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
        for (String shown : List.of(token, token + "A", token + "=", token.substring(5))) {
          ask(file, get("/x").with("Authorization", "Bearer " + shown));
          ask(file, get("/x").with("Authorization", "DPoP " + shown));
        }
        ask(file, get("/x?access_token=" + token));
      }
    }
    assertSilent(200, 401);
  }

  private Map<String, Object> claims(String subject, String audience, long life) {
    long now = clock.instant().getEpochSecond();
    return Map.of(
        "iss",
        "https://id.example.org",
        "sub",
        subject,
        "aud",
        audience,
        "iat",
        now - 600,
        "exp",
        now + life);
  }

  /** A file with the keys of tokens that is broken, holds more than it should, or changes under way. */
  @Test
  void keys_in_files() throws IOException {
    String secret = "canary4canary4canary4canary4canary4canary4canary4";
    secrets.addAll(List.of(secret, "canary4"));
    String good = "{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"" + secret + "\"}";
    List<String> files = List.of(
        Mint.of("RS256", "key").jwks(),
        "{\"keys\":[" + good + "]}",
        "{\"keys\":[" + good + "]",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + secret + "}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + secret + "=\\u00e4\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":[\"" + secret + "\"]}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"use\":\"" + secret + "\",\"k\":\"" + secret + "\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"d\":\"" + secret + "\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + secret + "\",\"y\":\"" + secret
            + "\",\"d\":\"" + secret + "\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"canary4\"}]}",
        "{\"keys\":[" + good + "," + good + "]}",
        secret,
        "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\n" + secret + "\n-----END PUBLIC KEY-----\n",
        "-----BEGIN CERTIFICATE-----\n" + secret + "\n-----END CERTIFICATE-----\n");
    for (String key : List.of("jwks_file", "public_key")) {
      for (String text : files) {
        Path keys = Files.writeString(folder.resolve("keys"), text);
        readKeys(key, keys);
      }
    }
    assertThat(said.toString())
        .contains("AUTH-C037", "has a block that is not base64")
        .doesNotContain("Last unit");
    assertSilent(401);
  }

  /** Reads them, and reads them once more when they have changed to what cannot be used. */
  private void readKeys(String key, Path keys) throws IOException {
    try {
      Configuration file = load("""
          [authentication]
          type = jwt
          [jwt]
          issuer = https://id.example.org
          audience = api
          algorithms = RS256
          %s = keys
          """.formatted(key));
      said.addAll(file.summary());
      file.started();
      ask(file, get("/x").with("Authorization", "Bearer e30.e30.AAAA"));
      Files.writeString(keys, "{\"keys\":[{\"kty\":\"oct\",\"k\":\"canary4canary4\",}]}");
      clock.pass(Duration.ofHours(1));
      ask(file, get("/x").with("Authorization", "Bearer e30.e30.AAAA"));
      file.auth().close();
    } catch (ConfigurationException refused) {
      StringWriter trace = new StringWriter();
      refused.printStackTrace(new PrintWriter(trace));
      said.add(trace.toString());
    }
  }

  @Test
  void introspection() throws IOException {
    String secret = "canary:introspection";
    secrets.addAll(List.of(
        secret, "canary%3Aintrospection", base64("api:canary%3Aintrospection"), "canary-opaque"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    List<String> answers = List.of(
        "{\"active\":true,\"sub\":\"ada\",\"aud\":\"api\"}",
        "{\"active\":false}",
        "{\"active\":\"canary-opaque-9\"}",
        "{\"active\":true,\"sub\":1,\"aud\":\"api\",\"token\":\"canary-opaque-9\"}",
        "canary-opaque-9 is no token",
        "{\"error\":\"canary-opaque-9\"");
    int[] next = {0};
    server.createContext("/", exchange -> answer(exchange, answers.get(next[0] % 6), next[0]++));
    server.start();
    Configuration file = load("""
        [authentication]
        type = introspection
        [introspection]
        url = http://127.0.0.1:%d/introspect
        client_id = api
        client_secret = %s
        audience = api
        """.formatted(server.getAddress().getPort(), secret));
    try {
      for (int i = 0; i < 12; i++) {
        ask(file, get("/x").with("Authorization", "Bearer canary-opaque-" + i));
      }
    } finally {
      server.stop(0);
    }
    ask(file, get("/x").with("Authorization", "Bearer canary-opaque-last"));
    assertSilent(200, 401, 503);
  }

  private static void answer(HttpExchange exchange, String text, int number) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(number < 6 ? 200 : 401, 0);
      exchange.getResponseBody().write(text.getBytes(UTF_8));
    }
  }

  @Test
  void api_tokens_tickets_and_passwords() throws Exception {
    Configuration file = load("""
        [authentication]
        type = session, basic, bearer
        [session]
        username = ada
        password = canary horse
        use_bcrypt = no
        [basic]
        username = ada
        password = canary horse
        use_bcrypt = no
        [bearer]
        tokens_file = tokens.txt
        [store]
        url = jdbc:h2:mem:silent-tokens
        [tokens]
        [ticket]
        """.replace("tokens_file = tokens.txt", tokensFile()));
    String ada = "Basic " + base64("ada:canary horse");
    secrets.addAll(List.of("canary horse", ada.substring(6), "canary-token-of-a-file"));
    FakeRequest me = request("POST", "/auth/api/tokens")
        .with("Cookie", session(file))
        .with("Sec-Fetch-Site", "same-origin");
    for (String shown : List.of(
        given(ask(file, me, new Form(Map.of("name", List.of("backup")))), "token"),
        "canary-token-of-a-file",
        "vst_canary4canary4canary4canary4canary4canary4canary4")) {
      secrets.add(shown);
      for (String text : List.of(shown, shown + "x", shown.substring(4))) {
        ask(file, get("/x").with("Authorization", "Bearer " + text));
        ask(file, get("/x").with("X-API-Key", text));
        ask(file, get("/x?api_key=" + text));
      }
    }
    FakeRequest asking = request("POST", "/auth/api/ticket").with("Authorization", ada);
    String ticket = given(ask(file, asking, new Form(Map.of("path", List.of("/ws")))), "ticket");
    secrets.add(ticket);
    ask(file, get("/ws?ticket=" + ticket));
    ask(file, get("/ws?ticket=" + ticket));
    ask(file, get("/ws?ticket=" + ticket + "x"));
    ask(file, get("/other?ticket=" + ticket + "&ticket=" + ticket));
    ask(file, get("/x").with("Authorization", "Basic canary horse"));
    file.shared(Store.class).orElseThrow().close();
    ask(file, get("/ws?ticket=" + ticket));
    ask(file, asking, new Form(Map.of("path", List.of("/ws"))));
    assertSilent(200, 201, 401, 503);
  }

  private String session(Configuration file) {
    Map<String, List<String>> fields =
        Map.of("username", List.of("ada"), "password", List.of("canary horse"));
    FakeRequest login = request("POST", "/auth/login").with("Sec-Fetch-Site", "same-origin");
    AuthResponse answer = Decided.answer(ask(file, login, new Form(fields)));
    String cookie = answer.headers().first("Set-Cookie").orElseThrow().split(";", 2)[0];
    secrets.add(cookie.split("=", 2)[1]);
    return cookie;
  }

  private String tokensFile() throws IOException {
    String digest = "9d0a6e1b".repeat(8);
    secrets.add(digest);
    Files.writeString(
        folder.resolve("tokens.txt"), "ci:" + digest + "\nci = " + digest + "\n" + digest + "\n");
    return "tokens_file = tokens.txt";
  }

  private static String given(Decision decision, String name) throws Exception {
    AuthResponse answer = Decided.answer(decision);
    String text = answer.body() instanceof Body.Json json
        ? String.valueOf(json.members().get(name))
        : answer.body().toString().replaceFirst("(?s).*\"" + name + "\":\"([^\"]*)\".*", "$1");
    assertThat(text).startsWith("v");
    return text;
  }

  /** A database that does not know us, or is not there: whatever its driver says, the password is not in it. */
  @Test
  void the_password_of_the_store() {
    secrets.add("canary-of-the-store");
    for (String url : List.of(
        "jdbc:postgresql://127.0.0.1:1/x",
        "jdbc:postgresql://127.0.0.1:1/x?password=canary-of-the-store",
        "jdbc:postgresql://ada:canary-of-the-store@127.0.0.1:1/x",
        "jdbc:postgresql:canary",
        "jdbc:h2:tcp://canary/x",
        "jdbc:h2:file:",
        "jdbc:h2:file:" + folder.resolve("a") + ";IFEXISTS=TRUE",
        "jdbc:h2:mem:x;PASSWORD=canary-of-the-store",
        "jdbc:h2:mem:x;CIPHER=AES")) {
      try {
        Configuration file = load("""
            [authentication]
            type = session
            [store]
            url = %s
            user = ada
            password = canary-of-the-store
            """.formatted(url));
        said.addAll(file.summary());
        file.started();
        ask(file, get("/x").with("Cookie", "vestibule_session=" + "A".repeat(43)));
        file.auth().close();
      } catch (ConfigurationException refused) {
        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        said.add(trace.toString());
      }
    }
    assertThat(said.toString()).contains("AUTH-C037");
    assertSilent(503);
  }
}
