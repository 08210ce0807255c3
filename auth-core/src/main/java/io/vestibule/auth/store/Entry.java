package io.vestibule.auth.store;

import java.time.Instant;

/**
 * One record of a {@link Store}. Immutable. No text holds the character NUL or half a surrogate pair, because not
 * every database can keep them; whoever makes an entry of outside text asks {@link #fits} first.
 *
 * @param kind what it is, such as {@code session}; 1 to 32 characters
 * @param id unique among its kind; 1 to 255 characters, compared exactly
 * @param owner whose it is, such as a user's name; {@code ""} where it is nobody's; at most 255 characters
 * @param value its content: one line of versioned text, at most 8,000 characters
 * @param expires when it is gone by itself, to the millisecond; {@link Instant#MAX} for never
 * @param version how often it was written; 0 before it is kept
 */
public record Entry(
    String kind, String id, String owner, String value, Instant expires, long version) {
  private static final int MAX_KIND = 32;
  private static final int MAX_ID = 255;
  private static final int MAX_VALUE = 8_000;

  /** Refuses what no store keeps, by {@link IllegalArgumentException}, and drops what is below a millisecond. */
  public Entry {
    check("kind", kind, 1, MAX_KIND);
    check("id", id, 1, MAX_ID);
    check("owner", owner, 0, MAX_ID);
    check("value", value, 0, MAX_VALUE);
    expires = Expiry.instant(Expiry.millis(expires));
  }

  /** An entry that is not kept yet. */
  public static Entry of(String kind, String id, String owner, String value, Instant expires) {
    return new Entry(kind, id, owner, value, expires, 0);
  }

  /** The same entry with another content and end. */
  public Entry with(String newValue, Instant newExpires) {
    return new Entry(kind, id, owner, newValue, newExpires, version);
  }

  /** The same entry as the store has it once it has taken this one in place of the one before. */
  public Entry replaced() {
    return new Entry(kind, id, owner, value, expires, version + 1);
  }

  /** Whether an outside text can be an id or an owner: 1 to 255 characters that every store can keep. */
  public static boolean fits(String text) {
    return fits(text, 1, MAX_ID);
  }

  /** Says what it is and nothing of what it holds. */
  @Override
  public String toString() {
    return "Entry[" + kind + ", version " + version + "]";
  }

  private static void check(String what, String text, int min, int max) {
    if (!fits(text, min, max)) {
      throw new IllegalArgumentException(what + " must have " + min + " to " + max
          + " characters without NUL and half surrogate pairs, but has " + text.length());
    }
  }

  private static boolean fits(String text, int min, int max) {
    if (text.length() < min || text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || (Character.isSurrogate(c) && !isPaired(text, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
