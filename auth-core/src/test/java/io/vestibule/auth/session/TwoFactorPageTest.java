package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static io.vestibule.auth.session.Visitor.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.AuthenticatorApp;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwoFactorPageTest {
  private static final String PASSWORD = "correct horse";
  private static final Secret HASH = Secret.of(PasswordHash.hash(Secret.of(PASSWORD), 10));
  private static final String PAGE = "/auth/two-factor";
  private static final String TWIN = "/auth/api/two-factor";
  private static final Duration STEP = Duration.ofSeconds(30);

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final Store store = JdbcStore.open(url, "", Secret.of(""), clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final List<AuditEvent> events = new ArrayList<>();

  private Configuration start(String more) {
    users.add("ada", HASH, Set.of("admin"));
    Supplied supplied = new Supplied(Map.of(), List.of()).with(Audit.class, Audit.of(events::add));
    String text = "[authentication]\ntype = session\n[store]\nurl = " + url + "\n" + more
        + "[rules]\n/mfa = user & mfa\n/** = user\n";
    return Configuration.parse("auth.ini", text, Path.of(""), clock, supplied);
  }

  private Visitor signedIn() {
    return signedIn(start(""));
  }

  private static Visitor signedIn(Configuration configuration, String... more) {
    Visitor visitor = new Visitor(configuration.auth());
    assertThat(visitor.signIn(more).status()).isEqualTo(303);
    return visitor;
  }

  /** Somebody with an app, and what was kept of the set-up. */
  private record Equipped(Visitor visitor, AuthenticatorApp app, List<?> recovery) {}

  private Equipped equipped() {
    return equipped(signedIn());
  }

  private Equipped equipped(Visitor visitor) {
    AuthenticatorApp app = begun(visitor);
    AuthResponse on = visitor.post(PAGE + "/confirm", Map.of("code", app.code(clock.instant())));
    assertThat(on.status()).isEqualTo(200);
    clock.pass(STEP);
    return new Equipped(visitor, app, (List<?>) model(on).get("recovery_codes"));
  }

  private static AuthenticatorApp begun(Visitor visitor) {
    AuthResponse setup = visitor.post(PAGE + "/begin", Map.of("password", PASSWORD));
    assertThat(setup.status()).isEqualTo(200);
    return new AuthenticatorApp(model(setup).get("key").toString());
  }

  private Map<String, String> proof(AuthenticatorApp app) {
    return Map.of("password", PASSWORD, "code", app.code(clock.instant()));
  }

  private static boolean isIn(Visitor visitor) {
    return visitor.get("/") instanceof Decision.Admit;
  }

  private static Set<String> methods(Visitor visitor) {
    return Decided.identity(visitor.get("/")).methods();
  }

  private static String page(AuthResponse answer) {
    return ((Body.Page) answer.body()).name();
  }

  private boolean isOn() {
    return users.user("ada").orElseThrow().hasFactor();
  }

  private List<String> told() {
    return events.stream().map(event -> event.type().word()).toList();
  }

  @Test
  void the_page_says_that_there_is_none_and_that_one_can_be_set_up() {
    AuthResponse shown = answer(signedIn().get(PAGE));

    assertThat(shown.status()).isEqualTo(200);
    assertThat(page(shown)).isEqualTo("two-factor");
    assertThat(model(shown))
        .containsEntry("username", "ada")
        .containsEntry("on", false)
        .containsEntry("offered", true)
        .doesNotContainKeys("since", "recovery_left", "key", "error")
        .extracting("pages", LIST)
        .contains("two-factor");
    assertThat(shown.headers().first("Cache-Control")).contains("no-store");
  }

  @Test
  void the_password_begins_it_and_the_first_code_turns_it_on() {
    Visitor visitor = signedIn();
    AuthResponse setup = visitor.post(PAGE + "/begin", Map.of("password", PASSWORD));
    String key = model(setup).get("key").toString();

    assertThat(page(setup)).isEqualTo("two-factor-setup");
    assertThat(key).matches("[A-Z2-7]{32}");
    assertThat(model(setup).get("otpauth").toString())
        .startsWith("otpauth://totp/")
        .contains(":ada?secret=" + key);
    assertThat(isOn()).isFalse();

    AuthResponse on = visitor.post(
        PAGE + "/confirm", Map.of("code", new AuthenticatorApp(key).code(clock.instant())));
    assertThat(on.status()).isEqualTo(200);
    assertThat(page(on)).isEqualTo("recovery-codes");
    assertThat(model(on)).extracting("recovery_codes", LIST).hasSize(10).doesNotHaveDuplicates();
    assertThat(on.headers().first("Cache-Control")).contains("no-store");
    assertThat(isOn()).isTrue();
    assertThat(told()).contains("factor-added");
  }

  @Test
  void this_browser_stays_signed_in_by_two_factors_and_all_others_do_not() {
    Configuration configuration = start("");
    Visitor other = signedIn(configuration, "remember", "1");
    Visitor visitor = signedIn(configuration);
    String before = String.valueOf(visitor.jar());
    AuthResponse on =
        visitor.post(PAGE + "/confirm", Map.of("code", begun(visitor).code(clock.instant())));

    assertThat(on.hostSession()).isEqualTo(HostSession.RENEW);
    assertThat(String.valueOf(visitor.jar())).isNotEqualTo(before);
    assertThat(methods(visitor)).containsExactlyInAnyOrder("pwd", "otp", "mfa");
    assertThat(visitor.get("/mfa")).isInstanceOf(Decision.Admit.class);
    assertThat(isIn(other)).isFalse();
  }

  @Test
  void who_stays_signed_in_still_does() {
    Equipped ada = equipped(signedIn(start(""), "remember", "1"));
    clock.pass(Duration.ofDays(10));

    assertThat(isIn(ada.visitor())).isTrue();
  }

  @Test
  void the_page_says_since_when_and_how_many_recovery_codes_are_left() {
    Equipped ada = equipped();

    assertThat(model(answer(ada.visitor().get(PAGE))))
        .containsEntry("on", true)
        .containsEntry("since", "2026-03-01T12:00:00Z")
        .containsEntry("recovery_left", 10)
        .doesNotContainKeys("key", "otpauth", "recovery_codes");
  }

  @Test
  void a_wrong_password_begins_nothing_and_is_counted() {
    Visitor visitor = signedIn();

    for (int i = 0; i < 5; i++) {
      AuthResponse wrong = visitor.post(PAGE + "/begin", Map.of("password", "wrong" + i));
      assertThat(wrong.status()).isEqualTo(422);
      assertThat(model(wrong)).containsEntry("error", "wrong-password");
    }
    AuthResponse throttled = visitor.post(PAGE + "/begin", Map.of("password", PASSWORD));
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.headers().first("Retry-After")).isPresent();
    assertThat(model(throttled)).containsEntry("error", "rate-limited").containsKey("retry_at");
    assertThat(isIn(visitor)).isTrue();
  }

  @Test
  void a_session_alone_never_sees_the_key() {
    Configuration configuration = start("");
    Visitor visitor = signedIn(configuration);
    Visitor thief = new Visitor(configuration.auth());
    thief.jar().putAll(visitor.jar());
    AuthenticatorApp app = begun(visitor);

    AuthResponse guess = thief.post(PAGE + "/confirm", Map.of("code", "000 000"));
    assertThat(guess.status()).isEqualTo(422);
    assertThat(model(guess)).doesNotContainKeys("key", "otpauth");
    assertThat(model(answer(thief.get(PAGE)))).doesNotContainKeys("key", "otpauth");
    AuthResponse own = visitor.post(PAGE + "/confirm", Map.of("code", "000 000", "key", app.key()));
    assertThat(model(own)).containsEntry("error", "bad-code").containsEntry("key", app.key());
  }

  @Test
  void a_clock_that_is_off_is_told() {
    Visitor visitor = signedIn();
    AuthenticatorApp app = begun(visitor);

    AuthResponse late =
        visitor.post(PAGE + "/confirm", Map.of("code", app.code(clock.instant(), -5)));
    assertThat(model(late)).containsEntry("error", "bad-code").containsEntry("clock", true);
    assertThat(isOn()).isFalse();
  }

  @Test
  void codes_are_guessed_a_few_times_only() {
    Visitor visitor = signedIn();
    AuthenticatorApp app = begun(visitor);
    String right = app.code(clock.instant());
    AuthResponse last = answer(visitor.get(PAGE));
    for (int i = 0; i < 20 && last.status() != 429; i++) {
      String wrong = right.equals("12345" + i % 10) ? "999999" : "12345" + i % 10;
      last = visitor.post(PAGE + "/confirm", Map.of("code", wrong, "key", app.key()));
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(page(last)).isEqualTo("two-factor-setup");
    assertThat(last.headers().first("Retry-After")).isPresent();
    assertThat(visitor.post(PAGE + "/confirm", Map.of("code", right)).status()).isEqualTo(429);
  }

  @Test
  void a_set_up_that_was_left_for_too_long_begins_again() {
    Visitor visitor = signedIn();
    AuthenticatorApp app = begun(visitor);
    clock.pass(Duration.ofMinutes(11));
    AuthResponse over = visitor.post(PAGE + "/confirm", Map.of("code", app.code(clock.instant())));

    assertThat(over.status()).isEqualTo(409);
    assertThat(page(over)).isEqualTo("two-factor");
    assertThat(model(over)).containsEntry("error", "set-up-over");
  }

  @Test
  void new_recovery_codes_take_password_and_code_and_replace_the_old_ones() {
    Equipped ada = equipped();
    AuthResponse made = ada.visitor().post(PAGE + "/recovery-codes", proof(ada.app()));

    assertThat(made.status()).isEqualTo(200);
    assertThat(page(made)).isEqualTo("recovery-codes");
    assertThat(model(made))
        .extracting("recovery_codes", LIST)
        .hasSize(10)
        .doesNotContainAnyElementsOf(ada.recovery());
    assertThat(told()).contains("recovery-codes-renewed");
    assertThat(isIn(ada.visitor())).isTrue();
    clock.pass(STEP);
    AuthResponse old = ada.visitor()
        .post(
            PAGE + "/off",
            Map.of("password", PASSWORD, "code", ada.recovery().get(0).toString()));
    assertThat(model(old)).containsEntry("error", "bad-code");
  }

  @Test
  void turning_it_off_takes_password_and_code() {
    Equipped ada = equipped();
    AuthResponse off = ada.visitor().post(PAGE + "/off", proof(ada.app()));

    assertThat(off.status()).isEqualTo(303);
    assertThat(off.headers().first("Location")).contains("/auth/two-factor");
    assertThat(isOn()).isFalse();
    assertThat(methods(ada.visitor())).containsExactly("pwd");
    assertThat(model(answer(ada.visitor().get(PAGE)))).containsEntry("on", false);
    assertThat(told()).contains("factor-removed");
  }

  @Test
  void a_recovery_code_turns_it_off_for_whoever_has_lost_the_phone() {
    Equipped ada = equipped();
    String code = ada.recovery().get(3).toString().toLowerCase(java.util.Locale.ROOT);
    AuthResponse off = ada.visitor()
        .post(PAGE + "/off", Map.of("password", PASSWORD, "code", code, "recovery", "1"));

    assertThat(off.status()).isEqualTo(303);
    assertThat(isOn()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/off", "/recovery-codes"})
  void the_password_alone_and_the_code_alone_change_nothing(String change) {
    Equipped ada = equipped();
    Visitor visitor = ada.visitor();
    String code = ada.app().code(clock.instant());

    assertThat(model(visitor.post(PAGE + change, Map.of("password", PASSWORD))))
        .containsEntry("error", "missing-field")
        .extracting("missing", LIST)
        .containsExactly("code");
    assertThat(model(visitor.post(PAGE + change, Map.of("code", code))))
        .extracting("missing", LIST)
        .containsExactly("password");
    assertThat(model(visitor.post(PAGE + change, Map.of("password", "wrong", "code", code))))
        .containsEntry("error", "wrong-password");
    String wrong = code.equals("123456") ? "654321" : "123456";
    assertThat(model(visitor.post(PAGE + change, Map.of("password", PASSWORD, "code", wrong))))
        .containsEntry("error", "bad-code");
    assertThat(isOn()).isTrue();
    // A wrong password has not used the code up.
    assertThat(visitor.post(PAGE + change, proof(ada.app())).status()).isLessThan(400);
  }

  @Test
  void what_does_not_fit_the_state_is_a_conflict() {
    Visitor visitor = signedIn();
    assertThat(model(visitor.post(PAGE + "/off", Map.of("password", PASSWORD, "code", "123456"))))
        .containsEntry("error", "factor-off");
    assertThat(model(visitor.post(PAGE + "/confirm", Map.of("code", "123456"))))
        .containsEntry("error", "set-up-over");
    equipped(visitor);
    AuthResponse again = visitor.post(PAGE + "/begin", Map.of("password", PASSWORD));
    assertThat(again.status()).isEqualTo(409);
    assertThat(model(again)).containsEntry("error", "factor-on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/begin", "/confirm", "/recovery-codes", "/off"})
  void another_site_can_do_nothing(String change) {
    Equipped ada = equipped();
    FakeRequest request = browser("POST", PAGE + change).with("Sec-Fetch-Site", "cross-site");
    AuthResponse refused = answer(ada.visitor().send(request, proof(ada.app())));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(model(refused)).containsEntry("error", "cross-site").doesNotContainKey("key");
    AuthResponse old = answer(ada.visitor().send(browser("POST", TWIN + change), proof(ada.app())));
    assertThat(old.status()).isEqualTo(403);
    assertThat(isOn()).isTrue();
  }

  @Test
  void an_old_browser_shows_the_token_of_the_form_and_a_stale_page_is_shown_again() {
    Visitor visitor = signedIn();
    String token = model(answer(visitor.get(PAGE))).get("csrf").toString();
    FakeRequest post = browser("POST", PAGE + "/begin");

    AuthResponse stale = answer(visitor.send(post, Map.of("password", PASSWORD)));
    assertThat(stale.status()).isEqualTo(200);
    assertThat(page(stale)).isEqualTo("two-factor");
    AuthResponse begun = answer(visitor.send(post, Map.of("password", PASSWORD, "csrf", token)));
    assertThat(page(begun)).isEqualTo("two-factor-setup");
  }

  @Test
  void a_stranger_signs_in_first_and_comes_back() {
    Visitor stranger = new Visitor(start("").auth());
    AuthResponse page = answer(stranger.get(PAGE));

    assertThat(page.status()).isEqualTo(303);
    assertThat(page.headers().first("Location"))
        .contains("/auth/login?return_to=%2Fauth%2Ftwo-factor");
    assertThat(stranger.post(PAGE + "/off", Map.of()).status()).isEqualTo(303);
    assertThat(stranger.post(TWIN + "/off", Map.of()).status()).isEqualTo(401);
    assertThat(answer(stranger.get(TWIN)).status()).isEqualTo(401);
  }

  @Test
  void an_api_token_is_no_session() {
    Visitor visitor = signedIn();
    AuthResponse made = visitor.post("/auth/tokens", Map.of("name", "ci", "expires", "7d"));
    String token = model(made).get("token").toString();
    FakeRequest request = FakeRequest.request("GET", TWIN).with("Authorization", "Bearer " + token);

    AuthResponse refused = answer(new Visitor(start("").auth()).send(request, Map.of()));
    assertThat(refused.status()).isEqualTo(401);
  }

  @Test
  void a_program_does_the_same_at_the_twins() {
    Visitor visitor = signedIn();
    assertThat(model(answer(visitor.get(TWIN)))).containsEntry("on", false);
    Map<String, Object> begun = model(visitor.post(TWIN + "/begin", Map.of("password", PASSWORD)));
    AuthenticatorApp app = new AuthenticatorApp(begun.get("key").toString());
    Map<String, Object> on =
        model(visitor.post(TWIN + "/confirm", Map.of("code", app.code(clock.instant()))));
    assertThat(on).containsKey("recovery_codes");
    clock.pass(STEP);
    AuthResponse off = visitor.post(TWIN + "/off", proof(app));
    assertThat(off.status()).isEqualTo(204);
    assertThat(off.body()).isEqualTo(Body.none());
    assertThat(isOn()).isFalse();
  }

  @Test
  void the_codes_come_back_as_a_file_and_nothing_else_does() {
    Visitor visitor = signedIn();
    String path = PAGE + "/recovery-codes/file";
    AuthResponse file = visitor.post(path, Map.of("recovery_codes", "ABCD-EFGH\r\nJKLM-NPQR"));

    assertThat(file.body()).hasToString("ABCD-EFGH\r\nJKLM-NPQR\r\n");
    assertThat(((Body.Text) file.body()).mediaType()).isEqualTo("text/plain;charset=utf-8");
    assertThat(file.headers().first("Content-Disposition"))
        .contains("attachment; filename=\"recovery-codes.txt\"");
    assertThat(file.headers().first("Cache-Control")).contains("no-store");
    assertThat(visitor.post(path, Map.of("recovery_codes", "<script>")).status())
        .isEqualTo(400);
    assertThat(visitor.post(path, Map.of()).status()).isEqualTo(400);
    assertThat(visitor
            .post(path, Map.of("recovery_codes", "ABCD-EFGH ".repeat(5000)))
            .status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      /pay?x=1            | /pay?x=1
      ''                  | /auth/two-factor
      https://evil.example| /auth/two-factor
      """)
  void who_is_done_goes_on_to_where_a_second_factor_was_asked_for(String wanted, String location) {
    Map<String, String> form = new HashMap<>(Map.of("saved", "1"));
    form.put("return_to", wanted);
    AuthResponse done = signedIn().post(PAGE + "/done", form);

    assertThat(done.status()).isEqualTo(303);
    assertThat(done.headers().first("Location")).contains(location);
  }

  @Test
  void where_one_was_led_from_goes_along() {
    Visitor visitor = signedIn();

    assertThat(model(answer(visitor.get(PAGE + "?return_to=%2Fpay"))))
        .containsEntry("return_to", "/pay");
    assertThat(
            model(visitor.post(PAGE + "/begin", Map.of("password", PASSWORD, "return_to", "/pay"))))
        .containsEntry("return_to", "/pay");
  }

  @Test
  void the_address_says_that_a_recovery_code_will_be_typed() {
    Equipped ada = equipped();

    assertThat(model(answer(ada.visitor().get(PAGE + "?recovery=1"))))
        .containsEntry("recovery", true);
    assertThat(model(answer(ada.visitor().get(PAGE)))).containsEntry("recovery", false);
  }

  @Test
  void the_password_can_be_changed_and_the_factor_stays() {
    Equipped ada = equipped();
    String next = "a horse of many colours";
    AuthResponse changed = ada.visitor()
        .post(
            "/auth/password",
            Map.of(
                "current_password",
                PASSWORD,
                "new_password",
                next,
                "code",
                ada.app().code(clock.instant())));
    clock.pass(Duration.ofMinutes(1));

    assertThat(changed.status()).isEqualTo(200);
    assertThat(isOn()).isTrue();
    assertThat(methods(ada.visitor())).contains("mfa");
    AuthResponse off = ada.visitor()
        .post(PAGE + "/off", Map.of("password", next, "code", ada.app().code(clock.instant())));
    assertThat(off.status()).isEqualTo(303);
  }

  @Test
  void switched_off_in_the_file_none_is_set_up_and_what_there_is_can_still_be_turned_off() {
    Equipped ada = equipped();
    Visitor visitor = ada.visitor().at(start("[totp]\nenabled = no\n").auth());

    assertThat(model(answer(visitor.get(PAGE))))
        .containsEntry("on", true)
        .containsEntry("offered", false);
    assertThat(visitor.post(PAGE + "/off", proof(ada.app())).status()).isEqualTo(303);
    AuthResponse again = visitor.post(PAGE + "/begin", Map.of("password", PASSWORD));
    assertThat(again.status()).isEqualTo(409);
    assertThat(model(again)).containsEntry("error", "not-offered");
  }

  @Test
  void where_nothing_outlives_a_restart_there_is_no_page() {
    String text = """
        [authentication]
        type = session
        [accounts]
        source = store
        [store]
        url = memory
        [rules]
        /** = user
        """;
    Configuration configuration = Configuration.parse(
        "auth.ini", text, Path.of(""), clock, new Supplied(Map.of(), List.of()));
    configuration.shared(UserStore.class).orElseThrow().add("ada", HASH, Set.of());
    Visitor visitor = signedIn(configuration);

    assertThat(visitor.get(PAGE)).as("the application's").isInstanceOf(Decision.Admit.class);
    assertThat(model(answer(visitor.get("/auth/sessions"))))
        .extracting("pages", LIST)
        .doesNotContain("two-factor");
  }
}
