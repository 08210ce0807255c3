package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All pages but the sign-in page. */
class AccountPagesTest {

  @Test
  void the_list_of_sessions_begins_with_this_device_which_has_no_end_button() {
    String html = Shown.state("sessions").html();
    String first = html.substring(html.indexOf("<li>\n<div>"), html.indexOf("Chrome on Android"));

    assertThat(first).contains("Firefox on Linux", "This device").doesNotContain("End session");
    assertThat(html.split("name=\"id\"", -1)).hasSize(8);
    assertThat(html)
        .contains("<form method=\"post\" action=\"/app/auth/sessions/end\">")
        .contains("<input type=\"hidden\" name=\"id\" value=\"s2\">")
        .doesNotContain("value=\"s1\"")
        .contains("aria-label=\"End session: Safari on iPhone\"");
  }

  @Test
  void each_session_says_where_how_and_when() {
    assertThat(Shown.state("sessions").html())
        .contains("198.51.100.7 · Password · stays signed in")
        .contains("198.51.100.7 · card")
        .contains("Unknown device")
        .contains("Last seen <time datetime=\"2026-11-21T13:26:59Z\""
            + " title=\"November 21, 2026, 14:26:59 CET\">1 minute ago</time>")
        .contains(">just now</time>", ">1 hour ago</time>", ">3 hours ago</time>")
        .contains(">1 day ago</time>", ">3 days ago</time>", ">October 17, 2025</time>");
  }

  @Test
  void all_others_can_be_ended_at_once() {
    assertThat(Shown.state("sessions").html())
        .contains("<form method=\"post\" action=\"/app/auth/sessions/end-others\">")
        .contains("End all other sessions</button>")
        .doesNotContain("You are only signed in here.");
  }

  @Test
  void somebody_who_is_signed_in_once_has_nothing_to_end() {
    assertThat(Shown.state("sessions-alone").html())
        .contains("You are only signed in here.")
        .doesNotContain("<form", "<button");
  }

  @Test
  void the_navigation_says_where_one_is() {
    assertThat(Shown.state("sessions").html())
        .contains("<nav aria-label=\"Account\">")
        .contains("<a href=\"/app/auth/sessions\" aria-current=\"page\">Sessions</a>")
        .contains("Signed in as ada")
        .contains("<a href=\"/app/auth/logout\">Sign out</a>");
  }

  @Test
  void signing_out_takes_a_button_and_a_token() {
    assertThat(Shown.state("logout").html())
        .contains("You are signed in as ada.")
        .contains("<form method=\"post\" action=\"/app/auth/logout\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("<button type=\"submit\">Sign out</button>");
  }

  @Test
  void who_is_signed_out_may_sign_in_again_but_is_not_sent_there() {
    assertThat(Shown.state("signed-out").html())
        .contains("You are signed out.")
        .contains("href=\"/app/auth/login\">Sign in again</a>")
        .doesNotContain("http-equiv", "<script");
  }

  @Test
  void who_may_not_can_sign_in_as_someone_else() {
    assertThat(Shown.state("forbidden").html())
        .contains("You are signed in as ada, but you may not open this page.")
        .contains("<form method=\"post\" action=\"/app/auth/logout\">")
        .contains("<input type=\"hidden\" name=\"next\" value=\"login\">")
        .contains(
            "<input type=\"hidden\" name=\"return_to\" value=\"/app/admin?x&#x3D;1&amp;y&#x3D;2\">")
        .contains("Sign in as someone else</button>");
  }

  @Test
  void without_a_token_they_go_by_the_page_that_has_one() {
    assertThat(Shown.state("forbidden-without-form").html())
        .contains("You may not open this page.")
        .contains("href=\"/app/auth/logout?return_to&#x3D;%2Fapp%2Fadmin\"")
        .doesNotContain("<form");
  }

  @Test
  void the_first_administrator_reads_the_rules_before_typing() {
    Shown page = Shown.state("setup");

    assertThat(page.html())
        .contains("<form method=\"post\" action=\"/app/auth/setup\" id=\"setup\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">");
    assertThat(page.html().indexOf("id=\"rules\""))
        .isLessThan(page.html().indexOf("id=\"password\""));
    assertThat(page.text("rules")).startsWith("Use at least 12 characters.");
    assertThat(page.tag("password"))
        .contains("autocomplete=\"new-password\"", "minlength=\"12\"")
        .contains("passwordrules=\"minlength: 12;\"", "aria-describedby=\"rules caps\"");
    assertThat(page.tag("username")).contains("autocomplete=\"username\"");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      setup-weak    | password | Use at least 12 characters.
      setup-common  | password | This password is on a list of common passwords. Choose another one.
      setup-taken   | username | This user name is taken. Choose another one.
      setup-missing | username | Enter your user name.
      setup-missing | password | Enter your password.
      """)
  void the_first_administrator_learns_at_the_field_what_is_wrong(
      String state, String field, String text) {
    Shown page = Shown.state(state);

    assertThat(page.text("err-" + field)).isEqualTo(text);
    assertThat(page.tag(field)).contains("err-" + field, "aria-invalid=\"true\"");
    assertThat(page.title()).isEqualTo("Error: Set up – Tickets");
  }

  @Test
  void a_used_link_shows_no_form() {
    Shown page = Shown.state("setup-used");

    assertThat(page.text("error")).startsWith("This link was used already or is too old.");
    assertThat(page.html()).doesNotContain("<form", "<input");
  }

  @Test
  void the_length_of_a_password_is_the_one_that_is_asked_for() {
    Map<String, Object> model = States.login(Map.of("error", "weak-password", "min_length", 15));
    Shown page = Shown.of(States.page(422, "setup", model));

    assertThat(page.text("err-password")).isEqualTo("Use at least 15 characters.");
    assertThat(page.tag("password")).contains("minlength=\"15\"");
  }

  @Test
  void an_error_says_what_happened_and_under_which_reference() {
    Shown page = Shown.state("error-not-found");

    assertThat(page.title()).isEqualTo("Not found – Tickets");
    assertThat(page.heading()).isEqualTo("Not found");
    assertThat(page.html())
        .contains("<p class=\"status\">404</p>", "There is no such page.", "Reference 7F3K")
        .contains("<a href=\"/app/\">Go to the start page</a>")
        .doesNotContain("<script");
  }

  @Test
  void an_error_that_has_no_translation_is_told_as_it_came() {
    Shown page = Shown.state("error-never-heard-of");

    assertThat(page.heading()).isEqualTo("Title");
    assertThat(page.html()).contains("<p>Detail.</p>");
  }

  @Test
  void the_support_text_stands_at_the_same_place_on_every_page() {
    Pages pages =
        Shown.pages(io.vestibule.auth.config.Look.plain().withSupportText("help@example.org"));

    assertThat(States.all().values())
        .allSatisfy(state -> assertThat(Shown.of(pages, state, Ask.page("/")).html())
            .contains("<p class=\"support\">Need help? help@example.org</p>\n</main>"));
  }
}
