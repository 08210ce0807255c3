package io.vestibule.auth.password;

import io.vestibule.auth.Secret;
import java.util.Optional;

/** Computes the hash of a new password when it is its turn. Thread-safe. */
public record NewHash(HashGate gate) {

  /**
   * Empty for a text that cannot be hashed: one of more than 1,024 characters, or with a control character.
   *
   * @throws io.vestibule.auth.AuthUnavailableException when too many passwords are being checked
   */
  public Optional<Secret> of(Secret password) {
    try {
      return Optional.of(
          Secret.of(gate.run(() -> PasswordHash.hash(password, PasswordHash.DEFAULT_COST))));
    } catch (IllegalArgumentException refused) {
      return Optional.empty();
    }
  }
}
