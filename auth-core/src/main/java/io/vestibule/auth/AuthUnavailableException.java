package io.vestibule.auth;

import java.time.Duration;

/** Whoever could tell is down or overloaded: the client is answered 503 with Retry-After, the door stays shut. */
public final class AuthUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** When trying again makes sense. */
  private final Duration retryAfter;

  /**
   * Says what is down.
   *
   * @param detail for the log, never a secret
   * @param retryAfter when the client may try again; at least a second
   */
  public AuthUnavailableException(String detail, Duration retryAfter) {
    super(detail);
    this.retryAfter = retryAfter;
  }

  /** Says what is down, and why. */
  public AuthUnavailableException(String detail, Duration retryAfter, Throwable cause) {
    super(detail, cause);
    this.retryAfter = retryAfter;
  }

  /** When the client may try again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
