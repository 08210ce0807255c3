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

  private final String text;
  private final List<Place> places;

  private AuthParameters(String text, List<Place> places) {
    this.text = text;
    this.places = places;
  }

  /** Empty for what is malformed, names a parameter twice, or has more than 32 of them. */
  public static Optional<AuthParameters> parse(String text) {
    return new Scanner(text).parameters();
  }

  /**
   * The value, unquoted; empty where it is missing.
   *
   * @param name in small letters
   */
  public Optional<String> get(String name) {
    int hash = name.hashCode();
    for (Place place : places) {
      if (place.isNamed(text, hash, name, 0, name.length())) {
        return Optional.of(unescaped(text.substring(place.value, place.end)));
      }
    }
    return Optional.empty();
  }

  /** Only a quoted text can have a backslash, and behind each of them stands a character. */
  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length());
    for (int at = 0; at < value.length(); at++) {
      at += value.charAt(at) == '\\' ? 1 : 0;
      plain.append(value.charAt(at));
    }
    return plain.toString();
  }

  /**
   * Where in the text a parameter stands.
   *
   * @param hash what {@link String#hashCode} says of the name in small letters: one look tells most names apart
   */
  private record Place(int hash, int name, int nameEnd, int value, int end) {
    boolean isNamed(String text, int otherHash, String other, int from, int to) {
      return hash == otherHash
          && nameEnd - name == to - from
          && text.regionMatches(true, name, other, from, to - from);
    }
  }

  /** Reads from left to right; used by one thread. */
  private static final class Scanner {
    private final String text;
    private final List<Place> places = new ArrayList<>(12);

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
        if (next < text.length() && text.lastIndexOf(',', next - 1) < at) {
          return Optional.empty();
        }
        at = next;
      }
      return places.isEmpty() ? Optional.empty() : Optional.of(new AuthParameters(text, places));
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
      int nameEnd = token(from);
      int hash = hash(from, nameEnd);
      int equals = blanks(nameEnd);
      if (nameEnd == from
          || equals >= text.length()
          || text.charAt(equals) != '='
          || !isNew(hash, from, nameEnd)) {
        return -1;
      }
      int value = blanks(equals + 1);
      boolean quoted = value < text.length() && text.charAt(value) == '"';
      int begin = quoted ? value + 1 : value;
      int end = quoted ? quote(begin) : token(begin);
      if (end < 0 || (end == begin && !quoted)) {
        return -1;
      }
      places.add(new Place(hash, from, nameEnd, begin, end));
      return quoted ? end + 1 : end;
    }

    private int hash(int from, int to) {
      int hash = 0;
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        hash = 31 * hash + (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
      }
      return hash;
    }

    private boolean isNew(int hash, int from, int to) {
      for (Place place : places) {
        if (place.isNamed(text, hash, text, from, to)) {
          return false;
        }
      }
      return places.size() < MOST;
    }

    /** Where the quotation ends; -1 where it does not. */
    private int quote(int from) {
      int end = text.indexOf('"', from);
      while (end >= 0 && isEscaped(from, end)) {
        end = text.indexOf('"', end + 1);
      }
      return end;
    }

    private boolean isEscaped(int from, int at) {
      int first = at;
      while (first > from && text.charAt(first - 1) == '\\') {
        first--;
      }
      return (at - first) % 2 == 1;
    }

    private int token(int from) {
      int at = from;
      while (at < text.length() && Characters.TOKEN.contains(text.charAt(at))) {
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
  }
}
