package io.vestibule.auth.config;

import io.vestibule.auth.internal.Nearest;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Holds a value against the type of its key, and says what is wrong and what would be right. */
final class ValueCheck {
  private static final Map<Key.Type, Form> FORMS = Map.of(
      Key.Type.FLAG,
      new Form(
          Code.NOT_A_FLAG,
          text -> Types.flag(text).isPresent(),
          "yes or no",
          "yes, true, on, no, false, off"),
      Key.Type.NUMBER,
      new Form(
          Code.NOT_A_NUMBER,
          text -> Types.number(text).isPresent(),
          "a whole number",
          "0 and more, up to 18 digits and nothing else"),
      Key.Type.DURATION,
      new Form(
          Code.NOT_A_DURATION,
          text -> Types.duration(text).isPresent(),
          "a length of time",
          "a whole number and ms, s, m, h or d, without a blank between them"));

  private static final Form PATH =
      new Form(Code.VALUE_REFUSED, text -> false, "a path", "what the file system takes");

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
                key.byDefault().map(same -> "Without this line it is \"" + same + "\".").stream(),
                Stream.of(example(section, name, key)))
            .toList());
    return false;
  }

  private boolean fits(String section, Key key, Value value) {
    Form form = FORMS.get(key.type());
    if (form != null) {
      return form.fits().test(value.text()) || refuse(section, key, value, form);
    }
    if (key.type() == Key.Type.PATH) {
      return Types.path(folder, value.text()).isPresent() || refuse(section, key, value, PATH);
    }
    if (key.type() == Key.Type.LIST) {
      return hasNoGap(section, key, value);
    }
    return key.type() != Key.Type.CHOICE
        || key.choices().contains(value.text())
        || refuseChoice(key, value);
  }

  private boolean refuse(String section, Key key, Value value, Form form) {
    problems.add(
        form.code(),
        value.place(),
        key.name() + " must be " + form.must() + ", but is " + value.shown(key),
        Stream.of(
                Stream.of("Allowed: " + form.allowed()),
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
        key.name() + " must be one of a few words, but is " + value.shown(key),
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

  /** A form that texts have, and how to say so. */
  private record Form(Code code, Predicate<String> fits, String must, String allowed) {}
}
