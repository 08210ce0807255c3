package io.vestibule.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestibule.auth.Access;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.rules.RuleSyntaxException.Half;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleParserTest {

  @Test
  void reads_methods_pattern_expression_and_origin() {
    Rule rule = RuleParser.parse("GET,POST /api/**", "role:editor", "auth.ini:7");
    assertThat(rule)
        .isEqualTo(new Rule(
            Set.of("GET", "POST"),
            "/api/**",
            new Requirement.Demands(new Access.Role("editor")),
            "auth.ini:7"));
    assertThat(rule).hasToString("GET,POST /api/** = role:editor");
    assertThat(RuleParser.parse("/**", "optional", "")).hasToString("/** = optional");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "/**                    ! /**",
        "DELETE /a              ! DELETE /a",
        "GET , POST \t /a       ! GET,POST /a",
        "PROPFIND,MKCOL /dav/** ! PROPFIND,MKCOL /dav/**",
        "X-9,M-SEARCH /x        ! X-9,M-SEARCH /x",
        "POST,GET,HEAD /a       ! POST,GET,HEAD /a",
      })
  void reads_methods_in_their_order(String key, String printed) {
    assertThat(RuleParser.parse(key, "deny", "")).hasToString(printed + " = deny");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/**",
        "/admin",
        "/admin/",
        "/admin/**",
        "/*",
        "/*/**",
        "/static/*.css",
        "/api/*/log",
        "/a*b*c/d",
        "/my files/x y",
        "/v1/things:search",
        "/.well-known/*",
        "/...",
        "/ä/ö",
        "/a=b",
        "/~ada/,x",
        "/a@b",
        "/{",
        "/a:b",
        "/the GETaway"
      })
  void reads_patterns(String pattern) {
    assertThat(RuleParser.parse(pattern, "public", "").pattern()).isEqualTo(pattern);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        // no pattern
        "admin           ! 0  ! 5  ! there is no pattern that starts with / ! write /admin",
        "GET             ! 0  ! 3  ! there is no pattern that starts with / ! write a path such as /api/**",
        "GET *.css       ! 0  ! 9  ! there is no pattern that starts with / ! write /*.css",
        "admin/**        ! 0  ! 5  ! \"admin\" stands before the first / ! write /admin/**",
        "POST admin/x    ! 5  ! 5  ! \"admin\" stands before the first / ! write /admin/x",
        "https://a.b/c   ! 0  ! 6  ! \"https:\" stands before the first / ! write the path only, from its /",
        // methods
        "get /a          ! 0  ! 3  ! \"get\" is in lower case, and methods are not ! write GET",
        "GET,Post /a     ! 4  ! 4  ! \"Post\" is in lower case, and methods are not ! write POST",
        "GET/a           ! 0  ! 3  ! \"GET\" touches the pattern ! write a blank between the methods and the /",
        "GET,PUT/a       ! 0  ! 7  ! \"GET,PUT\" touches the pattern ! write a blank between the methods and the /",
        "GET POST /a     ! 0  ! 8  ! \"GET POST\" is no method ! write a comma between methods, GET,POST",
        "GET, /a         ! 3  ! 1  ! a method is missing beside the comma ! name a method or take the comma away",
        ",GET /a         ! 0  ! 1  ! a method is missing beside the comma ! name a method or take the comma away",
        "GET,,POST /a    ! 4  ! 1  ! a method is missing beside the comma ! name a method or take the comma away",
        "GET,GET /a      ! 4  ! 3  ! \"GET\" is named twice ! name it once",
        "* /a            ! 0  ! 1  ! \"*\" is no method ! leave it away: a rule without methods covers all",
        "ALL /a          ! 0  ! 3  ! \"ALL\" is no method ! leave it away: a rule without methods covers all",
        "GET|POST /a     ! 0  ! 8  ! \"GET|POST\" is no method ! write letters only, and commas between methods",
        "GET;POST /a     ! 0  ! 8  ! \"GET;POST\" is no method ! write letters only, and commas between methods",
        "PSOT /a         ! 0  ! 4  ! \"PSOT\" is no method that a client knows ! write POST",
        "GET,DELET /a    ! 4  ! 5  ! \"DELET\" is no method that a client knows ! write DELETE",
        // patterns
        "/a//b           ! 2  ! 2  ! // is in the pattern, and such paths are refused ! write one /",
        "GET //          ! 4  ! 2  ! // is in the pattern, and such paths are refused ! write one /",
        "/a/./b          ! 3  ! 1  ! the segment . is in the pattern, and paths are matched without it ! write the path that it leads to",
        "/a/..           ! 3  ! 2  ! the segment .. is in the pattern, and paths are matched without it ! write the path that it leads to",
        "/a;v=1          ! 2  ! 1  ! ; is in the pattern, and paths are matched without parameters ! end before it",
        "GET /a?x=1      ! 6  ! 1  ! ? is in the pattern, and rules do not see the query ! end before it",
        "/a#top          ! 2  ! 1  ! # is in the pattern, and no client sends a fragment ! end before it",
        "/a%20b          ! 2  ! 1  ! % is in the pattern, and paths are matched decoded ! write the character itself",
        "/a\\b           ! 2  ! 1  ! a backslash is in the pattern, and such paths are refused ! write /",
        "/a/**/b         ! 3  ! 2  ! ** is not the whole last segment ! write * for anything within one segment, or end with /**",
        "/a**            ! 2  ! 2  ! ** is not the whole last segment ! write * for anything within one segment, or end with /**",
        "/a/***          ! 3  ! 2  ! ** is not the whole last segment ! write * for anything within one segment, or end with /**",
        "/**/            ! 1  ! 2  ! ** is not the whole last segment ! write * for anything within one segment, or end with /**",
        "/**.css         ! 1  ! 2  ! ** is not the whole last segment ! write * for anything within one segment, or end with /**",
        "/users/{id}     ! 7  ! 4  ! \"{id}\" is no variable in this language ! write * for any one segment",
        "GET /u/:id/x    ! 7  ! 3  ! \":id\" is no variable in this language ! write * for any one segment",
        "/admin POST     ! 7  ! 4  ! a method stands behind the pattern ! write methods before it",
        "/admin GET,PUT  ! 7  ! 7  ! a method stands behind the pattern ! write methods before it",
      })
  void says_what_is_wrong_and_where_and_what_to_write(
      String key, int offset, int length, String found, String cure) {
    RuleSyntaxException refused = refused(key);
    assertThat(refused.found()).isEqualTo(found);
    assertThat(refused.cure()).isEqualTo(cure);
    assertThat(List.of(refused.offset(), refused.length())).isEqualTo(List.of(offset, length));
    assertThat(refused.half()).isEqualTo(Half.KEY);
    String[] halves = refused.example().split(" = ", 2);
    assertThat(RuleParser.parse(halves[0], halves[1], "")).isNotNull();
  }

  @Test
  void refuses_an_empty_key_and_what_cannot_be_seen() {
    assertThat(refused("").found()).isEqualTo("there is no pattern");
    assertThat(refused("/a\u0000").found())
        .isEqualTo("the control character U+0000 is in the pattern");
    assertThat(refused("/a\t").offset()).isEqualTo(2);
    assertThat(refused("/a\u0085b").offset()).isEqualTo(2);
    assertThat(refused("/admin ").found()).isEqualTo("the pattern ends with a blank");
  }

  @Test
  void a_pattern_of_two_kibibytes_is_enough() {
    assertThat(RuleParser.parse("/" + "a".repeat(2047), "deny", "")).isNotNull();
    RuleSyntaxException refused = refused("GET /" + "a".repeat(2048));
    assertThat(List.of(refused.offset(), refused.length())).containsExactly(2052, 1);
  }

  @Test
  void a_rule_made_by_code_is_checked_too() {
    assertThatThrownBy(() -> new Rule(Set.of(), "admin", Requirement.OPEN, ""))
        .isInstanceOf(RuleSyntaxException.class)
        .hasMessage("a pattern starts with /; write /admin/**");
    assertThatThrownBy(() -> new Rule(Set.of("get"), "/", Requirement.OPEN, ""))
        .isInstanceOf(RuleSyntaxException.class);
    assertThatThrownBy(() -> new Rule(Set.of(""), "/", Requirement.OPEN, ""))
        .isInstanceOf(RuleSyntaxException.class);
  }

  @Test
  void a_rule_keeps_its_methods_whatever_becomes_of_the_set() {
    Set<String> methods = new LinkedHashSet<>(List.of("PUT", "GET"));
    Rule rule = new Rule(methods, "/", Requirement.OPEN, "");
    methods.clear();
    assertThat(rule.methods()).containsExactly("PUT", "GET").isUnmodifiable();
  }

  private static RuleSyntaxException refused(String key) {
    return catchThrowableOfType(
        RuleSyntaxException.class, () -> RuleParser.parse(key, "public", ""));
  }
}
