package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserPagesTest {

  @Test
  void each_user_stands_there_with_what_matters_and_a_link() {
    assertThat(Shown.state("users").html())
        .contains(
            "<a href=\"/app/auth/users/user?username=Ada+%3Cb%3E\">Ada &lt;b&gt;</a>",
            "<span class=\"badge\">Two-factor</span>",
            "<span class=\"badge\">Disabled</span>",
            "<span class=\"badge\">No password yet</span>",
            "no roles · ada@example.org",
            "<a href=\"/app/auth/users\" aria-current=\"page\">Users</a>");
  }

  @Test
  void a_long_list_goes_on_where_it_stops_and_keeps_what_is_looked_for() {
    assertThat(Shown.state("users-more").html())
        .contains("/app/auth/users?after=new%2Bone&amp;search&#x3D;a+b\"", "value=\"a b\"")
        .contains("role=\"status\">The user is deleted.");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      user-unusable-role    | roles | A role is a word of up to 64 characters.
      user-bad-email        | email | That is no e-mail address of the usual kind, such as ada@example.org.
      user-new-missing-name | name  | Enter a user name.
      user-new-name-taken   | name  | This user name is taken. Choose another one.
      """)
  void what_is_wrong_stands_at_its_field_which_has_the_focus(
      String state, String field, String text) {
    Shown page = Shown.state(state);

    assertThat(page.text("err-" + field)).isEqualTo(text);
    assertThat(page.tag(field)).contains("aria-invalid=\"true\"", "err-" + field, "autofocus");
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.html()).containsOnlyOnce("autofocus").doesNotContain("id=\"error\"");
  }

  @Test
  void what_no_field_explains_stands_above() {
    Shown page = Shown.state("user-last-administrator");

    assertThat(page.text("error")).startsWith("Nobody else who can sign in looks after the users.");
    assertThat(page.tag("error")).contains("role=\"alert\"", "autofocus");
  }

  @Test
  void an_administrator_finds_no_form_on_the_page_of_the_own_account() {
    assertThat(Shown.state("user-own").html())
        .contains("This is your own account.")
        .doesNotContain("<form", "/users/delete");
  }

  @Test
  void whoever_is_disabled_can_be_enabled_and_gets_no_link() {
    assertThat(Shown.state("user-disabled").html())
        .contains("action=\"/app/auth/users/enable\"")
        .doesNotContain("/users/disable", "/users/link");
    assertThat(Shown.state("user").html())
        .contains("action=\"/app/auth/users/disable\"")
        .doesNotContain("/users/enable", "/users/reset-mfa");
  }

  @Test
  void a_link_is_mailed_or_shown_as_the_administrator_likes() {
    assertThat(Shown.state("user-mail").html())
        .contains(">Mail a link</button>", "name=\"show\" value=\"1\"");
    assertThat(Shown.state("user").html())
        .contains(">Show a link</button>")
        .doesNotContain("Mail a link", "name=\"show\"");
  }

  @Test
  void a_link_says_until_when_it_works_to_the_minute_where_that_is_today() {
    assertThat(Shown.state("user-link").html()).contains("until <time", ">15:28 CET</time>.");
    assertThat(Shown.state("user-link-invite").html()).contains(">November 24, 2026</time>.");
    assertThat(Shown.state("user-link-mailed").html())
        .contains("The link is on its way to ada@example.org.")
        .doesNotContain("token=");
  }
}
