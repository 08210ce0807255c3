package io.vestibule.auth;

/** Why credentials were refused: a closed list for logs and tests, never told to the client in detail. */
public enum Reason {
  /** They could not be read. */
  MALFORMED,
  /** They could be read and are wrong. */
  INVALID,
  /** They were right once. */
  EXPIRED,
  /** More than one set of credentials was shown, and they do not agree. */
  AMBIGUOUS
}
