package io.vestibule.auth.internal;

/** Makes foreign text fit for one line of a log. Without state. */
public final class Printable {
  private static final int MAX = 200;

  private Printable() {}

  /** The text on one line: control and format characters and line separators escaped, cut at 200 characters. */
  public static String of(String text) {
    if (text.length() <= MAX && text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return text;
    }
    StringBuilder line = new StringBuilder();
    text.chars().limit(MAX).forEach(c -> append(line, (char) c));
    return text.length() > MAX ? line.append('…').toString() : line.toString();
  }

  private static void append(StringBuilder line, char c) {
    if (Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == 0x2028
        || c == 0x2029
        || Character.isSurrogate(c)) {
      line.append(String.format("\\u%04x", (int) c));
    } else {
      line.append(c);
    }
  }
}
