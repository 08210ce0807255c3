package io.vestibule.auth.config;

import java.util.List;

/**
 * Where something stands. Immutable.
 *
 * @param file the file's name as it was given, or {@code environment NAME}
 * @param line from 1; 0 where there are no lines
 * @param column from 1, in UTF-16 units; 0 where there are no lines
 * @param length how many of them are meant; 0 where nothing can be shown
 * @param text the whole line, masked where it holds a secret
 */
public record Place(String file, int line, int column, int length, String text) {
  private static final int WIDTH = 120;
  private static final int BEFORE_CARET = 60;

  static Place of(String source) {
    return new Place(source, 0, 0, 0, "");
  }

  /** The file and the line: {@code auth.ini:7}. */
  String origin() {
    return line == 0 ? file : file + ":" + line;
  }

  /** The line with its number, and below it a caret for each character that is meant. */
  List<String> excerpt() {
    if (line == 0 || length == 0) {
      return List.of();
    }
    int from = text.length() <= WIDTH ? 0 : Math.max(0, column - 1 - BEFORE_CARET);
    int to = Math.min(text.length(), from + WIDTH);
    String before = Text.printable(text.substring(from, Math.min(column - 1, to)));
    String shown = (from > 0 ? "…" : "")
        + Text.printable(text.substring(from, to))
        + (to < text.length() ? "…" : "");
    String carets = "^".repeat(Math.max(1, Math.min(length, to - column + 1)));
    return List.of(
        String.format("%5d | %s", line, shown).stripTrailing(),
        "      | " + (from > 0 ? " " : "") + before.replaceAll("[^\t]", " ") + carets);
  }

  /** The same place, with everything from this column of the line on hidden. */
  Place hiddenFrom(int hidden) {
    String masked = text.substring(0, hidden - 1) + Text.HIDDEN;
    if (column < hidden) {
      return new Place(file, line, column, Math.min(length, hidden - column), masked);
    }
    return new Place(file, line, hidden, Text.HIDDEN.length(), masked);
  }

  /** As editors understand it: {@code auth.ini:7:1}. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
