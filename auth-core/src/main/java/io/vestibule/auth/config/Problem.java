package io.vestibule.auth.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that is wrong with a configuration, or unwise: what, where, and how to cure it. Immutable. It holds no
 * secret: the shown line is masked.
 *
 * @param code such as {@code AUTH-C021}; never changes its meaning
 * @param severity whether the start is refused
 * @param place where it stands
 * @param message what was found, in one sentence
 * @param hints how to cure it, line by line; may be empty
 */
public record Problem(
    String code, Severity severity, Place place, String message, List<String> hints) {

  /** Whether a problem stops the start. */
  public enum Severity {
    /** The start is refused. */
    ERROR,
    /** It works, and it is unwise. */
    WARNING
  }

  /** Copies the hints. */
  public Problem {
    hints = List.copyOf(hints);
  }

  static Problem of(Code code, Place place, String message, List<String> hints) {
    return new Problem(code.id(), code.severity(), place, message, hints);
  }

  Problem at(Place other) {
    return new Problem(code, severity, other, message, hints);
  }

  boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The report of this one problem, line by line, as people read it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String said = isError() ? message : "Warning: " + message;
    lines.add(code + "  " + place + "  " + said);
    lines.addAll(place.excerpt());
    hints.forEach(hint -> lines.add("  " + hint));
    lines.add("  Help: docs/errors.md#" + code.toLowerCase(Locale.ROOT));
    return lines;
  }

  /** The lines, joined. */
  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
