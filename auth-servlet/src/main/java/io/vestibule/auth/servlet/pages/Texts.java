package io.vestibule.auth.servlet.pages;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** All texts in one language, by their keys. Immutable. */
final class Texts {
  private static final Set<String> RIGHT_TO_LEFT =
      Set.of("ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi");

  private final Locale locale;
  private final Map<String, String> texts;

  private Texts(Locale locale, Map<String, String> texts) {
    this.locale = locale;
    this.texts = texts;
  }

  /**
   * The texts of a language: English where it says nothing, and the host's own words before ours.
   *
   * @throws IllegalStateException when nobody speaks this language
   */
  static Texts load(Files files, String tag) {
    Map<String, String> texts = new LinkedHashMap<>();
    boolean spoken = put("messages.properties", files, texts);
    if (!tag.equals("en")) {
      spoken = put("messages_" + tag.replace('-', '_') + ".properties", files, texts);
    }
    if (!spoken) {
      throw new IllegalStateException("there are no texts in the language " + tag + ": no messages_"
          + tag.replace('-', '_') + ".properties");
    }
    return new Texts(Locale.forLanguageTag(tag), Map.copyOf(texts));
  }

  Locale locale() {
    return locale;
  }

  /** {@code rtl} or {@code ltr}. */
  String direction() {
    return RIGHT_TO_LEFT.contains(locale.getLanguage()) ? "rtl" : "ltr";
  }

  /** The text of a key, with its placeholders. */
  Optional<String> find(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  /** Whether keys begin so. */
  boolean hasBelow(String prefix) {
    return texts.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  /** One for {@code 1}, and in French for {@code 0} too; other for the rest (CLDR plural rules). */
  String plural(long count) {
    boolean one = count == 1 || (count == 0 && locale.getLanguage().equals("fr"));
    return one ? "one" : "other";
  }

  private static boolean put(String name, Files files, Map<String, String> texts) {
    Optional<String> ours = Files.builtIn(name);
    Optional<String> theirs = files.own(name);
    ours.ifPresent(text -> texts.putAll(parse(text)));
    theirs.ifPresent(text -> texts.putAll(parse(text)));
    return ours.isPresent() || theirs.isPresent();
  }

  private static Map<String, String> parse(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return texts;
  }
}
