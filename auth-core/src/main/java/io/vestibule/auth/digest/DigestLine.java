package io.vestibule.auth.digest;

import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Realm;

/** Writes the lines of a users file for Digest. Without state. */
public final class DigestLine {
  private static final int LONGEST_PASSWORD = 1024;

  private DigestLine() {}

  /**
   * The line {@code NAME:REALM:{ALGORITHM}hex}; whoever reads it can sign in as this user.
   *
   * @throws IllegalArgumentException when the name, the realm or the password cannot be used
   */
  public static String of(
      String username, String realm, DigestAlgorithm algorithm, Secret password) {
    String name = DigestAlgorithm.nfc(username.strip());
    if (name.isEmpty() || name.indexOf(':') >= 0 || hasControl(name) || name.startsWith("#")) {
      throw new IllegalArgumentException("a user name is not empty, and has no colon");
    }
    if (!Realm.isUsable(realm) || realm.indexOf(':') >= 0) {
      throw new IllegalArgumentException(Realm.RULE + " without a colon");
    }
    String text = password.reveal();
    if (text.isBlank() || text.length() > LONGEST_PASSWORD || hasControl(text)) {
      throw new IllegalArgumentException("a password is not blank, has up to " + LONGEST_PASSWORD
          + " characters, and no control characters");
    }
    String hex = algorithm.secret(name, realm, password).reveal();
    return name + ":" + realm + ":{" + algorithm.wireName() + "}" + hex;
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
