package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Look;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  private static final Properties ENGLISH = bundle("messages.properties");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z_]+}");

  @ParameterizedTest
  @ValueSource(strings = {"messages_de.properties", "messages_fr.properties"})
  void every_language_says_everything_with_the_same_placeholders(String name) {
    Properties other = bundle(name);

    assertThat(other.stringPropertyNames()).isEqualTo(ENGLISH.stringPropertyNames());
    assertThat(other.stringPropertyNames()).allSatisfy(key -> {
      assertThat(placeholders(other, key)).as(key).isEqualTo(placeholders(ENGLISH, key));
      assertThat(other.getProperty(key)).as(key).isNotBlank().doesNotContain("\ufffd", "Ã");
    });
  }

  @Test
  void every_text_is_used_in_some_state_and_no_other_is_asked_for(@TempDir Path folder)
      throws IOException {
    StringBuilder marked = new StringBuilder();
    for (String key : ENGLISH.stringPropertyNames()) {
      String kept = String.join(" ", placeholders(ENGLISH, key));
      marked.append(key).append(" = [[").append(key).append("]] ").append(kept).append('\n');
    }
    java.nio.file.Files.writeString(folder.resolve("messages.properties"), marked);
    Look look = Look.plain()
        .withTitle("App")
        .withSupportText("us")
        .withLanguages(List.of("en"))
        .withFolder(folder);

    String shown = everything(Shown.pages(look))
        + everything(Shown.pages(look.withTitle("").withSupportText("")));

    Set<String> used = new TreeSet<>();
    Pattern.compile("\\[\\[(.*?)]]")
        .matcher(shown)
        .results()
        .forEach(found -> used.add(found.group(1)));
    assertThat(used).isEqualTo(new TreeSet<>(ENGLISH.stringPropertyNames()));
  }

  @Test
  void templates_ask_only_for_texts_that_there_are() {
    List<String> asked = Stream.concat(Templates.PAGES.stream(), Templates.PARTS.stream())
        .map(name -> Files.builtIn(name + ".html").orElseThrow())
        .flatMap(source -> Pattern.compile("\\{\\{t\\.(.*?)}}").matcher(source).results())
        .map(found -> found.group(1))
        .toList();

    assertThat(asked).isNotEmpty().allMatch(ENGLISH::containsKey);
  }

  @Test
  void no_template_of_ours_prints_anything_unescaped() {
    assertThat(Stream.concat(Templates.PAGES.stream(), Templates.PARTS.stream()))
        .allSatisfy(name -> assertThat(Files.builtIn(name + ".html").orElseThrow())
            .doesNotContain("{{{", "{{&", "{{=", "{{ "));
  }

  @Test
  void the_english_is_calm() {
    assertThat(ENGLISH.values())
        .allSatisfy(text -> assertThat(text.toString().toLowerCase(java.util.Locale.ROOT))
            .doesNotContain("!", "invalid", "illegal", "oops", "log in", "login"));
  }

  @Test
  void no_text_hides_others_below_it() {
    assertThat(ENGLISH.stringPropertyNames())
        .allSatisfy(key -> assertThat(ENGLISH.stringPropertyNames())
            .noneMatch(other -> other.startsWith(key + ".")));
  }

  private static String everything(Pages pages) {
    StringBuilder all = new StringBuilder();
    States.all()
        .values()
        .forEach(state -> all.append(Shown.of(pages, state, Ask.page("/")).html()));
    return all.toString();
  }

  private static Set<String> placeholders(Properties bundle, String key) {
    Set<String> found = new TreeSet<>();
    PLACEHOLDER
        .matcher(bundle.getProperty(key))
        .results()
        .forEach(match -> found.add(match.group()));
    return found;
  }

  private static Properties bundle(String name) {
    Properties bundle = new Properties();
    try {
      bundle.load(new StringReader(Files.builtIn(name).orElseThrow()));
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    return bundle;
  }
}
