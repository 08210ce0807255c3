package io.vestibule.auth.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.internal.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What mails say, in each language. Immutable. */
final class MailTexts {
  /** In which there are texts; the first is for those who read none of them. */
  static final List<String> SPOKEN = List.of("en", "de", "fr");

  private static final int LONGEST_VALUE = 2_000;
  private static final int LONGEST_SUBJECT = 200;
  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");

  private final Map<String, Properties> languages = new LinkedHashMap<>();

  MailTexts() {
    SPOKEN.forEach(tag -> languages.put(tag, read(tag)));
  }

  /** The message of a kind; values that stand in it are on one line, whatever they are. */
  Message message(MailKind kind, String to, Locale language, Map<String, String> values) {
    String subject = filled(text(language, kind.word() + ".subject"), values);
    String text = filled(text(language, kind.word() + ".text"), values) + "\n"
        + filled(text(language, "signature"), values);
    return new Message(to, cut(subject, LONGEST_SUBJECT), text.stripTrailing() + "\n");
  }

  /** A text with its places. */
  String text(Locale language, String key) {
    Properties texts = Optional.ofNullable(languages.get(language.getLanguage()))
        .orElseGet(() -> languages.get(SPOKEN.get(0)));
    return Optional.ofNullable(texts.getProperty(key))
        .orElseThrow(() -> new IllegalStateException("no text " + key + " for mails"));
  }

  private static String filled(String text, Map<String, String> values) {
    return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place, values)));
  }

  private static String value(MatchResult place, Map<String, String> values) {
    return Optional.ofNullable(values.get(place.group(1)))
        .map(MailTexts::onOneLine)
        .orElseThrow(() -> new IllegalArgumentException("a mail without its " + place.group(1)));
  }

  private static String onOneLine(String value) {
    StringBuilder line = new StringBuilder();
    value.codePoints().map(c -> Printable.isVisible(c) ? c : 0xfffd).forEach(line::appendCodePoint);
    return cut(line.toString(), LONGEST_VALUE);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  private static Properties read(String tag) {
    String name = tag.equals("en") ? "mail.properties" : "mail_" + tag + ".properties";
    Properties texts = new Properties();
    try (InputStream in = MailTexts.class.getResourceAsStream(name)) {
      texts.load(new InputStreamReader(Objects.requireNonNull(in), UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return texts;
  }
}
