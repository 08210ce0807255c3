package io.vestibule.auth.config;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A text as it is meant, and where in its source each character of it stands. Immutable. */
final class Located {
  private final Source source;
  private final String text;
  private final int[] offsets;

  /** The offsets are one more than the characters: the last is where the text ends. */
  Located(Source source, String text, int[] offsets) {
    this.source = source;
    this.text = text;
    this.offsets = offsets.clone();
  }

  /** A piece of the file, as it stands there. */
  static Located of(SourceText source, int start, int end) {
    return new Located(
        source,
        source.text().substring(start, end),
        IntStream.rangeClosed(start, end).toArray());
  }

  /** The value of a variable. */
  static Located environment(String variable, String value) {
    return new Located(Source.environment(variable), value, new int[value.length() + 1]);
  }

  String text() {
    return text;
  }

  int offset(int index) {
    return offsets[index];
  }

  int start() {
    return offsets[0];
  }

  int end() {
    return offsets[text.length()];
  }

  Place place() {
    return place(0, text.length());
  }

  Place place(int from, int length) {
    int begin = Math.min(from, text.length());
    int end = Math.min(begin + length, text.length());
    return source.place(offsets[begin], offsets[end] - offsets[begin]);
  }

  Located part(int from, int to) {
    return new Located(source, text.substring(from, to), Arrays.copyOfRange(offsets, from, to + 1));
  }

  /** What this text means once its escapes are resolved: each character of it comes from that index of this. */
  Located moved(String meant, int[] origins) {
    return new Located(
        source, meant, Arrays.stream(origins).map(index -> offsets[index]).toArray());
  }

  /** Without the blanks around it. */
  Located trimmed() {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return part(from, to);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
