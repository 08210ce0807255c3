package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static io.vestibule.auth.session.Visitor.model;
import static io.vestibule.auth.testing.Decided.identity;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.testing.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  @TempDir
  private Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final InstantSource clock = now::get;
  private Visitor ada;

  @BeforeEach
  void writeUsers() throws IOException {
    users("ada:" + hash() + ":admin", "bob:" + hash());
    ada = new Visitor(auth(""));
  }

  private static String hash() {
    return org.mindrot.jbcrypt.BCrypt.hashpw(
        "correct horse", org.mindrot.jbcrypt.BCrypt.gensalt(4));
  }

  private void users(String... lines) throws IOException {
    Files.write(folder.resolve("users.txt"), List.of(lines));
  }

  private Auth auth(String more) {
    String text = """
        [authentication]
        type = session
        users_file = users.txt
        %s
        [rules]
        /public/** = public
        /admin/** = role:admin
        /fresh/** = fresh(5m)
        /** = user
        """.formatted(more);
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock).auth();
  }

  private Auth withStore(String url) {
    String text =
        "[authentication]\ntype = session\n[store]\nurl = " + url + "\n[rules]\n/** = user\n";
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock).auth();
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static void assertStranger(Decision decision) {
    assertThat(answer(decision).status()).isEqualTo(303);
    assertThat(answer(decision).headers().first("Location").orElse("")).startsWith("/auth/login");
  }

  @Test
  void users_of_the_store_sign_in_whatever_the_case_and_are_shut_out_within_two_seconds() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    Auth auth = withStore(url);
    UserStore users =
        new UserStore(JdbcStore.open(url, "", Secret.of(""), clock), Roles.none(), clock);
    users.add("Ada", Secret.of(hash()), Set.of("admin"));
    Visitor visitor = new Visitor(auth);

    assertThat(visitor.signIn("username", "ADA").status()).isEqualTo(303);
    assertThat(identity(visitor.get("/")).subject()).isEqualTo("Ada");
    users.disable("ada");
    pass(Duration.ofSeconds(2));
    assertStranger(visitor.get("/"));
    assertThat(model(visitor.signIn())).containsEntry("error", "account-disabled");
    assertThat(visitor.signIn().status()).isEqualTo(403);
    assertThat(visitor.signIn("password", "wrong").status()).isEqualTo(401);
  }

  @Test
  void a_session_that_was_idle_while_its_user_was_disabled_has_ended_all_the_same() {
    String url = "jdbc:h2:mem:" + UUID.randomUUID();
    Auth auth = withStore(url);
    UserStore users =
        new UserStore(JdbcStore.open(url, "", Secret.of(""), clock), Roles.none(), clock);
    users.add("ada", Secret.of(hash()), Set.of());
    Visitor visitor = new Visitor(auth);
    visitor.signIn("remember", "1");

    users.disable("ada");
    users.enable("ada");
    pass(Duration.ofSeconds(2));
    assertStranger(visitor.get("/"));
    assertThat(visitor.signIn().status()).isEqualTo(303);
  }

  @Test
  void a_stranger_is_shown_the_login_page_and_comes_back_to_where_they_wanted_to_go() {
    AuthResponse sent = answer(ada.get("/orders?page=2"));
    AuthResponse page = answer(ada.get(sent.headers().first("Location").orElseThrow()));
    AuthResponse welcome = ada.signIn("return_to", (String) model(page).get("return_to"));

    assertThat(sent.headers().first("Location"))
        .contains("/auth/login?return_to=%2Forders%3Fpage%3D2");
    assertThat(page.status()).isEqualTo(200);
    assertThat(((Body.Page) page.body()).name()).isEqualTo("login");
    assertThat(welcome.status()).isEqualTo(303);
    assertThat(welcome.headers().first("Location")).contains("/orders?page=2");
    assertThat(welcome.hostSession()).isEqualTo(HostSession.RENEW);
  }

  @Test
  void whoever_signed_in_is_known_by_the_cookie_with_roles_and_methods() {
    ada.signIn();

    Identity identity = identity(ada.get("/admin/hello"));
    assertThat(identity.subject()).isEqualTo("ada");
    assertThat(identity.scheme()).isEqualTo("FORM");
    assertThat(identity.roles()).containsExactly("admin");
    assertThat(identity.methods()).containsExactly("pwd");
    assertThat(identity.authenticatedAt()).isEqualTo(now.get());
  }

  @Test
  void a_program_is_told_where_a_person_could_sign_in() {
    AuthResponse answer =
        answer(ada.send(FakeRequest.get("/orders").with("Accept", "application/json"), Map.of()));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers().all("WWW-Authenticate"))
        .containsExactly("Session login=\"/auth/login\"");
  }

  @ParameterizedTest(name = "{0} / {1}: {2} {3}")
  @CsvSource({
    "ada, wrong, 401, bad-credentials",
    "eve, wrong, 401, bad-credentials",
    "ada, '', 422, missing-field",
    "'', wrong, 422, missing-field",
  })
  void a_wrong_sign_in_keeps_the_name_and_never_the_password(
      String username, String password, int status, String code) {
    AuthResponse answer =
        ada.post("/auth/login", Map.of("username", username, "password", password));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(model(answer)).containsEntry("error", code).containsEntry("username", username);
    assertThat(model(answer)).doesNotContainKey("password");
    assertThat(ada.jar().keySet()).noneMatch(name -> name.endsWith("_session"));
    assertStranger(ada.get("/orders"));
  }

  @Test
  void the_sixth_wrong_password_is_not_even_looked_at() {
    for (int i = 0; i < 5; i++) {
      assertThat(ada.signIn("password", "wrong").status()).isEqualTo(401);
    }
    AuthResponse sixth = ada.signIn();

    assertThat(sixth.status()).isEqualTo(429);
    assertThat(sixth.headers().first("Retry-After")).isPresent();
    assertThat(model(sixth)).containsEntry("error", "rate-limited").containsKey("retry_at");
    pass(Duration.ofMinutes(6));
    assertThat(ada.signIn().status()).isEqualTo(303);
  }

  @Test
  void strangers_who_guess_do_not_lock_out_the_owner_on_a_known_device() {
    Auth auth = auth("");
    Visitor owner = new Visitor(auth);
    owner.signIn();
    owner.post("/auth/logout", Map.of());
    Visitor eve = new Visitor(auth);
    for (int i = 0; i < 5; i++) {
      eve.signIn("password", "guess");
    }

    assertThat(eve.signIn("password", "guess").status()).isEqualTo(429);
    assertThat(owner.signIn().status()).isEqualTo(303);
  }

  @Test
  void signing_in_again_ends_the_session_before_and_makes_another_token() {
    ada.signIn();
    Visitor thief = ada.at(authOf(ada));
    String first = ada.jar().get("vestibule_session");
    ada.signIn();

    assertThat(ada.jar().get("vestibule_session")).isNotEqualTo(first);
    assertThat(identity(ada.get("/orders")).subject()).isEqualTo("ada");
    assertThat(thief.jar().get("vestibule_session")).isEqualTo(first);
    assertStranger(thief.get("/orders"));
  }

  @Test
  void signing_out_ends_it_for_every_copy_of_the_cookie() {
    ada.signIn();
    Visitor copy = ada.at(authOf(ada));
    AuthResponse out = ada.post("/auth/logout", Map.of());

    assertThat(out.status()).isEqualTo(200);
    assertThat(((Body.Page) out.body()).name()).isEqualTo("signed-out");
    assertThat(out.hostSession()).isEqualTo(HostSession.END);
    assertThat(ada.jar()).doesNotContainKey("vestibule_session");
    assertStranger(copy.get("/orders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/auth/logout", "/auth/sessions/end-others", "/auth/sessions/end"})
  void another_site_neither_signs_anybody_out_nor_ends_a_session(String path) {
    Visitor phone = ada.at(ada.auth());
    ada.signIn();
    phone.signIn();
    String other =
        Token.parse(phone.jar().get("vestibule_session")).orElseThrow().id();
    Decision foreign =
        ada.send(browser("POST", path).with("Sec-Fetch-Site", "cross-site"), Map.of("id", other));

    assertThat(answer(foreign).status()).isEqualTo(403);
    assertThat(ada.get("/orders")).isInstanceOf(Decision.Admit.class);
    assertThat(phone.get("/orders")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void whoever_signs_in_as_somebody_else_comes_back_to_the_page() {
    ada.signIn();
    AuthResponse out = ada.post("/auth/logout", Map.of("next", "login", "return_to", "/admin/x"));

    assertThat(out.status()).isEqualTo(303);
    assertThat(out.headers().first("Location")).contains("/auth/login?return_to=%2Fadmin%2Fx");
    assertThat(ada.jar()).doesNotContainKey("vestibule_session");
  }

  @Test
  void asking_for_the_logout_page_changes_nothing() {
    ada.signIn();

    assertThat(((Body.Page) answer(ada.get("/auth/logout")).body()).name()).isEqualTo("logout");
    assertThat(identity(ada.get("/orders")).subject()).isEqualTo("ada");
  }

  @Test
  void an_unused_session_ends_and_a_used_one_goes_on() {
    ada.signIn();
    for (int i = 0; i < 10; i++) {
      pass(Duration.ofMinutes(29));
      assertThat(identity(ada.get("/orders")).subject()).isEqualTo("ada");
    }
    pass(Duration.ofMinutes(30));

    assertStranger(ada.get("/orders"));
    assertThat(model(answer(ada.get("/auth/login"))))
        .containsEntry("status_message", "session-expired");
  }

  @Test
  void a_database_knows_whether_it_was_for_want_of_activity() {
    Visitor visitor = new Visitor(auth("[store]\nurl = jdbc:h2:mem:" + UUID.randomUUID()));
    visitor.signIn();
    assertThat(identity(visitor.get("/orders")).subject()).isEqualTo("ada");
    pass(Duration.ofMinutes(30));

    assertStranger(visitor.get("/orders"));
    assertThat(model(answer(visitor.get("/auth/login"))))
        .containsEntry("status_message", "session-expired")
        .containsEntry("idle_minutes", 30L);
  }

  @Test
  void no_session_outlives_its_absolute_end() {
    ada.signIn();
    for (int i = 0; i < 49; i++) {
      assertThat(ada.get("/orders")).isInstanceOf(Decision.Admit.class);
      pass(Duration.ofMinutes(29));
    }
    pass(Duration.ofMinutes(20));

    assertStranger(ada.get("/orders"));
    assertThat(model(answer(ada.get("/auth/login"))))
        .containsEntry("status_message", "session-expired")
        .doesNotContainKey("idle_minutes");
  }

  @Test
  void another_password_ends_the_session() throws IOException {
    ada.signIn();
    users("ada:" + hash() + ":admin");
    pass(Duration.ofSeconds(6));

    assertStranger(ada.get("/orders"));
    assertThat(model(answer(ada.get("/auth/login")))).doesNotContainKey("idle_minutes");
  }

  @Test
  void a_user_who_is_gone_has_no_session() throws IOException {
    ada.signIn();
    users("bob:" + hash());
    pass(Duration.ofSeconds(6));

    assertStranger(ada.get("/orders"));
  }

  @Test
  void a_role_that_was_taken_away_is_gone_at_once() throws IOException {
    ada.signIn();
    assertThat(ada.get("/admin/hello")).isInstanceOf(Decision.Admit.class);
    String line = Files.readAllLines(folder.resolve("users.txt")).get(0);
    users(line.replace(":admin", ""));
    pass(Duration.ofSeconds(6));

    assertThat(answer(ada.get("/admin/hello")).status()).isEqualTo(403);
  }

  @Test
  void two_different_cookies_of_the_name_are_no_identity() {
    ada.signIn();
    String mine = ada.jar().get("vestibule_session");
    FakeRequest two = browser("GET", "/orders")
        .with("Cookie", "vestibule_session=" + mine + "; vestibule_session=" + "A".repeat(43));

    assertStranger(new Visitor(authOf(ada)).send(two, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void what_another_site_makes_the_browser_send_is_refused(String method) {
    ada.signIn();

    Decision foreign =
        ada.send(browser(method, "/orders").with("Sec-Fetch-Site", "cross-site"), Map.of());
    Decision origin =
        ada.send(browser(method, "/orders").with("Origin", "https://evil.example"), Map.of());
    Decision ours =
        ada.send(browser(method, "/orders").with("Sec-Fetch-Site", "same-origin"), Map.of());

    assertThat(answer(foreign).status()).isEqualTo(403);
    assertThat(answer(origin).status()).isEqualTo(403);
    assertThat(ours).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void a_client_that_says_nothing_about_its_origin_shows_the_token() {
    ada.signIn();
    String token = (String) model(answer(ada.get("/auth/api/status"))).get("csrf_token");

    assertThat(answer(ada.send(browser("POST", "/orders"), Map.of())).status()).isEqualTo(403);
    assertThat(
            answer(ada.send(browser("POST", "/orders").with("X-CSRF-Token", "x" + token), Map.of()))
                .status())
        .isEqualTo(403);
    assertThat(ada.send(browser("POST", "/orders").with("X-CSRF-Token", token), Map.of()))
        .isInstanceOf(Decision.Admit.class);
  }

  @Test
  void nobody_is_signed_in_by_another_site() {
    Map<String, String> form = Map.of("username", "ada", "password", "correct horse");
    AuthResponse answer =
        answer(ada.send(browser("POST", "/auth/login").with("Sec-Fetch-Site", "cross-site"), form));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(model(answer)).containsEntry("error", "cross-site");
    assertThat(ada.jar()).doesNotContainKey("vestibule_session");
  }

  @Test
  void a_page_from_yesterday_is_shown_again_and_a_browser_without_cookies_is_told() {
    ada.get("/auth/login");
    Map<String, String> old =
        Map.of("username", "ada", "password", "correct horse", "csrf", "stale");
    AuthResponse stale = answer(ada.send(browser("POST", "/auth/login"), old));
    AuthResponse blocked = answer(new Visitor(auth(""))
        .send(browser("POST", "/auth/login").with("Sec-Fetch-Site", "same-origin"), old));

    assertThat(stale.status()).isEqualTo(200);
    assertThat(model(stale))
        .containsEntry("status_message", "stale-page")
        .containsEntry("username", "ada");
    assertThat(blocked.status()).isEqualTo(400);
    assertThat(model(blocked)).containsEntry("error", "cookies-blocked");
  }

  @Test
  void a_program_is_told_how_its_session_ended() {
    ada.signIn();
    FakeRequest program = FakeRequest.request("GET", "/orders").with("Accept", "application/json");
    FakeRequest list = FakeRequest.request("GET", "/auth/api/sessions");
    Visitor other = new Visitor(ada.auth());
    other.signIn();
    other.post("/auth/sessions/end-others", Map.of());

    assertThat(text(ada.send(program, Map.of()))).contains("\"type\":\"session-revoked\"");
    assertThat(text(ada.send(list, Map.of()))).contains("\"session-revoked\"");

    pass(Duration.ofMinutes(31));
    assertThat(text(other.send(program, Map.of()))).contains("\"type\":\"session-expired\"");
    assertThat(text(other.send(list, Map.of()))).contains("\"session-expired\"");
    assertThat(text(new Visitor(ada.auth()).send(program, Map.of())))
        .contains("\"type\":\"sign-in-required\"");
  }

  private static String text(Decision decision) {
    assertThat(answer(decision).status()).isEqualTo(401);
    return Written.body(answer(decision));
  }

  @Test
  void a_program_whose_token_is_missing_is_not_told_that_all_is_well() {
    ada.get("/auth/login");
    Map<String, String> right = Map.of("username", "ada", "password", "correct horse");
    FakeRequest twin = FakeRequest.request("POST", "/auth/api/login");
    FakeRequest json =
        FakeRequest.request("POST", "/auth/login").with("Accept", "application/json");

    for (FakeRequest program : List.of(twin, json)) {
      AuthResponse refused = answer(ada.send(program, right));

      assertThat(refused.status()).isEqualTo(403);
      assertThat(model(refused)).containsEntry("error", "cross-site");
    }
    assertThat(ada.jar()).doesNotContainKey("vestibule_session");
  }

  @Test
  void a_base_path_that_holds_api_is_for_people_all_the_same() {
    Visitor there = new Visitor(auth("[pages]\nbase_path = /api/auth\n"));
    Map<String, String> right = Map.of("username", "ada", "password", "correct horse");

    assertThat(there.post("/api/auth/login", right).status()).isEqualTo(303);
    assertThat(answer(there.get("/api/auth/sessions")).body()).isInstanceOf(Body.Page.class);
    assertThat(answer(there.send(browser("POST", "/api/auth/logout"), Map.of())).body())
        .isInstanceOf(Body.Page.class);
    assertThat(there.post("/api/auth/logout", Map.of()).body()).isInstanceOf(Body.Page.class);
    assertThat(answer(there.get("/api/auth/sessions")).status()).isEqualTo(303);
    assertThat(answer(there.get("/api/auth/api/sessions")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/auth/logout",
        "orders"
      })
  void nobody_is_sent_elsewhere_after_signing_in(String returnTo) {
    assertThat(ada.signIn("return_to", returnTo).headers().first("Location")).contains("/");
  }

  @Test
  void a_program_signs_in_by_json() {
    AuthResponse answer = answer(ada.send(
        FakeRequest.request("POST", "/auth/api/login").with("Accept", "application/json"),
        Map.of("username", "ada", "password", "correct horse")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(model(answer))
        .containsEntry("username", "ada")
        .containsEntry("roles", List.of("admin"));
    assertThat(identity(ada.get("/orders")).subject()).isEqualTo("ada");
  }

  @Test
  void a_stranger_learns_nothing_from_the_status() {
    assertThat(model(answer(ada.get("/auth/api/status"))).keySet())
        .containsExactly("authenticated", "login_url", "csrf_token");
  }

  @Test
  void sessions_are_listed_and_ended_from_another_device() {
    Auth auth = auth("");
    Visitor laptop = new Visitor(auth);
    Visitor phone = new Visitor(auth);
    laptop.signIn();
    phone.signIn();
    List<?> rows = (List<?>) model(answer(laptop.get("/auth/sessions"))).get("sessions");
    String other = rows.stream()
        .map(row -> (Map<?, ?>) row)
        .filter(row -> row.get("current").equals(false))
        .map(row -> (String) row.get("id"))
        .findFirst()
        .orElseThrow();
    AuthResponse done = laptop.post("/auth/sessions/end", Map.of("id", other));

    assertThat(rows).hasSize(2);
    assertThat(done.headers().first("Location")).contains("/auth/sessions");
    assertStranger(phone.get("/orders"));
    assertThat(model(answer(phone.get("/auth/login"))))
        .containsEntry("status_message", "session-revoked");
    assertThat(identity(laptop.get("/orders")).subject()).isEqualTo("ada");
  }

  @Test
  void nobody_ends_the_session_of_somebody_else() {
    Auth auth = auth("");
    Visitor bob = new Visitor(auth);
    ada = ada.at(auth);
    ada.signIn();
    bob.post("/auth/login", Map.of("username", "bob", "password", "correct horse"));
    String id = Token.parse(ada.jar().get("vestibule_session")).orElseThrow().id();
    bob.post("/auth/sessions/end", Map.of("id", id));

    assertThat(identity(ada.get("/orders")).subject()).isEqualTo("ada");
  }

  @Test
  void the_session_unused_for_longest_makes_room_for_one_more() {
    Auth auth = auth("max_per_user = 2");
    List<Visitor> devices = List.of(new Visitor(auth), new Visitor(auth), new Visitor(auth));
    for (Visitor device : devices) {
      device.signIn();
      pass(Duration.ofMinutes(2));
    }

    assertStranger(devices.get(0).get("/orders"));
    assertThat(devices.get(1).get("/orders")).isInstanceOf(Decision.Admit.class);
    assertThat(devices.get(2).get("/orders")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void a_device_that_stays_signed_in_begins_a_new_session_by_itself() {
    ada.signIn("remember", "1");
    Instant proved = now.get();
    String before = ada.jar().get("vestibule_device");
    pass(Duration.ofDays(20));
    Identity identity = identity(ada.get("/orders"));

    assertThat(identity.subject()).isEqualTo("ada");
    assertThat(identity.authenticatedAt()).isEqualTo(proved);
    assertThat(ada.jar().get("vestibule_device")).isNotEqualTo(before);
    pass(Duration.ofDays(31));
    assertStranger(ada.get("/orders"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/auth/sessions", "/auth/logout", "/auth/login?return_to=%2Fa"})
  void a_device_that_stays_signed_in_comes_home_on_our_own_pages_too(String page) {
    ada.signIn("remember", "1");
    ada.jar().remove("vestibule_session");
    AuthResponse again = answer(ada.get(page));

    assertThat(again.status()).isEqualTo(303);
    assertThat(again.headers().first("Location")).contains(page);
    assertThat(again.headers().first("Cache-Control")).contains("no-store");
    assertThat(ada.jar()).containsKey("vestibule_session");
    AuthResponse shown = answer(ada.get(page));
    assertThat(shown.headers().first("Location"))
        .isEqualTo(page.contains("login") ? Optional.of("/a") : Optional.empty());
  }

  @Test
  void a_device_that_stays_signed_in_is_told_so_by_the_status() {
    ada.signIn("remember", "1");
    ada.jar().remove("vestibule_session");

    assertThat(model(answer(ada.get("/auth/api/status")))).containsEntry("authenticated", true);
    assertThat(ada.jar()).containsKey("vestibule_session");
  }

  @Test
  void a_device_that_comes_home_to_sign_out_is_signed_out() {
    ada.signIn("remember", "1");
    ada.jar().remove("vestibule_session");
    answer(ada.get("/auth/logout"));
    AuthResponse button = answer(ada.get("/auth/logout"));

    assertThat(((Body.Page) button.body()).name()).isEqualTo("logout");
    assertThat(ada.post("/auth/logout", Map.of()).status()).isEqualTo(200);
    assertThat(ada.jar()).doesNotContainKeys("vestibule_session", "vestibule_device");
  }

  @Test
  void the_slower_of_two_tabs_is_not_asked_to_come_again_and_again() {
    ada.signIn("remember", "1");
    ada.jar().remove("vestibule_session");
    Visitor slower = ada.at(ada.auth());
    answer(ada.get("/auth/logout"));

    assertThat(answer(slower.get("/auth/logout")).status()).isEqualTo(200);
  }

  @Test
  void a_stranger_sees_our_pages_at_once() {
    Visitor stranger = new Visitor(ada.auth());
    assertThat(answer(stranger.get("/auth/login")).status()).isEqualTo(200);
    assertThat(answer(stranger.get("/auth/logout")).status()).isEqualTo(200);
  }

  @Test
  void staying_signed_in_is_no_fresh_proof() {
    ada.signIn("remember", "1");
    assertThat(ada.get("/fresh/pay")).isInstanceOf(Decision.Admit.class);
    pass(Duration.ofHours(1));

    assertThat(ada.get("/orders")).isInstanceOf(Decision.Admit.class);
    assertStranger(ada.get("/fresh/pay"));
  }

  @Test
  void tabs_that_are_restored_at_once_are_all_let_in_and_one_gets_the_next_token() {
    ada.signIn("remember", "1");
    pass(Duration.ofHours(1));
    Visitor tab = ada.at(authOf(ada));
    assertThat(ada.get("/orders")).isInstanceOf(Decision.Admit.class);
    String first = tab.jar().get("vestibule_device");

    assertThat(tab.get("/orders")).isInstanceOf(Decision.Admit.class);
    assertThat(tab.jar().get("vestibule_device")).isEqualTo(first);
  }

  @Test
  void signing_out_forgets_the_device() {
    ada.signIn("remember", "1");
    Visitor copy = ada.at(authOf(ada));
    ada.post("/auth/logout", Map.of());
    pass(Duration.ofHours(1));

    assertStranger(copy.get("/orders"));
  }

  @Test
  void the_login_view_may_live_elsewhere() {
    Visitor visitor = new Visitor(auth("login_view = /signin"));

    assertThat(answer(visitor.get("/orders")).headers().first("Location"))
        .contains("/signin?return_to=%2Forders");
    assertThat(answer(visitor.get("/signin")).status()).isEqualTo(200);
    assertThat(visitor
            .post("/signin", Map.of("username", "ada", "password", "correct horse"))
            .status())
        .isEqualTo(303);
  }

  /** The Auth that this visitor talks to, for a second browser at the same node. */
  private static Auth authOf(Visitor visitor) {
    return visitor.auth();
  }
}
