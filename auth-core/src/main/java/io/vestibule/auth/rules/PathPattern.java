package io.vestibule.auth.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pattern, taken apart.
 *
 * @param segments what stands between the slashes, without a last {@code **}
 * @param open whether it ends with {@code **}
 */
record PathPattern(List<String> segments, boolean open) {
  private static final int LONGEST = 2048;
  private static final Pattern FOREIGN = Pattern.compile("\\{.*}|:\\w+");
  private static final String EXAMPLE = "/admin/** = role:admin";

  /**
   * Reads the pattern that begins at this place of a key.
   *
   * @throws RuleSyntaxException where it could never match a path as the container runs it, or is not what it looks
   */
  static PathPattern of(String key, int from) {
    if (!key.startsWith("/", from)) {
      throw fault(from, key.length() - from, "a pattern starts with /", "write /admin/**");
    }
    if (key.length() - from > LONGEST) {
      throw fault(
          from + LONGEST,
          key.length() - from - LONGEST,
          "the pattern is longer than " + LONGEST + " characters",
          "write * or ** where paths vary");
    }
    for (int at = from; at < key.length(); at++) {
      checkCharacter(key, at);
    }
    List<String> segments = segments(key, from);
    boolean open = segments.get(segments.size() - 1).equals("**");
    return new PathPattern(
        List.copyOf(open ? segments.subList(0, segments.size() - 1) : segments), open);
  }

  private static List<String> segments(String key, int from) {
    List<String> segments = new ArrayList<>();
    for (int start = from + 1, end; start <= key.length(); start = end + 1) {
      end = key.indexOf('/', start) < 0 ? key.length() : key.indexOf('/', start);
      String segment = key.substring(start, end);
      checkSegment(segment, start, end == key.length());
      segments.add(segment);
    }
    return segments;
  }

  private static void checkCharacter(String key, int at) {
    char c = key.charAt(at);
    switch (c) {
      case '%' ->
        throw fault(
            at,
            1,
            "% is in the pattern, and paths are matched decoded",
            "write the character itself");
      case ';' ->
        throw fault(
            at,
            1,
            "; is in the pattern, and paths are matched without parameters",
            "end before it");
      case '?' ->
        throw fault(at, 1, "? is in the pattern, and rules do not see the query", "end before it");
      case '#' ->
        throw fault(at, 1, "# is in the pattern, and no client sends a fragment", "end before it");
      case '\\' ->
        throw fault(at, 1, "a backslash is in the pattern, and such paths are refused", "write /");
      default -> checkVisible(key, at, c);
    }
  }

  private static void checkVisible(String key, int at, char c) {
    if (Character.isISOControl(c)) {
      throw fault(
          at,
          1,
          String.format("the control character U+%04X is in the pattern", (int) c),
          "take it away: such paths are refused");
    }
    if (c == ' ' && at == key.length() - 1) {
      throw fault(at, 1, "the pattern ends with a blank", "take it away");
    }
  }

  private static void checkSegment(String segment, int at, boolean last) {
    if (segment.isEmpty() && !last) {
      throw fault(at - 1, 2, "// is in the pattern, and such paths are refused", "write one /");
    }
    if (segment.equals(".") || segment.equals("..")) {
      throw fault(
          at,
          segment.length(),
          "the segment " + segment + " is in the pattern, and paths are matched without it",
          "write the path that it leads to");
    }
    if (segment.contains("**") && !(last && segment.equals("**"))) {
      throw fault(
          at + segment.indexOf("**"),
          2,
          "** is not the whole last segment",
          "write * for anything within one segment, or end with /**");
    }
    checkForeign(segment, at);
  }

  /** Refuses what other path languages mean by it: taken by its letters it would silently protect nothing. */
  private static void checkForeign(String segment, int at) {
    if (FOREIGN.matcher(segment).matches()) {
      throw fault(
          at,
          segment.length(),
          Words.quoted(segment) + " is no variable in this language",
          "write * for any one segment");
    }
    int blank = segment.lastIndexOf(' ');
    if (blank >= 0
        && Stream.of(segment.substring(blank + 1).split(",", -1)).allMatch(Methods::isCommon)) {
      throw fault(
          at + blank + 1,
          segment.length() - blank - 1,
          "a method stands behind the pattern",
          "write methods before it");
    }
  }

  /**
   * A path that only those patterns match which match each path of this one. A {@code *} in it is met by a {@code *}
   * alone, for no literal contains one; two slashes at the end are met by {@code **} alone.
   */
  String widest() {
    String fixed = segments.stream().map(segment -> "/" + segment).collect(Collectors.joining());
    return open ? fixed + "//" : fixed;
  }

  /** Whether the segment stands for any segment that is not empty. */
  static boolean isAny(String segment) {
    return segment.equals("*");
  }

  /** Whether the segment has a {@code *} among other characters. */
  static boolean isGlob(String segment) {
    return segment.indexOf('*') >= 0 && !isAny(segment);
  }

  private static RuleSyntaxException fault(int offset, int length, String found, String cure) {
    return RuleSyntaxException.inKey(offset, length, found, cure, EXAMPLE);
  }
}
