package io.vestibule.auth.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Versioned text: {@code 1 u=ada&a=1767225600}. The number is the form's; a reader takes the fields that it knows and
 * leaves the others, so the next version may add some, and the one before can still read them. Immutable.
 *
 * @param values the fields by name
 */
public record Fields(Map<String, String> values) {

  /** Copies the values. */
  public Fields {
    values = Map.copyOf(values);
  }

  /** Begins version 1. */
  public static Writer write() {
    return new Writer();
  }

  /** Empty for anything that is not such a text. */
  public static Optional<Fields> parse(String text) {
    int blank = text.indexOf(' ');
    if (blank < 1
        || blank > 4
        || !text.substring(0, blank).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (String pair : text.substring(blank + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals < 1
            || values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1))) != null) {
          return Optional.empty();
        }
      }
    } catch (IllegalArgumentException badEscape) {
      return Optional.empty();
    }
    return Optional.of(new Fields(values));
  }

  /** A field; empty where it is missing. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A field in seconds since 1970; empty where it is missing or none. */
  public Optional<Instant> instant(String name) {
    try {
      return text(name).map(Long::parseLong).map(Instant::ofEpochSecond);
    } catch (NumberFormatException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  private static String decoded(String value) {
    return URLDecoder.decode(value, UTF_8);
  }

  /** Writes fields in the order in which they are put. Used by one thread. */
  public static final class Writer {
    private final StringJoiner text = new StringJoiner("&", "1 ", "");

    private Writer() {}

    /** Adds a field. */
    public Writer put(String name, String value) {
      text.add(name + "=" + URLEncoder.encode(value, UTF_8));
      return this;
    }

    /** Adds a field in seconds since 1970. */
    public Writer put(String name, Instant value) {
      return put(name, Long.toString(value.getEpochSecond()));
    }

    /** The text. */
    @Override
    public String toString() {
      return text.toString();
    }
  }
}
