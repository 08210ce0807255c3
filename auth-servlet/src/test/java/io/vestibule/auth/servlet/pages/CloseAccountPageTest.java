package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloseAccountPageTest {

  @Test
  void what_will_be_gone_is_said_before_the_password_is_asked_for() {
    Shown page = Shown.state("close-account");

    assertThat(page.html())
        .contains("Your account ada is removed")
        .contains("<form method=\"post\" action=\"/app/auth/profile/close\" id=\"close-account\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("href=\"/app/auth/profile\"")
        .doesNotContain("autofocus", "name=\"code\"");
    assertThat(page.html().indexOf("It cannot be brought back"))
        .isPositive()
        .isLessThan(page.html().indexOf("<form"));
    assertThat(page.tag("password")).contains("autocomplete=\"current-password\"");
  }

  @Test
  void the_profile_leads_there_where_accounts_may_be_closed() {
    assertThat(Shown.state("profile-closing").html())
        .contains("<a href=\"/app/auth/profile/close\">Close the account</a>");
    assertThat(Shown.state("profile").html()).doesNotContain("profile/close");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      missing | password | Enter your password.
      wrong   | password | The password is not correct.
      code    | code     | That code is not correct. Codes change every 30 seconds.
      """)
  void what_is_wrong_stands_at_its_field(String state, String field, String text) {
    Shown page = Shown.state("close-account-" + state);

    assertThat(page.text("err-" + field)).isEqualTo(text);
    assertThat(page.tag(field)).contains("aria-invalid=\"true\"", "autofocus");
  }

  @Test
  void the_login_page_says_that_it_is_done() {
    assertThat(Shown.state("login-account-closed").html())
        .contains("role=\"status\">Your account is closed.");
  }
}
