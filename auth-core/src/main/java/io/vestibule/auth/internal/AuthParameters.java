package io.vestibule.auth.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of credentials: {@code name=token} and {@code name="quoted"} with commas between them (RFC 9110,
 * 11.2). Immutable; names ignore case.
 */
public final class AuthParameters {
  private static final int MOST = 32;

  private final List<String> names;
  private final List<String> values;

  private AuthParameters(List<String> names, List<String> values) {
    this.names = names;
    this.values = values;
  }

  /** Empty for what is malformed, names a parameter twice, or has more than 32 of them. */
  public static Optional<AuthParameters> parse(String text) {
    return new Scanner(text).parameters();
  }

  /** The value of this name, unquoted; empty where it is missing. */
  public Optional<String> get(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return Optional.of(values.get(i));
      }
    }
    return Optional.empty();
  }

  /** Reads from left to right; used by one thread. */
  private static final class Scanner {
    private final String text;
    private final List<String> names = new ArrayList<>(10);
    private final List<String> values = new ArrayList<>(10);

    Scanner(String text) {
      this.text = text;
    }

    Optional<AuthParameters> parameters() {
      int at = separators(0);
      while (at < text.length()) {
        at = parameter(at);
        if (at < 0) {
          return Optional.empty();
        }
        int next = separators(at);
        if (next < text.length() && text.substring(at, next).indexOf(',') < 0) {
          return Optional.empty();
        }
        at = next;
      }
      return names.isEmpty() ? Optional.empty() : Optional.of(new AuthParameters(names, values));
    }

    /** Empty elements of a list say nothing (RFC 9110, 5.6.1.2). */
    private int separators(int from) {
      int at = from;
      while (at < text.length() && (text.charAt(at) == ',' || isBlank(text.charAt(at)))) {
        at++;
      }
      return at;
    }

    /** Where the parameter ends; -1 where it is none. */
    private int parameter(int from) {
      int end = token(from);
      int equals = blanks(end);
      if (end == from
          || equals >= text.length()
          || text.charAt(equals) != '='
          || !isNew(from, end)) {
        return -1;
      }
      names.add(text.substring(from, end));
      int value = blanks(equals + 1);
      return value < text.length() && text.charAt(value) == '"' ? quoted(value + 1) : bare(value);
    }

    private boolean isNew(int from, int end) {
      for (String name : names) {
        if (name.length() == end - from && text.regionMatches(true, from, name, 0, end - from)) {
          return false;
        }
      }
      return names.size() < MOST;
    }

    private int bare(int from) {
      int end = token(from);
      values.add(text.substring(from, end));
      return end == from ? -1 : end;
    }

    private int quoted(int from) {
      int end = from;
      while (end < text.length() && text.charAt(end) != '"') {
        if (text.charAt(end) == '\\') {
          return escaped(from);
        }
        end++;
      }
      values.add(text.substring(from, end));
      return end < text.length() ? end + 1 : -1;
    }

    private int escaped(int from) {
      StringBuilder value = new StringBuilder();
      for (int at = from; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          values.add(value.toString());
          return at + 1;
        }
        if (c == '\\' && ++at == text.length()) {
          return -1;
        }
        value.append(text.charAt(at));
      }
      return -1;
    }

    private int token(int from) {
      int at = from;
      while (at < text.length() && isToken(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private int blanks(int from) {
      int at = from;
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isToken(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
  }
}
