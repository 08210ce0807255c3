package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterPageTest {

  @Test
  void it_asks_for_the_address_and_for_nothing_else() {
    Shown page = Shown.state("register");

    assertThat(page.heading()).isEqualTo("Create an account");
    assertThat(page.html())
        .contains("<form method=\"post\" action=\"/app/auth/register\" id=\"register\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("href=\"/app/auth/login\"")
        .doesNotContain("type=\"password\"", "Addresses of these domains");
    assertThat(page.tag("email")).contains("type=\"email\"", "autocomplete=\"email\"", "autofocus");
    assertThat(Shown.state("register-domains").html())
        .contains("Addresses of these domains are admitted: example.net, example.org.");
  }

  @Test
  void what_was_done_is_said_and_the_form_is_gone() {
    assertThat(Shown.state("register-asked").html())
        .contains(
            "role=\"status\">A mail is on its way to new@example.org. Its link works for 4 hours.")
        .doesNotContain("<form");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      missing | Enter an e-mail address.
      bad     | That is no e-mail address of the usual kind, such as ada@example.org.
      domain  | Use an address of one of these domains: example.net, example.org.
      """)
  void what_is_wrong_stands_at_the_address_which_has_the_focus(String state, String text) {
    Shown page = Shown.state("register-" + state);

    assertThat(page.text("err-email")).isEqualTo(text);
    assertThat(page.tag("email")).contains("aria-invalid=\"true\"", "err-email", "autofocus");
    assertThat(page.html()).containsOnlyOnce("autofocus").doesNotContain("id=\"error\"");
  }

  @Test
  void a_newcomer_reads_what_a_name_may_be_before_typing() {
    Shown page = Shown.state("choose-password-plain-name");

    assertThat(page.text("err-username")).startsWith("Use up to 64 letters from a to z");
    assertThat(page.tag("username")).contains("aria-invalid=\"true\"", "autofocus");
    assertThat(page.html().indexOf("You sign in with this user name"))
        .isPositive()
        .isLessThan(page.html().indexOf("id=\"username\""));
  }
}
