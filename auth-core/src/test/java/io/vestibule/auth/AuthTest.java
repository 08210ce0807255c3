package io.vestibule.auth;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static io.vestibule.auth.testing.Decided.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResponse.HostSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Identity ADA = Identity.of("ada", "Card", NOW).withRoles(Set.of("admin"));

  /** Reads {@code Authorization: SCHEME NAME}; the name "wrong" is wrong, "down" is down, "bug" is a bug, and so on. */
  private record CardReader(String scheme) implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return request.authorization(scheme).map(CardReader::check).orElse(AuthResult.notAttempted());
    }

    private static AuthResult check(String name) {
      return switch (name) {
        case "wrong" -> AuthResult.rejected(Reason.INVALID, "unknown card");
        case "often" -> AuthResult.throttled(Duration.ofMillis(239_001), "sixth try");
        case "disabled" -> AuthResult.rejected(Reason.DISABLED, "left the company");
        case "reader" -> AuthResult.rejected(Reason.INSUFFICIENT_SCOPE, "may read only");
        case "foreign" ->
          AuthResult.rejected(Reason.CROSS_SITE, "from evil.example", Headers.of("X-Why", "no"));
        case "down" -> throw new AuthUnavailableException("no cards today", Duration.ofSeconds(7));
        case "bug" -> throw new IllegalStateException("bug");
        default ->
          AuthResult.authenticated(
              name.equals("ada") ? ADA : Identity.of(name, "Card", NOW),
              Headers.of("X-Card", name));
      };
    }

    @Override
    public Optional<Challenge> challenge(Need need) {
      return Optional.of(Challenge.header(scheme, Map.of("realm", "doors")));
    }
  }

  private static Auth.Builder cards(Requirement requirement) {
    return Auth.builder()
        .authenticator("card", new CardReader("Card"))
        .rules((method, path) -> requirement)
        .clock(InstantSource.fixed(NOW));
  }

  private static Decision decide(Auth auth, AuthRequest request) {
    return auth.decide(request, Form::empty);
  }

  private static Decision decide(Requirement requirement, AuthRequest request) {
    return decide(cards(requirement).build(), request);
  }

  private static AuthRequest card(String name) {
    return get("/orders").with("Authorization", "Card " + name);
  }

  private static Requirement demands(Access access) {
    return new Requirement.Demands(access);
  }

  @Test
  void an_auth_that_was_told_nothing_lets_nobody_in() {
    assertThat(answer(decide(Auth.builder().build(), get("/"))).status()).isEqualTo(403);
  }

  @ParameterizedTest(name = "{0} path, {1} credentials: {2}")
  @CsvSource({
    "open,    none,  pass",
    "open,    right, admit",
    "open,    wrong, 401",
    "lenient, none,  pass",
    "lenient, right, admit",
    "lenient, wrong, pass",
    "closed,  none,  403",
    "closed,  right, 403",
    "closed,  wrong, 403",
    "user,    none,  401",
    "user,    right, admit",
    "user,    wrong, 401",
    "admin,   none,  401",
    "admin,   right, admit",
    "admin,   wrong, 401",
    "editor,  none,  401",
    "editor,  right, 403",
    "editor,  wrong, 401",
    "open,    often, 429",
    "lenient, often, pass",
    "closed,  often, 403",
    "user,    often, 429",
    "admin,   often, 429",
    "open,    disabled, 403",
    "lenient, disabled, pass",
    "user,    disabled, 403",
    "open,    foreign, 403",
    "lenient, foreign, pass",
    "user,    foreign, 403",
    "user,    down,  503",
    "open,    down,  503",
    "lenient, down,  503",
    "user,    bug,   503",
  })
  void decides_by_path_and_credentials(String path, String credentials, String expected) {
    Map<String, Requirement> requirements = Map.of(
        "open", Requirement.OPEN,
        "lenient", Requirement.LENIENT,
        "closed", Requirement.CLOSED,
        "user", Requirement.SIGNED_IN,
        "admin", demands(new Access.Role("admin")),
        "editor", demands(new Access.Role("editor")));
    AuthRequest request =
        switch (credentials) {
          case "none" -> get("/orders");
          case "right" -> card("ada");
          default -> card(credentials);
        };

    Decision decision = decide(requirements.get(path), request);

    String actual = decision instanceof Decision.Answer answer
        ? String.valueOf(answer.response().status())
        : decision instanceof Decision.Pass ? "pass" : "admit";
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void admits_with_the_name_of_the_way_and_its_headers_and_forbids_caching() {
    assertThat(decide(Requirement.SIGNED_IN, card("ada")))
        .isEqualTo(new Decision.Admit(
            ADA, "card", Headers.of("X-Card", "ada").and("Cache-Control", "no-store")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "fresh"})
  void what_comes_with_an_identity_goes_with_a_refusal_of_it_too(String lacking) {
    Access access =
        lacking.equals("admin") ? new Access.Role("boss") : new Access.Fresh(Duration.ZERO);
    Auth auth = Auth.builder()
        .authenticator(
            "door",
            request -> new AuthResult.Authenticated(
                ADA, Headers.of("Set-Cookie", "a=b"), HostSession.RENEW))
        .rules((method, path) -> demands(access))
        .onRefusal(refused -> new AuthResponse(418, Headers.none(), Body.none()))
        .build();

    AuthResponse answer = answer(decide(auth, get("/orders")));

    assertThat(answer.status()).isEqualTo(418);
    assertThat(answer.headers().all("Set-Cookie")).containsExactly("a=b");
    assertThat(answer.hostSession()).isEqualTo(HostSession.RENEW);
  }

  @Test
  void leaves_the_caching_of_open_paths_to_the_application() {
    assertThat(decide(Requirement.OPEN, card("ada")))
        .isEqualTo(new Decision.Admit(ADA, "card", Headers.of("X-Card", "ada")));
  }

  @Test
  void offers_every_way_at_once_in_the_order_of_the_file() {
    Auth auth = Auth.builder()
        .authenticator("card", new CardReader("Card"))
        .authenticator("key", new CardReader("Key"))
        .build();

    AuthResponse answer = answer(decide(auth, get("/orders")));

    assertThat(answer.headers().all("WWW-Authenticate"))
        .containsExactly("Card realm=\"doors\"", "Key realm=\"doors\"");
    assertThat(answer.headers().first("Cache-Control")).contains("no-store");
  }

  @Test
  void asks_nobody_else_once_credentials_were_wrong() {
    Auth auth = Auth.builder()
        .authenticator("card", new CardReader("Card"))
        .authenticator("anybody", request -> AuthResult.authenticated(ADA))
        .build();

    assertThat(answer(decide(auth, card("wrong"))).status()).isEqualTo(401);
    assertThat(decide(auth, get("/orders"))).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void refuses_two_authorization_fields_even_if_the_first_is_right() {
    AuthRequest two =
        get("/orders").with("Authorization", "Card ada").with("Authorization", "Card bob");

    assertThat(answer(decide(Requirement.SIGNED_IN, two)).status()).isEqualTo(401);
    assertThat(answer(decide(Requirement.OPEN, two)).status()).isEqualTo(401);
  }

  @Test
  void a_rule_with_via_asks_and_offers_only_that_way() {
    Auth auth = Auth.builder()
        .authenticator("card", new CardReader("Card"))
        .authenticator("key.ci", new CardReader("Key"))
        .rules((method, path) -> demands(new Access.Via("key")))
        .build();

    assertThat(answer(decide(auth, card("ada"))).headers().all("WWW-Authenticate"))
        .containsExactly("Key realm=\"doors\"");
    assertThat(decide(auth, get("/").with("Authorization", "Key ada")))
        .isInstanceOf(Decision.Admit.class);
  }

  @Test
  void via_does_not_take_a_name_that_only_begins_alike() {
    assertThat(new Access.Via("key").reachableBy("keyring")).isFalse();
  }

  @Test
  void asks_for_more_proof_where_more_proof_would_help() {
    assertThat(answer(decide(demands(new Access.Mfa()), card("ada"))).status()).isEqualTo(401);
    assertThat(answer(decide(
                demands(new Access.AllOf(List.of(new Access.Role("editor"), new Access.Mfa()))),
                card("ada")))
            .status())
        .isEqualTo(403);
  }

  @Test
  void a_fresh_proof_is_one_that_is_no_older_than_the_rule_says() {
    Requirement tenMinutes = demands(new Access.Fresh(Duration.ofMinutes(10)));
    Auth inTime =
        cards(tenMinutes).clock(InstantSource.fixed(NOW.plusSeconds(600))).build();
    Auth late =
        cards(tenMinutes).clock(InstantSource.fixed(NOW.plusSeconds(601))).build();

    assertThat(decide(inTime, card("ada"))).isInstanceOf(Decision.Admit.class);
    assertThat(answer(decide(late, card("ada"))).status()).isEqualTo(401);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong    | text | The user name or password is not correct.",
        "often    | text | Too many attempts. You can try again in 4 minutes.",
        "disabled | text | This account is disabled.",
        "foreign  | text | Another site sent this request, so it was refused.",
        "wrong    | json | {'type':'bad-credentials','title':'Unauthorized','status':401,"
            + "'detail':'The user name or password is not correct.'}",
        "often    | json | {'type':'rate-limited','title':'Too Many Requests','status':429,"
            + "'detail':'Too many attempts. You can try again in 4 minutes.','retry_after':240}",
        "disabled | json | {'type':'account-disabled','title':'Forbidden','status':403,"
            + "'detail':'This account is disabled.'}",
        "foreign  | json | {'type':'cross-site','title':'Forbidden','status':403,"
            + "'detail':'Another site sent this request, so it was refused.'}",
        "often    | page | error",
        "disabled | page | error",
        "foreign  | page | error",
      })
  void says_what_is_wrong_in_the_words_of_its_reader(String name, String form, String expected) {
    Map<String, String> accept =
        Map.of("text", "*/*", "json", "application/json", "page", "text/html");
    AuthRequest request =
        get("/orders").with("Authorization", "Card " + name).with("Accept", accept.get(form));

    Body body = answer(decide(Requirement.SIGNED_IN, request)).body();

    String actual =
        body instanceof Body.Page page ? page.name() : body.toString().strip();
    assertThat(actual.replace('"', '\'')).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"often", "disabled", "foreign"})
  void offers_nothing_where_other_credentials_would_not_help(String name) {
    AuthRequest person =
        get("/orders").with("Authorization", "Card " + name).with("Accept", "text/html");

    for (AuthRequest request : List.of(card(name), person)) {
      AuthResponse answer = answer(decide(Requirement.SIGNED_IN, request));
      assertThat(answer.headers().all("WWW-Authenticate")).isEmpty();
      assertThat(answer.headers().all("Location")).isEmpty();
      assertThat(answer.headers().first("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void tells_how_long_to_wait_to_every_reader() {
    AuthRequest person =
        get("/orders").with("Authorization", "Card often").with("Accept", "text/html");

    AuthResponse answer = answer(decide(Requirement.SIGNED_IN, person));

    assertThat(answer.headers().all("Retry-After")).containsExactly("240");
    assertThat(((Body.Page) answer.body()).model())
        .containsEntry("retry_after", 240L)
        .containsEntry("code", "rate-limited")
        .containsEntry("status", 429);
  }

  @ParameterizedTest(name = "{0} ms: {2}")
  @CsvSource({
    "0,      1,   1 second",
    "1000,   1,   1 second",
    "1001,   2,   2 seconds",
    "60000,  60,  60 seconds",
    "60001,  61,  2 minutes",
    "900000, 900, 15 minutes",
  })
  void rounds_a_wait_up(long millis, String seconds, String words) {
    Auth auth = Auth.builder()
        .authenticator("x", r -> AuthResult.throttled(Duration.ofMillis(millis), "too often"))
        .build();

    AuthResponse answer = answer(decide(auth, get("/")));

    assertThat(answer.headers().all("Retry-After")).containsExactly(seconds);
    assertThat(answer.body())
        .hasToString("Too many attempts. You can try again in " + words + ".\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Wed, 21 Oct 2026 07:28:00 GMT", "-1", "99999999999999999999"})
  void a_wait_that_is_no_number_is_not_told_in_words(String retryAfter) {
    Headers headers = retryAfter.isEmpty() ? Headers.none() : Headers.of("Retry-After", retryAfter);
    Auth auth = Auth.builder()
        .authenticator("x", r -> AuthResult.rejected(Reason.THROTTLED, "too often", headers))
        .build();

    AuthResponse answer = answer(decide(auth, get("/")));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.body()).hasToString("Too many attempts. Try again later.\n");
  }

  @Test
  void a_refusal_carries_the_headers_of_whoever_refused() {
    Auth auth = Auth.builder()
        .authenticator(
            "x", r -> AuthResult.rejected(Reason.EXPIRED, "old", Headers.of("X-Why", "old")))
        .authenticator("card", new CardReader("Card"))
        .build();

    assertThat(answer(decide(Requirement.SIGNED_IN, card("foreign"))).headers().first("X-Why"))
        .contains("no");
    AuthResponse answer = answer(decide(auth, get("/")));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().first("X-Why")).contains("old");
    assertThat(answer.headers().all("WWW-Authenticate")).hasSize(1);
  }

  @Test
  void says_when_to_come_back_if_the_way_is_down() {
    AuthResponse answer = answer(decide(Requirement.SIGNED_IN, card("down")));

    assertThat(answer.headers().first("Retry-After")).contains("7");
    assertThat(answer.headers().all("WWW-Authenticate")).isEmpty();
  }

  private static final AuthRequest PREFLIGHT = request("OPTIONS", "/orders")
      .with("Origin", "https://elsewhere.example")
      .with("Access-Control-Request-Method", "PUT");

  @Test
  void anybody_can_invent_a_preflight_so_it_opens_nothing() {
    assertThat(answer(decide(Requirement.SIGNED_IN, PREFLIGHT)).status()).isEqualTo(401);
    assertThat(decide(Requirement.OPEN, PREFLIGHT)).isEqualTo(Decision.PASS);
  }

  @Test
  void a_preflight_is_answered_without_asking_who_it_is() {
    AuthResponse yes = new AuthResponse(204, Headers.none(), Body.none());
    Auth auth =
        cards(Requirement.SIGNED_IN).onPreflight(request -> Optional.of(yes)).build();

    assertThat(answer(decide(auth, PREFLIGHT))).isEqualTo(yes);
    assertThat(answer(decide(auth, get("/orders"))).status()).isEqualTo(401);
  }

  @Test
  void other_options_requests_do_not_pass() {
    AuthRequest noOrigin =
        request("OPTIONS", "/orders").with("Access-Control-Request-Method", "PUT");
    AuthRequest noMethod =
        request("OPTIONS", "/orders").with("Origin", "https://elsewhere.example");
    AuthRequest get = get("/orders")
        .with("Origin", "https://elsewhere.example")
        .with("Access-Control-Request-Method", "PUT");

    Auth auth = cards(Requirement.SIGNED_IN).corsPreflight(true).build();
    for (AuthRequest request : List.of(noOrigin, noMethod, get, request("OPTIONS", "/orders"))) {
      assertThat(answer(decide(auth, request)).status()).isEqualTo(401);
    }
  }

  @Test
  void a_preflight_passes_where_that_is_wished_and_opens_no_denied_path() {
    Auth auth = cards(Requirement.SIGNED_IN).corsPreflight(true).build();
    assertThat(decide(auth, PREFLIGHT)).isEqualTo(Decision.PASS);

    Auth closed = cards(Requirement.CLOSED).corsPreflight(true).build();
    assertThat(answer(decide(closed, PREFLIGHT)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"321, 5", "3, 1025"})
  void nothing_is_computed_of_what_is_too_long_to_be_a_name_or_a_password(int name, int password) {
    List<String> asked = new ArrayList<>();
    Auth auth = Auth.builder()
        .authenticator("basic", new PasswordAuthenticator() {
          @Override
          public AuthResult authenticate(AuthRequest request) {
            return AuthResult.notAttempted();
          }

          @Override
          public AuthResult login(AuthRequest request, UsernamePassword credentials) {
            asked.add("login");
            return AuthResult.rejected(Reason.INVALID, "wrong");
          }

          @Override
          public Optional<Identity> find(String username) {
            asked.add("find");
            return Optional.empty();
          }
        })
        .build();

    LoginResult result = auth.login(
        get("/"), new UsernamePassword("x".repeat(name), Secret.of("y".repeat(password))));

    assertThat(result).isInstanceOf(LoginResult.Refused.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void insecure_open_opens_everything_but_what_is_denied() {
    Auth open = Auth.builder()
        .insecureOpen()
        .rules((method, path) -> path.equals("/never") ? Requirement.CLOSED : Requirement.SIGNED_IN)
        .build();

    assertThat(decide(open, get("/orders"))).isEqualTo(Decision.PASS);
    assertThat(answer(decide(open, get("/never"))).status()).isEqualTo(403);
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Accept         | text/html,*/*    | page",
        "Accept         | application/json | json",
        "Accept         | */*              | text",
        "X-Nothing      | x                | text",
        "Sec-Fetch-Mode | navigate         | page",
        "X-Requested-With | XMLHttpRequest | json",
      })
  void answers_in_the_form_that_the_caller_reads(String name, String value, String form) {
    AuthResponse answer = answer(decide(Requirement.SIGNED_IN, get("/orders").with(name, value)));

    String actual = answer.body() instanceof Body.Page
        ? "page"
        : ((Body.Text) answer.body()).mediaType().contains("json") ? "json" : "text";
    assertThat(actual).isEqualTo(form);
  }

  @Test
  void a_script_gets_a_challenge_that_opens_no_prompt() {
    AuthRequest fetch = get("/orders")
        .with("Sec-Fetch-Mode", "cors")
        .with("Sec-Fetch-Dest", "empty")
        .with("Accept", "text/html");

    AuthResponse answer = answer(decide(Requirement.SIGNED_IN, fetch));

    assertThat(answer.headers().all("WWW-Authenticate")).containsExactly("X-Card realm=\"doors\"");
    assertThat(((Body.Text) answer.body()).mediaType()).isEqualTo("application/problem+json");
  }

  @Test
  void a_subresource_gets_the_real_challenge_so_that_the_browser_can_answer_it() {
    AuthRequest image =
        get("/logo.png").with("Sec-Fetch-Mode", "no-cors").with("Sec-Fetch-Dest", "image");

    assertThat(answer(decide(Requirement.SIGNED_IN, image)).headers().all("WWW-Authenticate"))
        .containsExactly("Card realm=\"doors\"");
  }

  @Test
  void sends_a_person_to_the_page_and_tells_a_program_where_it_is() {
    Challenge page = Challenge.redirect(URI.create("/auth/login"), Headers.of("Set-Cookie", "a=b"));
    Auth auth = Auth.builder()
        .authenticator("page", new Authenticator() {
          @Override
          public AuthResult authenticate(AuthRequest request) {
            return AuthResult.notAttempted();
          }

          @Override
          public Optional<Challenge> challenge(Need need) {
            return Optional.of(page);
          }
        })
        .authenticator("card", new CardReader("Card"))
        .build();

    AuthResponse person = answer(decide(auth, get("/orders").with("Accept", "text/html")));
    AuthResponse program = answer(decide(auth, get("/orders")));

    assertThat(person.status()).isEqualTo(303);
    assertThat(person.headers().first("Location")).contains("/auth/login");
    assertThat(person.headers().first("Set-Cookie")).contains("a=b");
    assertThat(program.status()).isEqualTo(401);
    assertThat(program.headers().all("WWW-Authenticate"))
        .containsExactly("Session login=\"/auth/login\"", "Card realm=\"doors\"");
  }

  @Test
  void answers_its_own_endpoints_before_any_rule() {
    Auth auth = Auth.builder()
        .rules((method, path) -> Requirement.CLOSED)
        .authenticator("form", new FormLogin())
        .build();

    AuthResponse posted = answer(
        auth.decide(request("POST", "/login"), () -> new Form(Map.of("name", List.of("ada")))));
    AuthResponse other = answer(decide(auth, get("/login")));
    AuthResponse elsewhere = answer(decide(auth, get("/loginx")));

    assertThat(posted.body()).isEqualTo(new Body.Json(Map.of("name", "ada")));
    assertThat(other.status()).isEqualTo(405);
    assertThat(other.headers().first("Allow")).contains("POST");
    assertThat(elsewhere.status()).isEqualTo(403);
  }

  @Test
  void a_form_that_cannot_be_read_is_the_clients_fault_and_no_handler_sees_it() {
    Auth auth = Auth.builder().authenticator("form", new FormLogin()).build();

    AuthResponse malformed = answer(auth.decide(request("POST", "/login"), () -> {
      throw new UncheckedIOException(new IOException("a broken escape"));
    }));

    assertThat(malformed.status()).isEqualTo(400);
    assertThat(malformed.headers().first("Cache-Control")).contains("no-store");
  }

  @Test
  void rules_that_break_open_nothing_on_the_way_on() {
    Auth auth = Auth.builder()
        .rules((method, path) -> {
          throw new IllegalStateException("bug");
        })
        .build();

    assertThat(answer(auth.redecide(get("/"), Decision.PASS)).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource({"400, Bad Request", "404, Not Found", "418, Error", "500, Internal Server Error"})
  void says_a_status_plainly_without_offering_a_way_in(int status, String title) {
    Auth auth = cards(Requirement.SIGNED_IN).build();

    AuthResponse plain = auth.answer(get("/").with("Accept", "application/json"), status);

    assertThat(plain.status()).isEqualTo(status);
    assertThat(plain.body().toString()).contains("\"title\":\"" + title + "\"");
    assertThat(plain.headers().first("WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource({
    "DELETE, /keys/7,   200",
    "GET,    /keys/7,   405",
    "GET,    /keys,     200",
    "HEAD,   /keys,     200",
    "POST,   /keys,     405",
    "DELETE, /keys/7/8, 403",
    "GET,    /keyring,  403",
    "GET,    /,         403",
  })
  void an_endpoint_may_name_any_one_segment(String method, String path, int status) {
    Endpoint.Handler ok = (request, form) -> new AuthResponse(200, Headers.none(), Body.none());
    Auth auth = Auth.builder()
        .rules((m, p) -> Requirement.CLOSED)
        .authenticator("keys", new Authenticator() {
          @Override
          public AuthResult authenticate(AuthRequest request) {
            return AuthResult.notAttempted();
          }

          @Override
          public List<Endpoint> endpoints() {
            return List.of(
                new Endpoint("GET", "/keys", ok), new Endpoint("DELETE", "/keys/{id}", ok));
          }
        })
        .build();

    assertThat(answer(decide(auth, request(method, path))).status()).isEqualTo(status);
  }

  @Test
  void credentials_that_are_not_good_for_this_do_not_count_as_none() {
    assertThat(decide(Requirement.LENIENT, card("wrong"))).isEqualTo(Decision.PASS);
    for (Requirement requirement :
        List.of(Requirement.LENIENT, Requirement.OPEN, Requirement.SIGNED_IN)) {
      assertThat(answer(decide(requirement, card("reader"))).status()).isEqualTo(403);
    }
  }

  /** Answers {@code /me} with who is asking, and {@code /admin} for administrators. */
  private record Offices(Authenticator cards) implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return cards.authenticate(request);
    }

    @Override
    public Optional<Challenge> challenge(Need need) {
      return cards.challenge(need);
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(
          new Endpoint("GET", "/me", Requirement.SIGNED_IN, Offices::me)
              .orForNobody((request, form) -> told("nobody")),
          new Endpoint("PUT", "/me", Requirement.SIGNED_IN, Offices::me),
          new Endpoint("GET", "/admin", demands(new Access.Role("admin")), Offices::me),
          new Endpoint("GET", "/fresh", demands(new Access.Fresh(Duration.ZERO)), Offices::me),
          new Endpoint("GET", "/by-mail", demands(new Access.Via("mail")), Offices::me),
          new Endpoint("GET", "/never", Requirement.CLOSED, Offices::me),
          new Endpoint("GET", "/anybody", Requirement.OPEN, Offices::me));
    }

    private static AuthResponse me(AuthRequest request, Form form, Decision.Admit who) {
      return told(
          who.identity().subject() + " by " + who.via() + form.value("say").orElse(""));
    }

    private static AuthResponse told(String text) {
      return new AuthResponse(200, Headers.none(), Body.text("text/plain", text));
    }
  }

  private static Auth.Builder offices() {
    return Auth.builder()
        .authenticator("card", new Offices(new CardReader("Card")))
        .rules((method, path) -> Requirement.CLOSED)
        .clock(InstantSource.fixed(NOW.plusSeconds(1)));
  }

  @ParameterizedTest(name = "{0} as {1}: {2}")
  @CsvSource({
    "/me,      ada,      200",
    "/me,      bob,      200",
    "/me,      '',       401",
    "/me,      wrong,    401",
    "/me,      often,    429",
    "/me,      disabled, 403",
    "/me,      down,     503",
    "/me,      bug,      503",
    "/admin,   ada,      200",
    "/admin,   bob,      403",
    "/admin,   '',       401",
    "/fresh,   ada,      401",
    "/by-mail, ada,      403",
    "/never,   ada,      403",
    "/never,   wrong,    403",
    "/never,   '',       403",
    "/anybody, ada,      200",
    "/anybody, wrong,    401",
    "/anybody, '',       404",
  })
  void a_guarded_endpoint_is_decided_as_a_path_would_be(String path, String card, int status) {
    AuthRequest request =
        card.isEmpty() ? get(path) : get(path).with("Authorization", "Card " + card);

    AuthResponse answer = answer(decide(offices().build(), request));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().first("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
  }

  @Test
  void the_handler_of_a_guarded_endpoint_is_told_who_asks_and_what_was_sent() {
    Form form = new Form(Map.of("say", List.of("!")));

    AuthResponse answer = answer(offices()
        .build()
        .decide(request("PUT", "/me").with("Authorization", "Card ada"), () -> form));

    assertThat(answer.body()).hasToString("ada by card!");
    assertThat(answer.headers().first("X-Card")).contains("ada");
    assertThat(answer.headers().first("Cache-Control")).contains("no-store");
  }

  @Test
  void a_stranger_is_refused_before_the_body_is_read() {
    AuthResponse answer = answer(offices().build().decide(request("PUT", "/me"), () -> {
      throw new AssertionError("read");
    }));

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void a_body_that_cannot_be_read_is_malformed_at_a_guarded_endpoint_too() {
    AuthResponse answer = answer(
        offices().build().decide(request("PUT", "/me").with("Authorization", "Card ada"), () -> {
          throw new UncheckedIOException(new IOException("cut short"));
        }));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void where_everybody_may_enter_a_guarded_endpoint_says_what_there_is_for_nobody() {
    Auth open = offices().insecureOpen().build();

    assertThat(answer(decide(open, get("/me"))).body()).hasToString("nobody");
    assertThat(answer(decide(open, get("/admin"))).status()).isEqualTo(404);
    assertThat(answer(decide(open, get("/never"))).status()).isEqualTo(403);
  }

  @Test
  void a_plain_endpoint_has_no_answer_for_nobody() {
    Endpoint plain = new Endpoint("GET", "/", (request, form) -> Offices.told("all"));

    assertThatThrownBy(() -> plain.orForNobody((request, form) -> Offices.told("none")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void two_owners_of_one_endpoint_cannot_be() {
    Auth.Builder builder = Auth.builder()
        .authenticator("form", new FormLogin())
        .authenticator("other", new FormLogin());

    assertThatThrownBy(builder::build).hasMessageContaining("POST /login");
  }

  @Test
  void two_authenticators_of_one_name_cannot_be() {
    Auth.Builder builder = cards(Requirement.OPEN);

    assertThatThrownBy(() -> builder.authenticator("card", new CardReader("Card")))
        .hasMessageContaining("card");
  }

  @Test
  void what_the_application_goes_on_to_is_judged_by_the_same_rules_without_asking_again() {
    Map<String, Integer> asked = new HashMap<>();
    Auth auth = Auth.builder()
        .authenticator("count", request -> {
          asked.merge(request.path(), 1, Integer::sum);
          return AuthResult.notAttempted();
        })
        .authenticator("card", new CardReader("Card"))
        .rules((method, path) -> switch (path) {
          case "/admin" -> demands(new Access.Role("admin"));
          case "/never" -> Requirement.CLOSED;
          default -> Requirement.OPEN;
        })
        .build();
    Decision bob = new Decision.Admit(Identity.of("bob", "Card", NOW), "card", Headers.none());
    Decision ada = new Decision.Admit(ADA, "card", Headers.none());

    assertThat(auth.redecide(get("/admin"), ada)).isInstanceOf(Decision.Admit.class);
    assertThat(answer(auth.redecide(get("/admin"), bob)).status()).isEqualTo(403);
    assertThat(auth.redecide(get("/open"), Decision.PASS)).isEqualTo(Decision.PASS);
    assertThat(answer(auth.redecide(get("/never"), ada)).status()).isEqualTo(403);
    assertThat(answer(auth.redecide(get("/never"), Decision.PASS)).status()).isEqualTo(403);
    assertThat(auth.redecide(get("/admin"), Decision.PASS)).isInstanceOf(Decision.Answer.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void signs_in_by_name_and_password_with_the_first_that_knows_the_name() {
    Auth auth = cards(Requirement.SIGNED_IN)
        .authenticator("east", new Door("ada"))
        .authenticator("west", new Door("bob"))
        .build();

    assertThat(auth.login(get("/"), new UsernamePassword("bob", Secret.of("pw"))))
        .isInstanceOfSatisfying(
            LoginResult.Admitted.class, in -> assertThat(in.admit().via()).isEqualTo("west"));
    assertThat(auth.login(get("/"), new UsernamePassword("eve", Secret.of("pw"))))
        .isEqualTo(new LoginResult.Refused(new AuthResult.Rejected(Reason.INVALID, "not mine")));
    assertThat(cards(Requirement.OPEN)
            .build()
            .login(get("/"), new UsernamePassword("ada", Secret.of("pw"))))
        .isInstanceOf(LoginResult.Refused.class);
    assertThat(auth.logout(get("/")).all("X-Out")).containsExactly("ada", "bob");
  }

  @Test
  void authenticates_on_demand_where_the_rule_asks_for_nothing() {
    Auth auth = cards(Requirement.OPEN).build();

    assertThat(auth.authenticate(card("ada"))).isInstanceOf(Decision.Admit.class);
    assertThat(answer(auth.authenticate(get("/"))).status()).isEqualTo(401);
  }

  private static final class FormLogin implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return AuthResult.notAttempted();
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(new Endpoint(
          "POST",
          "/login",
          (request, form) -> new AuthResponse(
              200,
              Headers.none(),
              new Body.Json(Map.of("name", form.value("name").orElse("?"))))));
    }
  }

  private record Door(String owner) implements PasswordAuthenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return AuthResult.notAttempted();
    }

    @Override
    public AuthResult login(AuthRequest request, UsernamePassword credentials) {
      return find(credentials.username())
          .map(AuthResult::authenticated)
          .orElse(AuthResult.rejected(Reason.INVALID, "not mine"));
    }

    @Override
    public Headers logout(AuthRequest request) {
      return Headers.of("X-Out", owner);
    }

    @Override
    public Optional<Identity> find(String username) {
      return username.equals(owner)
          ? Optional.of(Identity.of(owner, "Door", NOW))
          : Optional.empty();
    }
  }

  @Test
  void credentials_in_a_scheme_that_is_offered_and_that_nobody_recognises_are_refused() {
    Auth auth = Auth.builder()
        .authenticator("other", new Others())
        .rules((method, path) -> path.equals("/optional") ? Requirement.LENIENT : Requirement.OPEN)
        .build();

    assertThat(auth.decide(get("/").with("Authorization", "Other x"), Form::empty))
        .isInstanceOf(Decision.Answer.class);
    assertThat(auth.decide(get("/").with("Authorization", "oTHER x"), Form::empty))
        .isInstanceOf(Decision.Answer.class);
    assertThat(auth.decide(get("/optional").with("Authorization", "Other x"), Form::empty))
        .isEqualTo(Decision.PASS);
    assertThat(auth.decide(get("/").with("Authorization", "Another x"), Form::empty))
        .isEqualTo(Decision.PASS);
  }

  private static Auth besideACookie(boolean cookieFirst) {
    Auth.Builder builder = Auth.builder();
    if (cookieFirst) {
      builder.authenticator("cookie", new CookieReader());
    }
    builder.authenticator("card", new CardReader("Card")).authenticator("other", new Others());
    if (!cookieFirst) {
      builder.authenticator("cookie", new CookieReader());
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_wrong_credential_beside_a_cookie_is_refused_whoever_is_asked_first(boolean cookieFirst) {
    Auth auth = besideACookie(cookieFirst);
    FakeRequest signedIn = get("/").with("Cookie", "session=ada");

    assertThat(auth.decide(signedIn, Form::empty)).isInstanceOf(Decision.Admit.class);
    for (String wrong : List.of("Card wrong", "cARD wrong", "Other x", "Other")) {
      assertThat(auth.decide(signedIn.with("Authorization", wrong), Form::empty))
          .as(wrong)
          .isInstanceOfSatisfying(
              Decision.Answer.class,
              answer -> assertThat(answer.response().status()).isEqualTo(401));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_is_right_or_meant_for_somebody_else_beside_a_cookie_takes_nothing_away(
      boolean cookieFirst) {
    Auth auth = besideACookie(cookieFirst);
    FakeRequest signedIn = get("/").with("Cookie", "session=ada");

    for (String harmless : List.of("Card ada", "Basic eDp5", "Bearer x", "", " ")) {
      assertThat(auth.decide(signedIn.with("Authorization", harmless), Form::empty))
          .as(harmless)
          .isInstanceOf(Decision.Admit.class);
    }
  }

  @Test
  void a_proof_in_the_field_counts_though_it_has_another_name_in_the_application() {
    Auth auth = Auth.builder()
        .authenticator("card", new CardReader("Renamed"))
        .authenticator("cookie", new CookieReader())
        .build();

    assertThat(auth.decide(get("/").with("Authorization", "Renamed ada"), Form::empty))
        .isInstanceOf(Decision.Admit.class);
  }

  @Test
  void where_the_card_is_not_asked_for_a_wrong_one_is_none() {
    Auth auth = Auth.builder()
        .authenticator("cookie", new CookieReader())
        .authenticator("card", new CardReader("Card"))
        .rules((method, path) -> new Requirement.Demands(new Access.Via("cookie")))
        .build();
    FakeRequest signedIn = get("/").with("Cookie", "session=ada");

    assertThat(auth.decide(signedIn.with("Authorization", "Card wrong"), Form::empty))
        .isInstanceOf(Decision.Admit.class);
  }

  /** Knows whom the cookie {@code session} names. */
  private record CookieReader() implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return request
          .cookie("session")
          .map(name -> AuthResult.authenticated(Identity.of(name, "Session", NOW)))
          .orElse(AuthResult.notAttempted());
    }
  }

  @Test
  void basic_is_offered_last_and_the_others_in_their_order() {
    Auth auth = Auth.builder()
        .authenticator("a", new CardReader("Basic"))
        .authenticator("b", new CardReader("Digest"))
        .authenticator("c", new CardReader("Bearer"))
        .build();
    AuthResponse answer = answer(auth.decide(get("/"), Form::empty));

    assertThat(answer.headers().all("WWW-Authenticate"))
        .containsExactly(
            "Digest realm=\"doors\"", "Bearer realm=\"doors\"", "Basic realm=\"doors\"");
  }

  /** Offers a scheme and recognises nothing. */
  private record Others() implements Authenticator {
    @Override
    public AuthResult authenticate(AuthRequest request) {
      return AuthResult.notAttempted();
    }

    @Override
    public List<Challenge> challenges(Need need) {
      return List.of(Challenge.header("Other", Map.of()));
    }
  }

  @Test
  void what_was_made_last_is_closed_first() {
    List<String> closed = new ArrayList<>();
    Auth auth = Auth.builder()
        .closing(() -> closed.add("store"))
        .closing(() -> closed.add("background"))
        .build();

    auth.close();

    assertThat(closed).containsExactly("background", "store");
  }
}
