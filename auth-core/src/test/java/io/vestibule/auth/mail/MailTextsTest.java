package io.vestibule.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MailTextsTest {
  private static final Set<String> GIVEN = Set.of("app", "url", "support", "when");

  private final MailTexts texts = new MailTexts();

  private static Set<String> places(String text) {
    return Pattern.compile("\\{(\\w+)}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(place -> place.substring(1, place.length() - 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, String> values(MailKind kind) {
    Map<String, String> values = new LinkedHashMap<>();
    Stream.concat(kind.needs().stream(), GIVEN.stream()).forEach(name -> values.put(name, name));
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void every_kind_is_written_in_every_language_with_all_that_it_needs(MailKind kind) {
    MailTexts.SPOKEN.stream().map(Locale::forLanguageTag).forEach(language -> {
      Set<String> used = places(texts.text(language, kind.word() + ".text"));

      assertThat(used).as("%s in %s", kind, language).containsAll(kind.needs());
      used.removeAll(kind.needs());
      assertThat(GIVEN).containsAll(used);
      assertThat(places(texts.text(language, kind.word() + ".subject"))).containsOnly("app");
      texts.message(kind, "ada@example.org", language, values(kind));
    });
  }

  @ParameterizedTest
  @EnumSource
  void a_stranger_reads_nothing_that_whoever_had_it_sent_has_chosen(MailKind kind) {
    boolean toStranger = kind == MailKind.REGISTRATION || kind == MailKind.ADDRESS;

    assertThat(toStranger && kind.needs().contains("name")).isFalse();
  }

  @Test
  void a_link_stands_on_a_line_of_its_own_however_the_text_goes() {
    Map<String, String> values = values(MailKind.RESET);
    values.put("link", "https://a.example/auth/choose-password?token=$1\\n{app}");
    Message message = texts.message(MailKind.RESET, "ada@example.org", Locale.GERMAN, values);

    assertThat(message.text().lines())
        .contains("https://a.example/auth/choose-password?token=$1\\n{app}");
  }

  @Test
  void a_value_begins_no_line_and_no_header_field() {
    Map<String, String> values = values(MailKind.PASSWORD_CHANGED);
    values.put("name", "eve\r\n\r\nTo keep it, call\u2028now\u202e");
    values.put("app", "Tickets\r\nBcc: all@example.org");
    Message message =
        texts.message(MailKind.PASSWORD_CHANGED, "ada@example.org", Locale.ENGLISH, values);

    assertThat(message.subject().lines()).hasSize(1);
    assertThat(message.text().lines()).noneMatch(line -> line.startsWith("To keep it"));
    assertThat(message.text()).doesNotContain("\r", "\u2028", "\u202e");
  }

  @Test
  void who_reads_none_of_our_languages_gets_english() {
    assertThat(texts
            .message(MailKind.TEST, "ada@example.org", Locale.JAPANESE, values(MailKind.TEST))
            .subject())
        .isEqualTo("A test of app");
  }

  @Test
  void a_value_that_is_missing_is_a_fault_and_no_gap() {
    assertThatThrownBy(
            () -> texts.message(MailKind.RESET, "ada@example.org", Locale.ENGLISH, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
