package io.vestibule.auth.digest;

import java.util.Optional;
import java.util.function.Supplier;

/** Users who are read anew when their file changes. Thread-safe. */
record ReadUsers(Supplier<? extends DigestUsers> now) implements DigestUsers {

  @Override
  public Optional<DigestUser> find(String username) {
    return now.get().find(username);
  }

  @Override
  public Optional<DigestUser> findHashed(DigestAlgorithm algorithm, String userhash) {
    return now.get().findHashed(algorithm, userhash);
  }
}
