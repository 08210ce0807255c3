package io.vestibule.auth;

import io.vestibule.auth.AuthResponse.HostSession;

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
   * @param hostSession what becomes of the container's own session before the application sees the request
   */
  record Admit(Identity identity, String via, Headers responseHeaders, HostSession hostSession)
      implements Decision {
    /** As somebody; the container's own session stays as it is. */
    public Admit(Identity identity, String via, Headers responseHeaders) {
      this(identity, via, responseHeaders, HostSession.KEEP);
    }
  }

  /** It ends here, with this answer. */
  record Answer(AuthResponse response) implements Decision {}
}
