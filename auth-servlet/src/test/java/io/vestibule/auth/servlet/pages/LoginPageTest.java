package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginPageTest {

  @Test
  void is_one_real_form_that_a_password_manager_understands() {
    Shown page = Shown.state("login");

    assertThat(page.html())
        .contains("<form method=\"post\" action=\"/app/auth/login\" id=\"login\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("<input type=\"hidden\" name=\"return_to\" value=\"/app/hello\">")
        .contains("<button type=\"submit\">Sign in</button>")
        .doesNotContain("autocomplete=\"off\"")
        .doesNotContain("webauthn");
    assertThat(page.tag("username"))
        .contains("name=\"username\" type=\"text\"", " required", "maxlength=\"320\"")
        .contains("autocomplete=\"username\"", "autocapitalize=\"none\"", "autocorrect=\"off\"")
        .contains("spellcheck=\"false\"");
    assertThat(page.tag("password"))
        .contains("name=\"password\" type=\"password\"", " required", "maxlength=\"1024\"")
        .contains("autocomplete=\"current-password\"", "spellcheck=\"false\"")
        .contains("autocapitalize=\"none\"");
  }

  @Test
  void has_a_visible_label_for_each_field_and_no_placeholder() {
    assertThat(Shown.state("login").html())
        .contains("<label for=\"username\">User name or e-mail</label>")
        .contains("<label for=\"password\">Password</label>")
        .doesNotContain("placeholder");
  }

  @Test
  void hides_what_only_a_script_can_do() {
    assertThat(Shown.state("login").html())
        .contains("<button type=\"button\" class=\"pw-toggle\" hidden aria-controls=\"password\""
            + " aria-label=\"Show password\"");
  }

  @Test
  void never_echoes_a_password() {
    Map<String, Object> careless = new HashMap<>(States.login(Map.of("password", "hunter2")));
    careless.put("error", "bad-credentials");

    Shown page = Shown.of(States.page(401, "login", careless));

    assertThat(page.html()).doesNotContain("hunter2");
    assertThat(page.tag("password")).doesNotContain("value=");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      login                  | Sign in – Tickets
      login-stale            | Sign in – Tickets
      login-expired          | Sign in – Tickets
      login-missing          | Error: Sign in – Tickets
      login-wrong            | Error: Sign in – Tickets
      login-throttled        | Error: Sign in – Tickets
      """)
  void says_in_the_title_of_the_window_what_happened(String state, String title) {
    assertThat(Shown.state(state).title()).isEqualTo(title);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      login-wrong            | The user name or password is not correct.
      login-throttled        | Too many attempts. You can try again in 4 minutes (14:31 CET).
      login-throttled-minute | Too many attempts. You can try again in 1 minute (14:29 CET).
      login-throttled-seconds| Too many attempts. You can try again in 30 seconds (14:28 CET).
      login-throttled-second | Too many attempts. You can try again in 1 second (14:28 CET).
      login-busy             | The server is busy. Try again in a few seconds.
      login-disabled         | This account is disabled. Contact your administrator.
      login-disabled-support | This account is disabled. Contact help@example.org.
      login-cookies          | Your browser blocked the sign-in cookie. Allow cookies for this site and reload.
      login-cross-site       | This request came from another site. Open this page here and try again.
      login-other            | That did not work. Try again.
      """)
  void says_in_the_summary_what_happened_and_what_to_do(String state, String text) {
    assertThat(Shown.state(state).text("error")).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      login-stale           | This page was open for a long time. Please sign in again.
      login-expired         | You were signed out after 30 minutes without activity.
      login-expired-one     | You were signed out after 1 minute without activity.
      login-expired-unknown | You are signed out. Please sign in again.
      login-revoked         | This session was ended from another device.
      login-signed-out      | You are signed out.
      """)
  void says_as_a_status_what_is_no_error(String state, String text) {
    Shown page = Shown.state(state);

    assertThat(page.html()).contains("<p class=\"notice\" role=\"status\">" + text + "</p>");
    assertThat(page.has("error")).isFalse();
  }

  @Test
  void says_at_the_field_what_is_missing() {
    Shown page = Shown.state("login-missing");

    assertThat(page.text("err-username")).isEqualTo("Enter your user name.");
    assertThat(page.text("err-password")).isEqualTo("Enter your password.");
    assertThat(page.tag("username"))
        .contains("aria-describedby=\"err-username\"", "aria-invalid=\"true\"", " autofocus");
    assertThat(page.tag("password"))
        .contains("aria-describedby=\"caps err-password\"", "aria-invalid=\"true\"")
        .doesNotContain("autofocus");
    assertThat(page.has("error")).isFalse();
  }

  @Test
  void marks_only_the_field_that_is_missing() {
    Shown page = Shown.state("login-missing-password");

    assertThat(page.has("err-username")).isFalse();
    assertThat(page.tag("username")).contains("value=\"ada\"").doesNotContain("aria-invalid");
    assertThat(page.tag("password")).contains("aria-invalid=\"true\"", " autofocus");
  }

  @Test
  void marks_both_fields_when_the_credentials_are_wrong_and_keeps_the_name() {
    Shown page = Shown.state("login-wrong");

    assertThat(page.tag("username"))
        .contains("value=\"ada\"", "aria-invalid=\"true\"", "aria-describedby=\"error\"");
    assertThat(page.tag("password"))
        .contains("aria-invalid=\"true\"", "aria-describedby=\"caps error\"", " autofocus");
  }

  @ParameterizedTest
  @CsvSource({
    "login, username",
    "login-prefilled, password",
    "login-wrong, password",
    "login-stale, password",
    "login-throttled, error",
    "login-disabled, error",
    "login-missing-password, password",
  })
  void puts_the_focus_in_one_place_only(String state, String id) {
    Shown page = Shown.state(state);

    assertThat(page.tag(id)).contains(" autofocus");
    assertThat(page.html().split(" autofocus", -1)).hasSize(2);
  }

  @Test
  void tells_the_wait_without_a_script_and_hands_a_script_what_it_needs() {
    Shown page = Shown.state("login-throttled");

    assertThat(page.html()).contains("<time datetime=\"2026-11-21T13:31:58Z\">14:31 CET</time>");
    assertThat(page.tag("error"))
        .contains("data-seconds=\"238\"")
        .contains("data-text=\"Too many attempts. You can try again in {left} (\"")
        .contains("data-left=\"You can try again in {left}.\"")
        .contains("data-over=\"You can try again now.\"")
        .contains("data-title=\"Wait {left} – Sign in\"")
        .contains("data-done=\"Sign in – Tickets\"")
        .doesNotContain("role=\"alert\"");
    assertThat(page.tag("live")).contains("role=\"status\"");
    assertThat(page.html()).doesNotContain("aria-disabled");
  }

  @Test
  void takes_the_seconds_where_no_instant_is_given() {
    Map<String, Object> model = States.login(Map.of("error", "rate-limited", "retry_after", 120));

    assertThat(Shown.of(States.page(429, "login", model)).text("error"))
        .isEqualTo("Too many attempts. You can try again in 2 minutes (14:30 CET).");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "", "2026-13-01T00:00:00Z"})
  void survives_an_instant_that_is_none(String instant) {
    Map<String, Object> model =
        States.login(Map.of("error", "rate-limited", "retry_at", instant, "retry_after", "soon"));

    assertThat(Shown.of(States.page(429, "login", model)).text("error"))
        .startsWith("Too many attempts. You can try again in 1 minute");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      login           | <input type="checkbox" name="remember" value="1"> <span>Stay signed in for 30 days</span>
      login-prefilled | <input type="checkbox" name="remember" value="1" checked> <span>Stay signed in for 30 days</span>
      login-one-day   | <input type="checkbox" name="remember" value="1"> <span>Stay signed in for 1 day</span>
      """)
  void offers_to_stay_signed_in(String state, String markup) {
    assertThat(Shown.state(state).html()).contains(markup);
  }

  @Test
  void offers_no_staying_where_there_is_none() {
    Map<String, Object> model = States.login(Map.of("remember_days", 0));

    assertThat(Shown.of(States.page(200, "login", model)).html()).doesNotContain("remember");
  }

  @Test
  void names_no_application_that_has_no_name() {
    Pages nameless = Shown.pages(io.vestibule.auth.config.Look.plain());
    Shown page = Shown.of(nameless, States.of("login-wrong"), Ask.page("/auth/login"));

    assertThat(page.title()).isEqualTo("Error: Sign in");
    assertThat(page.heading()).isEqualTo("Sign in");
    assertThat(Shown.state("login").heading()).isEqualTo("Sign in to Tickets");
  }

  @Test
  void offers_each_provider_below_the_form() {
    Shown page = Shown.state("login-providers");
    assertThat(page.html())
        .contains(
            "<form method=\"post\"",
            "href=\"/app/auth/oauth/oauth.github?return_to&#x3D;%2Fapp\"",
            "<span>Continue with GitHub</span>",
            "<span>Continue with Example &lt;ID&gt;</span>",
            "<img src=\"data:image/png");
  }

  @Test
  void asks_for_no_password_where_only_providers_know_people() {
    Shown page = Shown.state("login-providers-only");
    assertThat(page.html()).contains("Continue with GitHub").doesNotContain("<form", "password");
  }
}
