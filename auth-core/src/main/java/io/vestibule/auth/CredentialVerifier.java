package io.vestibule.auth;

import java.util.Optional;

/**
 * The host's side of a check: credentials in, identity out. A lambda will do. Thread-safe.
 *
 * @param <C> the kind of credentials, such as {@link UsernamePassword}
 */
@FunctionalInterface
public interface CredentialVerifier<C> {

  /**
   * The identity that these credentials prove; empty when they are wrong.
   *
   * @throws AuthUnavailableException when whoever could tell is down
   */
  Optional<Identity> verify(C credentials);
}
