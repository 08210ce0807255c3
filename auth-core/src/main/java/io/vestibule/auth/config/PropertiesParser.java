package io.vestibule.auth.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Reads Java's properties format, character for character like {@link java.util.Properties#load(java.io.Reader)}, and
 * remembers where everything stands.
 */
final class PropertiesParser {
  private static final String BLANKS = " \t\f";
  private static final String ESCAPES = "tnrf";
  private static final String ESCAPED = "\t\n\r\f";
  private static final int HEX_DIGITS = 4;

  private final SourceText source;
  private final String text;
  private final Problems problems;

  private PropertiesParser(SourceText source, Problems problems) {
    this.source = source;
    this.text = source.text();
    this.problems = problems;
  }

  /** Calls back with each key and value, in order, also with those that stand there twice. */
  static void parse(SourceText source, Problems problems, BiConsumer<Located, Located> each) {
    PropertiesParser parser = new PropertiesParser(source, problems);
    Logical line = parser.logicalLine(0);
    while (!line.located().text().isEmpty() && !problems.full()) {
      parser.split(line.located(), each);
      line = parser.logicalLine(line.next());
    }
  }

  /** The first line from here on that says something, with its continuations joined; empty at the end. */
  private Logical logicalLine(int from) {
    Logical line = join(from);
    while (line.located().text().isEmpty() && line.next() < text.length()) {
      line = join(line.next());
    }
    return line;
  }

  /** One natural line and what its backslashes append to it; empty for a blank line and for a comment. */
  private Logical join(int from) {
    StringBuilder line = new StringBuilder();
    List<Integer> offsets = new ArrayList<>();
    int next = skip(text, from, BLANKS);
    boolean goesOn = true;
    while (goesOn && !(line.isEmpty() && isComment(next))) {
      int end = lineEnd(next);
      goesOn = endsWithBackslash(next, end);
      int last = goesOn ? end - 1 : end;
      line.append(text, next, last);
      IntStream.range(next, last).forEach(offsets::add);
      goesOn &= end < text.length();
      next = afterBreak(end);
      if (goesOn) {
        next = skip(text, next, BLANKS);
      }
    }
    if (goesOn) {
      next = afterBreak(lineEnd(next));
    }
    offsets.add(
        offsets.isEmpty() ? Math.min(from, text.length()) : offsets.get(offsets.size() - 1) + 1);
    int[] each = offsets.stream().mapToInt(offset -> offset).toArray();
    return new Logical(new Located(source, line.toString(), each), next);
  }

  private void split(Located line, BiConsumer<Located, Located> each) {
    String raw = line.text();
    int keyEnd = 0;
    boolean escaped = false;
    while (keyEnd < raw.length() && (escaped || !separates(raw.charAt(keyEnd)))) {
      escaped = raw.charAt(keyEnd) == '\\' && !escaped;
      keyEnd++;
    }
    int valueStart = skip(raw, keyEnd, BLANKS);
    if (valueStart < raw.length() && "=:".indexOf(raw.charAt(valueStart)) >= 0) {
      valueStart = skip(raw, valueStart + 1, BLANKS);
    }
    Located key = unescape(line.part(0, keyEnd));
    each.accept(key, unescape(line.part(valueStart, raw.length())));
  }

  private Located unescape(Located raw) {
    String from = raw.text();
    if (from.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder plain = new StringBuilder();
    int[] origins = new int[from.length() + 1];
    int i = 0;
    while (i < from.length()) {
      origins[plain.length()] = i;
      boolean unicode = from.startsWith("\\u", i);
      plain.append(unicode ? unicode(raw, i) : simple(from, i));
      i += unicode ? 2 + HEX_DIGITS : from.charAt(i) == '\\' ? 2 : 1;
    }
    origins[plain.length()] = from.length();
    return raw.moved(plain.toString(), Arrays.copyOf(origins, plain.length() + 1));
  }

  private static char simple(String from, int i) {
    if (from.charAt(i) != '\\') {
      return from.charAt(i);
    }
    char escaped = from.charAt(i + 1);
    int known = ESCAPES.indexOf(escaped);
    return known < 0 ? escaped : ESCAPED.charAt(known);
  }

  private char unicode(Located raw, int i) {
    int end = i + 2 + HEX_DIGITS;
    String digits = raw.text()
        .substring(
            Math.min(i + 2, raw.text().length()), Math.min(end, raw.text().length()));
    if (digits.length() == HEX_DIGITS && digits.chars().allMatch(PropertiesParser::isHex)) {
      return (char) Integer.parseInt(digits, 16);
    }
    problems.add(
        Code.BAD_ESCAPE,
        raw.place(i, 2),
        "\"\\u\" must be followed by four hexadecimal digits",
        "Write the character itself (the file is UTF-8), or two backslashes where one is meant.");
    return '?';
  }

  private static boolean isHex(int c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private static boolean separates(char c) {
    return c == '=' || c == ':' || BLANKS.indexOf(c) >= 0;
  }

  private static int skip(String raw, int from, String these) {
    int i = from;
    while (i < raw.length() && these.indexOf(raw.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private boolean isComment(int offset) {
    return offset < text.length() && "#!".indexOf(text.charAt(offset)) >= 0;
  }

  /** An odd number of them: each two are one that is meant. */
  private boolean endsWithBackslash(int from, int end) {
    int i = end;
    while (i > from && text.charAt(i - 1) == '\\') {
      i--;
    }
    return (end - i) % 2 == 1;
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private int afterBreak(int end) {
    return Math.min(text.length(), end + (text.startsWith("\r\n", end) ? 2 : 1));
  }

  /** A logical line, and where the next one begins. */
  private record Logical(Located located, int next) {}
}
