package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Holds a value against the type of its key, and says what is wrong and what would be right. */
final class ValueCheck {
  private final Document document;
  private final Path folder;
  private final Problems problems;

  ValueCheck(Reading reading) {
    this.document = reading.document();
    this.folder = reading.folder();
    this.problems = reading.problems();
  }

  /** Whether it fits; what does not is reported. */
  boolean test(String section, String name, Key key, Value value) {
    return hasNoControl(name, key, value)
        && isNotEmpty(section, name, key, value)
        && fits(section, key, value);
  }

  private boolean hasNoControl(String name, Key key, Value value) {
    boolean lines = key.type() == Key.Type.SECRET;
    for (int i = 0; i < value.text().length(); i++) {
      char c = value.text().charAt(i);
      if (Text.isControl(c) && !(lines && (c == '\n' || c == '\r'))) {
        problems.add(
            Code.CONTROL_CHARACTER,
            value.place(i, 1),
            String.format("The value of %s holds the control character U+%04X", name, (int) c),
            "A value is one line of text.");
        return false;
      }
    }
    return true;
  }

  private boolean isNotEmpty(String section, String name, Key key, Value value) {
    if (!value.text().isBlank()) {
      return true;
    }
    problems.add(
        Code.VALUE_EMPTY,
        value.place(),
        name + " has no value",
        Stream.concat(
                key.byDefault().map(same -> "Without this line it is " + same + ".").stream(),
                Stream.of(example(section, name, key)))
            .toList());
    return false;
  }

  private boolean fits(String section, Key key, Value value) {
    return switch (key.type()) {
      case TEXT, SECRET -> true;
      case FLAG ->
        Types.flag(value.text()).isPresent()
            || refuse(
                Code.NOT_A_FLAG,
                section,
                key,
                value,
                "must be yes or no",
                "yes, true, on, no, false, off");
      case NUMBER ->
        Types.number(value.text()).isPresent()
            || refuse(
                Code.NOT_A_NUMBER,
                section,
                key,
                value,
                "must be a whole number",
                "0 and more, digits only");
      case DURATION ->
        Types.duration(value.text()).isPresent()
            || refuse(
                Code.NOT_A_DURATION,
                section,
                key,
                value,
                "must be a length of time",
                "a whole number and ms, s, m, h or d, without a blank between them");
      case CHOICE -> key.choices().contains(value.text()) || refuseChoice(key, value);
      case LIST -> hasNoGap(section, key, value);
      case PATH ->
        Types.path(folder, value.text()).isPresent()
            || refuse(
                Code.NOT_A_PATH,
                section,
                key,
                value,
                "must be a path",
                "what the file system takes");
    };
  }

  private boolean refuse(
      Code code, String section, Key key, Value value, String must, String allowed) {
    problems.add(
        code,
        value.place(),
        key.name() + " " + must + ", but is " + value.shown(key),
        Stream.of(
                Stream.of("Allowed: " + allowed),
                Stream.of(example(section, key.name(), key)),
                comment(value))
            .flatMap(lines -> lines)
            .toList());
    return false;
  }

  private boolean refuseChoice(Key key, Value value) {
    problems.add(
        Code.NOT_A_CHOICE,
        value.place(),
        key.name() + " cannot be " + value.shown(key),
        Stream.of(
                value.outside()
                    ? Stream.<String>of()
                    : Nearest.hint(value.text(), key.choices()).stream(),
                Stream.of("Allowed: " + Text.listed(key.choices())),
                comment(value))
            .flatMap(lines -> lines)
            .toList());
    return false;
  }

  private boolean hasNoGap(String section, Key key, Value value) {
    for (Types.Element element : Types.elements(value.text())) {
      if (element.text().isEmpty()) {
        problems.add(
            Code.LIST_WITH_A_GAP,
            value.place(Math.max(0, element.from() - 1), 1),
            "Between two commas, or beside one, nothing stands in " + key.name(),
            "Remove the comma that is too much.",
            example(section, key.name(), key));
        return false;
      }
    }
    return true;
  }

  private static Stream<String> comment(Value value) {
    boolean likely = value.text().contains(" #") || value.text().contains(" ;");
    return likely && !value.outside()
        ? Stream.of("A comment stands on a line of its own; here it belongs to the value.")
        : Stream.of();
  }

  private String example(String section, String name, Key key) {
    return "Example: " + document.example(section, name, key.example());
  }
}
