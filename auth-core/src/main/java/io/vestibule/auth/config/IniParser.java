package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the INI format: blank lines, comments, {@code [section]} and {@code key = value}, one line each. */
final class IniParser {
  /** The last line of a secret in base64: what fills it up is no equals sign behind a key. */
  private static final Pattern WRAPPED_BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}={1,2}");

  private final SourceText source;
  private final Document document;
  private final Problems problems;

  private IniParser(SourceText source, Problems problems) {
    this.source = source;
    this.document = new Document(source, Document.Format.INI);
    this.problems = problems;
  }

  static Document parse(SourceText source, Problems problems) {
    return new IniParser(source, problems).parse();
  }

  private Document parse() {
    Block current = new Block("", source.beginning());
    for (int line = 1; line <= source.lines() && !problems.full(); line++) {
      Located whole = Located.of(source, source.start(line), source.end(line)).trimmed();
      if (!whole.text().isEmpty() && "#;".indexOf(whole.text().charAt(0)) < 0) {
        current = read(whole, line, current);
      }
    }
    return document;
  }

  /** Reads a line, and returns the section to which the next one belongs. */
  private Block read(Located line, int number, Block current) {
    boolean control = hasControl(line);
    if (!control && line.text().startsWith("[")) {
      return section(line);
    }
    if (control || !assignment(line, current)) {
      document.breakLine(current.name(), number);
    }
    return current;
  }

  private boolean hasControl(Located line) {
    for (int i = 0; i < line.text().length(); i++) {
      if (Text.isControl(line.text().charAt(i))) {
        problems.add(
            Code.CONTROL_CHARACTER,
            line.place(i, 1),
            String.format("Control character U+%04X", (int) line.text().charAt(i)),
            "Delete it, or write the line anew: it cannot be seen in most editors.");
        return true;
      }
    }
    return false;
  }

  private Block section(Located line) {
    int close = line.text().indexOf(']');
    Located name = line.part(1, close < 0 ? line.text().length() : close).trimmed();
    if (close < 0) {
      problems.add(
          Code.SECTION_NOT_CLOSED,
          line.place(),
          "The section's name is not closed by \"]\"",
          "Example: [authentication]");
    } else if (close < line.text().length() - 1) {
      afterBracket(line.part(close + 1, line.text().length()).trimmed());
      document.breakLine(name.text(), source.line(line.start()));
    }
    return open(name, line);
  }

  private void afterBracket(Located rest) {
    problems.add(
        Code.SECTION_NOT_CLOSED,
        rest.place(),
        "Nothing may follow the \"]\" of a section",
        "#;".indexOf(rest.text().charAt(0)) >= 0
            ? "A comment stands on a line of its own."
            : "Write it on the next line.");
  }

  private Block open(Located name, Located line) {
    if (name.text().isEmpty()) {
      problems.add(
          Code.EMPTY_SECTION_NAME,
          line.place(),
          "This section has no name",
          "Example: [authentication]");
    } else {
      document
          .block(name.text())
          .ifPresent(first -> problems.add(
              Code.SECTION_TWICE,
              name.place(),
              "Section [" + name.text() + "] stands twice; the first is in line "
                  + first.place().line(),
              "Move these lines up to the first one."));
    }
    return document.open(name.text(), name.text().isEmpty() ? line.place() : name.place());
  }

  /** Takes {@code key = value} in, and says whether the line is one. */
  private boolean assignment(Located line, Block current) {
    int equals = line.text().indexOf('=');
    Located key = line.part(0, Math.max(0, equals)).trimmed();
    if (isUsersFileLine(current, line, equals)) {
      problems.add(
          Code.NO_EQUALS_SIGN,
          line.place(),
          "This line has the form of a users file, name:hash",
          "Write name = hash here, or keep these lines in a file and name it: users_file = users.txt");
    } else if (WRAPPED_BASE64.matcher(line.text()).matches()) {
      problems.add(
          Code.NO_EQUALS_SIGN,
          line.place(),
          "This line has no key: it looks like the end of a value that was wrapped",
          "A value stands on one line with its key.");
    } else if (equals < 0) {
      noEquals(line);
    } else if (equals == 0) {
      problems.add(
          Code.EMPTY_KEY,
          line.place(0, 1),
          "There is no key before the \"=\"",
          "Example: type = basic");
    } else if (document.blocks().isEmpty()) {
      problems.add(
          Code.NO_SECTION,
          key.place(),
          "Key " + Text.quoted(key.text()) + " stands before the first section",
          "Write a line [authentication] above it.");
      document.stray(key, line.part(equals + 1, line.text().length()).trimmed());
      return true;
    } else {
      Located value = line.part(equals + 1, line.text().length()).trimmed();
      document.assign(current, key, value(value), problems);
      return true;
    }
    return false;
  }

  /** An equals sign further on may be the end of a hash, and the name would be half of it. */
  private static boolean isUsersFileLine(Block current, Located line, int equals) {
    int colon = line.text().indexOf(':');
    return colon >= 0
        && (equals < 0 || colon < equals)
        && Nearest.of(current.name(), List.of(Mask.USERS)).isPresent();
  }

  private void noEquals(Located line) {
    int colon = line.text().indexOf(':');
    boolean likeYaml = colon > 0 && line.text().chars().limit(colon).allMatch(IniParser::isWord);
    problems.add(
        Code.NO_EQUALS_SIGN,
        line.place(),
        "This line is neither a section, nor a comment, nor \"key = value\": it has no \"=\"",
        likeYaml
            ? "Write \"=\" instead of \":\"."
            : "A value stands on one line with its key. A comment begins with \"#\".");
  }

  private static boolean isWord(int c) {
    return c == '_' || c == '-' || Character.isLetterOrDigit(c);
  }

  /** Quotes keep blanks at the ends of a value; between them everything stands for itself. */
  private Located value(Located written) {
    int length = written.text().length();
    if (!written.text().startsWith("\"")) {
      return written;
    }
    if (length > 1 && written.text().endsWith("\"")) {
      return written.part(1, length - 1);
    }
    problems.add(
        Code.QUOTE_NOT_CLOSED,
        written.place(0, 1),
        "The quote that begins this value is not closed at its end",
        "Write one at its end too, or none at all: only a value that begins or ends with a blank needs quotes.");
    return written;
  }
}
