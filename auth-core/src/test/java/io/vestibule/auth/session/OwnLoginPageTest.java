package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static io.vestibule.auth.session.Visitor.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.builder.VestibuleBuilder;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.Logged;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code [session] login_page}: the application shows the form, and posts it to the library. */
class OwnLoginPageTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Visitor ada;

  @BeforeEach
  void start() {
    ada = new Visitor(auth());
  }

  private static VestibuleBuilder builder() {
    return builder("/signin");
  }

  private static VestibuleBuilder builder(String page) {
    return Vestibule.builder()
        .session(
            (name, password) -> name.equals("ada") && password.reveal().equals("correct horse"))
        .set("session", "login_page", page)
        .clock(new FakeClock(NOON));
  }

  private static Auth auth() {
    return builder()
        .rule("/signin", "public")
        .rule("/fresh/**", "fresh(5m)")
        .rule("/**", "user")
        .build()
        .auth();
  }

  private static String location(Decision decision) {
    return location(answer(decision));
  }

  private static String location(AuthResponse answer) {
    assertThat(answer.status()).isEqualTo(303);
    return answer.headers().first("Location").orElseThrow();
  }

  @Test
  void a_stranger_is_sent_to_it_with_the_page_to_return_to() {
    assertThat(location(ada.get("/orders?page=2")))
        .isEqualTo("/signin?return_to=%2Forders%3Fpage%3D2");
    assertThat(location(ada.send(browser("GET", "/orders").below("/app"), Map.of())))
        .isEqualTo("/app/signin?return_to=%2Fapp%2Forders");
  }

  @Test
  void why_a_sign_in_is_answered_503_is_in_the_log_and_fills_none() {
    Auth auth = Vestibule.builder()
        .session((name, password) -> {
          throw new AuthUnavailableException("the table is down", Duration.ofSeconds(5));
        })
        .clock(new FakeClock(NOON))
        .build()
        .auth();

    List<String> lines = Logged.by(() -> {
      for (int i = 0; i < 150; i++) {
        assertThat(new Visitor(auth).signIn().status()).isEqualTo(503);
      }
    });

    assertThat(lines)
        .hasSize(100)
        .allMatch(line -> line.endsWith("unavailable: the table is down"));
  }

  @Test
  void it_is_shown_to_strangers_by_the_application() {
    assertThat(ada.get("/signin?return_to=%2Forders")).isEqualTo(Decision.PASS);
  }

  @Test
  void its_form_signs_in_at_the_library_and_goes_on() {
    assertThat(location(ada.signIn("return_to", "/orders"))).isEqualTo("/orders");
    assertThat(ada.get("/orders")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void a_refused_form_comes_back_to_it_and_says_why() {
    assertThat(location(ada.signIn("password", "wrong", "return_to", "/orders?page=2")))
        .isEqualTo("/signin?error=bad-credentials&return_to=%2Forders%3Fpage%3D2");
    assertThat(location(ada.signIn("password", ""))).isEqualTo("/signin?error=missing-field");
    assertThat(location(ada.signIn("password", "wrong", "return_to", "//evil.example")))
        .isEqualTo("/signin?error=bad-credentials");
  }

  @Test
  void no_name_comes_back_in_the_address() {
    assertThat(location(ada.signIn("username", "correct horse", "password", "ada")))
        .doesNotContain("horse");
  }

  @Test
  void whoever_must_wait_is_told_how_long() {
    AuthResponse answer = ada.signIn("password", "wrong");
    for (int i = 0; i < 20 && !location(answer).contains("rate-limited"); i++) {
      answer = ada.signIn("password", "wrong");
    }

    assertThat(location(answer)).matches("/signin\\?error=rate-limited&retry_after=[1-9][0-9]*");
    assertThat(answer.headers().first("Retry-After")).isEmpty();
  }

  @Test
  void a_form_of_another_site_signs_nobody_in() {
    FakeRequest foreign = browser("POST", "/auth/login").with("Sec-Fetch-Site", "cross-site");

    Decision decision = ada.send(foreign, Map.of("username", "ada", "password", "correct horse"));

    assertThat(location(decision)).isEqualTo("/signin?error=cross-site");
    assertThat(location(ada.get("/orders"))).startsWith("/signin");
  }

  @Test
  void a_script_of_it_learns_the_token_and_is_answered_as_ever() {
    FakeRequest model = FakeRequest.get("/auth/login").with("Accept", "application/json");
    AuthResponse page = answer(ada.send(model, Map.of()));
    FakeRequest sent = FakeRequest.request("POST", "/auth/api/login")
        .with("Accept", "application/json")
        .with("X-CSRF-Token", String.valueOf(model(page).get("csrf")));

    AuthResponse wrong = answer(ada.send(sent, Map.of("username", "ada", "password", "wrong")));
    AuthResponse right =
        answer(ada.send(sent, Map.of("username", "ada", "password", "correct horse")));

    assertThat(wrong.status()).isEqualTo(401);
    assertThat(model(wrong)).containsEntry("error", "bad-credentials");
    assertThat(right.status()).isEqualTo(200);
  }

  @Test
  void the_address_of_our_own_page_leads_to_it() {
    assertThat(location(ada.get("/auth/login?return_to=%2Forders&lang=x")))
        .isEqualTo("/signin?return_to=%2Forders");
    assertThat(location(ada.get("/auth/login?return_to=%2F%2Fevil.example"))).isEqualTo("/signin");
    assertThat(model(answer(ada.send(status(), Map.of())))).containsEntry("login_url", "/signin");
  }

  private static FakeRequest status() {
    return FakeRequest.get("/auth/api/status").with("Accept", "application/json");
  }

  @Test
  void whoever_must_prove_it_anew_is_told_so() {
    FakeClock clock = new FakeClock(NOON);
    ada = new Visitor(builder()
        .clock(clock)
        .rule("/signin", "public")
        .rule("/fresh/**", "fresh(5m)")
        .build()
        .auth());
    ada.signIn();
    clock.pass(Duration.ofMinutes(6));

    assertThat(location(ada.get("/fresh/x"))).isEqualTo("/signin?confirm=1&return_to=%2Ffresh%2Fx");
    assertThat(location(ada.get("/auth/login?confirm=1&return_to=%2Ffresh%2Fx")))
        .isEqualTo("/signin?confirm=1&return_to=%2Ffresh%2Fx");
    assertThat(location(ada.signIn("return_to", "/fresh/x"))).isEqualTo("/fresh/x");
  }

  @Test
  void where_strangers_may_not_see_it_the_start_is_refused() {
    assertThatThrownBy(() -> builder().rule("/**", "user").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("login_page")
        .hasMessageContaining("/signin = public");
    assertThatThrownBy(() -> builder().build().started())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("/signin = public");
  }

  @Test
  void where_rules_are_made_in_java_those_count() {
    Configuration configuration = builder().build().orRules("/signin = public", "/** = user");

    configuration.started();

    assertThat(configuration.auth().decide(browser("GET", "/signin"), Form::empty))
        .isEqualTo(Decision.PASS);
  }

  /** Other rules than those of the file are not known at the start. */
  @Test
  void behind_a_closed_page_of_the_application_our_own_shows_and_nobody_goes_round_in_circles() {
    Configuration configuration = builder().rule("/signin", "public").build();
    ada = new Visitor(configuration.auth((method, path) -> Requirement.SIGNED_IN));

    String ours = location(ada.get(location(ada.get("/orders"))));
    AuthResponse page = answer(ada.get(ours));

    assertThat(URI.create(ours).getPath()).isEqualTo("/auth/login");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).isInstanceOf(Body.Page.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "signin",
        "//evil.example",
        "https://evil.example/",
        "/signin?x=y",
        "/signin#x",
        "/a;b",
        "/../x",
        "/auth",
        "/auth/login",
        "/auth/sessions",
        "/signin ünsafe"
      })
  void anything_but_a_page_of_the_application_refuses_the_start(String page) {
    VestibuleBuilder builder = builder(page).rule("/**", "public");

    assertThatThrownBy(builder::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("login_page");
  }
}
