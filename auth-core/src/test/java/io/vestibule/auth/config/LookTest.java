package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookTest {

  @Test
  void an_empty_section_is_the_plain_look() {
    assertThat(read(Map.of())).isEqualTo(Look.plain());
  }

  @Test
  void a_section_says_everything() {
    Look look = read(Map.of(
        "title", "Tickets",
        "logo", "/img/logo.svg",
        "logo_dark", "data:image/svg+xml;base64,PHN2Zy8+",
        "accent", "#1b6b3a",
        "support_text", "help@example.org",
        "base_path", "/sign-in",
        "languages", "de, pt-BR",
        "folder", "pages"));

    assertThat(look)
        .isEqualTo(Look.plain()
            .withTitle("Tickets")
            .withLogo("/img/logo.svg")
            .withLogoDark("data:image/svg+xml;base64,PHN2Zy8+")
            .withAccent("#1b6b3a")
            .withSupportText("help@example.org")
            .withBasePath("/sign-in")
            .withLanguages(List.of("de", "pt-BR"))
            .withFolder(Path.of("pages")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      accent    | #ffcc00                  | is too light: white text on it cannot be read. Take a darker shade; the contrast to white must be 4.5 or more.
      accent    | #777777                  | is too light: white text on it cannot be read. Take a darker shade; the contrast to white must be 4.5 or more.
      accent    | blue                     | is not a colour. Write it as #rrggbb, such as #1d5fae.
      accent    | #1d5fae;}body{display:none | is not a colour. Write it as #rrggbb, such as #1d5fae.
      base_path | auth                     | is not a path below which pages can live. Write it as /auth, without a slash at the end.
      base_path | /auth/                   | is not a path below which pages can live. Write it as /auth, without a slash at the end.
      base_path | /                        | is not a path below which pages can live. Write it as /auth, without a slash at the end.
      base_path | /a/../b                  | is not a path below which pages can live. Write it as /auth, without a slash at the end.
      base_path | //evil.example           | is not a path below which pages can live. Write it as /auth, without a slash at the end.
      languages | german                   | is not a list of languages. Write them as en, de, pt-BR.
      languages | ../../etc                | is not a list of languages. Write them as en, de, pt-BR.
      """)
  void a_value_that_cannot_be_used_is_a_fault_with_its_cure(
      String key, String value, String fault) {
    FakeSettings settings = new FakeSettings(Look.SECTION, Map.of(key, value));

    assertThat(Look.of(settings)).isEqualTo(Look.plain());
    assertThat(settings.faults).containsExactly(key + " " + fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logo.svg", "//evil.example/x.png", "https://evil.example/x.png", "javascript:alert(1)",
        "data:text/html,x", "data:image/png;base64,AA\" onerror=x", "/a b.png", "/"
      })
  void a_logo_comes_from_the_application_itself(String logo) {
    FakeSettings settings = new FakeSettings(Look.SECTION, Map.of("logo", logo, "logo_dark", logo));

    assertThat(Look.of(settings)).isEqualTo(Look.plain());
    assertThat(settings.faults)
        .hasSize(2)
        .allMatch(fault -> fault.contains("is not an image of the application itself"));
  }

  @Test
  void all_faults_are_told_at_once() {
    FakeSettings settings =
        new FakeSettings(Look.SECTION, Map.of("accent", "x", "base_path", "x", "title", "Tickets"));

    assertThat(Look.of(settings).title()).isEqualTo("Tickets");
    assertThat(settings.faults).hasSize(2);
  }

  @Test
  void in_java_a_wrong_value_is_refused_where_it_is_made() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Look.plain().withAccent("#ffffff"))
        .withMessageStartingWith("accent is too light");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Look.plain().withLanguages(List.of()))
        .withMessageStartingWith("languages is not a list of languages");
  }

  @Test
  void every_example_of_the_schema_works() {
    Look.SECTION.keys().forEach(key -> {
      FakeSettings settings = new FakeSettings(Look.SECTION, Map.of(key.name(), key.example()));
      Look.of(settings);
      assertThat(settings.faults).as(key.name()).isEmpty();
    });
  }

  private static Look read(Map<String, String> values) {
    FakeSettings settings = new FakeSettings(Look.SECTION, values);
    Look look = Look.of(settings);
    assertThat(settings.faults).isEmpty();
    return look;
  }
}
