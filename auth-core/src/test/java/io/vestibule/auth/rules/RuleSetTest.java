package io.vestibule.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "/,             /,               true",
        "/,             /a,              false",
        "/admin,        /admin,          true",
        "/admin,        /admin/,         false",
        "/admin,        /admin/x,        false",
        "/admin,        /admi,           false",
        "/admin,        /admins,         false",
        "/admin,        /Admin,          false",
        "/admin/,       /admin/,         true",
        "/admin/,       /admin,          false",
        "/admin/**,     /admin,          true",
        "/admin/**,     /admin/,         true",
        "/admin/**,     /admin/x,        true",
        "/admin/**,     /admin/x/y/,     true",
        "/admin/**,     /admin//x,       true",
        "/admin/**,     /administrator,  false",
        "/admin/**,     /x/admin,        false",
        "/**,           /,               true",
        "/**,           /a/b//c/,        true",
        "/*,            /a,              true",
        "/*,            /,               false",
        "/*,            /a/,             false",
        "/*,            /a/b,            false",
        "/*/**,         /,               false",
        "/*/**,         /a,              true",
        "/*/**,         /a/b/c,          true",
        "/*/**,         //a,             false",
        "/a/*,          /a/,             false",
        "/a/*,          /a/b,            true",
        "/a/*/,         /a/b/,           true",
        "/a/*/,         /a/b,            false",
        "/a/*/c,        /a/b/c,          true",
        "/a/*/c,        /a//c,           false",
        "/a/*/c,        /a/b/d,          false",
        "/a/*/c,        /a/b/x/c,        false",
        "/a/*/**,       /a,              false",
        "/a/*/**,       /a/,             false",
        "/a/*/**,       /a/b,            true",
        "/static/*.css, /static/x.css,   true",
        "/static/*.css, /static/.css,    true",
        "/static/*.css, /static/x.css/,  false",
        "/static/*.css, /static/x/y.css, false",
        "/static/*.css, /static/x.cssx,  false",
        "/ab*ba,        /aba,            false",
        "/ab*ba,        /abba,           true",
        "/ab*ba,        /abxba,          true",
        "/a*b*c,        /abc,            true",
        "/a*b*c,        /axbyc,          true",
        "/a*b*c,        /acb,            false",
        "/a*bc*c,       /abcc,           true",
        "/a*bc*c,       /abc,            false",
        "/*ab*,         /aab,            true",
        "/*ab*,         /ba,             false",
        "/*a*/**,       /xax/y,          true",
        "/*a*/**,       /x/a,            false",
        "/admin*,       /admin,          true",
        "/admin*,       /administrator,  true",
        "/admin*,       /admin/x,        false",
        "/my files/*,   /my files/a b,   true",
        "/ä/**,         /ä/ö,            true",
      })
  void a_pattern_speaks_of_a_path(String pattern, String path, boolean expected) {
    RuleSet rules = rules(pattern + " = deny");
    assertThat(rules.match("GET", path))
        .isSameAs(expected ? Requirement.CLOSED : Requirement.SIGNED_IN);
    assertThat(rules.find("GET", path).isPresent()).isEqualTo(expected);
  }

  @Test
  void the_first_that_speaks_of_a_request_decides() {
    RuleSet rules = rules(
        "/a/b/c = public", "/a/** = deny", "/a/*/d = public", "/*/b = optional", "/** = public");
    assertThat(rules.match("GET", "/a/b/c")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("GET", "/a/b/d")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("GET", "/a/b")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("GET", "/x/b")).isSameAs(Requirement.LENIENT);
    assertThat(rules.match("GET", "/x/c")).isSameAs(Requirement.OPEN);
  }

  @Test
  void an_earlier_vague_rule_wins_over_a_later_precise_one() {
    RuleSet rules = rules("/*/x = deny", "/a* = optional", "/a/x = public", "/ab = public");
    assertThat(rules.match("GET", "/a/x")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("GET", "/ab")).isSameAs(Requirement.LENIENT);
  }

  @Test
  void what_no_rule_names_needs_a_signed_in_user() {
    assertThat(rules().match("GET", "/")).isSameAs(Requirement.SIGNED_IN);
    assertThat(rules("/public/** = public").match("GET", "/x")).isSameAs(Requirement.SIGNED_IN);
    assertThat(rules("/public/** = public").find("GET", "/x")).isEmpty();
  }

  @Test
  void nobody_passes_on_what_is_no_path() {
    RuleSet rules = rules("/** = public");
    assertThat(rules.match("GET", "")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("OPTIONS", "*")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("GET", "x/y")).isSameAs(Requirement.CLOSED);
    assertThat(rules.find("GET", "x/y")).isEmpty();
    assertThat(rules.find("GET", "")).isEmpty();
  }

  @Test
  void a_rule_speaks_of_its_methods_only_and_get_means_head_too() {
    RuleSet rules = rules("GET,POST /a = public", "HEAD /b = public", "/** = deny");
    assertThat(rules.match("GET", "/a")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("POST", "/a")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("HEAD", "/a")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("PUT", "/a")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("get", "/a")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("", "/a")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("HEAD", "/b")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("GET", "/b")).isSameAs(Requirement.CLOSED);
  }

  @Test
  void head_is_guarded_where_get_is() {
    RuleSet rules = rules("GET /admin/** = deny", "/** = public");
    assertThat(rules.match("HEAD", "/admin/x")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("POST", "/admin/x")).isSameAs(Requirement.OPEN);
  }

  @Test
  void rules_for_one_pattern_keep_their_order_by_method() {
    RuleSet rules = rules("POST /a = deny", "GET /a = optional", "/a = public", "PUT /a = deny");
    assertThat(rules.match("POST", "/a")).isSameAs(Requirement.CLOSED);
    assertThat(rules.match("GET", "/a")).isSameAs(Requirement.LENIENT);
    assertThat(rules.match("PUT", "/a")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("BREW", "/a")).isSameAs(Requirement.OPEN);
  }

  @Test
  void find_names_the_rule_that_match_obeys() {
    RuleSet rules = rules("/a = deny", "/b/** = public");
    assertThat(rules.find("GET", "/b/c").orElseThrow().origin()).isEqualTo("auth.ini:2");
  }

  @Test
  void sixty_three_methods_are_enough() {
    String most = methods(63);
    RuleSet rules = rules(most + " /a = public", "/a = deny");
    assertThat(rules.match("M-1", "/a")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("M-63", "/a")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("M-64", "/a")).isSameAs(Requirement.CLOSED);
    assertThatThrownBy(() -> rules(methods(64) + " /a = public"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rules name more than 63 different methods");
  }

  private static String methods(int size) {
    return String.join(
        ",", IntStream.rangeClosed(1, size).mapToObj(i -> "M-" + i).toList());
  }

  @Test
  void hundreds_of_siblings_are_all_found() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rules.add(RuleParser.parse("/r" + i + "/**", "role:r" + i, "auth.ini:" + i));
    }
    RuleSet compiled = RuleSet.compile(rules);
    for (int i = 0; i < 2000; i++) {
      assertThat(compiled.find("GET", "/r" + i + "/x").orElseThrow().origin())
          .isEqualTo("auth.ini:" + i);
    }
    assertThat(compiled.find("GET", "/r2000/x")).isEmpty();
  }

  @Test
  void names_with_one_hash_are_told_apart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    RuleSet rules = rules("/Aa = public", "/BB = deny");
    assertThat(rules.match("GET", "/Aa")).isSameAs(Requirement.OPEN);
    assertThat(rules.match("GET", "/BB")).isSameAs(Requirement.CLOSED);
    assertThat(rules("/Aa = public").match("GET", "/BB")).isSameAs(Requirement.SIGNED_IN);
  }

  @ParameterizedTest(name = "{0} hides {1}: {2}")
  @CsvSource(
      delimiter = '!',
      value = {
        "/**             ! /a              ! true",
        "/**             ! /**             ! true",
        "/a/**           ! /a              ! true",
        "/a/**           ! /a/             ! true",
        "/a/**           ! /a/*/b*/**      ! true",
        "/a/**           ! /**             ! false",
        "/a              ! /a/             ! false",
        "/a/*            ! /a/**           ! false",
        "/a/             ! /a/**           ! false",
        "/a/*            ! /a/             ! false",
        "/a/*            ! /a/b            ! true",
        "/a/*            ! /a/b*           ! true",
        "/a/b*           ! /a/*            ! false",
        "/a/*/**         ! /a/**           ! false",
        "/*.css          ! /a.css          ! true",
        "/*.css          ! /a*.css         ! true",
        "/a*             ! /ab*c           ! true",
        "/ab*            ! /a*             ! false",
        "/a*c            ! /a*b*c          ! true",
        "/a*b*c          ! /a*c            ! false",
        "/*/b            ! /a/*            ! false",
        "/a/b/c          ! /a/b            ! false",
        "/a/*/c          ! /a/b/c          ! true",
        "GET /a          ! /a              ! false",
        "GET /a          ! HEAD /a         ! true",
        "HEAD /a         ! GET /a          ! false",
        "GET,POST /**    ! POST /a         ! true",
        "/**             ! PURGE /a        ! true",
      })
  void a_rule_that_never_decides_is_named(String earlier, String later, boolean hidden) {
    RuleSet rules = rules(earlier + " = public", later + " = deny");
    assertThat(rules.unreachable().stream().map(Rule::origin))
        .isEqualTo(hidden ? List.of("auth.ini:2") : List.of());
  }

  @Test
  void several_rules_hide_one_by_its_methods() {
    RuleSet rules =
        rules("GET /a/** = deny", "POST /** = deny", "GET,POST /a/b = public", "/** = deny");
    assertThat(rules.unreachable().stream().map(Rule::origin)).containsExactly("auth.ini:3");
    assertThat(rules("/a = deny", "/** = user").unreachable()).isEmpty();
  }

  private static RuleSet rules(String... lines) {
    List<Rule> rules = new ArrayList<>();
    Stream.of(lines)
        .map(line -> line.split(" = ", 2))
        .forEach(halves ->
            rules.add(RuleParser.parse(halves[0], halves[1], "auth.ini:" + (rules.size() + 1))));
    return RuleSet.compile(rules);
  }
}
