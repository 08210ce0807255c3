package io.vestibule.auth.proxy;

/** What a user may do who was made because a proxy named them. */
public enum Permission {
  /** Nothing. */
  NONE,
  /** To read. */
  RO,
  /** To read and to write. */
  RW,
  /** Everything; in the file it may also stand for {@link #RW}, as elsewhere. */
  FULL
}
