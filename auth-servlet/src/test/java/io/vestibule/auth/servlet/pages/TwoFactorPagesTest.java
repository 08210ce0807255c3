package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoFactorPagesTest {

  @Test
  void who_has_none_sets_one_up_with_the_password() {
    Shown page = Shown.state("two-factor-off");

    assertThat(page.heading()).isEqualTo("Two-factor sign-in");
    assertThat(page.html())
        .contains("The second factor is off.")
        .contains("<form method=\"post\" action=\"/app/auth/two-factor/begin\" id=\"two-factor\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token-1\">")
        .contains("<button type=\"submit\">Set up</button>")
        .doesNotContain("autofocus");
    assertThat(page.tag("password")).contains("autocomplete=\"current-password\"");
    assertThat(page.tag("username")).contains("autocomplete=\"username\"", " hidden>");
  }

  @Test
  void the_menu_says_where_one_is() {
    assertThat(Shown.state("two-factor-off").html())
        .contains("<a href=\"/app/auth/two-factor\" aria-current=\"page\">Two-factor</a>")
        .contains("<a href=\"/app/auth/sessions\">Sessions</a>");
  }

  @Test
  void who_has_one_is_told_since_when_and_how_many_recovery_codes_are_left() {
    assertThat(Shown.state("two-factor-on").html())
        .contains("On since <time datetime=\"2026-11-16T13:28:00Z\"", "10 recovery codes are left.")
        .doesNotContain("Make new ones soon.");
    assertThat(Shown.state("two-factor-on-few").html())
        .contains("class=\"notice bad\"", "3 recovery codes are left. Make new ones soon.");
    assertThat(Shown.state("two-factor-on-one").html()).contains("1 recovery code is left.");
  }

  @Test
  void one_form_makes_new_codes_or_turns_it_off_with_password_and_code() {
    Shown page = Shown.state("two-factor-on");

    assertThat(page.html())
        .contains("<form method=\"post\" action=\"/app/auth/two-factor/recovery-codes\"")
        .contains("<button type=\"submit\">Make new recovery codes</button>")
        .contains("formaction=\"/app/auth/two-factor/off\"");
    assertThat(page.tag("password")).contains("name=\"password\"");
    assertThat(page.tag("code"))
        .contains("inputmode=\"numeric\"", "autocomplete=\"one-time-code\"")
        .contains("pattern=\"[0-9 ]*\"", "maxlength=\"7\"");
  }

  @Test
  void a_recovery_code_will_do_in_a_field_that_takes_letters() {
    assertThat(Shown.state("two-factor-on").html())
        .contains("href=\"/app/auth/two-factor?recovery=1\">Use a recovery code instead");
    Shown page = Shown.state("two-factor-on-recovery");
    assertThat(page.tag("code")).doesNotContain("pattern", "numeric").contains("maxlength=\"20\"");
    assertThat(page.html())
        .contains("<label for=\"code\">Recovery code</label>")
        .contains("<input type=\"hidden\" name=\"recovery\" value=\"1\">")
        .contains("href=\"/app/auth/two-factor\">Use a code from your app instead");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      off-missing          | password | Enter your password.
      off-wrong            | password | The password is not correct.
      on-wrong             | password | The password is not correct.
      on-bad-code          | code     | That code is not correct. Codes change every 30 seconds.
      on-bad-recovery-code | code     | That code is not correct. Each recovery code works once.
      setup-missing        | code     | Enter the code.
      setup-wrong          | code     | That code is not correct. Codes change every 30 seconds.
      """)
  void what_is_wrong_stands_at_its_field_which_gets_the_focus(
      String state, String field, String text) {
    Shown page = Shown.state("two-factor-" + state);

    assertThat(page.text("err-" + field)).isEqualTo(text);
    assertThat(page.tag(field)).contains("aria-invalid=\"true\"", "err-" + field, "autofocus");
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.html()).containsOnlyOnce("autofocus").doesNotContain("id=\"error\"");
  }

  @Test
  void a_clock_that_is_off_is_told_with_what_to_do() {
    assertThat(Shown.state("two-factor-on-clock").text("err-code"))
        .contains("The clock on your phone may be off. Turn on automatic time and try again.");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      off-over        | This set-up was open for too long. Begin again.
      off-not-on      | There is no second factor.
      on-already      | A second factor is on already.
      off-refused     | No second factor can be set up here.
      off-throttled   | Too many attempts. You can try again in 4 minutes (14:31 CET).
      on-throttled    | Too many attempts. You can try again in 4 minutes (14:31 CET).
      setup-throttled | Too many attempts. You can try again in 4 minutes (14:31 CET).
      """)
  void what_no_field_explains_stands_above_the_form(String state, String text) {
    Shown page = Shown.state("two-factor-" + state);

    assertThat(page.text("error")).isEqualTo(text);
    assertThat(page.title()).startsWith("Error: ");
  }

  @Test
  void who_waits_sees_the_name_of_the_page_in_the_title() {
    assertThat(Shown.state("two-factor-off-throttled").html())
        .contains("data-title=\"Wait {left} – Two-factor sign-in\"");
    assertThat(Shown.state("login-throttled").html())
        .contains("data-title=\"Wait {left} – Sign in\"");
  }

  @Test
  void where_none_can_be_set_up_no_form_is_shown() {
    assertThat(Shown.state("two-factor-off-unavailable").html())
        .contains("No second factor can be set up here. Ask your administrator.")
        .doesNotContain("<form");
    assertThat(Shown.state("two-factor-off-elsewhere").text("error"))
        .startsWith("You did not sign in with a password.");
    assertThat(Shown.state("two-factor-off-elsewhere").html())
        .doesNotContain("<form", "The second factor is off.");
  }

  @Test
  void
      an_app_reads_the_key_as_a_picture_a_person_in_groups_of_four_and_the_same_device_by_a_link() {
    Shown page = Shown.state("two-factor-setup");

    assertThat(page.html())
        .contains(
            "<svg class=\"qr\" role=\"img\" aria-label=\"QR code for your authenticator app\"")
        .contains("<code>GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ</code>")
        .contains("href=\"otpauth://totp/Tickets:ada?secret&#x3D;GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            + "&amp;issuer&#x3D;Tickets\"");
    assertThat(page.tag("code"))
        .contains("inputmode=\"numeric\"", "autocomplete=\"one-time-code\"")
        .doesNotContain("autofocus");
    assertThat(page.tag("copy")).contains("hidden", "data-text=\"GEZDGNBV");
  }

  @Test
  void the_picture_is_dark_on_white_in_every_scheme_and_keeps_four_modules_of_quiet() {
    String html = Shown.state("two-factor-setup").html();
    int side = Integer.parseInt(first(html, "viewBox=\"0 0 (\\d+) \\1\""));

    assertThat(html)
        .contains("<path fill=\"#fff\" d=\"M0 0h" + side + "v" + side + "H0z\"/>")
        .contains("width=\"" + 5 * side + "\" height=\"" + 5 * side + "\"");
    boolean[][] dark = new boolean[side][side];
    draw(first(html, "<path stroke=\"#000\" d=\"([^\"]*)\""), dark);
    for (int i = 0; i < side; i++) {
      for (int quiet = 0; quiet < 4; quiet++) {
        assertThat(dark[i][quiet] || dark[quiet][i]).isFalse();
        assertThat(dark[i][side - 1 - quiet] || dark[side - 1 - quiet][i]).isFalse();
      }
    }
    // A finder pattern (ISO/IEC 18004, 6.3.3): dark, light, three dark, light, dark.
    assertThat(row(dark, 4 + 3).substring(4, 12)).isEqualTo("#.###.#.");
    assertThat(row(dark, 4).substring(4, 12)).isEqualTo("#######.");
  }

  @Test
  void a_text_that_no_phone_could_read_from_a_screen_is_not_drawn_and_the_key_is_still_there() {
    assertThat(QrPicture.of("x".repeat(600))).isEqualTo(Optional.empty());
    Map<String, Object> tooLong =
        Map.of("key", TwoFactorStates.KEY, "otpauth", TwoFactorStates.OTPAUTH + "x".repeat(400));
    assertThat(Shown.of(States.page(200, "two-factor-setup", tooLong)).html())
        .doesNotContain("<svg")
        .contains("<code>GEZD GNBV");
  }

  @Test
  void who_does_not_show_the_key_is_asked_for_the_code_alone() {
    assertThat(Shown.state("two-factor-setup-hidden").html())
        .doesNotContain("<svg", "otpauth", "id=\"copy\"")
        .contains("name=\"code\"");
  }

  @Test
  void the_codes_are_a_list_to_download_to_print_and_to_copy_before_one_is_done() {
    String html = Shown.state("recovery-codes").html();

    assertThat(html)
        .contains("You will not see them again.")
        .contains("<li><code>ABCD-EFGH</code></li>")
        .contains("action=\"/app/auth/two-factor/recovery-codes/file\"")
        .contains("name=\"recovery_codes\" value=\"2345-6789\nABCD-EFGH\n")
        .contains("I have saved these codes")
        .contains("<input type=\"checkbox\" name=\"saved\" value=\"1\" required>")
        .contains("ada, November 21, 2026");
    assertThat(html.indexOf("name=\"saved\"")).isLessThan(html.indexOf(">Done</button>"));
    assertThat(Shown.state("recovery-codes").tag("print")).contains(" hidden");
  }

  @Test
  void a_program_is_told_the_same_under_the_same_names() {
    Ask program = Ask.bare("POST", "/auth/api/two-factor/confirm");

    assertThat(Shown.PAGES.answer(program, States.of("recovery-codes")).body().toString())
        .contains("\"recovery_codes\":[\"2345-6789\"");
    assertThat(Shown.PAGES
            .answer(program, States.of("two-factor-on-bad-code"))
            .body()
            .toString())
        .contains("\"type\":\"bad-code\"")
        .contains("\"detail\":\"That code is not correct. Codes change every 30 seconds.\"");
  }

  @Test
  void the_language_of_the_address_goes_along() {
    Shown page = Shown.of(
        Shown.PAGES,
        States.of("two-factor-on"),
        Ask.page("/auth/two-factor").asking("ui_locales=de"));

    assertThat(page.html())
        .contains("href=\"/app/auth/two-factor?recovery=1&amp;ui_locales&#x3D;de\"")
        .contains("formaction=\"/app/auth/two-factor/off?ui_locales&#x3D;de\"");
    assertThat(Shown.of(States.page(200, "two-factor", Map.of())).heading())
        .isEqualTo("Two-factor sign-in");
  }

  private static void draw(String path, boolean[][] dark) {
    Matcher step = Pattern.compile("M(\\d+) (\\d+)\\.5|m(\\d+) 0|h(\\d+)").matcher(path);
    int end = 0;
    int x = 0;
    int y = 0;
    while (step.find()) {
      assertThat(step.start()).as("nothing between").isEqualTo(end);
      end = step.end();
      if (step.group(1) != null) {
        x = Integer.parseInt(step.group(1));
        y = Integer.parseInt(step.group(2));
      } else if (step.group(3) != null) {
        x += Integer.parseInt(step.group(3));
      } else {
        for (int length = Integer.parseInt(step.group(4)); length > 0; length--) {
          dark[y][x++] = true;
        }
      }
    }
    assertThat(end).isEqualTo(path.length());
  }

  private static String row(boolean[][] dark, int y) {
    StringBuilder row = new StringBuilder();
    for (boolean module : dark[y]) {
      row.append(module ? '#' : '.');
    }
    return row.toString();
  }

  private static String first(String html, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(html);
    assertThat(matcher.find()).as(regex).isTrue();
    return matcher.group(1);
  }
}
