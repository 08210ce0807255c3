package io.vestibule.auth.store;

import java.time.Instant;

/**
 * One record of a {@link Store}. Immutable.
 *
 * @param kind what it is, such as {@code session}; at most 32 characters
 * @param id unique among its kind; at most 255 characters, compared exactly
 * @param owner whose it is, such as a user's name; {@code ""} where it is nobody's; at most 255 characters
 * @param value its content: one line of versioned text, at most 8,000 characters
 * @param expires when it is gone by itself; {@link Instant#MAX} for never
 * @param version how often it was written; 0 before it is kept
 */
public record Entry(
    String kind, String id, String owner, String value, Instant expires, long version) {

  /** An entry that is not kept yet. */
  public static Entry of(String kind, String id, String owner, String value, Instant expires) {
    return new Entry(kind, id, owner, value, expires, 0);
  }

  /** The same entry with another content and end. */
  public Entry with(String newValue, Instant newExpires) {
    return new Entry(kind, id, owner, newValue, newExpires, version);
  }
}
