package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static io.vestibule.auth.session.Visitor.model;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

/** Signing in with a password and a code, and every way that could lead around the code. */
class CodeStepTest {
  private static final String PASSWORD = "correct horse";
  private static final Secret HASH = Secret.of(BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4)));
  private static final Secret OTHER = Secret.of(BCrypt.hashpw("another one", BCrypt.gensalt(4)));
  private static final String CODE_PAGE = "/auth/login/code";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> heard = new ArrayList<>();
  private final Configuration configuration = configuration("session, basic", "");
  private final Auth auth = configuration.auth();
  private final UserStore users = configuration.shared(UserStore.class).orElseThrow();
  private final SecondFactors factors =
      configuration.shared(SecondFactors.class).orElseThrow();
  private final Visitor ada = new Visitor(auth);
  private Secret key = Secret.of("");
  private List<Secret> recovery = List.of();

  private Configuration configuration(String types, String more) {
    return Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = " + types
            + "\n[accounts]\nsource = store\n[store]\nurl = memory\n" + more
            + "\n[rules]\n/pay/** = mfa\n/open = public\n/** = user\n",
        Path.of(""),
        clock,
        Supplied.nothing().with(Audit.class, Audit.of(heard::add)));
  }

  @BeforeEach
  void adaHasAFactorAndBobHasNone() {
    users.add("ada", HASH, Set.of("staff"));
    users.add("bob", HASH, Set.of());
    setUp("ada");
    heard.clear();
  }

  private void setUp(String name) {
    User user = users.user(name).orElseThrow();
    key = factors.begin(user).key();
    Confirmed.Active active =
        (Confirmed.Active) factors.confirm(FakeRequest.get("/"), user, code());
    recovery = active.recoveryCodes();
    clock.pass(Duration.ofMinutes(1));
  }

  private String code() {
    return Apps.code(key, clock.instant());
  }

  private String wrongCode() {
    return code().equals("000000") ? "000001" : "000000";
  }

  private static String location(AuthResponse answer) {
    return answer.headers().first("Location").orElseThrow();
  }

  private static AuthResponse send(Visitor visitor, String code) {
    return visitor.post(CODE_PAGE, Map.of("code", code));
  }

  private static boolean isSignedIn(Visitor visitor) {
    return visitor.get("/") instanceof Decision.Admit;
  }

  @Test
  void a_right_password_leads_to_the_page_for_the_code_and_begins_no_session() {
    AuthResponse asked = ada.signIn("return_to", "/pay/x");

    assertThat(asked.status()).isEqualTo(303);
    assertThat(location(asked)).isEqualTo("/auth/login/code?return_to=%2Fpay%2Fx");
    assertThat(ada.jar().keySet()).noneMatch(name -> name.endsWith("_session"));
    assertThat(isSignedIn(ada)).isFalse();
    assertThat(heard).singleElement().satisfies(told -> {
      assertThat(told.outcome()).isEqualTo(AuditEvent.Outcome.DENIED);
      assertThat(told.reason()).isEqualTo("code-required");
      assertThat(told.subject()).isEqualTo("ada");
    });

    AuthResponse page = answer(ada.get(location(asked)));
    assertThat(page.status()).isEqualTo(200);
    assertThat(((Body.Page) page.body()).name()).isEqualTo("login-code");
    assertThat(model(page))
        .containsEntry("username", "ada")
        .containsEntry("recovery", false)
        .containsEntry("return_to", "/pay/x");
    assertThat(page.headers().first("Cache-Control")).contains("no-store");
  }

  @Test
  void the_code_signs_in_with_both_factors() {
    ada.signIn();
    AuthResponse signedIn = ada.post(CODE_PAGE, Map.of("code", code(), "return_to", "/pay/x"));

    assertThat(signedIn.status()).isEqualTo(303);
    assertThat(location(signedIn)).isEqualTo("/pay/x");
    assertThat(signedIn.hostSession()).isEqualTo(AuthResponse.HostSession.RENEW);
    assertThat(ada.jar().keySet()).noneMatch(name -> name.endsWith("_code"));
    assertThat(ada.get("/pay/x")).isInstanceOfSatisfying(Decision.Admit.class, in -> {
      assertThat(in.identity().methods()).containsExactlyInAnyOrder("pwd", "otp", "mfa");
      assertThat(in.identity().roles()).contains("staff");
    });
    assertThat(heard)
        .extracting(event -> event.type().word() + " " + event.outcome())
        .containsExactly("login DENIED", "login SUCCESS");
  }

  @Test
  void whoever_has_no_factor_signs_in_with_the_password_alone_and_proves_one() {
    Visitor bob = new Visitor(auth);
    bob.post("/auth/login", Map.of("username", "bob", "password", PASSWORD));

    assertThat(bob.get("/"))
        .isInstanceOfSatisfying(
            Decision.Admit.class, in -> assertThat(in.identity().methods()).containsExactly("pwd"));
    assertThat(bob.get("/pay/x")).isNotInstanceOf(Decision.Admit.class);
  }

  @Test
  void a_wrong_code_is_refused_and_told_and_another_may_be_typed() {
    ada.signIn();
    AuthResponse refused = send(ada, wrongCode());

    assertThat(refused.status()).isEqualTo(401);
    assertThat(model(refused))
        .containsEntry("error", "bad-code")
        .containsEntry("clock", false)
        .containsEntry("username", "ada");
    assertThat(isSignedIn(ada)).isFalse();
    assertThat(heard).extracting(AuditEvent::reason).containsExactly("code-required", "bad-code");
    assertThat(send(ada, code()).status()).isEqualTo(303);
    assertThat(isSignedIn(ada)).isTrue();
  }

  @Test
  void a_clock_that_is_off_is_named() {
    ada.signIn();
    String late = Apps.code(key, clock.instant().minus(Duration.ofMinutes(3)));

    assertThat(model(send(ada, late)))
        .containsEntry("error", "bad-code")
        .containsEntry("clock", true);
  }

  @Test
  void a_recovery_code_signs_in_once() {
    ada.signIn();
    assertThat(model(answer(ada.get(CODE_PAGE + "?recovery=1")))).containsEntry("recovery", true);
    assertThat(send(ada, recovery.get(0).reveal()).status()).isEqualTo(303);
    assertThat(isSignedIn(ada)).isTrue();

    Visitor thief = new Visitor(auth);
    thief.signIn();
    AuthResponse again = send(thief, recovery.get(0).reveal());
    assertThat(again.status()).isEqualTo(401);
    assertThat(model(again)).containsEntry("error", "bad-code").containsEntry("recovery", true);
  }

  @Test
  void a_code_that_was_seen_over_the_shoulder_signs_nobody_in_a_second_time() {
    ada.signIn();
    String seen = code();
    send(ada, seen);

    Visitor thief = new Visitor(auth);
    thief.signIn();
    assertThat(send(thief, seen).status()).isEqualTo(401);
    assertThat(isSignedIn(thief)).isFalse();
  }

  @Test
  void a_code_alone_or_with_the_password_of_another_browser_is_worth_nothing() {
    ada.signIn();
    Visitor stranger = new Visitor(auth);

    AuthResponse refused = send(stranger, code());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(model(refused)).containsEntry("error", "code-expired");
    assertThat(location(answer(stranger.get(CODE_PAGE + "?return_to=/pay/x"))))
        .isEqualTo("/auth/login?return_to=%2Fpay%2Fx");
    assertThat(isSignedIn(stranger)).isFalse();
  }

  /** Whoever can set cookies for the host puts a sign-in of their own there: a code of hers fits no account of theirs. */
  @Test
  void a_pending_sign_in_of_another_user_takes_no_code_of_hers() {
    Visitor eve = new Visitor(auth);
    Secret adas = key;
    setUp("bob");
    eve.post("/auth/login", Map.of("username", "bob", "password", PASSWORD));
    Visitor tossed = eve.at(auth);

    assertThat(model(answer(tossed.get(CODE_PAGE)))).containsEntry("username", "bob");
    assertThat(send(tossed, Apps.code(adas, clock.instant())).status()).isEqualTo(401);
    assertThat(isSignedIn(tossed)).isFalse();
  }

  @Test
  void a_form_of_another_site_is_refused_before_the_code_is_looked_at() {
    ada.signIn();
    String code = code();
    AuthResponse refused = answer(ada.send(
        browser("POST", CODE_PAGE).with("Sec-Fetch-Site", "cross-site"), Map.of("code", code)));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(isSignedIn(ada)).isFalse();
    assertThat(send(ada, code).status()).as("it was not used up").isEqualTo(303);
  }

  @Test
  void the_session_after_the_code_is_none_that_was_there_before() {
    Visitor bob = new Visitor(auth);
    bob.post("/auth/login", Map.of("username", "bob", "password", PASSWORD));
    Map<String, String> before = Map.copyOf(bob.jar());
    bob.signIn();
    assertThat(bob.get("/"))
        .as("half a proof ends nothing")
        .isInstanceOfSatisfying(
            Decision.Admit.class, in -> assertThat(in.identity().subject()).isEqualTo("bob"));

    send(bob, code());
    assertThat(bob.get("/"))
        .isInstanceOfSatisfying(
            Decision.Admit.class, in -> assertThat(in.identity().subject()).isEqualTo("ada"));
    Visitor old = new Visitor(auth);
    old.jar().putAll(before);
    assertThat(isSignedIn(old)).isFalse();
  }

  @Test
  void it_takes_five_minutes_at_most() {
    ada.signIn();
    clock.pass(Duration.ofMinutes(5));

    AuthResponse late = send(ada, code());
    assertThat(late.status()).isEqualTo(401);
    assertThat(((Body.Page) late.body()).name()).isEqualTo("login");
    assertThat(model(late)).containsEntry("error", "code-expired");
    assertThat(isSignedIn(ada)).isFalse();
  }

  @Test
  void a_pending_sign_in_is_good_for_one_session() {
    ada.signIn();
    Visitor twin = ada.at(auth);
    send(ada, code());
    clock.pass(Duration.ofMinutes(1));

    assertThat(model(send(twin, code()))).containsEntry("error", "code-expired");
    assertThat(isSignedIn(twin)).isFalse();
  }

  @Test
  void ten_codes_are_all_that_one_password_is_good_for() {
    Configuration unlimited = configuration("session", "[throttle]\nenabled = no");
    UserStore all = unlimited.shared(UserStore.class).orElseThrow();
    all.add("ada", HASH, Set.of());
    SecondFactors theirs = unlimited.shared(SecondFactors.class).orElseThrow();
    User user = all.user("ada").orElseThrow();
    key = theirs.begin(user).key();
    theirs.confirm(FakeRequest.get("/"), user, code());
    clock.pass(Duration.ofMinutes(1));
    Visitor guesser = new Visitor(unlimited.auth());
    guesser.signIn();
    for (int i = 0; i < 10; i++) {
      assertThat(model(send(guesser, wrongCode()))).containsEntry("error", "bad-code");
    }

    assertThat(model(send(guesser, code()))).containsEntry("error", "code-expired");
    assertThat(isSignedIn(guesser)).isFalse();
  }

  @Test
  void too_many_wrong_codes_must_wait_however_often_the_password_is_right() {
    for (int i = 0; i < 5; i++) {
      Visitor guesser = new Visitor(auth);
      guesser.signIn();
      assertThat(send(guesser, wrongCode()).status()).isEqualTo(401);
    }
    Visitor sixth = new Visitor(auth);
    assertThat(sixth.signIn().status())
        .as("the password is not what is guessed")
        .isEqualTo(303);
    AuthResponse waiting = send(sixth, code());

    assertThat(waiting.status()).isEqualTo(429);
    for (int i = 0; i < 12; i++) {
      assertThat(send(sixth, code()).status())
          .as("whoever waits keeps the sign-in")
          .isEqualTo(429);
    }
    assertThat(waiting.headers().first("Retry-After")).isPresent();
    assertThat(model(waiting)).containsEntry("error", "rate-limited").containsKey("retry_at");
    assertThat(isSignedIn(sixth)).isFalse();
  }

  @Test
  void her_own_browser_need_not_wait_for_those_who_guess() {
    ada.signIn();
    send(ada, code());
    clock.pass(Duration.ofMinutes(1));
    ada.post("/auth/logout", Map.of());
    for (int i = 0; i < 5; i++) {
      Visitor guesser = new Visitor(auth);
      guesser.signIn();
      send(guesser, wrongCode());
    }

    ada.signIn();
    assertThat(send(ada, code()).status()).isEqualTo(303);
  }

  @Test
  void nothing_typed_is_a_missing_field() {
    ada.signIn();
    AuthResponse missing = send(ada, " ");

    assertThat(missing.status()).isEqualTo(422);
    assertThat(model(missing))
        .containsEntry("error", "missing-field")
        .containsEntry("missing", List.of("code"));
    assertThat(heard).extracting(AuditEvent::reason).containsExactly("code-required");
  }

  @Test
  void who_cancels_must_begin_anew() {
    ada.signIn();
    AuthResponse cancelled =
        ada.post(CODE_PAGE, Map.of("cancel", "1", "code", "", "return_to", "/pay/x"));

    assertThat(location(cancelled)).isEqualTo("/auth/login?return_to=%2Fpay%2Fx");
    assertThat(model(send(ada, code()))).containsEntry("error", "code-expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "disabled", "deleted", "factor", "reset"})
  void what_changes_in_between_ends_it(String what) {
    ada.signIn();
    String code = code();
    switch (what) {
      case "password" -> users.setHash("ada", OTHER);
      case "disabled" -> users.disable("ada");
      case "deleted" -> {
        users.delete("ada");
        users.add("ADA", HASH, Set.of());
      }
      case "factor" -> {
        factors.reset("ada");
        setUp("ada");
        code = code();
      }
      default -> factors.reset("ada");
    }

    assertThat(model(send(ada, code))).containsEntry("error", "code-expired");
    assertThat(isSignedIn(ada)).isFalse();
  }

  @Test
  void a_device_that_stays_signed_in_keeps_what_was_proved() {
    ada.signIn("remember", "1");
    send(ada, code());
    clock.pass(Duration.ofHours(1));

    assertThat(ada.get("/pay/x"))
        .isInstanceOfSatisfying(
            Decision.Admit.class, in -> assertThat(in.identity().methods()).contains("mfa", "pwd"));
  }

  @Test
  void sessions_and_devices_from_before_end_with_the_set_up_and_with_the_reset() {
    Visitor bob = new Visitor(auth);
    bob.post("/auth/login", Map.of("username", "bob", "password", PASSWORD, "remember", "1"));
    assertThat(isSignedIn(bob)).isTrue();
    setUp("bob");
    assertThat(isSignedIn(bob)).isFalse();

    ada.post("/auth/login", Map.of("username", "bob", "password", PASSWORD, "remember", "1"));
    send(ada, code());
    assertThat(isSignedIn(ada)).isTrue();
    factors.reset("bob");
    clock.pass(Duration.ofSeconds(3));
    assertThat(isSignedIn(ada)).isFalse();
    assertThat(isSignedIn(bob)).as("nor does the one from before come back").isFalse();
  }

  @Test
  void the_name_in_another_case_is_asked_for_the_code_too() {
    Visitor other = new Visitor(auth);
    AuthResponse asked = other.post("/auth/login", Map.of("username", "ADA", "password", PASSWORD));

    assertThat(location(asked)).isEqualTo(CODE_PAGE);
    assertThat(send(other, code()).status()).isEqualTo(303);
  }

  @Test
  void a_password_that_is_remembered_is_asked_for_the_code_too() {
    for (int i = 0; i < 3; i++) {
      assertThat(location(new Visitor(auth).signIn())).isEqualTo(CODE_PAGE);
    }
  }

  @Test
  void basic_is_no_way_around_it() {
    Decision decision = auth.decide(
        FakeRequest.get("/")
            .with(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(("ada:" + PASSWORD).getBytes(UTF_8))),
        io.vestibule.auth.Form::empty);

    assertThat(answer(decision).status()).isEqualTo(401);
    assertThat(heard).singleElement().satisfies(event -> {
      assertThat(event.reason()).isEqualTo("code-required");
      assertThat(event.outcome()).isEqualTo(AuditEvent.Outcome.DENIED);
    });
    assertThat(auth.decide(
            FakeRequest.get("/")
                .with(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder().encodeToString(("bob:" + PASSWORD).getBytes(UTF_8))),
            io.vestibule.auth.Form::empty))
        .isInstanceOf(Decision.Admit.class);
  }

  @Test
  void the_login_method_of_the_servlet_is_no_way_around_it() {
    LoginResult result =
        auth.login(FakeRequest.get("/open"), new UsernamePassword("ada", Secret.of(PASSWORD)));

    assertThat(result).isInstanceOfSatisfying(LoginResult.Refused.class, refused -> {
      assertThat(refused.rejection().reason()).isEqualTo(Reason.CODE_REQUIRED);
      assertThat(refused.rejection()).isInstanceOf(AuthResult.Rejected.class);
    });
    assertThat(heard).extracting(AuditEvent::reason).containsExactly("code-required");
    assertThat(
            auth.login(FakeRequest.get("/open"), new UsernamePassword("bob", Secret.of(PASSWORD))))
        .isInstanceOf(LoginResult.Admitted.class);
  }

  private AuthResponse program(Visitor visitor, String target, Map<String, String> fields) {
    return answer(visitor.send(
        FakeRequest.request("POST", target)
            .with("Accept", "application/json")
            .with("Origin", "http://localhost"),
        fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/auth/login", "/auth/api/login"})
  void a_program_sends_the_code_beside_the_password(String target) {
    AuthResponse in =
        program(ada, target, Map.of("username", "ada", "password", PASSWORD, "code", code()));

    assertThat(in.status()).isEqualTo(200);
    assertThat(model(in)).containsEntry("username", "ada").doesNotContainKey("recovery_left");
    assertThat(isSignedIn(ada)).isTrue();
  }

  @Test
  void a_program_is_told_that_the_code_is_missing_and_goes_on_with_it() {
    AuthResponse asked =
        program(ada, "/auth/api/login", Map.of("username", "ada", "password", PASSWORD));

    assertThat(asked.status()).isEqualTo(401);
    assertThat(model(asked)).containsEntry("error", "code-required");
    assertThat(isSignedIn(ada)).isFalse();
    assertThat(program(ada, "/auth/api/login/code", Map.of("code", wrongCode())).status())
        .isEqualTo(401);
    AuthResponse in =
        program(ada, "/auth/api/login/code", Map.of("code", recovery.get(2).reveal()));
    assertThat(in.status()).isEqualTo(200);
    assertThat(model(in)).containsEntry("recovery_left", 9);
    assertThat(isSignedIn(ada)).isTrue();
  }

  @Test
  void a_program_with_a_wrong_code_or_a_wrong_password_gets_nowhere() {
    AuthResponse wrong = program(
        ada,
        "/auth/api/login",
        Map.of("username", "ada", "password", PASSWORD, "code", wrongCode()));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(model(wrong)).containsEntry("error", "bad-code");

    String right = code();
    AuthResponse other = program(
        ada, "/auth/api/login", Map.of("username", "ada", "password", "wrong", "code", right));
    assertThat(model(other)).containsEntry("error", "bad-credentials");
    assertThat(isSignedIn(ada)).isFalse();
    assertThat(program(
                ada,
                "/auth/api/login",
                Map.of("username", "ada", "password", PASSWORD, "code", right))
            .status())
        .as("a code beside a wrong password is not used up")
        .isEqualTo(200);
  }

  private void halfSignIn(String client) {
    clock.pass(Duration.ofSeconds(1));
    AuthResponse asked = answer(new Visitor(auth)
        .send(
            browser("POST", "/auth/login").with("Sec-Fetch-Site", "same-origin").from(client),
            Map.of("username", "ada", "password", PASSWORD)));
    assertThat(asked.status()).isEqualTo(303);
  }

  @Test
  void the_twenty_first_pending_sign_in_of_a_user_ends_the_first() {
    ada.signIn();
    for (int i = 0; i < 20; i++) {
      halfSignIn("192.0.2.1");
    }

    assertThat(model(send(ada, code()))).containsEntry("error", "code-expired");
  }

  /** Else who knows the password could keep the owner from ever coming to the second step. */
  @Test
  void whoever_begins_many_ends_their_own() {
    ada.signIn();
    for (int i = 0; i < 60; i++) {
      halfSignIn("198.51.100." + i % 3);
    }

    assertThat(send(ada, code()).status()).isEqualTo(303);
  }

  @Test
  void nobody_begins_a_session_of_such_a_user_by_mistake() {
    SignInService signInService =
        configuration.shared(BrowserSignIn.class).orElseThrow().signInService();
    User user = users.user("ada").orElseThrow();

    SignInService.Admitted admitted =
        signInService.admit(FakeRequest.get("/"), user, SignInService.BY_PASSWORD, false);
    String cookie = admitted.headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .reduce("", (all, one) -> all + "; " + one);

    assertThat(auth.decide(
            FakeRequest.get("/").with("Cookie", cookie.substring(2)),
            io.vestibule.auth.Form::empty))
        .isNotInstanceOf(Decision.Admit.class);
  }
}
