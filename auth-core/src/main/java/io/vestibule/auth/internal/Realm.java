package io.vestibule.auth.internal;

/**
 * What a challenge names. RFC 7617 leaves open how other letters than ASCII are encoded, and browsers do not agree.
 * Without state.
 */
public final class Realm {
  /** The realm where nobody names one. */
  public static final String DEFAULT = "Authentication Required";

  /** What a realm must be, for a message. */
  public static final String RULE = "a realm is up to 200 printable ASCII characters";

  private static final int LONGEST = 200;

  private Realm() {}

  /** Whether a challenge can name it. */
  public static boolean isUsable(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST
        && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
