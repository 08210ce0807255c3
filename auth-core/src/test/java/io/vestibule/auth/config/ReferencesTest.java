package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("A", "one", "B_2", "two", "EMPTY", "", "TRICK", "${A} $${A} ${file:/etc/passwd}");

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "${A}              ! ~one~",
        "<${A}-${B_2}>     ! ~<one-two>~",
        "${A:-other}       ! ~one~",
        "${MISSING:-other} ! ~other~",
        "${EMPTY:-other}   ! ~other~",
        "x${EMPTY}         ! ~x~",
        "x${MISSING:-}     ! ~x~",
        "${MISSING:-a:-b}  ! ~a:-b~",
        "${MISSING:-a${A}} ! ~a${A}~",
        "$${A}             ! ~${A}~",
        "$$${A}            ! ~$${A}~",
        "$A                ! ~$A~",
        "a$                ! ~a$~",
        "{A}               ! ~{A}~",
        "$2b$12$x/y.z      ! ~$2b$12$x/y.z~",
        "${TRICK}          ! ~${A} $${A} ${file:/etc/passwd}~",
      })
  void a_reference_stands_for_a_variable_and_is_resolved_once(String written, String meant) {
    assertThat(Given.sample(ENVIRONMENT, "title = " + written).text("title")).isEqualTo(meant);
  }

  @Test
  void a_rules_value_may_refer_and_its_key_may_not() {
    Configuration configuration = Given.ini(
        Map.of("WHO", "role:admin"), "[authentication]", "type = none", "[rules]", "/a = ${WHO}");
    assertThat(configuration.rules().find("GET", "/a").orElseThrow().requirement())
        .hasToString("role:admin");
    assertThatThrownBy(() -> Given.ini(
            Map.of("WHERE", "/a"),
            "[authentication]",
            "type = none",
            "[rules]",
            "${WHERE} = public"))
        .hasMessageContaining("AUTH-C060");
  }

  @Test
  void a_file_stands_for_its_text_without_the_last_line_break() throws IOException {
    assertThat(fromFile("hunter2\n")).isEqualTo("hunter2");
    assertThat(fromFile("hunter2\r\n")).isEqualTo("hunter2");
    assertThat(fromFile("hunter2\n\n")).isEqualTo("hunter2\n");
    assertThat(fromFile(" hunter2 ")).isEqualTo(" hunter2 ");
    assertThat(fromFile("\ufeff${A}")).isEqualTo("${A}");
  }

  @Test
  void a_file_may_be_as_large_as_a_secret_is_and_no_larger() throws IOException {
    assertThat(fromFile("x".repeat(References.MAX_FILE))).hasSize(References.MAX_FILE);
    assertThatThrownBy(() -> fromFile("x".repeat(References.MAX_FILE + 1)))
        .hasMessageContaining("AUTH-C042")
        .hasMessageContaining("larger than 64 KiB");
  }

  @Test
  void a_file_that_is_not_text_is_refused() {
    Path secret = folder.resolve("binary");
    assertThatThrownBy(() -> {
          Files.write(secret, new byte[] {(byte) 0xff, 1});
          load(secret);
        })
        .hasMessageContaining("it is not UTF-8");
  }

  private String fromFile(String content) throws IOException {
    return load(Files.writeString(folder.resolve("secret"), content));
  }

  private String load(Path secret) {
    Configuration configuration = new Loader(Corpus.FACTORIES, Map.of(), Given.NOON)
        .parse(
            new SourceText(
                "auth.ini",
                "[authentication]\ntype = sample\ntitle = x\napi_key = ${file:"
                    + secret.getFileName() + "}"),
            folder);
    return Given.settings(configuration, 0).secret("api_key").orElseThrow().reveal();
  }
}
