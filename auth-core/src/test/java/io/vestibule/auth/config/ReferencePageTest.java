package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page tells what the schemas say; written anew by the command that stands in it. */
class ReferencePageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final String MARK =
      "<!-- Generated: mvn -q test -pl auth-core -Dtest=ReferencePageTest -Ddocs.write=true -->\n";

  @Test
  void the_page_shows_every_section_and_key() throws IOException {
    String page = Files.readString(PAGE);
    String generated = String.join("\n", Reference.lines(ours())) + "\n";
    int end = page.indexOf(MARK) + MARK.length();
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, page.substring(0, end) + generated);
      return;
    }
    assertThat(page.substring(end))
        .as("docs/configuration.md is out of date; the command that writes it: %s", MARK)
        .isEqualTo(generated);
  }

  @Test
  void a_table_says_what_a_key_is() {
    assertThat(Reference.lines(List.of(new SampleFactory("sample"))))
        .contains(
            "## [sample]",
            "Also known as sample-old.",
            "| `title` | text | needed | What it is called. | `title = Sample` |",
            "| `api_key` | secret |  | What it knows. | `api_key = ${file:/run/secrets/sample}` |",
            "| `attempts` | number | `3` | How often one may try, up to 10. | `attempts = 5` |",
            "| `patience` | duration | `30s` | How long it waits. | `patience = 5m` |",
            "| `mode` | one of fast, slow, careful | `fast` | How it works. | `mode = fast` |",
            "| `strict` | yes or no | `no` | Whether it is strict. | `strict = yes` |",
            "## [words]",
            "Its keys are your own words; the line below stands for any of them.",
            "| `word` | text |  | A word. | `word = a` |");
  }

  /** Without what tests of other packages put on the class path. */
  private static List<AuthenticatorFactory> ours() {
    return Configuration.factories().stream()
        .filter(factory -> home(factory.getClass()).equals(home(Configuration.class)))
        .toList();
  }

  private static String home(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }
}
