package io.vestibule.auth;

/** A user name and a password, as a client typed them: neither trimmed nor folded. Immutable. */
public record UsernamePassword(String username, Secret password) {
  /** The most characters that a name may have: as many as an e-mail address (RFC 3696, 3). */
  public static final int LONGEST_NAME = 320;

  private static final int LONGEST_PASSWORD = 1024;

  /** Whether they can be nobody's, which is looked at before anything is computed of them. */
  boolean areTooLong() {
    return username.length() > LONGEST_NAME || password.reveal().length() > LONGEST_PASSWORD;
  }
}
