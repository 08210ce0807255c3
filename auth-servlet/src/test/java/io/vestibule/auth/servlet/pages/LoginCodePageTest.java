package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginCodePageTest {

  @Test
  void it_says_who_signs_in_and_asks_for_one_thing() {
    Shown page = Shown.state("login-code");

    assertThat(page.heading()).isEqualTo("Enter your code");
    assertThat(page.html())
        .contains("Signing in as ada")
        .contains("<form method=\"post\" action=\"/app/auth/login/code\" id=\"login-code\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("<input type=\"hidden\" name=\"return_to\" value=\"/app/hello\">")
        .doesNotContain("type=\"password\"");
    assertThat(page.tag("code"))
        .contains("name=\"code\"", "autocomplete=\"one-time-code\"", "autofocus");
  }

  @Test
  void a_recovery_code_is_one_link_away_and_the_page_that_was_wanted_goes_along() {
    assertThat(Shown.state("login-code").html())
        .contains(
            "<a href=\"/app/auth/login/code?recovery=1&amp;return_to&#x3D;%2Fapp%2Fhello\">Use a recovery code instead");
    Shown recovery = Shown.state("login-code-recovery");
    assertThat(recovery.html())
        .contains("<input type=\"hidden\" name=\"recovery\" value=\"1\">")
        .contains(
            "<a href=\"/app/auth/login/code?return_to&#x3D;%2Fapp%2Fhello\">Use a code from your app instead");
    assertThat(recovery.tag("code")).contains("autocomplete=\"off\"", "maxlength=\"20\"");
  }

  @Test
  void who_cancels_need_not_type_a_code() {
    assertThat(Shown.state("login-code").html())
        .contains(
            "<button type=\"submit\" name=\"cancel\" value=\"1\" formnovalidate class=\"quiet second\">Cancel");
  }

  @ParameterizedTest
  @CsvSource({
    "missing, Enter the code.",
    "wrong, That code is not correct. Codes change every 30 seconds.",
    "bad-recovery-code, That code is not correct. Each recovery code works once."
  })
  void what_is_wrong_with_the_code_stands_at_the_code(String state, String text) {
    Shown page = Shown.state("login-code-" + state);

    assertThat(page.text("err-code")).isEqualTo(text);
    assertThat(page.tag("code")).contains("aria-invalid=\"true\"", "autofocus");
  }

  @Test
  void who_must_wait_is_told_until_when_and_the_field_takes_no_focus() {
    Shown page = Shown.state("login-code-throttled");

    assertThat(page.html()).contains("data-seconds=\"238\"");
    assertThat(page.tag("code")).doesNotContain("autofocus");
  }

  @Test
  void who_was_too_late_begins_anew() {
    assertThat(Shown.state("login-too-late").html()).contains("That took too long. Sign in again.");
  }
}
