package io.vestibule.auth.oauth;

/** What {@link LogoutTokens} make of a logout token. */
sealed interface LogoutResult {

  /**
   * Somebody has signed out at the provider.
   *
   * @param provider the authenticator whose sessions end: others may have the same issuer, for other clients
   * @param subject whose sessions end; empty where only one does
   * @param sid the provider's session that has ended; empty where all of the subject's have
   */
  record Notice(String provider, String issuer, String subject, String sid)
      implements LogoutResult {}

  /**
   * It is not to be believed.
   *
   * @param detail why, for the log
   */
  record Refused(String detail) implements LogoutResult {}
}
