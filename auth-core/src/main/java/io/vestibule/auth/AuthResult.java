package io.vestibule.auth;

/** What an {@link Authenticator} answers: not my kind of credentials, right ones, or wrong ones. */
public sealed interface AuthResult {

  /** The request shows no credentials of this kind; the next authenticator is asked. */
  record NotAttempted() implements AuthResult {
    private static final NotAttempted INSTANCE = new NotAttempted();
  }

  /** The credentials are right; the headers go with the response, whatever the application answers. */
  record Authenticated(Identity identity, Headers responseHeaders) implements AuthResult {}

  /**
   * The credentials are wrong; nobody else is asked.
   *
   * @param detail for the log: what was wrong, never a secret; the client does not see it
   */
  record Rejected(Reason reason, String detail) implements AuthResult {}

  /** No credentials of this kind were shown. */
  static AuthResult notAttempted() {
    return NotAttempted.INSTANCE;
  }

  /** The credentials prove this identity. */
  static AuthResult authenticated(Identity identity) {
    return new Authenticated(identity, Headers.none());
  }

  /** The credentials prove this identity, and the response carries these headers. */
  static AuthResult authenticated(Identity identity, Headers responseHeaders) {
    return new Authenticated(identity, responseHeaders);
  }

  /** The credentials are wrong for this reason; the detail is for the log only. */
  static AuthResult rejected(Reason reason, String detail) {
    return new Rejected(reason, detail);
  }
}
