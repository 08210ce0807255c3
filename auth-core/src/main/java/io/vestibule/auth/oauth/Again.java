package io.vestibule.auth.oauth;

import java.util.Arrays;

/** What somebody who is known here must prove again at the provider. */
enum Again {
  /** Nothing: the provider may know them by a session of its own. */
  NOTHING("0"),
  /** Who it is, just now. */
  IDENTITY("1"),
  /** The same, and by more than one factor. */
  FACTORS("mfa");

  private final String word;

  Again(String word) {
    this.word = word;
  }

  /** As addresses and cookies say it. */
  String word() {
    return word;
  }

  /** Nothing for any other word: whoever makes up an address gets the plain sign-in. */
  static Again of(String word) {
    return Arrays.stream(values())
        .filter(again -> again.word.equals(word))
        .findFirst()
        .orElse(NOTHING);
  }

  boolean isAsked() {
    return this != NOTHING;
  }
}
