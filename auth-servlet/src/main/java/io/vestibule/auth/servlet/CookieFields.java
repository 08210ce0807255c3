package io.vestibule.auth.servlet;

import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds one cookie in the Cookie fields of a request (RFC 6265, 4.2.1; with HTTP/2 there may be several, RFC 9113,
 * 8.2.3), without making objects of all the others.
 */
final class CookieFields {
  private CookieFields() {}

  /** The value; empty when it is missing, and when two of this name do not agree. */
  static Optional<String> value(@Nullable Enumeration<String> fields, String name) {
    return Optional.ofNullable(only(fields, name));
  }

  /** The different values, in order. */
  static List<String> values(@Nullable Enumeration<String> fields, String name) {
    Set<String> found = new LinkedHashSet<>();
    while (fields != null && fields.hasMoreElements()) {
      String field = fields.nextElement();
      for (int at = find(field, name, 0); at >= 0; at = find(field, name, at)) {
        found.add(value(field, at));
      }
    }
    return List.copyOf(found);
  }

  private static @Nullable String only(@Nullable Enumeration<String> fields, String name) {
    String found = null;
    while (fields != null && fields.hasMoreElements()) {
      String field = fields.nextElement();
      for (int at = find(field, name, 0); at >= 0; at = find(field, name, at)) {
        String value = value(field, at);
        if (found != null && !found.equals(value)) {
          return null;
        }
        found = value;
      }
    }
    return found;
  }

  /** Where the value of the next cookie of this name begins, from this place on; -1 when there is none. */
  private static int find(String field, String name, int from) {
    for (int at = field.indexOf(name, from); at >= 0; at = field.indexOf(name, at + 1)) {
      int equals = at + name.length();
      if (begins(field, at) && equals < field.length() && field.charAt(equals) == '=') {
        return equals + 1;
      }
    }
    return -1;
  }

  /** Whether only blanks stand between this place and the end of the cookie before. */
  private static boolean begins(String field, int at) {
    int before = at - 1;
    while (before >= 0 && isBlank(field.charAt(before))) {
      before--;
    }
    return before < 0 || field.charAt(before) == ';';
  }

  private static String value(String field, int from) {
    int semicolon = field.indexOf(';', from);
    int end = semicolon < 0 ? field.length() : semicolon;
    while (end > from && isBlank(field.charAt(end - 1))) {
      end--;
    }
    boolean quoted = end - from >= 2 && field.charAt(from) == '"' && field.charAt(end - 1) == '"';
    return quoted ? field.substring(from + 1, end - 1) : field.substring(from, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
