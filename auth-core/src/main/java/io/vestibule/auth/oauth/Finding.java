package io.vestibule.auth.oauth;

/**
 * What a look at one thing has come to. Immutable.
 *
 * @param cure what to do; empty where nothing is wrong
 */
record Finding(Kind kind, String about, String found, String cure) {

  /** How bad it is. */
  enum Kind {
    /** As it should be. */
    OK("ok"),
    /** To know, or to do elsewhere. */
    NOTE("note"),
    /** Does not work. */
    FIX("FIX");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Finding ok(String about, String found) {
    return new Finding(Kind.OK, about, found, "");
  }

  static Finding note(String about, String found, String cure) {
    return new Finding(Kind.NOTE, about, found, cure);
  }

  static Finding fix(String about, String found, String cure) {
    return new Finding(Kind.FIX, about, found, cure);
  }
}
