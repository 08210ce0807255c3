package io.vestibule.auth.audit;

import io.vestibule.auth.internal.Printable;
import java.util.function.IntPredicate;

/** Puts foreign text between quotes that it cannot leave. */
final class Quoted {
  private static final int LONGEST = 200;

  private Quoted() {}

  /** A JSON string (RFC 8259, 7) of what can be read; the rest is escaped. 200 characters at most. */
  static String json(String text) {
    return quoted(text, Quoted::readable);
  }

  /**
   * Letters, digits and {@code . _ @ + -} as they are, all else escaped: in it no program finds a blank, a quote, an
   * equals sign or a time, however carelessly it looks. 200 characters at most.
   */
  static String word(String text) {
    return quoted(text, Quoted::ofWord);
  }

  private static String quoted(String text, IntPredicate bare) {
    StringBuilder line = new StringBuilder("\"");
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      String piece = bare.test(c) ? Character.toString(c) : escaped(c);
      if (line.length() + piece.length() > LONGEST + 1) {
        break;
      }
      line.append(piece);
    }
    return line.append('"').toString();
  }

  private static boolean ofWord(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || "._@+-".indexOf(c) >= 0);
  }

  private static boolean readable(int c) {
    return c != '"' && c != '\\' && Printable.isVisible(c);
  }

  private static String escaped(int c) {
    StringBuilder escape = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      escape.append(String.format("\\u%04x", (int) unit));
    }
    return escape.toString();
  }
}
