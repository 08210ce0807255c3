package io.vestibule.auth.config;

/** Where values come from: a text with lines, or the environment. */
@FunctionalInterface
interface Source {

  /** The place of so many characters from this offset on. */
  Place place(int offset, int length);

  /** A variable of the environment: one place for all of it. */
  static Source environment(String variable) {
    Place place = Place.of("environment " + variable);
    return (offset, length) -> place;
  }
}
