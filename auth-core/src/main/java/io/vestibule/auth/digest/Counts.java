package io.vestibule.auth.digest;

import java.time.Instant;
import java.util.Optional;

/** Sees to it that each count of a nonce serves once (RFC 7616, 3.4: nc). Thread-safe; bounded. */
interface Counts {

  /** Takes a count; false when it was taken, or may have been. Of many callers one is told true. */
  boolean take(String nonce, Instant issued, String username, long count);

  /** When the nonce was issued, where this user has proved the password with it here; else empty. */
  Optional<Instant> known(String nonce, String username);
}
