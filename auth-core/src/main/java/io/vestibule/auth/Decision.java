package io.vestibule.auth;

/** What becomes of a request. Immutable. */
public sealed interface Decision {

  /** The one value of {@link Pass}. */
  Decision PASS = new Pass();

  /** It passes, and nobody knows who it is. */
  record Pass() implements Decision {}

  /**
   * It passes as somebody.
   *
   * @param via the name of the authenticator that said so
   * @param responseHeaders what the response carries, unless the application sets its own
   */
  record Admit(Identity identity, String via, Headers responseHeaders) implements Decision {}

  /** It ends here, with this answer. */
  record Answer(AuthResponse response) implements Decision {}
}
