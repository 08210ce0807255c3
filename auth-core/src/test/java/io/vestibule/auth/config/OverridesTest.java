package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  @TempDir
  Path folder;

  @Test
  void a_variable_says_it_instead_of_the_file() {
    assertThat(
            Given.sample(Map.of("VESTIBULE_SAMPLE_TITLE", "other"), "title = x").text("title"))
        .isEqualTo("other");
  }

  @Test
  void a_variable_may_say_what_the_file_does_not() {
    assertThat(Given.sample(Map.of("VESTIBULE_SAMPLE_TITLE", "other")).text("title"))
        .isEqualTo("other");
  }

  @Test
  void a_variable_is_taken_as_it_is() {
    assertThat(Given.sample(Map.of("VESTIBULE_SAMPLE_TITLE", "${HOME}")).text("title"))
        .isEqualTo("${HOME}");
  }

  @Test
  void a_variable_may_change_the_type() {
    assertThat(Given.names(Given.ini(
            Map.of("VESTIBULE_AUTHENTICATION_TYPE", "token", "VESTIBULE_TOKEN_TITLE", "x"),
            "[authentication]",
            "type = nonsense")))
        .containsExactly("token");
  }

  @Test
  void variables_alone_make_a_configuration() {
    assertThat(Given.names(Given.ini(Map.of(
            "VESTIBULE_AUTHENTICATION_TYPE", "token", "VESTIBULE_AUTHENTICATION_TITLE", "x"))))
        .containsExactly("token");
  }

  @Test
  void it_overrides_a_key_that_stands_in_the_first_section() {
    Configuration configuration = Given.ini(
        Map.of("VESTIBULE_SAMPLE_TITLE", "other"),
        "[authentication]",
        "type = sample",
        "title = x");
    assertThat(Given.settings(configuration, 0).text("title")).isEqualTo("other");
  }

  @Test
  void dots_and_dashes_of_a_section_become_underscores() {
    Configuration configuration = Given.ini(
        Map.of("VESTIBULE_TOKEN_OLD_CI_TITLE", "other"),
        "[authentication]",
        "type = token",
        "[token-old.ci]",
        "title = x");
    assertThat(Given.names(configuration)).containsExactly("token.ci");
    assertThat(Given.settings(configuration, 0).text("title")).isEqualTo("other");
  }

  @Test
  void a_variable_may_name_a_file_that_says_it() throws IOException {
    Path secret = Files.writeString(folder.resolve("key"), "hunter2\n");
    Settings settings = Given.sample(Map.of("VESTIBULE_SAMPLE_API_KEY_FILE", secret.toString()));
    assertThat(settings.secret("api_key").orElseThrow().reveal()).isEqualTo("hunter2");
    assertThat(settings.origin("api_key")).isEqualTo("environment VESTIBULE_SAMPLE_API_KEY_FILE");
  }

  @Test
  void a_key_that_ends_with_file_itself_is_that_key() {
    assertThat(Given.sample(Map.of("VESTIBULE_SAMPLE_CA_FILE", "ca.pem")).path("ca_file"))
        .contains(Given.FOLDER.resolve("ca.pem"));
  }

  @Test
  void its_value_never_shows_in_a_report() {
    assertThatThrownBy(
            () -> Given.sample(Map.of("VESTIBULE_SAMPLE_ATTEMPTS", "hunter2"), "title = x"))
        .hasMessageContaining("environment VESTIBULE_SAMPLE_ATTEMPTS")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void variables_without_the_prefix_are_not_ours() {
    assertThat(
            Given.sample(Map.of("VESTIBUL_SAMPLE_TITEL", "a", "PATH", "/bin")).text("title"))
        .isEqualTo("x");
  }

  @Test
  void the_summary_names_the_variables_and_not_their_values() {
    Configuration configuration = Given.ini(
        Map.of("VESTIBULE_SAMPLE_API_KEY", "hunter2"),
        "[authentication]",
        "type = sample",
        "title = x");
    assertThat(configuration.summary()).contains("Overridden by: VESTIBULE_SAMPLE_API_KEY");
    assertThat(String.join("\n", configuration.summary())).doesNotContain("hunter2");
  }
}
