package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.totp.Apps;
import io.vestibule.auth.totp.SecondFactors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

/** A rule demands a second factor: whoever has none sets one up, whoever has one proves it, and nobody goes in circles. */
class FactorRulesTest {
  private static final String PASSWORD = "correct horse";
  private static final String HASH = BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4));

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Configuration configuration;

  @TempDir
  private Path folder;

  private Visitor ada(String types, String rule, String more) {
    configuration = parse(
        types,
        "[accounts]\nsource = store\n[store]\nurl = jdbc:h2:file:auth\n" + more
            + "\n[rules]\n/pay/** = " + rule + "\n/** = user\n");
    configuration
        .shared(UserStore.class)
        .orElseThrow()
        .add("ada", Secret.of(HASH), Set.of("staff"));
    Visitor ada = new Visitor(configuration.auth());
    ada.signIn();
    return ada;
  }

  private Configuration parse(String types, String more) {
    return Configuration.parse(
        "auth.ini", "[authentication]\ntype = " + types + "\n" + more, folder, Map.of(), clock);
  }

  @AfterEach
  void close() {
    if (configuration != null) {
      configuration.auth().close();
    }
  }

  private static String location(Decision decision) {
    return answer(decision).headers().first("Location").orElseThrow();
  }

  /** Sets one up on the page; the key. */
  private Secret setUp(Visitor ada) {
    AuthResponse begun = ada.post("/auth/two-factor/begin", Map.of("password", PASSWORD));
    Secret key = Secret.of(model(begun).get("key").toString());
    AuthResponse on =
        ada.post("/auth/two-factor/confirm", Map.of("code", Apps.code(key, clock.instant())));
    assertThat(on.status()).isEqualTo(200);
    return key;
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "session, basic", "basic, session"})
  void who_has_none_is_led_to_the_page_that_sets_one_up_and_comes_back(String types) {
    Visitor ada = ada(types, "user & mfa", "");

    assertThat(location(ada.get("/pay/x?a=b")))
        .isEqualTo("/auth/two-factor?return_to=%2Fpay%2Fx%3Fa%3Db");
    assertThat(answer(ada.get("/auth/two-factor?return_to=%2Fpay%2Fx")).status())
        .isEqualTo(200);
    setUp(ada);
    assertThat(ada.get("/pay/x")).isInstanceOf(Decision.Admit.class);
  }

  /** A provider cannot confirm somebody whom it never signed in. */
  @ParameterizedTest
  @ValueSource(strings = {"session, oauth", "oauth, session"})
  void a_provider_beside_the_password_changes_nothing_of_that(String types) {
    Visitor ada = ada(
        types,
        "mfa & fresh(5m)",
        "[oauth.github]\nprovider = github\nanyone = yes\nclient_id = x\nclient_secret = y\n");

    assertThat(location(ada.get("/pay/x"))).isEqualTo("/auth/two-factor?return_to=%2Fpay%2Fx");
    setUp(ada);
    clock.pass(Duration.ofMinutes(6));
    assertThat(location(ada.get("/pay/x"))).isEqualTo("/auth/login?confirm=1&return_to=%2Fpay%2Fx");
  }

  @Test
  void a_program_is_told_where_and_gets_no_page() {
    Visitor ada = ada("session", "mfa", "");
    AuthResponse refused =
        answer(ada.send(FakeRequest.get("/pay/x").with("Accept", "application/json"), Map.of()));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.headers().all("WWW-Authenticate"))
        .contains("Session login=\"/auth/two-factor\"");
    assertThat(refused.body().toString()).contains("step-up-required");
  }

  @Test
  void who_proved_both_too_long_ago_proves_both_again() {
    Visitor ada = ada("session", "mfa & fresh(5m)", "");
    Secret key = setUp(ada);
    assertThat(ada.get("/pay/x")).isInstanceOf(Decision.Admit.class);
    clock.pass(Duration.ofMinutes(6));

    assertThat(location(ada.get("/pay/x"))).isEqualTo("/auth/login?confirm=1&return_to=%2Fpay%2Fx");
    AuthResponse asked = ada.signIn("return_to", "/pay/x");
    assertThat(asked.headers().first("Location")).contains("/auth/login/code?return_to=%2Fpay%2Fx");
    assertThat(ada.get("/pay/x"))
        .as("the password alone makes nothing fresh")
        .isNotInstanceOf(Decision.Admit.class);
    AuthResponse in = ada.post(
        "/auth/login/code", Map.of("code", Apps.code(key, clock.instant()), "return_to", "/pay/x"));
    assertThat(in.headers().first("Location")).contains("/pay/x");
    assertThat(ada.get("/pay/x")).isInstanceOf(Decision.Admit.class);
  }

  @ParameterizedTest
  @CsvSource({"mfa, '[totp]\nenabled = no'", "mfa & role:admin, ''", "mfa & scope:x, ''"})
  void where_a_factor_cannot_be_set_up_or_would_not_help_nobody_is_led_to_it(
      String rule, String more) {
    assertThat(answer(ada("session", rule, more).get("/pay/x")).status()).isEqualTo(403);
  }

  @Test
  void without_a_rule_that_demands_it_nobody_is_led_there() {
    assertThat(ada("session", "user", "").get("/pay/x")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void who_has_one_is_asked_for_it_though_no_more_are_set_up() {
    Visitor ada = ada("session", "mfa", "");
    Secret key = setUp(ada);
    configuration.auth().close();
    Visitor later = ada("session", "mfa", "[totp]\nenabled = no\n");

    assertThat(later.get("/pay/x")).isNotInstanceOf(Decision.Admit.class);
    clock.pass(Duration.ofMinutes(1));
    later.post("/auth/login/code", Map.of("code", Apps.code(key, clock.instant())));
    assertThat(later.get("/pay/x")).isInstanceOf(Decision.Admit.class);
  }

  /** Memory forgets the set-up with the process, and a password alone would be enough again. */
  @ParameterizedTest
  @CsvSource({
    "'[accounts]\nsource = store\n[store]\nurl = memory', Second factors in memory are forgotten",
    "'[users]\nada = $HASH', Only users in the store can have a second factor",
  })
  void a_factor_that_could_not_last_or_belongs_to_nobody_stops_the_start(
      String users, String found) {
    String text = users.replace("$HASH", HASH);

    assertThatThrownBy(() -> parse("session", text + "\n[totp]\nenabled = yes\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(found);
    configuration = parse("session", text + "\n[totp]\nenabled = no\n");
    assertThat(configuration.shared(SecondFactors.class).filter(SecondFactors::isOffered))
        .isEmpty();
  }

  @Test
  void the_start_tells_of_a_rule_that_nobody_can_meet_and_of_no_other() {
    configuration = parse("session", "[users]\nada = " + HASH + "\n[rules]\n/pay/** = mfa\n");
    assertThat(configuration.warnings().toString()).contains("Nobody can meet \"mfa\"");

    ada("session", "mfa", "");
    assertThat(configuration.warnings().toString()).doesNotContain("mfa");
  }

  @ParameterizedTest
  @CsvSource({
    "'', vestibule",
    "'[session]\napp_name = tickets', tickets",
    "'[pages]\ntitle = Ten: tickets', 'Ten%20%20tickets'",
    "'[pages]\ntitle = Tickets\n[totp]\nissuer = Support desk', 'Support%20desk'",
  })
  void the_app_shows_the_name_of_the_application(String more, String issuer) {
    Visitor ada = ada("session", "user", more);
    AuthResponse begun = ada.post("/auth/two-factor/begin", Map.of("password", PASSWORD));

    assertThat(model(begun).get("otpauth").toString())
        .startsWith("otpauth://totp/" + issuer + ":ada?secret=")
        .contains("&issuer=" + issuer + "&");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a:b", "a name that is much too long for any list of codes in any app of today"})
  void a_name_that_no_app_can_show_stops_the_start(String issuer) {
    assertThatThrownBy(() -> ada("session", "user", "[totp]\nissuer = " + issuer + "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("s no name that an app can show");
  }
}
