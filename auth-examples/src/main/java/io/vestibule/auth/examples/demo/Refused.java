package io.vestibule.auth.examples.demo;

/** The demo does not start: one line, or one report, for the person at the terminal. */
final class Refused extends Exception {
  private final int status;

  private Refused(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The command line is wrong. */
  static Refused usage(String message) {
    return new Refused(2, message);
  }

  /** The command line is right, and what it asks for cannot be done. */
  static Refused start(String message) {
    return new Refused(1, message);
  }

  /** The exit status. */
  int status() {
    return status;
  }
}
