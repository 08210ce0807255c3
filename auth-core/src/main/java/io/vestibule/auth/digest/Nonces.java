package io.vestibule.auth.digest;

import java.time.Instant;
import java.util.Optional;

/**
 * Makes nonces and knows its own. Those of a file need no memory: they carry their time and a signature. A host may
 * keep its own in a session or a database. Thread-safe.
 */
public interface Nonces {

  /** A new one, which nobody can foresee: printable ASCII without quotation marks and backslashes. */
  String issue();

  /** When it was issued; empty when it was not issued here, or is no longer wanted. */
  Optional<Instant> issuedAt(String nonce);

  /**
   * Whether a nonce may be unwanted before its time. If not, {@link #issuedAt} is asked once for each nonce that a user
   * proves the password with, and else at every request.
   */
  default boolean areWithdrawn() {
    return true;
  }
}
