package io.vestibule.auth.config;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${file:PATH}}, once: what they say is taken as it is.
 */
final class References {
  static final int MAX_FILE = 64 * 1024;

  private static final Pattern REFERENCE = Pattern.compile(
      "(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?<or>:-)(?<default>.*))?", Pattern.DOTALL);
  private static final Pattern BARE = Pattern.compile("\\$\\{(file:[^}]*|[A-Za-z_][A-Za-z0-9_]*)}");
  private static final String OPEN = "${";
  private static final String FILE = "file:";

  private final Path folder;
  private final Map<String, String> environment;
  private final Problems problems;

  References(Path folder, Map<String, String> environment, Problems problems) {
    this.folder = folder;
    this.environment = environment;
    this.problems = problems;
  }

  /** Whether this text is one reference and nothing else, so that it may show. */
  static boolean isBare(String text) {
    return BARE.matcher(text).matches();
  }

  /** The value; empty where a reference in it cannot be resolved, which is reported. */
  Optional<Value> resolve(Assignment assignment) {
    Located written = assignment.value();
    String from = written.text();
    if (!from.contains(OPEN)) {
      return Optional.of(Value.of(written));
    }
    ValueBuilder value = new ValueBuilder(assignment);
    int done = 0;
    for (int open = from.indexOf(OPEN); open >= 0; open = from.indexOf(OPEN, done)) {
      boolean escaped = open > done && from.charAt(open - 1) == '$';
      value.text.append(from, done, escaped ? open - 1 : open);
      done = escaped ? value.escaped(open) : value.reference(open);
    }
    value.text.append(from, done, from.length());
    return value.sound
        ? Optional.of(new Value(value.text.toString(), written, value.outside, value.file))
        : Optional.empty();
  }

  /** The text of a file that holds one secret. */
  Optional<String> read(String name, Place place) {
    try {
      return Optional.of(TextFile.secret(folder.resolve(name), MAX_FILE));
    } catch (InvalidPathException notAPath) {
      return unreadable(name, "this is not a path", place);
    } catch (IOException failure) {
      return unreadable(name, TextFile.reason(folder.resolve(name), failure), place);
    }
  }

  Optional<Path> path(String name) {
    return Types.path(folder, name);
  }

  private Optional<String> unreadable(String name, String reason, Place place) {
    problems.add(
        Code.REFERENCE_UNREADABLE,
        place,
        "The file " + Text.quoted(name) + " cannot be read: " + reason,
        "A relative path begins at the folder of the configuration.");
    return Optional.empty();
  }

  /** One value while it is read. */
  private final class ValueBuilder {
    private final Assignment assignment;
    private final Located written;
    private final StringBuilder text = new StringBuilder();
    private boolean sound = true;
    private boolean outside;
    private Optional<Path> file = Optional.empty();

    ValueBuilder(Assignment assignment) {
      this.assignment = assignment;
      this.written = assignment.value();
    }

    int escaped(int open) {
      text.append(OPEN);
      return open + OPEN.length();
    }

    /** Appends what the reference at this index says, and returns where it ends. */
    int reference(int open) {
      String from = written.text();
      int close = from.indexOf('}', open);
      if (close < 0) {
        malformed(
            open, from.length(), "The reference that begins with \"${\" is not closed by \"}\"");
        return from.length();
      }
      String inner = from.substring(open + OPEN.length(), close);
      Matcher parts = REFERENCE.matcher(inner);
      if (inner.startsWith(FILE)) {
        file(inner.substring(FILE.length()), written.place(open, close + 1 - open));
      } else if (parts.matches()) {
        variable(parts, written.place(open, close + 1 - open));
      } else {
        malformed(open, close + 1, "This reference is neither a variable nor a file");
      }
      return close + 1;
    }

    private void variable(Matcher parts, Place place) {
      String name = parts.group("name");
      String set = environment.getOrDefault(name, "");
      if (parts.group("or") != null && set.isEmpty()) {
        text.append(parts.group("default"));
      } else if (environment.containsKey(name)) {
        outside = true;
        text.append(set);
      } else {
        sound = false;
        problems.add(
            Code.REFERENCE_UNRESOLVED,
            place,
            "The environment variable " + name + " is not set; " + assignment.name() + " needs it",
            "Set it, or give a default: ${" + name
                + ":-default}, or read a file: ${file:/run/secrets/" + name.toLowerCase(Locale.ROOT)
                + "}");
      }
    }

    private void file(String name, Place place) {
      Optional<String> content = read(name, place);
      sound &= content.isPresent();
      outside = true;
      content.ifPresent(text::append);
      file = content.map(there -> folder.resolve(name));
    }

    private void malformed(int from, int to, String message) {
      sound = false;
      problems.add(
          Code.REFERENCE_MALFORMED,
          written.place(from, to - from),
          message,
          "Example: ${NAME}, ${NAME:-default} or ${file:/run/secrets/name}",
          "A name has letters, digits and \"_\" only, and does not begin with a digit.",
          "Where \"${\" is meant to stand for itself, write \"$${\".");
    }
  }
}
