package io.vestibule.auth.session;

/** How a session ended that a browser still shows. */
enum Ending {
  /** By itself, or nobody knows how. */
  EXPIRED("session-expired", "You are signed out. Sign in again."),
  /** Nobody used it for as long as one may rest. */
  IDLE("session-expired", "You are signed out. Sign in again."),
  /** From another device. */
  REVOKED("session-revoked", "This session was ended from another device.");

  private final String code;
  private final String detail;

  Ending(String code, String detail) {
    this.code = code;
    this.detail = detail;
  }

  /** The word for programs and pages. */
  String code() {
    return code;
  }

  /** The sentence for programs. */
  String detail() {
    return detail;
  }
}
