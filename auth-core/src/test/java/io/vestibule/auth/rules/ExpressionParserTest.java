package io.vestibule.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vestibule.auth.Access;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.rules.RuleSyntaxException.Half;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionParserTest {

  @Test
  void the_plain_words_are_the_shared_requirements() {
    assertThat(ExpressionParser.parse("public")).isSameAs(Requirement.OPEN);
    assertThat(ExpressionParser.parse("optional")).isSameAs(Requirement.LENIENT);
    assertThat(ExpressionParser.parse("deny")).isSameAs(Requirement.CLOSED);
    assertThat(ExpressionParser.parse("user")).isSameAs(Requirement.SIGNED_IN);
    assertThat(ExpressionParser.parse("\t( user ) ")).isSameAs(Requirement.SIGNED_IN);
  }

  @Test
  void reads_each_condition() {
    assertThat(access("role:admin")).isEqualTo(new Access.Role("admin"));
    assertThat(access("scope:https://example.org/read.all"))
        .isEqualTo(new Access.Scope("https://example.org/read.all"));
    assertThat(access("via:bearer.ci")).isEqualTo(new Access.Via("bearer.ci"));
    assertThat(access("mfa")).isEqualTo(new Access.Mfa());
    assertThat(access("fresh(90s)")).isEqualTo(new Access.Fresh(Duration.ofSeconds(90)));
    assertThat(access("fresh( 10m )")).isEqualTo(new Access.Fresh(Duration.ofMinutes(10)));
    assertThat(access("fresh(12h)")).isEqualTo(new Access.Fresh(Duration.ofHours(12)));
    assertThat(access("fresh (3650d)")).isEqualTo(new Access.Fresh(Duration.ofDays(3650)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "role:\"night shift\"             ! night shift",
        "role:\"a|b&(c)\"                 ! a|b&(c)",
        "role:\"say \"\"friend\"\"\"      ! say \"friend\"",
        "role:\"\"\"\"                    ! \"",
        "role:\"EXAMPLE\\Domain Users\"   ! EXAMPLE\\Domain Users",
        "role:\"cn=ops,dc=example\"       ! cn=ops,dc=example",
        "role:\"*\"                       ! *",
        "role:a-b_c.d:e/f@g*#é            ! a-b_c.d:e/f@g*#é",
      })
  void a_name_may_be_anything_in_quotation_marks_and_much_without(String value, String name) {
    assertThat(access(value)).isEqualTo(new Access.Role(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "role:a | role:b & role:c              ! role:a | role:b & role:c",
        "role:a & role:b | role:c              ! role:a & role:b | role:c",
        "(role:a | role:b) & role:c            ! (role:a | role:b) & role:c",
        "role:a&(role:b|(role:c&mfa))          ! role:a & (role:b | role:c & mfa)",
        "role:a | (role:b | (role:c | mfa))    ! role:a | role:b | role:c | mfa",
        "((role:a & role:b)) & (role:c & user) ! role:a & role:b & role:c & user",
        "user & mfa & fresh(600s)              ! user & mfa & fresh(10m)",
        "fresh(86400s) | fresh(60m)            ! fresh(1d) | fresh(1h)",
        "((((via:basic))))                     ! via:basic",
      })
  void and_binds_tighter_than_or_and_what_is_alike_is_flat(String value, String printed) {
    assertThat(ExpressionParser.parse(value)).hasToString(printed);
  }

  @Test
  void nesting_becomes_parts_of_parts() {
    assertThat(access("role:a & (role:b | mfa)"))
        .isEqualTo(new Access.AllOf(List.of(
            new Access.Role("a"),
            new Access.AnyOf(List.of(new Access.Role("b"), new Access.Mfa())))));
  }

  @Test
  void what_an_expression_prints_reads_as_the_same_expression() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      Access access = access(written(random, 4));
      assertThat(access(access.toString())).isEqualTo(access);
    }
  }

  private static String written(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      List<String> names = List.of("a", "\"b c\"", "d:e", "\"\"\"\"", "\"*\"", "\"a,b\"");
      List<String> words = List.of("user", "mfa", "fresh(90m)", "fresh(2d)", "fresh(61s)");
      List<String> kinds = List.of("role:", "scope:", "via:");
      return random.nextBoolean()
          ? words.get(random.nextInt(words.size()))
          : kinds.get(random.nextInt(3)) + names.get(random.nextInt(names.size()));
    }
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String part = written(random, depth - 1);
      parts.add(random.nextBoolean() ? "(" + part + ")" : part);
    }
    return String.join(random.nextBoolean() ? " | " : "&", parts);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        // words
        "pubic                 ! 0  ! 5  ! \"pubic\" is no condition ! write public",
        "Public                ! 0  ! 6  ! \"Public\" is no condition ! write public",
        "usre                  ! 0  ! 4  ! \"usre\" is no condition ! write user",
        "role:a | mfaa         ! 9  ! 4  ! \"mfaa\" is no condition ! write mfa",
        "freesh(10m)           ! 0  ! 6  ! \"freesh\" is no condition ! write fresh(10m)",
        "role                  ! 0  ! 4  ! \"role\" is no condition ! write role:NAME",
        "permitAll             ! 0  ! 9  ! \"permitAll\" is no condition ! write public",
        "authenticated         ! 0  ! 13 ! \"authenticated\" is no condition ! write user",
        "hasRole(admin)        ! 0  ! 7  ! \"hasRole\" is no condition ! write role:NAME",
        "admin                 ! 0  ! 5  ! \"admin\" is no condition ! write role:admin if that is a role, or public, optional, deny, user or mfa",
        "rol:admin             ! 0  ! 3  ! \"rol:\" is nothing that a rule can ask for ! write role:admin",
        "mfa | group:staff     ! 6  ! 5  ! \"group:\" is nothing that a rule can ask for ! write role:staff",
        "Role:admin            ! 0  ! 4  ! \"Role:\" is nothing that a rule can ask for ! write role:admin",
        "department:x          ! 0  ! 10 ! \"department:\" is nothing that a rule can ask for ! write role:, scope: or via: before a name",
        "user & not role:a     ! 7  ! 3  ! the language has no \"not\" ! write a rule for the others further up",
        // names
        "role:                 ! 0  ! 5  ! \"role:\" names nothing ! write role:NAME without a blank",
        "role: admin           ! 0  ! 5  ! \"role:\" names nothing ! write role:admin without a blank",
        "role:\"\"             ! 0  ! 7  ! \"role:\"\"\" names nothing ! write role:NAME without a blank",
        "role:\" \"            ! 0  ! 8  ! \"role:\" \"\" names nothing ! write role:NAME without a blank",
        "role:*                ! 0  ! 6  ! \"role:*\" is no wildcard ! write user for anybody who is signed in",
        "role:a,role:b         ! 6  ! 1  ! a comma stands in a name ! write | between names that are each enough, or put one such name in quotation marks",
        "role:\"a              ! 5  ! 2  ! the quotation mark is never closed ! write another after the name",
        "role:a\"b\"           ! 6  ! 1  ! a quotation mark stands within a name ! put the whole name in quotation marks, with two where it has one",
        "role:\"a\"b           ! 8  ! 1  ! a name goes on after its closing quotation mark ! put the whole name in quotation marks, with two where it has one",
        "\"night shift\"       ! 0  ! 13 ! a name stands without what it names ! write role:\"night shift\"",
        // operators
        "role:a ||  role:b     ! 8  ! 1  ! || is no operator ! write | once",
        "role:a && role:b      ! 8  ! 1  ! && is no operator ! write & once",
        "role:a |              ! 7  ! 1  ! nothing stands after | ! write a condition there or take it away",
        "role:a | & role:b     ! 7  ! 1  ! nothing stands after | ! write a condition there or take it away",
        "role:a | | role:b     ! 7  ! 1  ! nothing stands after | ! write a condition there or take it away",
        "& role:a              ! 0  ! 1  ! nothing stands before & ! write a condition there or take it away",
        "role:a role:b         ! 7  ! 6  ! no operator stands before \"role:b\" ! write & where both must hold, | where one is enough",
        "role:a (role:b)       ! 7  ! 1  ! no operator stands before \"(\" ! write & where both must hold, | where one is enough",
        "(role:a role:b)       ! 8  ! 6  ! no operator stands before \"role:b\" ! write & where both must hold, | where one is enough",
        "role:a and role:b     ! 7  ! 3  ! \"and\" is no operator ! write &",
        "role:a OR role:b      ! 7  ! 2  ! \"OR\" is no operator ! write |",
        // parentheses
        "()                    ! 0  ! 1  ! nothing stands between the parentheses ! write a condition there or take them away",
        "(role:a               ! 0  ! 1  ! this ( is never closed ! write a ) where it ends",
        "mfa & (               ! 6  ! 1  ! this ( is never closed ! write a ) where it ends",
        "role:a)               ! 6  ! 1  ! this ) closes nothing ! take it away, or write the ( where it begins",
        ")                     ! 0  ! 1  ! this ) closes nothing ! take it away, or write the ( where it begins",
        "(| role:a)            ! 1  ! 1  ! nothing stands before | ! write a condition there or take it away",
        // ages
        "fresh                 ! 0  ! 5  ! fresh says no age ! write fresh(10m)",
        "fresh()               ! 0  ! 5  ! fresh says no age ! write fresh(10m)",
        "fresh(                ! 5  ! 1  ! this ( is never closed ! write a ) where it ends",
        "fresh(10m             ! 5  ! 1  ! this ( is never closed ! write a ) where it ends",
        "fresh(10)             ! 6  ! 2  ! \"10\" is no age ! add the unit s, m, h or d: fresh(10m)",
        "fresh(10min)          ! 6  ! 5  ! \"10min\" is no age ! write fresh(10m)",
        "fresh(2H)             ! 6  ! 2  ! \"2H\" is no age ! write fresh(2h)",
        "fresh(1h30m)          ! 6  ! 5  ! \"1h30m\" is no age ! write one number and one unit of s, m, h or d, such as fresh(90m)",
        "fresh(10 m)           ! 6  ! 2  ! \"10\" is no age ! add the unit s, m, h or d: fresh(10m)",
        "fresh(1h 30m)         ! 9  ! 3  ! \"30m\" stands after the age ! write one number and one unit, such as fresh(90m)",
        "fresh(-5m)            ! 6  ! 3  ! \"-5m\" is no age ! write one number and one unit of s, m, h or d, such as fresh(90m)",
        "fresh(0s)             ! 6  ! 2  ! an age of nothing would refuse everybody ! write a longer one, such as fresh(10m)",
        "fresh(3651d)          ! 6  ! 5  ! an age of more than ten years asks for nothing ! write a shorter one, such as fresh(30d)",
        "fresh(99999999999d)   ! 6  ! 12 ! \"99999999999d\" is no age ! write one number and one unit of s, m, h or d, such as fresh(90m)",
        // what stands alone
        "public | role:x       ! 0  ! 6  ! public decides alone, whatever stands beside it ! write public alone, or take it away",
        "role:x | public       ! 9  ! 6  ! public decides alone, whatever stands beside it ! write public alone, or take it away",
        "public & role:x       ! 0  ! 6  ! public changes nothing beside another condition ! write public alone, or take it away",
        "deny & role:x         ! 0  ! 4  ! deny decides alone, whatever stands beside it ! write deny alone, or take it away",
        "deny | role:x         ! 0  ! 4  ! deny changes nothing beside another condition ! write deny alone, or take it away",
        "(public)              ! 1  ! 6  ! public stands alone, without anything beside it ! write public alone, or take it away",
        "public role:x         ! 0  ! 6  ! public stands alone, without anything beside it ! write public alone, or take it away",
        "optional & role:x     ! 0  ! 8  ! optional never opens a role: it says that wrong credentials count as none, and who shows none has no role ! write optional alone, or the other conditions alone",
        "role:x | optional     ! 9  ! 8  ! optional never opens a role: it says that wrong credentials count as none, and who shows none has no role ! write optional alone, or the other conditions alone",
      })
  void says_what_is_wrong_and_where_and_what_to_write(
      String value, int offset, int length, String found, String cure) {
    RuleSyntaxException refused = refused(value);
    assertThat(refused.found()).isEqualTo(found);
    assertThat(refused.cure()).isEqualTo(cure);
    assertThat(List.of(refused.offset(), refused.length())).isEqualTo(List.of(offset, length));
    assertThat(refused.half()).isEqualTo(Half.VALUE);
    assertThat(refused).hasMessage(found + "; " + cure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pubic", "role:", "role:a,b", "role:\"", "a |", "(", ")", "fresh(1)", "deny|mfa"})
  void each_refusal_has_an_example_that_works(String value) {
    String[] halves = refused(value).example().split(" = ", 2);
    assertThat(RuleParser.parse(halves[0], halves[1], "")).isNotNull();
  }

  @Test
  void refuses_an_empty_expression() {
    assertThat(refused("").found()).isEqualTo("there is no expression");
    assertThat(refused(" \t ").length()).isEqualTo(3);
  }

  @Test
  void refuses_characters_that_only_look_like_a_blank_or_not_at_all() {
    RuleSyntaxException noBreak = refused("role:a\u00a0| mfa");
    assertThat(noBreak.found()).isEqualTo("U+00A0 is no blank of this language");
    assertThat(noBreak.offset()).isEqualTo(6);
    assertThat(refused("role:a\n| mfa").found()).isEqualTo("U+000A is no blank of this language");
    assertThat(refused("role:\"a\u0000\"").found())
        .isEqualTo("the control character U+0000 is here");
    assertThat(refused("mf\u0007a").offset()).isEqualTo(2);
  }

  @Test
  void a_hundred_parentheses_are_enough() {
    assertThat(access("(".repeat(100) + "mfa" + ")".repeat(100))).isEqualTo(new Access.Mfa());
    RuleSyntaxException refused = refused("(".repeat(101) + "mfa" + ")".repeat(101));
    assertThat(refused.offset()).isEqualTo(100);
    assertThat(refused.found()).isEqualTo("parentheses are nested deeper than 100");
  }

  @Test
  void four_kibibytes_are_enough() {
    String longest = "mfa" + " ".repeat(4093);
    assertThat(access(longest)).isEqualTo(new Access.Mfa());
    RuleSyntaxException refused = refused("(".repeat(5000));
    assertThat(List.of(refused.offset(), refused.length())).containsExactly(4096, 904);
    assertThat(access("mfa" + "|mfa".repeat(1023))).isInstanceOf(Access.AnyOf.class);
  }

  @Test
  void random_text_is_read_or_refused_within_its_bounds() {
    Random random = new Random(11);
    List<String> bits = List.of(
        "public", "deny", "user", "mfa", "fresh", "(", ")", "|", "&", " ", "\"", "role:", "via:",
        "a", ",", "10m", "!", "\t", "\u00a0", "*", ":", "\ud800");
    for (int i = 0; i < 30_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(bits.get(random.nextInt(bits.size())));
      }
      try {
        assertThat(ExpressionParser.parse(text.toString())).isNotNull();
      } catch (RuleSyntaxException refused) {
        assertThat(refused.offset()).isBetween(0, text.length());
        assertThat(refused.offset() + refused.length()).isBetween(0, text.length());
        assertThat(refused.found() + refused.cure() + refused.example()).doesNotContain("\n");
      }
    }
  }

  private static Access access(String value) {
    Requirement requirement = ExpressionParser.parse(value);
    return ((Requirement.Demands) requirement).access();
  }

  private static RuleSyntaxException refused(String value) {
    return catchThrowableOfType(RuleSyntaxException.class, () -> ExpressionParser.parse(value));
  }
}
