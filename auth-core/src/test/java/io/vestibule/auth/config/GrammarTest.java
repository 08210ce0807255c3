package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an INI line may look like; what it may not is in the corpus. */
class GrammarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "title = Back office        ! ~Back office~",
        "title=Back office          ! ~Back office~",
        "~  title \t= \tBack office \t~ ! ~Back office~",
        "title = a = b              ! ~a = b~",
        "title = a # b ; c          ! ~a # b ; c~",
        "title = \" a \"            ! ~ a ~",
        "title = \"a\"              ! ~a~",
        "title = \"\"a\" b\"        ! ~\"a\" b~",
        "title = \"#\"              ! ~#~",
        "title = 'a'                ! ~'a'~",
        "title = a\"b               ! ~a\"b~",
        "title = $2b$12$abc         ! ~$2b$12$abc~",
        "title = C:\\users\\n       ! ~C:\\users\\n~",
        "title = Ünïcödé 😀          ! ~Ünïcödé 😀~",
      })
  void a_value_is_what_stands_behind_the_first_equals_sign(String line, String value) {
    assertThat(Given.sample(line).text("title")).isEqualTo(value);
  }

  @Test
  void comments_and_blank_lines_say_nothing() {
    Settings settings = Given.sample("", "   ", "# title = a", "  ; title = b", "title = c", "#");
    assertThat(settings.text("title")).isEqualTo("c");
  }

  @Test
  void lines_may_end_as_on_any_system() {
    for (String end : new String[] {"\n", "\r\n", "\r"}) {
      String text = String.join(end, "[authentication]", "type = sample", "title = x", "");
      assertThat(Given.settings(Given.ini(text), 0).text("title")).isEqualTo("x");
    }
  }

  @Test
  void blanks_around_a_sections_name_say_nothing() {
    assertThat(Given.names(Given.ini("  [ authentication ]  ", "type = sample", "title = x")))
        .containsExactly("sample");
  }

  @Test
  void a_rules_left_side_may_have_blanks_and_commas() {
    Configuration configuration =
        Given.ini("[authentication]", "type = none", "[rules]", "GET, POST   /a/*.css = public");
    assertThat(configuration.rules().find("POST", "/a/b.css").orElseThrow().origin())
        .isEqualTo("auth.ini:4");
  }

  @Test
  void a_properties_file_says_the_same() {
    Configuration configuration = Given.properties(
        "authentication.type = sample",
        "authentication.title: Back \\",
        "    office",
        "sample.domains a, b",
        "sample.api_key = blank at the end\\ ",
        "rules.GET\\ /x = public",
        "rules./users.html = deny");
    Settings settings = Given.settings(configuration, 0);
    assertThat(settings.text("title")).isEqualTo("Back office");
    assertThat(settings.list("domains")).containsExactly("a", "b");
    assertThat(settings.secret("api_key").orElseThrow().reveal()).isEqualTo("blank at the end ");
    assertThat(configuration.rules().find("GET", "/x").orElseThrow().origin())
        .isEqualTo("auth.properties:6");
    assertThat(configuration.rules().find("GET", "/users.html")).isPresent();
  }

  @Test
  void in_a_properties_file_blanks_at_the_end_that_nobody_sees_are_dropped() {
    Configuration configuration =
        Given.properties("authentication.type = sample  ", "sample.title = x \t ");
    assertThat(Given.settings(configuration, 0).text("title")).isEqualTo("x");
  }

  @Test
  void a_properties_key_may_have_dots_where_the_keys_are_the_users_own() {
    Configuration configuration = Given.properties(
        "authentication.type = sample", "sample.title = x", "words.ada.lovelace = countess");
    assertThat(Given.settings(configuration, 0).section("words").entries())
        .containsExactly(new Settings.Entry("ada.lovelace", "countess", "auth.properties:3"));
  }

  @Test
  void a_properties_key_may_name_one_of_a_family() {
    Configuration configuration = Given.properties(
        "authentication.type = token", "token.ci.title = a", "token.ops.title = b");
    assertThat(Given.names(configuration)).containsExactly("token.ci", "token.ops");
  }
}
