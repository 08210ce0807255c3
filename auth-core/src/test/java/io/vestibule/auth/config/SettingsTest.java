package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"yes", "true", "on", "True", "ON"})
  void a_flag_may_be_on(String text) {
    assertThat(Given.sample("strict = " + text).flag("strict")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "false", "off", "False", "NO"})
  void a_flag_may_be_off(String text) {
    assertThat(Given.sample("strict = " + text).flag("strict")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "12h,PT12H", "30d,PT720H", "0,PT0S", "0s,PT0S"
  })
  void a_duration_has_a_unit(String text, Duration duration) {
    assertThat(Given.sample("patience = " + text).duration("patience")).isEqualTo(duration);
  }

  @Test
  void the_longest_duration_does_not_overflow() {
    assertThat(Given.sample("patience = 999999999d").duration("patience"))
        .isEqualTo(Duration.ofDays(999_999_999));
  }

  @Test
  void numbers_words_lists_and_paths_are_read() {
    Settings settings =
        Given.sample("attempts = 007", "mode = slow", "domains = a , b,c", "ca_file = tls/ca.pem");
    assertThat(settings.number("attempts")).isEqualTo(7);
    assertThat(settings.text("mode")).isEqualTo("slow");
    assertThat(settings.list("domains")).containsExactly("a", "b", "c");
    assertThat(settings.path("ca_file")).contains(Path.of("/etc/app/tls/ca.pem"));
  }

  @Test
  void an_absolute_path_stays_as_it_is() {
    assertThat(Given.sample("ca_file = /etc/ssl/ca.pem").path("ca_file"))
        .contains(Path.of("/etc/ssl/ca.pem"));
  }

  @Test
  void what_is_missing_is_the_default_or_empty() {
    Settings settings = Given.sample();
    assertThat(settings.flag("strict")).isFalse();
    assertThat(settings.number("attempts")).isEqualTo(3);
    assertThat(settings.duration("patience")).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.optional("mode")).contains("fast");
    assertThat(settings.optional("path")).isEmpty();
    assertThat(settings.secret("api_key")).isEmpty();
    assertThat(settings.list("domains")).isEmpty();
    assertThat(settings.path("ca_file")).isEmpty();
  }

  @Test
  void a_secret_does_not_print() {
    assertThat(Given.sample("api_key = hunter2").secret("api_key").orElseThrow())
        .hasToString("***")
        .satisfies(secret -> assertThat(secret.reveal()).isEqualTo("hunter2"));
  }

  @Test
  void each_value_knows_where_it_stands() {
    Settings settings = Given.sample(Map.of("VESTIBULE_SAMPLE_MODE", "slow"), "attempts = 5");
    assertThat(settings.origin("attempts")).isEqualTo("auth.ini:5");
    assertThat(settings.origin("domains")).isEqualTo("auth.ini:3");
    assertThat(settings.origin("mode")).isEqualTo("environment VESTIBULE_SAMPLE_MODE");
  }

  @Test
  void another_section_is_read_only_when_it_was_announced() {
    Settings settings = Given.sample("[words]", "b = 2", "a = 1");
    assertThat(settings.section("words").entries())
        .containsExactly(
            new Settings.Entry("b", "2", "auth.ini:6"), new Settings.Entry("a", "1", "auth.ini:7"));
    assertThatThrownBy(() -> settings.section("rules")).hasMessageContaining("alsoReads");
  }

  @Test
  void another_section_that_is_missing_is_empty() {
    assertThat(Given.sample().section("words").entries()).isEmpty();
  }

  @Test
  void a_key_without_a_schema_is_a_programming_error() {
    assertThatThrownBy(() -> Given.sample().text("nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
    assertThatThrownBy(() -> Given.sample().text("path")).hasMessageContaining("no default");
  }

  @Test
  void what_is_shared_is_made_once_for_a_file() {
    Configuration configuration = Given.ini(
        "[authentication]",
        "type = sample, token",
        "[sample]",
        "title = a",
        "[token]",
        "title = b");
    Object first = Given.settings(configuration, 0).shared(List.class, () -> List.of("made"));
    Object second = Given.settings(configuration, 1).shared(List.class, () -> List.of("again"));
    assertThat(second).isSameAs(first);
    assertThat(Given.settings(configuration, 0).clock()).isSameAs(Given.NOON);
  }
}
