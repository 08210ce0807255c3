package io.vestibule.auth.config;

import java.util.List;
import java.util.Optional;

/**
 * One key of a section: its name, what its value may be, and what it is for. Immutable.
 *
 * @param name in {@code lower_snake_case}
 * @param type what its value may be
 * @param choices the words that are allowed, for {@link Type#CHOICE}
 * @param byDefault what holds where it is missing
 * @param required whether the start is refused without it
 * @param help one line
 * @param example a value that works
 */
public record Key(
    String name,
    Type type,
    List<String> choices,
    Optional<String> byDefault,
    boolean required,
    String help,
    String example) {

  /** What a value may be. */
  public enum Type {
    /** Any text that is not blank. */
    TEXT,
    /** A text that must not show. */
    SECRET,
    /** {@code yes}, {@code true}, {@code on} or {@code no}, {@code false}, {@code off}, in any case. */
    FLAG,
    /** A whole number that is not negative. */
    NUMBER,
    /** A whole number and a unit: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 30d}; {@code 0} too. */
    DURATION,
    /** One of the choices. */
    CHOICE,
    /** Texts between commas; blanks around each are dropped. */
    LIST,
    /** A file, relative to the folder of the configuration. */
    PATH
  }

  /** Copies the choices. */
  public Key {
    choices = List.copyOf(choices);
  }

  /** A key of this type; the example is a value that works. */
  public static Key of(String name, Type type, String help, String example) {
    return new Key(name, type, List.of(), Optional.empty(), false, help, example);
  }

  /** A key whose value is one of these words. */
  public static Key choice(String name, String help, String... choices) {
    return new Key(name, Type.CHOICE, List.of(choices), Optional.empty(), false, help, choices[0]);
  }

  /** The same key with a default. */
  public Key orElse(String value) {
    return new Key(name, type, choices, Optional.of(value), required, help, example);
  }

  /** The same key, without which the start is refused. */
  public Key mandatory() {
    return new Key(name, type, choices, byDefault, true, help, example);
  }
}
