package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePasswordPageTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      wrong-password    | current  | The password is not correct.
      weak-password     | password | Use at least 12 characters.
      common-password   | password | This password is on a list of common passwords. Choose another one.
      same-password     | password | This is the password that you have now. Choose another one.
      unusable-password | password | A password has at most 1,024 characters, and neither a tab nor a line break.
      """)
  void what_is_wrong_stands_at_its_field_which_has_the_focus(
      String code, String field, String text) {
    Shown page = Shown.of(States.page(422, "change-password", Map.of("error", code)));

    assertThat(page.text("err-" + field)).isEqualTo(text);
    assertThat(page.tag(field)).contains("aria-invalid=\"true\"", "err-" + field, "autofocus");
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.html()).containsOnlyOnce("autofocus").doesNotContain("id=\"error\"");
  }

  @Test
  void what_was_not_typed_is_said_at_each_field_and_the_first_has_the_focus() {
    Shown page = Shown.state("change-password-missing");

    assertThat(page.text("err-current")).isEqualTo("Enter your current password.");
    assertThat(page.text("err-password")).isEqualTo("Enter a new password.");
    assertThat(page.tag("current")).contains("autofocus");
    assertThat(page.html()).containsOnlyOnce("autofocus");
  }

  @Test
  void whoever_must_wait_is_told_until_when_without_a_script() {
    assertThat(Shown.state("change-password-throttled").html())
        .contains(
            "role=\"alert\"", "Too many attempts. You can try again in 4 minutes (14:31 CET).")
        .containsOnlyOnce("autofocus");
  }

  @Test
  void whoever_has_a_second_factor_is_asked_for_a_code_too() {
    Shown page = Shown.state("change-password-factor");

    assertThat(page.tag("code"))
        .contains("autocomplete=\"one-time-code\"")
        .doesNotContain("autofocus");
    assertThat(page.html()).contains("href=\"/app/auth/password?recovery=1\"");
    assertThat(Shown.state("change-password-recovery").html())
        .contains("name=\"recovery\" value=\"1\"", "href=\"/app/auth/password\">Use a code");
    assertThat(Shown.state("change-password").html()).doesNotContain("name=\"code\"");
  }

  @Test
  void what_is_wrong_with_the_code_stands_at_it() {
    Shown page = Shown.state("change-password-code");

    assertThat(page.text("err-code")).startsWith("That code is not correct.");
    assertThat(page.tag("code")).contains("autofocus", "aria-invalid=\"true\"");
    assertThat(page.html()).containsOnlyOnce("autofocus").doesNotContain("id=\"error\"");
  }

  @Test
  void password_managers_know_which_field_is_which_and_whose() {
    Shown page = Shown.state("change-password");

    assertThat(page.tag("current"))
        .contains("name=\"current_password\"", "type=\"password\"")
        .contains("autocomplete=\"current-password\"");
    assertThat(page.tag("password"))
        .contains("name=\"new_password\"", "autocomplete=\"new-password\"")
        .contains("passwordrules=\"minlength: 12;\"", "minlength=\"12\"");
    assertThat(page.html())
        .contains("name=\"username\" value=\"ada\" autocomplete=\"username\" readonly hidden");
  }

  @Test
  void the_rules_and_what_will_happen_stand_there_before_anything_is_typed() {
    String html = Shown.state("change-password").html();

    assertThat(html).contains("id=\"rules\">Use at least 12 characters");
    assertThat(html.indexOf("Your other devices and apps are signed out."))
        .isPositive()
        .isLessThan(html.indexOf("<form"));
    assertThat(html).contains("API tokens keep working");
    assertThat(Shown.state("change-password-without-tokens").html()).doesNotContain("API tokens");
  }

  @Test
  void the_form_works_without_a_script_and_is_tied_to_the_browser() {
    assertThat(Shown.state("change-password").html())
        .contains("<form method=\"post\" action=\"/app/auth/password\" id=\"change-password\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("<a href=\"/app/auth/password\" aria-current=\"page\">Password</a>");
  }

  @Test
  void who_has_changed_it_sees_no_form_any_more() {
    Shown page = Shown.state("change-password-done");

    assertThat(page.heading()).isEqualTo("Password changed");
    assertThat(page.html())
        .contains(
            "role=\"status\">Your password is changed. You are signed in here and nowhere else.")
        .doesNotContain("<form", "<input");
  }

  @Test
  void a_page_that_was_open_overnight_asks_to_type_again_and_for_no_sign_in() {
    assertThat(Shown.state("change-password-stale").html())
        .contains("This page was open for a long time. Type your passwords again.");
  }
}
