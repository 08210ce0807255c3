package io.vestibule.auth.password;

import io.vestibule.auth.Secret;

/** A password that is kept as it is, because the file says {@code use_bcrypt = False}. */
record PlainPassword(Secret text) implements StoredPassword {

  /** Reads a plain password. A hash is refused: compared as text, whoever reads the file could sign in with it. */
  static StoredPassword parse(String stored) {
    if (PasswordHash.looksLikeOne(stored)) {
      return new Unusable(
          "is a bcrypt hash, and use_bcrypt = False would take it for the password itself",
          "remove use_bcrypt = False");
    }
    return PasswordText.of(Secret.of(stored))
        .<StoredPassword>map(text -> new PlainPassword(Secret.of(text)))
        .orElseGet(() ->
            new Unusable("is empty, too long or not well-formed text", "choose another password"));
  }

  @Override
  public boolean matches(Secret password) {
    return PasswordText.of(password).map(typed -> Secret.of(typed).equals(text)).orElse(false);
  }

  @Override
  public int cost() {
    return 0;
  }
}
