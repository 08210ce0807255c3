package io.vestibule.auth.digest;

import java.util.Optional;

/** The host's side of Digest: who there is, and what is stored of their passwords. A lambda will do. Thread-safe. */
@FunctionalInterface
public interface DigestUsers {

  /**
   * The user of this name, in NFC; empty when there is none.
   *
   * @throws io.vestibule.auth.AuthUnavailableException when whoever could tell is down
   */
  Optional<DigestUser> find(String username);

  /** The user whose hashed name this is; empty where names are not hashed (RFC 7616, 3.4.4). */
  default Optional<DigestUser> findHashed(DigestAlgorithm algorithm, String userhash) {
    return Optional.empty();
  }
}
