package io.vestibule.auth.config;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The text of a file, and the lines in it. A line ends with LF, CR LF, or CR alone. */
final class SourceText implements Source {
  private final String name;
  private final String text;
  private final int[] starts;

  SourceText(String name, String text) {
    this.name = name;
    this.text = text;
    this.starts = IntStream.concat(
            IntStream.of(0),
            IntStream.rangeClosed(1, text.length()).filter(offset -> endsLine(offset - 1)))
        .toArray();
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  int lines() {
    return starts.length;
  }

  /** Where the line of this number, from 1, begins. */
  int start(int line) {
    return starts[line - 1];
  }

  /** Where the line ends, without what ends it. */
  int end(int line) {
    int end = line < starts.length ? starts[line] : text.length();
    while (end > start(line) && isBreak(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  @Override
  public Place place(int offset, int length) {
    int line = line(offset);
    int end = end(line);
    int shown = Math.max(1, Math.min(length, end - offset));
    return new Place(name, line, offset - start(line) + 1, shown, text.substring(start(line), end));
  }

  /** The beginning, where nothing is worth showing. */
  Place beginning() {
    return new Place(name, 1, 1, 0, "");
  }

  private boolean endsLine(int offset) {
    char c = text.charAt(offset);
    boolean beforeLf = offset + 1 < text.length() && text.charAt(offset + 1) == '\n';
    return c == '\n' || (c == '\r' && !beforeLf);
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
