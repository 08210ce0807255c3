package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.session.Setup;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.PlainBrowser;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mindrot.jbcrypt.BCrypt;

/**
 * The store goes down under a running application, and comes back: over HTTP, by every way that asks it. What needs it is
 * answered 503, nobody comes in, nothing that works once is lost, and what does not need it goes on.
 */
class StoreOutageTest {
  private static final String PASSWORD = "correct horse";
  private static final String HASH = BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4));
  private static final String FILE_TOKEN = "token-of-a-file-0123456789";
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String OURS = "Sec-Fetch-Site: same-origin";

  @TempDir
  private Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;
  private FakeProvider provider;
  private FailingStore store;
  private Configuration configuration;

  /** One request, and what it is answered while all is well. */
  private record Visit(
      String name, int status, String method, String target, String body, List<String> fields) {

    Visit with(String... more) {
      return new Visit(
          name,
          status,
          method,
          target,
          body,
          Stream.concat(fields.stream(), Stream.of(more)).toList());
    }

    Wire.Answer on(Container.Running app) throws IOException {
      return Wire.send(
          app.port(), method, target, body.getBytes(UTF_8), fields.toArray(String[]::new));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Visit get(String name, int status, String target, String... fields) {
    return new Visit(name, status, "GET", target, "", List.of(fields));
  }

  private static Visit post(String name, int status, String target, String body, String... fields) {
    return new Visit(name, status, "POST", target, body, List.of(FORM, OURS)).with(fields);
  }

  /** As a program posts, which is no browser. */
  private static Visit program(String name, String target, String body) {
    return new Visit(name, 200, "POST", target, body, List.of(FORM, "Accept: application/json"));
  }

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
    store = new FailingStore(MemoryStore.of(clock));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private void register(ServletContext context) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(FILE_TOKEN.getBytes(UTF_8));
      Files.writeString(
          folder.resolve("tokens.txt"), "ci:" + HexFormat.of().formatHex(digest) + "\n");
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
    String text = """
        [authentication]
        type = bearer, session, basic, oauth
        [bearer]
        tokens_file = tokens.txt
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        anyone = yes
        [store]
        url = memory
        [accounts]
        source = store
        [tokens]
        [ticket]
        [issuer]
        url = http://localhost
        custom_schemes = com.example.app
        [rules]
        /open/** = public
        /** = user
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET);
    configuration = Configuration.parse(
        "auth.ini", text, folder, clock, Supplied.nothing().with(Store.class, store));
    AuthFilter.install(context, configuration);
    servlet(context, "who", "/", "/open/page", StoreOutageTest::who);
  }

  private static void who(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print("hello " + request.getRemoteUser());
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static String basic(String password) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(("ada:" + password).getBytes(UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  private static String cookies(Wire.Answer answer) {
    return "Cookie: "
        + answer.all("Set-Cookie").stream()
            .map(field -> field.split(";", 2)[0])
            .collect(Collectors.joining("; "));
  }

  private static String cookie(String all, String end) {
    return "Cookie: " + found("([A-Za-z_-]*" + end + "=[^;]*)", all);
  }

  /** Whom it knows who came while all was well. */
  private static final class Known {
    private final Container.Running app;
    private final String session;
    private final String device;
    private final String token;
    private final String access;

    Known(Container.Running app) throws Exception {
      this.app = app;
      String login = "username=ada&password=correct+horse";
      session = cookie(cookies(ok(post("login", 303, "/auth/login", login))), "_session");
      device =
          cookie(cookies(ok(post("stays", 303, "/auth/login", login + "&remember=1"))), "_device");
      token = found(
          "\"token\":\"([^\"]+)\"",
          ok(post("token", 201, "/auth/api/tokens", "name=backup", session)).body());
      ok(get("token", 200, "/page", "Authorization: Bearer " + token));
      Wire.Answer program = ok(program("program", "/auth/api/login", login));
      access = found("\"access_token\":\"([^\"]+)\"", program.body());
    }

    private Wire.Answer ok(Visit visit) throws IOException {
      Wire.Answer answer = visit.on(app);
      assertThat(answer.status()).as(visit + ": " + answer.body()).isEqualTo(visit.status());
      return answer;
    }

    /** What may be asked again and again. */
    List<Visit> again() {
      return List.of(
          post("a token to be made", 201, "/auth/api/tokens", "name=other", session),
          get("a session", 200, "/page", session),
          get("a device that stays signed in", 200, "/page", device),
          get("an API token", 200, "/page", "Authorization: Bearer " + token),
          get("an API token as a key", 200, "/page", "X-API-Key: " + token),
          get("the page of sessions", 200, "/auth/sessions", session),
          get("the page of tokens", 200, "/auth/tokens", session),
          get("the list of tokens", 200, "/auth/api/tokens", session));
    }

    /** What is verified without the store, as long as its keys are at hand. */
    Visit own() {
      return get("a token of our own", 200, "/page", "Authorization: Bearer " + access);
    }

    /** Who shows a password, before which all tries are counted. */
    List<Visit> passwords() {
      String login = "username=ada&password=correct+horse";
      return List.of(
          get("a password with the request", 200, "/page", basic(PASSWORD)),
          post("the login form", 303, "/auth/login", login),
          program("a program's sign-in", "/auth/api/login", login),
          post("a ticket to be made", 200, "/auth/api/ticket", "path=%2Fpage", basic(PASSWORD)));
    }

    /** Who guesses, and is counted for it. */
    List<Visit> guesses() {
      return List.of(
          get("a wrong password with the request", 401, "/page", basic("guess")),
          get("a name that nobody has", 401, "/page", "Authorization: Basic bm9ib2R5Omd1ZXNz"),
          post("a wrong password", 401, "/auth/login", "username=ada&password=guess"));
    }

    /** What works once: made now, to be shown when the store is down, and again when it is back. */
    List<Visit> once() throws Exception {
      List<Visit> all = new ArrayList<>();
      Wire.Answer ticket =
          ok(post("ticket", 200, "/auth/api/ticket", "path=%2Fpage", basic(PASSWORD)));
      all.add(
          get("a ticket", 200, "/page?ticket=" + found("\"ticket\":\"([^\"]+)\"", ticket.body())));
      all.add(answerOfTheProvider());
      all.add(program(
          "a code",
          "/auth/api/token",
          "authorization_code=" + code() + "&pkce_code_verifier=" + VERIFIER + "&redirect_uri="
              + encoded("com.example.app:/callback")));
      String begun = ok(program("begun", "/auth/api/login", "username=ada&password=correct+horse"))
          .body();
      String token = found("\"refresh_token\":\"([^\"]+)\"", begun);
      all.add(program("a refresh token", "/auth/api/refresh", "refresh_token=" + token));
      return all;
    }

    private Visit answerOfTheProvider() throws Exception {
      Wire.Answer sent = ok(get("sent", 303, "/auth/oauth/login", "Accept: text/html"));
      HttpResponse<String> back = HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(sent.first("Location").orElseThrow()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      URI target = URI.create(back.headers().firstValue("Location").orElseThrow());
      return get(
          "the provider's answer",
          303,
          target.getRawPath() + "?" + target.getRawQuery(),
          cookies(sent),
          "Accept: text/html");
    }

    private String code() throws IOException {
      String address = "/auth/authorize?response_type=code&redirect_uri="
          + encoded("com.example.app:/callback") + "&pkce_code_challenge=" + CHALLENGE;
      String page = ok(get("asks", 200, address, session, "Accept: text/html")).body();
      String body = PlainBrowser.form(page, "/auth/authorize").hidden().entrySet().stream()
          .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
          .collect(Collectors.joining("&", "", "&decision=allow"));
      Wire.Answer allowed = ok(post("allows", 303, "/auth/authorize", body, session));
      return found("[?&]code=([^&]*)", allowed.first("Location").orElseThrow());
    }
  }

  private Known known(Container.Running app) throws Exception {
    UserStore users = configuration.shared(UserStore.class).orElseThrow();
    users.add("ada", Secret.of(HASH), Set.of());
    Known known = new Known(app);
    pass(Duration.ofMinutes(6));
    return known;
  }

  private static void assertClosed(Visit visit, Wire.Answer answer) {
    assertThat(answer.status()).as(visit + ": " + answer.body()).isEqualTo(503);
    assertThat(answer.first("Retry-After")).as(visit.name()).isPresent();
    assertThat(answer.first("Cache-Control")).as(visit.name()).hasValue("no-store");
    assertThat(answer.body())
        .as(visit.name())
        .doesNotContain("hello", "Exception", "the store is down", "_token\":");
    assertThat(answer.all("Set-Cookie"))
        .as(visit.name())
        .noneMatch(field -> field.matches(".*_(session|device)=[A-Za-z0-9_-]{20,}.*"));
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void is_answered_503_by_every_way_and_works_again_when_it_is_back(Container container)
      throws Exception {
    try (Container.Running app = container.start("/", this::register)) {
      Known known = known(app);
      List<Visit> all = Stream.of(known.once(), known.again(), known.passwords(), known.guesses())
          .flatMap(List::stream)
          .toList();
      pass(Duration.ofSeconds(10));

      store.down();
      for (Visit visit : all) {
        assertClosed(visit, visit.on(app));
        assertClosed(
            visit, visit.with("Accept: text/html", "Sec-Fetch-Mode: navigate").on(app));
      }
      store.broken();
      for (Visit visit : all) {
        Wire.Answer answer = visit.on(app);
        assertThat(answer.status()).as(visit + ": " + answer).isIn(502, 503);
        assertThat(answer.body()).doesNotContain("hello", "Exception", "the store is down");
      }

      store.up();
      for (Visit visit : all) {
        Wire.Answer answer = visit.on(app);
        assertThat(answer.status()).as(visit + ": " + answer).isEqualTo(visit.status());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void what_does_not_need_it_goes_on(Container container) throws Exception {
    try (Container.Running app = container.start("/", this::register)) {
      Known known = known(app);
      known.ok(known.own());

      store.down();

      known.ok(known.own());
      for (Visit visit : List.of(
          get("an open page", 200, "/open/page"),
          get("a token of a file", 200, "/page", "Authorization: Bearer " + FILE_TOKEN),
          get("a stranger", 401, "/page"),
          get("a forged token", 401, "/page", "Authorization: Bearer nonsense"),
          get("a token of others", 401, "/page", "Authorization: Bearer e30.e30.AAAA"),
          get("an odd address", 400, "/open//page"))) {
        assertThat(known.ok(visit).body()).doesNotContain("ada");
      }
    }
  }

  /** The worst moment: all calls go well but one, whichever it is. */
  @Test
  void whichever_call_of_it_fails_the_door_stays_shut_and_nothing_breaks() throws Exception {
    try (Container.Running app = Container.JETTY.start("/", this::register)) {
      Known known = known(app);
      failAtEachCall(app, known.own(), Duration.ofSeconds(1));
      for (Visit visit : known.again()) {
        failAtEachCall(app, visit, Duration.ofSeconds(11));
      }
      for (Visit visit : known.passwords()) {
        failAtEachCall(app, visit, Duration.ofHours(1));
      }
    }
  }

  /** What works once may be lost in the middle of an outage; it never works twice, and nothing breaks. */
  @Test
  void whichever_call_of_it_fails_what_works_once_works_no_more_than_once() throws Exception {
    try (Container.Running app = Container.JETTY.start("/", this::register)) {
      Known known = known(app);
      for (int kind = 0; kind < known.once().size(); kind++) {
        int calls;
        int failing = 0;
        do {
          int number = ++failing;
          Visit visit = known.once().get(kind);
          pass(Duration.ofSeconds(10));
          store.failAt(call -> call == number);
          Wire.Answer answer = visit.on(app);
          calls = store.calls();
          store.up();
          Wire.Answer again = visit.on(app);
          if (answer.status() == 503) {
            assertClosed(visit, answer);
            assertThat(again.status() == visit.status() || refuses(again)).isTrue();
          } else {
            assertThat(answer.status()).as(visit + ": " + answer).isEqualTo(visit.status());
            assertThat(refuses(again)).as(visit + ": " + again).isTrue();
          }
        } while (calls >= failing);
      }
    }
  }

  private static boolean refuses(Wire.Answer answer) {
    return answer.status() >= 400 && answer.status() < 500;
  }

  /** With a pause before each, so that nothing is remembered, and no try counts any more. */
  private void failAtEachCall(Container.Running app, Visit visit, Duration pause)
      throws IOException {
    int failing = 0;
    do {
      int number = ++failing;
      pass(pause);
      store.failAt(call -> call == number);
      Wire.Answer answer = visit.on(app);
      if (answer.status() == 503) {
        assertClosed(visit, answer);
      } else {
        assertThat(answer.status())
            .as(visit + ", call " + number + ": " + answer)
            .isEqualTo(visit.status());
      }
    } while (store.calls() >= failing);
    assertThat(failing).as(visit.name()).isBetween(2, 60);
    store.up();
  }

  @ParameterizedTest
  @EnumSource(Container.class)
  void the_first_administrator_is_made_when_it_is_back(Container container) throws Exception {
    try (Container.Running app = container.start("/", this::register)) {
      String link = configuration.shared(Setup.class).flatMap(Setup::link).orElseThrow();
      String form = link.substring(0, link.indexOf('?'));
      Visit page = get("the link", 303, link, "Accept: text/html");
      Wire.Answer opened = page.on(app);
      assertThat(opened.status()).isEqualTo(303);
      String cookies = cookies(opened);
      Visit shown = get("the form", 200, form, cookies, "Accept: text/html");
      Visit sent = post(
          "the form sent",
          303,
          form,
          "username=root&password=a+long+enough+passphrase",
          cookies,
          "Accept: text/html");

      store.down();
      for (Visit visit : List.of(page, shown, sent)) {
        Wire.Answer answer = visit.on(app);
        if (answer.status() != visit.status() || visit.equals(sent)) {
          assertClosed(visit, answer);
        }
      }
      store.up();
      assertThat(shown.on(app).status()).isEqualTo(200);
      Wire.Answer made = sent.on(app);
      assertThat(made.status()).as(made.body()).isEqualTo(303);
      assertThat(sent.on(app).status()).isEqualTo(410);
    }
  }
}
