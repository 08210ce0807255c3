package io.vestibule.auth;

/** Words of the host's own for what is refused. A lambda will do. Thread-safe. */
@FunctionalInterface
public interface RefusalHandler {

  /**
   * The whole answer: its status is the one that the client gets. A field that the default answer has, such as {@code
   * WWW-Authenticate} or {@code Retry-After}, is added where this answer does not set it.
   *
   * <p>It is asked once. Where it throws, the default answer is sent.
   */
  AuthResponse answer(Refused refused);
}
