package io.vestibule.auth;

import java.util.List;
import java.util.Optional;

/**
 * One way for a client to prove who it is: the interface that a host implements to add its own.
 *
 * <p>Implementations are thread-safe and keep no state between requests that could grow without a bound.
 */
@FunctionalInterface
public interface Authenticator {

  /**
   * Looks for credentials of this kind and checks them.
   *
   * <p>No credentials of this kind is {@link AuthResult#notAttempted()}, and the next authenticator is
   * asked; credentials that are wrong are {@link AuthResult#rejected}, and nobody else is asked.
   *
   * @throws AuthUnavailableException when whoever could tell is down; the client is answered 503
   */
  AuthResult authenticate(AuthRequest request);

  /** Says how a client could prove itself here; empty when this authenticator has nothing to offer. */
  default Optional<Challenge> challenge(Need need) {
    return Optional.empty();
  }

  /** The same for one that has several ways to be asked, such as Digest with two algorithms; the best first. */
  default List<Challenge> challenges(Need need) {
    return challenge(need).map(List::of).orElse(List.of());
  }

  /** The paths that this authenticator answers itself, such as a login form; asked once, at start. */
  default List<Endpoint> endpoints() {
    return List.of();
  }
}
