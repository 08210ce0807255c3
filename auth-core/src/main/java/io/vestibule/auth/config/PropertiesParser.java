package io.vestibule.auth.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

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
  private int next;

  private PropertiesParser(SourceText source, Problems problems) {
    this.source = source;
    this.text = source.text();
    this.problems = problems;
  }

  /** Calls back with each key and value, in order, also with those that stand there twice. */
  static void parse(SourceText source, Problems problems, BiConsumer<Located, Located> each) {
    PropertiesParser parser = new PropertiesParser(source, problems);
    Optional<Located> line = parser.logicalLine();
    while (line.isPresent() && !problems.full()) {
      parser.split(line.get(), each);
      line = parser.logicalLine();
    }
  }

  /** The next line that says something, with its continuations joined; empty at the end. */
  private Optional<Located> logicalLine() {
    while (next < text.length()) {
      skipBlanks();
      if (next < text.length() && "#!".indexOf(text.charAt(next)) >= 0) {
        skipLine();
      } else {
        Located line = join();
        if (!line.text().isEmpty()) {
          return Optional.of(line);
        }
      }
    }
    return Optional.empty();
  }

  /** One natural line and what its backslashes append to it. A line that begins with a comment is not one. */
  private Located join() {
    Joined joined = new Joined(text);
    while (true) {
      boolean backslash = false;
      while (next < text.length() && !atBreak()) {
        backslash = text.charAt(next) == '\\' && !backslash;
        joined.append(next++);
      }
      if (backslash) {
        joined.dropLast();
      }
      boolean ended = next >= text.length();
      skipBreak();
      if (!backslash || ended) {
        return joined.located(source, next);
      }
      skipBlanks();
      if (joined.isEmpty() && next < text.length() && "#!".indexOf(text.charAt(next)) >= 0) {
        return joined.located(source, next);
      }
    }
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
    String digits = raw.text().substring(Math.min(i + 2, raw.text().length()), Math.min(end, raw.text().length()));
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

  private void skipBlanks() {
    next = skip(text, next, BLANKS);
  }

  private void skipLine() {
    while (next < text.length() && !atBreak()) {
      next++;
    }
    skipBreak();
  }

  private boolean atBreak() {
    return text.charAt(next) == '\n' || text.charAt(next) == '\r';
  }

  private void skipBreak() {
    if (next < text.length()) {
      next += text.startsWith("\r\n", next) ? 2 : 1;
    }
  }

  /** A line that grows by continuations. */
  private static final class Joined {
    private final String text;
    private final StringBuilder line = new StringBuilder();
    private int[] offsets = new int[16];

    Joined(String text) {
      this.text = text;
    }

    void append(int offset) {
      if (line.length() + 1 >= offsets.length) {
        offsets = Arrays.copyOf(offsets, offsets.length * 2);
      }
      offsets[line.length()] = offset;
      line.append(text.charAt(offset));
      offsets[line.length()] = offset + 1;
    }

    void dropLast() {
      line.setLength(line.length() - 1);
    }

    boolean isEmpty() {
      return line.isEmpty();
    }

    Located located(SourceText source, int end) {
      int[] used = Arrays.copyOf(offsets, line.length() + 1);
      if (line.isEmpty()) {
        used[0] = end;
      }
      return new Located(source, line.toString(), used);
    }
  }
}
