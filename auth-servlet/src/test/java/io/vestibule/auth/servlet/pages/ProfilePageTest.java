package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilePageTest {

  @Test
  void the_profile_says_name_address_and_roles() {
    assertThat(Shown.state("profile").html())
        .contains("<p class=\"hint\">ada</p>", "<p class=\"hint\">ada@example.org</p>")
        .contains("<p class=\"hint\">admin, staff</p>")
        .contains("<a href=\"/app/auth/profile\" aria-current=\"page\">Profile</a>")
        .doesNotContain("not confirmed", "autofocus", "name=\"code\"");
    assertThat(Shown.state("profile-unverified").html())
        .contains("<span class=\"badge\">not confirmed</span>");
    assertThat(Shown.state("profile-bare").html())
        .contains("<p class=\"hint\">none</p>")
        .doesNotContain("not confirmed", "email/remove");
  }

  @Test
  void an_address_is_changed_by_a_form_that_needs_no_script() {
    Shown page = Shown.state("profile");

    assertThat(page.html())
        .contains("<form method=\"post\" action=\"/app/auth/profile/email\" id=\"profile\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("formaction=\"/app/auth/profile/email/remove\" formnovalidate");
    assertThat(page.tag("email"))
        .contains("name=\"email\"", "type=\"email\"", "autocomplete=\"email\"", "value=\"\"");
    assertThat(page.tag("password")).contains("autocomplete=\"current-password\"");
  }

  @Test
  void whoever_has_a_second_factor_is_asked_for_a_code_too() {
    assertThat(Shown.state("profile-factor").tag("code"))
        .contains("autocomplete=\"one-time-code\"");
    assertThat(Shown.state("profile-factor").html())
        .contains("href=\"/app/auth/profile?recovery=1\"");
    assertThat(Shown.state("profile-recovery").html())
        .contains("name=\"recovery\" value=\"1\"", "href=\"/app/auth/profile\">Use a code");
  }

  @Test
  void where_no_mail_can_be_sent_an_address_can_only_be_removed() {
    assertThat(Shown.state("profile-without-mail").html())
        .contains("You cannot change your address here.", "/profile/email/remove")
        .doesNotContain("id=\"email\"", "Send the link");
    assertThat(Shown.state("profile-bare-without-mail").html())
        .contains("You cannot change your address here.")
        .doesNotContain("<form");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      bad     | email    | That is no e-mail address of the usual kind, such as ada@example.org.
      same    | email    | This is the address that you have now.
      missing | email    | Enter an e-mail address.
      wrong   | password | The password is not correct.
      code    | code     | That code is not correct. Codes change every 30 seconds.
      """)
  void what_is_wrong_stands_at_its_field_which_has_the_focus(
      String state, String field, String text) {
    Shown page = Shown.state("profile-" + state);

    assertThat(page.text("err-" + field)).isEqualTo(text);
    assertThat(page.tag(field)).contains("aria-invalid=\"true\"", "err-" + field, "autofocus");
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.html()).containsOnlyOnce("autofocus").doesNotContain("id=\"error\"");
  }

  @Test
  void what_was_typed_is_kept() {
    assertThat(Shown.state("profile-wrong").tag("email")).contains("value=\"new@example.org\"");
  }

  @Test
  void what_was_done_is_said() {
    assertThat(Shown.state("profile-sent").html())
        .contains("role=\"status\">We sent a mail to new@example.org. Open the link in it within 4"
            + " hours, in this browser or signed in as ada.");
    assertThat(Shown.state("profile-changed").html())
        .contains("role=\"status\">Your e-mail address is changed.");
    assertThat(Shown.state("profile-throttled").html())
        .contains("Too many attempts. You can try again in 4 minutes (");
  }

  @Test
  void a_link_asks_before_it_changes_anything() {
    assertThat(Shown.state("confirm-address").html())
        .contains("Is new@example.org to be the e-mail address of ada?")
        .contains("<form method=\"post\" action=\"/app/auth/confirm-address\"")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      taken   | Another account has this address already.
      over    | This link was used already or is too old. Enter the address in your profile once more.
      another | This link was asked for by another user. Sign in as that user to use it.
      """)
  void a_link_that_does_nothing_says_why(String state, String text) {
    Shown page = Shown.state("confirm-address-" + state);

    assertThat(page.text("error")).isEqualTo(text);
    assertThat(page.html()).contains("href=\"/app/auth/profile\"").doesNotContain("<form");
  }
}
