package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenPagesTest {

  @Test
  void each_token_says_what_it_is_for_and_when_it_was_used() {
    assertThat(Shown.state("tokens").html())
        .contains("<h2>backup &lt;b&gt; <span class=\"badge\">Expires soon</span></h2>")
        .contains("<code>vst_…a1B2</code> · good for: deploy, read_only")
        .contains("<code>vst_…zzzz</code> · may do everything that you may")
        .contains(">1 minute ago</time> from 198.51.100.7")
        .contains("Expires on <time datetime=\"2026-11-27T13:28:00Z\"")
        .contains("Never used");
  }

  @Test
  void to_revoke_one_takes_two_steps_and_no_script() {
    assertThat(Shown.state("tokens").html())
        .contains("<summary aria-label=\"Revoke: ci\">Revoke</summary>")
        .contains("Scripts using this token will stop working.")
        .contains("<form method=\"post\" action=\"/app/auth/tokens/revoke\">")
        .contains("<input type=\"hidden\" name=\"id\" value=\"ff112233445566ff\">");
  }

  @Test
  void each_form_has_the_hidden_field_for_browsers_that_do_not_say_where_they_come_from() {
    String field = "<input type=\"hidden\" name=\"csrf\" value=\"token-1\">";

    assertThat(Shown.state("tokens").html()).contains(field);
    assertThat(Shown.state("token-new").html()).containsOnlyOnce(field);
    assertThat(Shown.state("tokens-none").html()).doesNotContain("csrf");
  }

  @Test
  void who_has_none_is_told_so() {
    assertThat(Shown.state("tokens-none").html())
        .contains("You have no tokens.", "href=\"/app/auth/tokens/new\">Create a token</a>")
        .doesNotContain("class=\"rows\"");
  }

  @Test
  void who_came_without_a_session_makes_none_and_cannot_sign_out() {
    assertThat(Shown.state("tokens-by-basic").html())
        .contains("Ask your administrator for one.")
        .doesNotContain("/tokens/new", "/logout");
  }

  @Test
  void the_menu_leads_to_the_other_pages_of_the_account() {
    assertThat(Shown.state("tokens").html())
        .contains("<a href=\"/app/auth/sessions\">Sessions</a>")
        .contains("<a href=\"/app/auth/tokens\" aria-current=\"page\">API tokens</a>")
        .contains("<a href=\"/app/auth/logout\">Sign out</a>");
  }

  @Test
  void the_form_offers_ends_with_their_dates() {
    assertThat(Shown.state("token-new").html())
        .contains("<option value=\"90d\" selected>90 days, until February 19, 2027</option>")
        .contains("<option value=\"1d\">1 day, until November 22, 2026</option>")
        .contains("<option value=\"never\">always, until it is revoked</option>");
  }

  @Test
  void the_form_offers_scopes_with_a_sentence_each() {
    assertThat(Shown.state("token-new").html())
        .contains("name=\"scopes\" value=\"read_only\">"
            + " <span>Reading only: requests that change something are refused</span>")
        .contains("Other scopes");
    assertThat(Shown.state("token-new-scopes").html())
        .contains("name=\"scopes\" value=\"deploy\" checked> <span>deploy</span>")
        .doesNotContain("Other scopes");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          missing-name    | name    | Give the token a name.
          name-taken      | name    | You have a token of this name already. Choose another name.
          never-heard-of  | name    | That did not work. Try again.
          expiry-too-late | expires | No token may work for so long here. Choose a shorter time.
          """)
  void what_is_wrong_stands_at_its_field_and_nothing_that_was_typed_is_lost(
      String code, String field, String text) {
    Shown page = Shown.state("token-new-" + code);

    assertThat(page.text("err-" + field)).isEqualTo(text);
    assertThat(page.tag(field)).contains("aria-invalid=\"true\"", "err-" + field);
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.html())
        .contains("value=\"ci\"", "value=\"read_only\" checked", "value=\"other words\"");
  }

  @Test
  void a_token_is_shown_once_with_a_line_to_try_it() {
    assertThat(Shown.state("token-created").html())
        .contains("You will not see this token again.")
        .contains("value=\"vst_" + "x".repeat(49) + "\" readonly")
        .contains("curl -H 'Authorization: Bearer vst_xxx")
        .contains("<label for=\"token\">backup &lt;b&gt;</label>");
  }

  @Test
  void who_is_signed_in_and_must_prove_it_anew_is_told_so() {
    Shown page = Shown.state("login-confirm");

    assertThat(page.heading()).isEqualTo("Confirm that it is you");
    assertThat(page.tag("username")).contains("value=\"ada\"");
    assertThat(page.tag("password")).contains("autofocus");
  }
}
