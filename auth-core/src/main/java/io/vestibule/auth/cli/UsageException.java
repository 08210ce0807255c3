package io.vestibule.auth.cli;

/** A command was called in a way that it does not understand; the message says why, and is fit to be shown. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the call. */
  public UsageException(String message) {
    super(message);
  }
}
