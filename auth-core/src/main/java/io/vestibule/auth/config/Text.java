package io.vestibule.auth.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How foreign text is shown in a report: on one line, and so that nothing in it acts on a terminal. */
final class Text {
  static final String HIDDEN = "***";
  private static final int MAX_QUOTED = 60;
  private static final int MAX_LISTED = 24;

  private static final Pattern WORD_FIRST = Pattern.compile("[a-z]+[ ,].*", Pattern.DOTALL);

  private Text() {}

  /** One character for one, so that carets below it stay right. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.chars().forEach(c -> shown.append(acts((char) c) ? '\ufffd' : (char) c));
    return shown.toString();
  }

  /** In quotes, with what cannot be seen written as an escape. */
  static String quoted(String text) {
    return '"' + bare(text) + '"';
  }

  /** Without quotes. */
  static String bare(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars().limit(MAX_QUOTED).forEach(c -> append(shown, (char) c));
    return shown.append(text.length() > MAX_QUOTED ? "…" : "").toString();
  }

  /** A part of a sentence as a sentence of its own; what begins with a name keeps its case. */
  static String sentence(String part) {
    return WORD_FIRST.matcher(part).matches()
        ? Character.toUpperCase(part.charAt(0)) + part.substring(1)
        : part;
  }

  /** What may stand here, between commas; a long list is cut. */
  static String listed(List<String> words) {
    String shown = words.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
    return words.size() > MAX_LISTED ? shown + ", …" : shown;
  }

  /** A control character other than the tab. */
  static boolean isControl(char c) {
    return Character.isISOControl(c) && c != '\t';
  }

  private static boolean acts(char c) {
    return isControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029;
  }

  private static void append(StringBuilder shown, char c) {
    boolean odd = acts(c) || c == '\t' || (Character.isSpaceChar(c) && c != ' ');
    shown.append(odd ? String.format("\\u%04x", (int) c) : String.valueOf(c));
  }
}
