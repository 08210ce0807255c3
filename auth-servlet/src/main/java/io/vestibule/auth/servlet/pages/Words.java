package io.vestibule.auth.servlet.pages;

import com.samskivert.mustache.Mustache;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one language, filled with the values of one page. A template says {@code {{t.login.heading}}}.
 *
 * <p>A placeholder that has no value stays: the script fills some of them.
 */
final class Words {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

  private final Texts texts;
  private final Map<String, Object> values;

  Words(Texts texts, Map<String, Object> values) {
    this.texts = texts;
    this.values = values;
  }

  Texts texts() {
    return texts;
  }

  /** These words with one more value. */
  Words with(String name, Object value) {
    Map<String, Object> more = new HashMap<>(values);
    more.put(name, value);
    return new Words(texts, more);
  }

  /** The text of a key; a key that nobody knows is printed itself. */
  String text(String key) {
    return find(key).orElse(key);
  }

  /** The text of a key. */
  Optional<String> find(String key) {
    return texts.find(key).map(this::fill);
  }

  /** The text for this many, which stands for {@code {count}}. */
  String counted(String key, long count) {
    return with("count", count).text(key + "." + texts.plural(count));
  }

  /** What a template sees: each step of a dotted key is looked up alone. */
  Mustache.CustomContext lookup() {
    return below("");
  }

  private Mustache.CustomContext below(String prefix) {
    return name -> member(prefix + name);
  }

  private @Nullable Object member(String key) {
    Optional<String> text = find(key);
    if (text.isPresent()) {
      return text.get();
    }
    return texts.hasBelow(key + ".") ? below(key + ".") : null;
  }

  private String fill(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), found.group())));
  }

  private String value(String name, String otherwise) {
    Object value = values.get(name);
    return value == null ? otherwise : value.toString();
  }
}
