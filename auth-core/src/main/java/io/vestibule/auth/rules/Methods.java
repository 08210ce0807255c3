package io.vestibule.auth.rules;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The method list in front of a pattern: upper case, between commas. Of the marks that a token may hold (RFC 9110,
 * 5.6.2) only {@code - _ .} are taken: {@code GET|POST} would be a token too, and a rule that never matches.
 */
final class Methods {
  private static final String EXAMPLE = "GET,POST /api/** = role:editor";
  private static final String MARKS = "-_.";
  private static final Set<String> ANY = Set.of("*", "ALL", "ANY");
  private static final List<String> KNOWN =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT");

  private Methods() {}

  /**
   * Reads what stands before the pattern; empty where nothing does.
   *
   * @param slash where the pattern begins in the key; negative where it has none
   */
  static Set<String> parse(String key, int slash) {
    if (slash < 0) {
      throw noPattern(key);
    }
    if (key.substring(0, slash).isBlank()) {
      return Set.of();
    }
    if (!isBlank(key.charAt(slash - 1))) {
      throw noBlank(key, slash);
    }
    Set<String> methods = new LinkedHashSet<>();
    for (int from = 0, comma; from < slash; from = comma + 1) {
      comma = key.indexOf(',', from) < 0 ? slash : Math.min(key.indexOf(',', from), slash);
      add(methods, key, from, comma);
      if (comma < slash && key.substring(comma + 1, slash).isBlank()) {
        throw missing(comma);
      }
    }
    return methods;
  }

  private static void add(Set<String> methods, String key, int from, int to) {
    int start = from;
    while (start < to && isBlank(key.charAt(start))) {
      start++;
    }
    int end = to;
    while (end > start && isBlank(key.charAt(end - 1))) {
      end--;
    }
    if (start == end) {
      throw missing(to);
    }
    String method = key.substring(start, end);
    check(method, start);
    if (!methods.add(method)) {
      throw fault(start, method, " is named twice", "name it once");
    }
  }

  /** Refuses what no request could have as its method, or hardly any: such a rule would silently never match. */
  static void check(String method, int offset) {
    if (ANY.contains(method)) {
      throw fault(
          offset, method, " is no method", "leave it away: a rule without methods covers all");
    }
    if (method.chars().anyMatch(Methods::isBlank)) {
      throw fault(
          offset, method, " is no method", "write a comma between methods, " + commas(method));
    }
    if (method.isEmpty() || !method.chars().allMatch(Methods::isMethodCharacter)) {
      throw fault(
          offset, method, " is no method", "write letters only, and commas between methods");
    }
    if (method.chars().anyMatch(Methods::isLower)) {
      throw fault(
          offset,
          method,
          " is in lower case, and methods are not",
          "write " + method.toUpperCase(Locale.ROOT));
    }
    // A custom method is fine; one slip away from a common one would leave the path to a later
    // rule.
    String near = Words.nearest(method, KNOWN, 1);
    if (!near.isEmpty() && !near.equals(method)) {
      throw fault(offset, method, " is no method that a client knows", "write " + near);
    }
  }

  /** Whether this word would be taken for a method. */
  static boolean isCommon(String word) {
    return KNOWN.contains(word);
  }

  private static String commas(String methods) {
    return String.join(",", methods.strip().split("[ \t]+"));
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isMethodCharacter(int c) {
    return (c >= '0' && c <= '9') || isUpper(c) || isLower(c) || MARKS.indexOf(c) >= 0;
  }

  private static boolean isUpper(int c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static RuleSyntaxException noPattern(String key) {
    String last = key.strip().replaceAll(".*[ \t]", "");
    return RuleSyntaxException.inKey(
        0,
        key.length(),
        key.isBlank() ? "there is no pattern" : "there is no pattern that starts with /",
        last.isEmpty() || isCommon(last) ? "write a path such as /api/**" : "write /" + last,
        EXAMPLE);
  }

  private static RuleSyntaxException noBlank(String key, int slash) {
    String before = key.substring(0, slash);
    int start = Math.max(before.lastIndexOf(' '), before.lastIndexOf('\t')) + 1;
    String word = before.substring(start);
    if (before.substring(start).chars().allMatch(c -> isUpper(c) || c == ',')) {
      return fault(
          start, word, " touches the pattern", "write a blank between the methods and the /");
    }
    return fault(
        start,
        word,
        " stands before the first /",
        word.endsWith(":") ? "write the path only, from its /" : "write /" + key.substring(start));
  }

  private static RuleSyntaxException missing(int comma) {
    return RuleSyntaxException.inKey(
        comma,
        1,
        "a method is missing beside the comma",
        "name a method or take the comma away",
        EXAMPLE);
  }

  private static RuleSyntaxException fault(int offset, String word, String found, String cure) {
    return RuleSyntaxException.inKey(
        offset, word.length(), Words.quoted(word) + found, cure, EXAMPLE);
  }
}
