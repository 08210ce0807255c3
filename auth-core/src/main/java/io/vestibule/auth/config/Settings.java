package io.vestibule.auth.config;

import io.vestibule.auth.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The checked values of one section, as a factory reads them: overrides and references are resolved, types are
 * checked, defaults are filled in. A key that the section's schema does not know, or that is missing and has no
 * default, is a programming error where a plain value is asked for, and empty where an optional one is.
 * Not thread-safe: it is read while the file is.
 */
public interface Settings {

  /**
   * The name of the authenticator that is being made: its kind, whatever alias {@code type} has, or {@code bearer.ci}.
   */
  String name();

  /** The value of a key, or its default. */
  String text(String key);

  /** The value of a key, or its default, or empty. */
  Optional<String> optional(String key);

  /** A secret; empty where it is missing. */
  Optional<Secret> secret(String key);

  /** A switch. */
  boolean flag(String key);

  /** A whole number. */
  long number(String key);

  /** A length of time. */
  Duration duration(String key);

  /** The texts between commas; empty where it is missing. */
  List<String> list(String key);

  /** A file; empty where it is missing. */
  Optional<Path> path(String key);

  /** The folder of the configuration, where relative files begin. */
  Path folder();

  /** The names of all ways of signing in of this file, in the order in which they are asked. */
  default List<String> ways() {
    return List.of(name());
  }

  /** Where a key stands: {@code auth.ini:7}; for a key that is missing, where its section begins. */
  String origin(String key);

  /** All that stands in the section, in its order: for free sections. */
  List<Entry> entries();

  /** Another section of the file, empty where it is missing; the factory must name it in {@code alsoReads}. */
  Settings section(String name);

  /** The clock of everything that is made from this file. */
  InstantSource clock();

  /** One instance per file and type, made when first asked for: what several authenticators share. */
  <T> T shared(Class<T> type, Supplier<T> maker);

  /** What the host supplies in Java for this type; empty where it supplies nothing. */
  default <T> Optional<T> supplied(Class<T> type) {
    return Optional.empty();
  }

  /** Reports a fault at the value of this key, or at the section where it is missing; the start is refused. */
  void fault(String key, String found, String cure);

  /** Reports, at the value of this key, something that works and is unwise. */
  void warn(String key, String found, String cure);

  /**
   * One line of a free section.
   *
   * @param origin {@code auth.ini:7}
   */
  record Entry(String key, String value, String origin) {

    /** Never shows the value: the hashes of users stand in such lines. */
    @Override
    public String toString() {
      return key + " at " + origin;
    }
  }
}
