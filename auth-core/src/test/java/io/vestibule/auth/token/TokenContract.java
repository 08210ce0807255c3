package io.vestibule.auth.token;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What API tokens promise, whatever keeps them. */
interface TokenContract {
  Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /** The clock of all nodes. */
  FakeClock clock();

  /** The keys of {@code [store]}. */
  String store();

  Path folder();

  /** A node whose users are ada, an administrator, and bob; what others keep in the store it shares. */
  default Auth node() {
    users("ada:" + HASH + ":admin", "bob:" + HASH);
    return node(
        "type = session, basic\n[session]\nusers_file = users.txt\n[basic]\nusers_file = users.txt");
  }

  String HASH =
      org.mindrot.jbcrypt.BCrypt.hashpw("correct horse", org.mindrot.jbcrypt.BCrypt.gensalt(4));

  default Auth node(String type) {
    return configuration(type).auth();
  }

  default Configuration configuration(String type) {
    String text = """
        [authentication]
        %s
        [store]
        %s
        [rules]
        /public/**   = public
        /optional/** = optional
        /admin/**    = role:admin
        /deploy/**   = scope:deploy
        /fresh/**    = fresh(10m)
        /mfa/**      = mfa
        /people/**   = via:session
        /**          = user
        """.formatted(type, store());
    return Configuration.parse("auth.ini", text, folder(), Map.of(), clock());
  }

  default void users(String... lines) {
    try {
      Files.write(folder().resolve("users.txt"), List.of(lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Decision decide(Auth auth, FakeRequest request) {
    return auth.decide(request, Form::empty);
  }

  /** 200 where it passes. */
  static int status(Auth auth, FakeRequest request) {
    return Decided.status(decide(auth, request));
  }

  static FakeRequest bearer(String path, String token) {
    return get(path).with("Authorization", "Bearer " + token);
  }

  static FakeRequest bearer(String method, String path, String token) {
    return request(method, path).with("Authorization", "Bearer " + token);
  }

  @Test
  default void a_token_signs_its_owner_in() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("ci", "deploy");

    for (FakeRequest request : List.of(
        bearer("/", token),
        get("/").with("Authorization", "bEARER   " + token),
        get("/").with("X-API-Key", token),
        bearer("/", token).with("X-API-Key", token))) {
      Decision.Admit admitted = (Decision.Admit) decide(auth, request);
      Identity identity = admitted.identity();
      assertThat(admitted.via()).isEqualTo("tokens");
      assertThat(identity.subject()).isEqualTo("ada");
      assertThat(identity.scheme()).isEqualTo("Bearer");
      assertThat(identity.roles()).containsExactly("admin");
      assertThat(identity.scopes()).containsExactly("deploy");
      assertThat(identity.methods()).isEmpty();
      assertThat(identity.claims()).containsEntry("token_name", "ci");
    }
  }

  @Test
  default void
      a_token_works_on_every_node_and_is_worth_nothing_there_two_seconds_after_it_was_revoked() {
    Auth here = node();
    Auth there = node();
    Person ada = Person.signedIn(here, "ada");
    String token = ada.token("ci");
    assertThat(status(here, bearer("/", token))).isEqualTo(200);
    if (!sharesStore()) {
      assertThat(status(there, bearer("/", token))).isEqualTo(401);
      return;
    }
    assertThat(status(there, bearer("/", token))).isEqualTo(200);

    assertThat(ada.revoke(ada.onlyId()).status()).isEqualTo(204);
    assertThat(status(here, bearer("/", token))).isEqualTo(401);
    clock().pass(Duration.ofSeconds(2));
    assertThat(status(there, bearer("/", token))).isEqualTo(401);
  }

  /** Whether two nodes can share it. */
  default boolean sharesStore() {
    return true;
  }

  @Test
  default void its_roles_are_those_of_now() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("ci");
    assertThat(status(auth, bearer("/admin/x", token))).isEqualTo(200);

    users("ada:" + HASH, "bob:" + HASH);
    clock().pass(Duration.ofSeconds(5));

    assertThat(status(auth, bearer("/", token))).isEqualTo(200);
    assertThat(status(auth, bearer("/admin/x", token))).isEqualTo(403);
  }

  @Test
  default void it_dies_with_its_owner() {
    Auth auth = node();
    String token = Person.signedIn(auth, "bob").token("ci");
    assertThat(status(auth, bearer("/", token))).isEqualTo(200);

    users("ada:" + HASH);
    clock().pass(Duration.ofSeconds(5));

    assertThat(status(auth, bearer("/", token))).isEqualTo(401);
    assertThat(status(auth, bearer("/optional/x", token))).isEqualTo(200);
    assertThat(status(auth, bearer("/public/x", token))).isEqualTo(401);
  }

  @Test
  default void it_ends_when_its_time_is_over() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").tokenFor("2s", "short");

    assertThat(status(auth, bearer("/", token))).isEqualTo(200);
    clock().pass(Duration.ofMillis(1_999));
    assertThat(status(auth, bearer("/", token))).isEqualTo(200);
    clock().pass(Duration.ofMillis(1));
    assertThat(status(auth, bearer("/", token))).isEqualTo(401);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "GET,     /x,          200",
    "HEAD,    /x,          200",
    "OPTIONS, /x,          200",
    "POST,    /x,          403",
    "PUT,     /x,          403",
    "DELETE,  /x,          403",
    "PATCH,   /x,          403",
    "TRACE,   /x,          403",
    "get,     /x,          403",
    "POST,    /public/x,   403",
    "POST,    /optional/x, 403",
    "GET,     /admin/x,    200",
    "POST,    /admin/x,    403",
    "POST,    /auth/api/tokens, 401",
  })
  default void a_token_to_read_with_writes_nowhere(String method, String path, int status) {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("reader", "read_only");

    assertThat(status(auth, bearer(method, path, token))).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "X-HTTP-Method-Override, DELETE, 403",
    "X-HTTP-Method, post, 403",
    "X-Method-Override, PATCH, 403",
    "X-HTTP-Method-Override, GET, 200",
    "Upgrade, websocket, 403",
    "X-Other, DELETE, 200",
  })
  default void nor_does_it_by_a_detour(String field, String value, int status) {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("reader", "read_only");

    assertThat(status(auth, bearer("/x", token).with(field, value))).isEqualTo(status);
  }

  @Test
  default void what_lacks_the_scope_of_a_rule_is_told_which() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("ci", "other");

    var answer = Person.answer(decide(auth, bearer("/deploy/x", token)));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers().first("WWW-Authenticate").orElse(""))
        .startsWith("Bearer realm=\"API\", ")
        .contains("error=\"insufficient_scope\"", "scope=\"deploy\"");
    assertThat(Person.answer(decide(auth, bearer("/people/x", token)))
            .headers()
            .all("WWW-Authenticate"))
        .as("a session is no scope")
        .noneMatch(field -> field.contains("scope"));
  }

  @Test
  default void what_is_refused_for_its_scope_says_so() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("reader", "read_only");

    var answer = Person.answer(decide(auth, bearer("POST", "/x", token)));

    assertThat(answer.headers().first("WWW-Authenticate"))
        .contains("Bearer realm=\"API\", error=\"insufficient_scope\"");
  }

  @Test
  default void other_scopes_are_what_rules_ask_for() {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");
    String deploy = ada.token("deployer", "deploy");
    String both = ada.token("both", "deploy", "read_only");
    String any = ada.token("any");

    assertThat(status(auth, bearer("POST", "/deploy/x", deploy))).isEqualTo(200);
    assertThat(status(auth, bearer("GET", "/deploy/x", both))).isEqualTo(200);
    assertThat(status(auth, bearer("POST", "/deploy/x", both))).isEqualTo(403);
    assertThat(status(auth, bearer("GET", "/deploy/x", any))).isEqualTo(403);
    assertThat(status(auth, bearer("POST", "/x", any))).isEqualTo(200);
  }

  @Test
  default void a_token_is_never_fresh_and_no_second_factor_and_nobody_with_a_browser() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("ci");

    for (String path : List.of("/fresh/x", "/people/x")) {
      assertThat(status(auth, bearer(path, token))).as(path).isEqualTo(401);
    }
    assertThat(status(auth, bearer("/mfa/x", token))).isEqualTo(403);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "GET,    /auth/api/tokens,      403",
    "DELETE, /auth/api/tokens/{id}, 403",
    "GET,    /auth/tokens,          403",
    "POST,   /auth/tokens/revoke,   403",
    "POST,   /auth/api/tokens,      401",
    "POST,   /auth/tokens,          401",
    "GET,    /auth/tokens/new,      401",
    "GET,    /auth/sessions,        401",
    "POST,   /auth/sessions/end-others, 401",
    "POST,   /auth/anything,        403",
  })
  default void a_token_is_no_use_for_its_owners_account(String method, String path, int status) {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");
    String token = ada.token("ci");
    FakeRequest request = bearer(method, path.replace("{id}", ada.onlyId()), token)
        .with("Accept", "application/json");

    assertThat(status(auth, request)).isEqualTo(status);
    assertThat(status(auth, bearer("/", token))).isEqualTo(200);
  }

  @Test
  default void who_makes_a_token_has_signed_in_just_now() {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");
    clock().pass(Duration.ofMinutes(10));
    assertThat(ada.make("in-time", "1d").status()).isEqualTo(201);
    clock().pass(Duration.ofSeconds(1));

    assertThat(ada.make("late", "1d").status()).isEqualTo(401);
    assertThat(ada.list().status()).isEqualTo(200);
    ada.signIn("ada");
    assertThat(ada.make("late", "1d").status()).isEqualTo(201);
  }

  @Test
  default void a_password_with_the_request_is_nobody_with_a_browser() {
    Auth auth = node();
    FakeRequest basic =
        request("POST", "/auth/api/tokens").with("Authorization", "Basic YWRhOmNvcnJlY3QgaG9yc2U=");

    assertThat(status(auth, basic)).isEqualTo(401);
    assertThat(status(
            auth,
            get("/auth/api/tokens")
                .with("Authorization", basic.header("Authorization").orElseThrow())))
        .isEqualTo(200);
  }

  @Test
  default void another_site_makes_no_token() {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");

    Decision decision = ada.send(
        request("POST", "/auth/api/tokens").with("Sec-Fetch-Site", "cross-site"),
        Map.of("name", List.of("evil")));

    assertThat(Person.answer(decision).status()).isEqualTo(403);
    assertThat(ada.list().body()).hasToString("[]");
  }

  @Test
  default void a_request_with_a_token_may_come_from_anywhere() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("ci");

    assertThat(status(auth, bearer("POST", "/x", token).with("Sec-Fetch-Site", "cross-site")))
        .isEqualTo(200);
    assertThat(status(auth, bearer("POST", "/x", token).with("Origin", "https://evil.example")))
        .isEqualTo(200);
  }

  @Test
  default void a_token_is_listed_with_all_but_itself() {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");
    String token = ada.tokenFor("30d", "ci", "deploy", "read_only");
    assertThat(ada.list().body())
        .hasToString("[{\"id\":\"" + ada.onlyId()
            + "\",\"name\":\"ci\",\"scopes\":[\"deploy\",\"read_only\"],"
            + "\"created\":\"2026-03-01T12:00:00Z\",\"expires\":\"2026-03-31T12:00:00Z\","
            + "\"lastUsed\":null}]");

    clock().pass(Duration.ofMinutes(1));
    assertThat(status(auth, bearer("/", token))).isEqualTo(200);

    assertThat(ada.list().body().toString())
        .contains("\"lastUsed\":\"2026-03-01T12:01:00Z\"")
        .doesNotContain(token);
  }

  @Test
  default void nobody_sees_or_revokes_what_is_somebody_elses() {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");
    String token = ada.token("ci");
    Person bob = Person.signedIn(auth, "bob");

    assertThat(bob.list().body()).hasToString("[]");
    assertThat(bob.revoke(ada.onlyId()).status()).isEqualTo(404);
    assertThat(bob.revoke("0000000000000000").status()).isEqualTo(404);
    assertThat(status(auth, bearer("/", token))).isEqualTo(200);
    assertThat(ada.revoke(ada.onlyId()).status()).isEqualTo(204);
    assertThat(ada.list().body()).hasToString("[]");
  }

  @ParameterizedTest
  @CsvSource({
    "'',     90d,   '',        422, missing-name",
    "ci,     90d,   readonly,  422, unknown-scope",
    "ci,     soon,  '',        422, bad-expiry",
    "ci,     400d,  '',        422, expiry-too-late",
    "taken,  90d,   '',        409, name-taken",
  })
  default void what_cannot_be_made_is_refused_by_a_word(
      String name, String expires, String scopes, int status, String code) {
    Person ada = Person.signedIn(node(), "ada");
    ada.token("taken");

    var answer = ada.make(name, expires, scopes.isEmpty() ? new String[0] : scopes.split(" "));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(Written.body(answer)).contains("\"type\":\"" + code + "\"");
  }

  @Test
  default void what_nobody_knows_is_refused_and_not_passed_over() {
    Person ada = Person.signedIn(node(), "ada");

    for (String member : List.of("permissions", "Scopes", "expires_in", "Expires", "name ")) {
      var answer = ada.api(
          "POST",
          "/auth/api/tokens",
          Map.of("name", List.of("ci"), "csrf", List.of("x"), member, List.of("2h")));
      assertThat(answer.status()).as(member).isEqualTo(422);
      assertThat(Written.body(answer)).contains("\"type\":\"unknown-member\"");
    }
    assertThat(ada.list().body()).hasToString("[]");
  }

  @Test
  default void an_expiry_that_is_there_and_says_nothing_clear_is_not_the_usual_one() {
    Person ada = Person.signedIn(node(), "ada");

    for (List<String> expires :
        List.of(List.<String>of(), List.of(""), List.of("2h", "90d"), List.of("2h", "2h"))) {
      var answer =
          ada.api("POST", "/auth/api/tokens", Map.of("name", List.of("ci"), "expires", expires));
      assertThat(answer.status()).as(expires.toString()).isEqualTo(422);
      assertThat(Written.body(answer)).contains("\"type\":\"bad-expiry\"");
    }
    assertThat(ada.list().body()).hasToString("[]");
  }

  /** Whoever writes the word in another way must not get a token that may do more. */
  @ParameterizedTest
  @ValueSource(strings = {"scope", "scopes"})
  default void scopes_may_stand_in_one_text(String field) {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");

    ada.api(
        "POST",
        "/auth/api/tokens",
        Map.of("name", List.of("ci"), field, List.of("read_only deploy")));

    assertThat(ada.list().body().toString()).contains("[\"deploy\",\"read_only\"]");
  }

  @Test
  default void a_wrong_token_is_a_wrong_token_however_often() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("ci");
    String other = TokenText.random(new java.security.SecureRandom()).reveal();
    String[] wrong = {other, token.substring(1), token + "x", token.replace("vst_", "vst_0"), "vst_"
    };

    for (String shown : Arrays.asList(wrong)) {
      for (int i = 0; i < 20; i++) {
        assertThat(status(auth, bearer("/", shown))).as(shown).isEqualTo(401);
      }
    }
    var answer = Person.answer(decide(auth, bearer("/", other)));
    assertThat(answer.headers().all("WWW-Authenticate"))
        .contains("Bearer realm=\"API\", error=\"invalid_token\"");
    assertThat(status(auth, bearer("/", token))).isEqualTo(200);
  }

  @Test
  default void two_tokens_in_one_request_are_none() {
    Auth auth = node();
    Person ada = Person.signedIn(auth, "ada");
    String one = ada.token("one");
    String other = ada.token("other");

    assertThat(status(auth, bearer("/", one).with("X-API-Key", other))).isEqualTo(401);
    assertThat(status(auth, get("/").with("X-API-Key", one).with("X-API-Key", one)))
        .isEqualTo(401);
    assertThat(status(auth, bearer("/", one).with("Authorization", "Bearer " + one)))
        .isEqualTo(401);
  }

  @Test
  default void other_bearer_tokens_and_keys_are_for_others_to_know() {
    Authenticator tokens = configuration("type = none").authenticators().stream()
        .filter(named -> named.name().equals("tokens"))
        .findFirst()
        .orElseThrow()
        .authenticator();

    for (FakeRequest request : List.of(
        get("/x"),
        bearer("/x", "eyJhbGciOiJub25lIn0.e30."),
        bearer("/x", "VST_abc"),
        get("/x").with("X-API-Key", "other"),
        get("/x").with("Authorization", "Basicvst_"))) {
      assertThat(tokens.authenticate(request)).isEqualTo(AuthResult.notAttempted());
    }
  }

  @Test
  default void where_everybody_may_enter_there_are_no_tokens_and_that_is_no_fault() {
    Auth open = node("type = none");

    assertThat(Person.answer(decide(open, get("/auth/api/tokens"))).body()).hasToString("[]");
    assertThat(status(open, get("/auth/api/tokens"))).isEqualTo(200);
    assertThat(status(open, request("POST", "/auth/api/tokens"))).isEqualTo(404);
    for (String left : List.of(
        "eyJhbGciOiJub25lIn0.e30.",
        "vst_",
        TokenText.random(new java.security.SecureRandom()).reveal())) {
      assertThat(status(open, bearer("/auth/api/tokens", left))).isEqualTo(200);
      assertThat(status(open, bearer("POST", "/x", left))).isEqualTo(200);
    }
  }

  @Test
  default void somebody_with_too_many_tokens_revokes_one_first() {
    users("ada:" + HASH);
    Auth auth =
        node("type = session\n[session]\nusers_file = users.txt\n[tokens]\nmax_per_user = 2");
    Person ada = Person.signedIn(auth, "ada");
    ada.token("one");
    String id = ada.onlyId();
    ada.token("two");

    assertThat(ada.make("three", "1d").status()).isEqualTo(409);
    ada.revoke(id);
    assertThat(ada.make("three", "1d").status()).isEqualTo(201);
  }

  @Test
  default void tokens_can_be_turned_off() {
    Auth auth = node();
    String token = Person.signedIn(auth, "ada").token("ci");
    Auth without =
        node("type = session\n[session]\nusers_file = users.txt\n[tokens]\nenabled = no");

    assertThat(status(without, bearer("/public/x", token))).isEqualTo(200);
    assertThat(status(without, bearer("/", token))).isEqualTo(401);
    assertThat(status(without, get("/auth/api/tokens"))).isEqualTo(401);
  }
}
