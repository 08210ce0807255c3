package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Held against {@link Properties}, which wrote the format. */
class PropertiesParserTest {
  private static final long SEED = 20260501;
  /** Behind one at the very end Java finds an empty key, by accident; here it says nothing. */
  private static final Pattern LONE_BACKSLASH = Pattern.compile("\\\\(\r\n|\n|\r)?\\z");

  private static final String[] PIECES = {
    "a", "b", "key", "value", " ", "  ", "\t", "\f", "=", ":", "#", "!", "\\", "\\\\", "\n", "\r",
    "\r\n", "\\\n", "\\\r\n", "\\ ", "\\=", "\\:", "\\t", "\\n", "\\f", "\\r", "\\u0041", "\\u00fc",
    "\\U", "\\#", "ü", "😀", "\\\n  ", "\\\n#", "\\\n\n"
  };

  @Test
  void reads_what_java_reads() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      String text = text(random);
      Properties expected = new Properties();
      expected.load(new StringReader(text));
      assertThat(parse(text)).as("%s", escaped(text)).isEqualTo(expected);
    }
  }

  @Test
  void refuses_the_escapes_that_java_refuses() {
    for (String text : new String[] {"a=\\u00g0", "a=\\u12", "a=\\u", "\\u00=1", "a=\\uuuuu"}) {
      Problems problems = new Problems();
      PropertiesParser.parse(new SourceText("p", text), problems, (key, value) -> {});
      assertThat(problems.errors()).as(text).isOne();
    }
  }

  @Test
  void knows_where_each_character_stands() {
    Random random = new Random(SEED);
    for (int i = 0; i < 5_000; i++) {
      String text = text(random);
      SourceText source = new SourceText("p", text);
      PropertiesParser.parse(source, new Problems(), (key, value) -> {
        checkOffsets(text, key);
        checkOffsets(text, value);
      });
    }
  }

  @Test
  void finds_a_value_behind_escapes_and_continuations() {
    String text = "# one\nk\\=\\u0065y : a\\tb\\\n   cd\n";
    PropertiesParser.parse(new SourceText("p", text), new Problems(), (key, value) -> {
      assertThat(key.text()).isEqualTo("k=ey");
      assertThat(key.place().toString()).isEqualTo("p:2:1");
      assertThat(value.text()).isEqualTo("a\tbcd");
      assertThat(value.place(1, 1)).isEqualTo(new Place("p", 2, 15, 2, "k\\=\\u0065y : a\\tb\\"));
      assertThat(value.place(3, 1)).isEqualTo(new Place("p", 3, 4, 1, "   cd"));
    });
  }

  /** A character of a value stands where it says, or an escape stands there. */
  private static void checkOffsets(String text, Located located) {
    for (int i = 0; i < located.text().length(); i++) {
      char there = text.charAt(located.offset(i));
      assertThat(there == located.text().charAt(i) || there == '\\')
          .as(escaped(text))
          .isTrue();
    }
  }

  private static Map<String, String> parse(String text) {
    Map<String, String> found = new LinkedHashMap<>();
    Problems problems = new Problems();
    PropertiesParser.parse(
        new SourceText("p", text), problems, (key, value) -> found.put(key.text(), value.text()));
    assertThat(problems.errors()).as(escaped(text)).isZero();
    return found;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(25); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    String sound = text.toString().replace("\\u\\", "\\\\").replaceAll("\\\\u(?![0-9a-f]{4})", "u");
    return LONE_BACKSLASH.matcher(sound).find() ? sound + "z" : sound;
  }

  private static String escaped(String text) {
    return text.replace("\\", "<\\>").replace("\n", "<n>").replace("\r", "<r>");
  }
}
