package io.vestibule.auth.internal;

/** What of foreign text can be read, and the rest made fit for one line of a log. Without state. */
public final class Printable {
  private static final int MAX = 200;

  private Printable() {}

  /** The text on one line: what is not visible is escaped, and it is cut at 200 characters. */
  public static String of(String text) {
    if (text.length() <= MAX && text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    text.chars().limit(MAX).forEach(c -> append(line, (char) c));
    return text.length() > MAX ? line.append('…').toString() : line.toString();
  }

  /** Whether people see this character, and nothing but it: it neither ends a line nor changes how others are shown. */
  public static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED -> false;
      default -> true;
    };
  }

  private static void append(StringBuilder line, char c) {
    line.append(isVisible(c) ? String.valueOf(c) : String.format("\\u%04x", (int) c));
  }
}
