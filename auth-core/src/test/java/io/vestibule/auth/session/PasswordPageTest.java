package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static io.vestibule.auth.session.Visitor.model;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.HashGate;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.totp.Apps;
import io.vestibule.auth.totp.Confirmed;
import io.vestibule.auth.totp.SecondFactors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPageTest {
  private static final String HASH = PasswordHash.hash(Secret.of("correct horse"), 10);
  private static final String BEFORE = "correct horse";
  private static final String AFTER = "a horse of many colours";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final Store store = JdbcStore.open(url, "", Secret.of(""), clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final List<AuditEvent> events = new ArrayList<>();
  private Secret key = Secret.of("");
  private List<String> recovery = List.of();

  private Configuration start() {
    return start("[authentication]\ntype = session\n[store]\nurl = " + url + "\n");
  }

  private Configuration start(String text) {
    return start(text, HashGate.ofAllCores());
  }

  private Configuration start(String text, HashGate gate) {
    if (users.isEmpty()) {
      users.add("ada", Secret.of(HASH), Set.of("admin"));
    }
    Supplied supplied = new Supplied(Map.of(), List.of())
        .with(Audit.class, Audit.of(events::add))
        .with(HashGate.class, gate);
    return Configuration.parse(
        "auth.ini", text + "[rules]\n/** = user\n", Path.of(""), clock, supplied);
  }

  private static Visitor signedIn(Configuration configuration, String... more) {
    Visitor visitor = new Visitor(configuration.auth());
    assertThat(visitor.signIn(more).status()).isEqualTo(303);
    return visitor;
  }

  private static Map<String, String> fields(String current, String next) {
    return Map.of("current_password", current, "new_password", next);
  }

  private static AuthResponse change(Visitor visitor, String current, String next) {
    return visitor.post("/auth/password", fields(current, next));
  }

  private static String sessionCookie(Map<String, String> jar) {
    return jar.keySet().stream()
        .filter(name -> name.endsWith("_session"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isIn(Visitor visitor) {
    return visitor.get("/") instanceof Decision.Admit;
  }

  private List<String> told(String type) {
    return events.stream()
        .filter(event -> event.type().word().equals(type))
        .map(AuditEvent::subject)
        .toList();
  }

  private boolean isPassword(String password) {
    Visitor visitor = new Visitor(start().auth());
    return visitor.signIn("password", password).status() == 303;
  }

  @Test
  void another_node_that_still_has_the_account_of_before_ends_nothing_of_what_has_just_begun() {
    Configuration here = start();
    Configuration there = start();
    Visitor visitor = signedIn(here, "remember", "1");
    assertThat(isIn(visitor.at(there.auth()))).as("read there, and remembered").isTrue();

    assertThat(change(visitor, BEFORE, "a horse of many colours").status()).isEqualTo(200);

    assertThat(isIn(visitor.at(there.auth()))).isTrue();
    assertThat(isIn(visitor)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      correct horse | short                         | 422 | weak-password
      correct horse | passwordpassword              | 422 | common-password
      correct horse | all hail ADA the first        | 422 | common-password
      wrong         | a horse of many colours       | 422 | wrong-password
      wrong         | short                         | 422 | wrong-password
      correct horse | correct horse                 | 422 | same-password
      correct horse | ''                            | 422 | missing-field
      ''            | a horse of many colours       | 422 | missing-field
      ''            | ''                            | 422 | missing-field
      """)
  void what_cannot_be_done_is_said_and_changes_nothing(
      String current, String next, int status, String code) {
    Visitor visitor = signedIn(start());
    AuthResponse refused = change(visitor, current, next);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(model(refused))
        .containsEntry("error", code)
        .containsEntry("username", "ada")
        .doesNotContainValue(next.isEmpty() ? "-" : next);
    assertThat(isIn(visitor)).isTrue();
    assertThat(isPassword(BEFORE)).isTrue();
    assertThat(told("password-changed")).isEmpty();
  }

  @Test
  void the_password_before_is_not_the_next_one_however_its_letters_are_composed() {
    users.add(
        "grace", Secret.of(PasswordHash.hash(Secret.of("caf\u00e9 au lait noir"), 10)), Set.of());
    Visitor visitor = signedIn(start(), "username", "grace", "password", "caf\u00e9 au lait noir");
    AuthResponse refused = change(visitor, "caf\u00e9 au lait noir", "cafe\u0301 au lait noir");

    assertThat(model(refused)).containsEntry("error", "same-password");
  }

  @ParameterizedTest
  @ValueSource(ints = {'\t', '\n', 0})
  void what_no_field_of_a_browser_sends_is_refused(int character) {
    Visitor visitor = signedIn(start());
    AuthResponse refused = change(visitor, BEFORE, AFTER + (char) character);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(model(refused)).containsEntry("error", "unusable-password");
    assertThat(model(change(visitor, BEFORE, "xyzab".repeat(300))))
        .containsEntry("error", "unusable-password");
  }

  @Test
  void what_was_not_typed_is_named() {
    Visitor visitor = signedIn(start());
    AuthResponse refused = visitor.post("/auth/password", Map.of("current_password", BEFORE));

    assertThat(model(refused)).extracting("missing", LIST).containsExactly("new_password");
  }

  @Test
  void another_site_cannot_change_it() {
    Visitor visitor = signedIn(start());
    AuthResponse refused = answer(visitor.send(
        browser("POST", "/auth/password").with("Sec-Fetch-Site", "cross-site"),
        fields(BEFORE, AFTER)));
    AuthResponse stale =
        answer(visitor.send(browser("POST", "/auth/password"), fields(BEFORE, AFTER)));
    AuthResponse program =
        answer(visitor.send(browser("POST", "/auth/api/password"), fields(BEFORE, AFTER)));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(model(refused)).containsEntry("error", "cross-site");
    assertThat(stale.status()).isEqualTo(200);
    assertThat(model(stale)).containsEntry("status_message", "stale-page");
    assertThat(program.status()).isEqualTo(403);
    assertThat(isPassword(BEFORE)).isTrue();
  }

  @Test
  void an_old_browser_shows_the_token_of_the_form() {
    Visitor visitor = signedIn(start());
    String token = model(answer(visitor.get("/auth/password"))).get("csrf").toString();
    AuthResponse changed = answer(visitor.send(
        browser("POST", "/auth/password"),
        Map.of("current_password", BEFORE, "new_password", AFTER, "csrf", token)));

    assertThat(changed.status()).isEqualTo(200);
    assertThat(isPassword(AFTER)).isTrue();
  }

  @Test
  void a_stranger_is_led_to_the_login_page_and_back() {
    Visitor stranger = new Visitor(start().auth());
    AuthResponse page = answer(stranger.get("/auth/password"));

    assertThat(page.status()).isEqualTo(303);
    assertThat(page.headers().first("Location"))
        .contains("/auth/login?return_to=%2Fauth%2Fpassword");
    assertThat(change(stranger, BEFORE, AFTER).status()).isEqualTo(303);
    assertThat(stranger.post("/auth/api/password", fields(BEFORE, AFTER)).status())
        .isEqualTo(401);
    assertThat(stranger.signIn("return_to", "/auth/password").headers().first("Location"))
        .contains("/auth/password");
    assertThat(isPassword(BEFORE)).isTrue();
  }

  @Test
  void whoever_shows_a_name_and_a_password_with_the_request_is_a_stranger_too() {
    Configuration configuration =
        start("[authentication]\ntype = session, basic\n[store]\nurl = " + url + "\n");
    Visitor visitor = new Visitor(configuration.auth());
    String basic = Base64.getEncoder().encodeToString("ada:correct horse".getBytes(UTF_8));
    AuthResponse refused = answer(visitor.send(
        browser("POST", "/auth/api/password").with("Authorization", "Basic " + basic),
        fields(BEFORE, AFTER)));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(isPassword(BEFORE)).isTrue();
  }

  @Test
  void wrong_guesses_are_counted_as_those_at_the_login_page_are() {
    Visitor visitor = signedIn(start());
    AuthResponse refused = change(visitor, "wrong", AFTER);
    for (int i = 0; i < 20 && refused.status() == 422; i++) {
      refused = change(visitor, "wrong" + i, AFTER);
    }

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers().first("Retry-After")).isPresent();
    assertThat(model(refused))
        .containsEntry("error", "rate-limited")
        .containsKeys("retry_after", "retry_at");
    assertThat(change(visitor, BEFORE, AFTER).status()).isEqualTo(429);
    assertThat(told("login")).contains("ada");
    assertThat(told("throttled")).contains("ada");
  }

  @Test
  void where_too_many_hashes_are_computed_the_page_says_so_and_nothing_changes() throws Exception {
    HashGate gate = HashGate.ofAllCores();
    Visitor visitor =
        signedIn(start("[authentication]\ntype = session\n[store]\nurl = " + url + "\n", gate));
    int most = Runtime.getRuntime().availableProcessors() * 9;
    CountDownLatch full = new CountDownLatch(Runtime.getRuntime().availableProcessors());
    CountDownLatch over = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(most);
    try {
      for (int i = 0; i < most; i++) {
        threads.execute(() -> gate.run(() -> held(full, over)));
      }
      full.await();
      AuthResponse refused = change(visitor, BEFORE, AFTER);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(model(refused)).containsEntry("error", "busy");
      assertThat(refused.headers().first("Retry-After")).contains("2");
    } finally {
      over.countDown();
      threads.shutdownNow();
    }
    assertThat(isPassword(BEFORE)).isTrue();
  }

  private static boolean held(CountDownLatch full, CountDownLatch over) {
    full.countDown();
    try {
      return over.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException stopped) {
      return false;
    }
  }

  @Test
  void this_browser_goes_on_with_a_new_session_and_all_others_end() {
    Configuration configuration = start();
    Visitor here = signedIn(configuration);
    Visitor there = signedIn(configuration);
    Visitor kept = signedIn(configuration, "remember", "1");
    Map<String, String> before = Map.copyOf(here.jar());
    AuthResponse changed = change(here, BEFORE, AFTER);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.hostSession()).isEqualTo(HostSession.RENEW);
    assertThat(((Body.Page) changed.body()).name()).isEqualTo("change-password");
    assertThat(model(changed)).containsEntry("changed", true);
    assertThat(here.jar()).doesNotContainValue(before.get(sessionCookie(before)));
    assertThat(isIn(here)).isTrue();
    assertThat(isIn(there)).isFalse();
    assertThat(isIn(kept)).isFalse();
    assertThat(model(answer(there.get("/auth/login"))))
        .containsEntry("status_message", "session-revoked");
    assertThat(model(answer(here.get("/auth/sessions"))))
        .extracting("sessions", LIST)
        .hasSize(1);
    assertThat(store.owned(RememberMe.KIND, "ada")).isEmpty();
    assertThat(isPassword(BEFORE)).isFalse();
    assertThat(isPassword(AFTER)).isTrue();
    assertThat(told("password-changed")).containsExactly("ada");
  }

  @Test
  void the_cookies_from_before_are_worth_nothing() {
    Configuration configuration = start();
    Visitor here = signedIn(configuration, "remember", "1");
    Visitor copy = here.at(configuration.auth());
    change(here, BEFORE, AFTER);

    assertThat(isIn(copy)).isFalse();
    assertThat(isIn(here)).as("the copy betrays nothing").isTrue();
  }

  @Test
  void who_stays_signed_in_goes_on_doing_so_here() {
    Configuration configuration = start();
    Visitor here = signedIn(configuration, "remember", "1");
    change(here, BEFORE, AFTER);
    clock.pass(Duration.ofDays(3));

    assertThat(isIn(here)).isTrue();
    Visitor other = signedIn(configuration, "password", AFTER);
    change(other, AFTER, "another horse altogether");
    clock.pass(Duration.ofDays(3));
    assertThat(isIn(other)).as("nobody asked for it").isFalse();
  }

  @Test
  void the_new_session_is_fresh() {
    Configuration configuration = start();
    Visitor here = signedIn(configuration);
    clock.pass(Duration.ofMinutes(20));
    change(here, BEFORE, AFTER);

    Decision.Admit admitted = (Decision.Admit) here.get("/");
    assertThat(admitted.identity().authenticatedAt()).isEqualTo(clock.instant());
  }

  @Test
  void another_node_lets_the_others_in_no_more_within_two_seconds() {
    Configuration one = start();
    Configuration two = start();
    Visitor here = signedIn(one);
    Visitor there = signedIn(two);
    change(here, BEFORE, AFTER);
    clock.pass(Duration.ofSeconds(2));

    assertThat(isIn(there)).isFalse();
    assertThat(isIn(here.at(two.auth()))).isTrue();
  }

  @Test
  void a_program_is_answered_without_a_page() {
    Visitor visitor = signedIn(start());
    AuthResponse changed = visitor.post("/auth/api/password", fields(BEFORE, AFTER));

    assertThat(changed.status()).isEqualTo(204);
    assertThat(changed.headers().all("Set-Cookie")).isNotEmpty();
    assertThat(isIn(visitor)).isTrue();
  }

  @Test
  void of_many_that_change_it_at_one_time_one_does() throws Exception {
    Configuration configuration = start();
    List<Callable<Integer>> posts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Visitor visitor = signedIn(configuration);
      String next = AFTER + i;
      posts.add(() -> change(visitor, BEFORE, next).status());
    }
    ExecutorService threads = Executors.newFixedThreadPool(posts.size());
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> status : threads.invokeAll(posts)) {
        statuses.add(status.get());
      }
      assertThat(statuses).containsOnlyOnce(200);
      assertThat(told("password-changed")).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Signed in with both, a minute after the last code was used. */
  private Visitor withFactor(Configuration configuration) {
    SecondFactors factors = configuration.shared(SecondFactors.class).orElseThrow();
    User user = users.user("ada").orElseThrow();
    key = factors.begin(user).key();
    recovery = ((Confirmed.Active) factors.confirm(browser("GET", "/"), user, code()))
        .recoveryCodes().stream().map(Secret::reveal).toList();
    clock.pass(Duration.ofMinutes(1));
    Visitor visitor = signedIn(configuration, "code", code());
    clock.pass(Duration.ofMinutes(1));
    return visitor;
  }

  private String code() {
    return Apps.code(key, clock.instant());
  }

  private static Map<String, String> fields(String current, String next, String code) {
    return Map.of("current_password", current, "new_password", next, "code", code);
  }

  @Test
  void whoever_has_a_second_factor_shows_a_code_too() {
    Visitor visitor = withFactor(start());
    AuthResponse without = change(visitor, BEFORE, AFTER);
    String wrong = code().equals("000000") ? "000001" : "000000";
    AuthResponse refused = visitor.post("/auth/password", fields(BEFORE, AFTER, wrong));

    assertThat(without.status()).isEqualTo(422);
    assertThat(model(without))
        .containsEntry("error", "missing-field")
        .containsEntry("factor", true);
    assertThat(model(without)).extracting("missing", LIST).containsExactly("code");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(model(refused)).containsEntry("error", "bad-code");
    assertThat(told("password-changed")).isEmpty();

    AuthResponse changed = visitor.post("/auth/password", fields(BEFORE, AFTER, code()));
    assertThat(changed.status()).isEqualTo(200);
    Decision.Admit admitted = (Decision.Admit) visitor.get("/");
    assertThat(admitted.identity().methods()).containsExactlyInAnyOrder("pwd", "otp", "mfa");
    assertThat(users.user("ada").orElseThrow().hasFactor()).isTrue();
    assertThat(told("password-changed")).containsExactly("ada");
  }

  @Test
  void a_code_is_used_up_only_where_the_rest_is_right() {
    Visitor visitor = withFactor(start());
    String code = code();
    for (Map<String, String> typed : List.of(
        fields("wrong", AFTER, code),
        fields(BEFORE, "short", code),
        fields(BEFORE, BEFORE, code),
        fields(BEFORE, AFTER + "\t", code))) {
      assertThat(visitor.post("/auth/password", typed).status()).isEqualTo(422);
    }
    assertThat(visitor.post("/auth/password", fields(BEFORE, AFTER, code)).status())
        .isEqualTo(200);
    String next = "another horse altogether";
    assertThat(visitor.post("/auth/password", fields(AFTER, next, code)).status())
        .as("the code was used")
        .isEqualTo(422);
  }

  @Test
  void a_recovery_code_will_do_once() {
    Visitor visitor = withFactor(start());

    assertThat(visitor
            .post("/auth/password", fields(BEFORE, AFTER, recovery.get(0)))
            .status())
        .isEqualTo(200);
    AuthResponse again =
        visitor.post("/auth/password", fields(AFTER, "another horse altogether", recovery.get(0)));
    assertThat(model(again)).containsEntry("error", "bad-code").containsEntry("recovery", true);
  }

  @Test
  void guesses_at_the_code_are_counted() {
    Visitor visitor = withFactor(start());
    AuthResponse refused = change(visitor, BEFORE, AFTER);
    for (int i = 0; i < 20 && refused.status() == 422; i++) {
      String guess = "%06d".formatted((Integer.parseInt(code()) + 500_000 + i) % 1_000_000);
      refused = visitor.post("/auth/password", fields(BEFORE, AFTER, guess));
    }

    assertThat(refused.status()).isEqualTo(429);
    assertThat(visitor.post("/auth/password", fields(BEFORE, AFTER, code())).status())
        .isEqualTo(429);
    assertThat(told("password-changed")).isEmpty();
  }

  @Test
  void what_was_proved_about_another_account_of_the_name_changes_nothing() {
    start();
    User proved = users.user("ada").orElseThrow();
    users.disable("ada");
    users.enable("ada");

    assertThat(users.setHash(proved, Secret.of(PasswordHash.hash(Secret.of(AFTER), 10))))
        .isEmpty();
    users.delete("ada");
    assertThat(users.setHash(proved, Secret.of(HASH))).isEmpty();
  }

  @Test
  void the_menu_has_it_and_password_managers_find_it() {
    Visitor visitor = signedIn(start());
    AuthResponse page = answer(visitor.get("/auth/password"));
    AuthResponse led = answer(visitor.get("/.well-known/change-password"));

    assertThat(((Body.Page) page.body()).name()).isEqualTo("change-password");
    assertThat(model(page))
        .containsEntry("username", "ada")
        .containsEntry("min_length", 12)
        .containsKey("csrf");
    assertThat(model(page)).extracting("pages", LIST).contains("password", "sessions");
    assertThat(model(answer(visitor.get("/auth/sessions"))))
        .extracting("pages", LIST)
        .startsWith("profile", "password");
    assertThat(page.headers().first("Cache-Control")).contains("no-store");
    assertThat(led.status()).isEqualTo(302);
    assertThat(led.headers().first("Location")).contains("/auth/password");
  }

  @Test
  void users_of_a_file_have_no_such_page() {
    Configuration configuration =
        start("[authentication]\ntype = session\n[users]\nada = " + HASH + "\n");
    Visitor visitor = signedIn(configuration);

    assertThat(visitor.get("/auth/password")).isInstanceOf(Decision.Admit.class);
    assertThat(visitor.get("/.well-known/change-password")).isInstanceOf(Decision.Admit.class);
    assertThat(model(answer(visitor.get("/auth/sessions"))))
        .extracting("pages", LIST)
        .doesNotContain("password");
  }

  @Test
  void an_account_that_was_disabled_meanwhile_is_signed_out() {
    Visitor visitor = signedIn(start());
    users.disable("ada");
    clock.pass(Duration.ofSeconds(2));

    assertThat(change(visitor, BEFORE, AFTER).status()).isEqualTo(303);
    users.enable("ada");
    assertThat(isPassword(BEFORE)).isTrue();
  }

  @Test
  void no_event_and_no_answer_holds_a_password() {
    Visitor visitor = signedIn(start());
    AuthResponse wrong = change(visitor, "some secret guess", AFTER);
    AuthResponse done = change(visitor, BEFORE, AFTER);

    assertThat(events.toString() + wrong + done).doesNotContain("secret guess", AFTER, BEFORE);
  }
}
