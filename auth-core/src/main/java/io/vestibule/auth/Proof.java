package io.vestibule.auth;

/** What became of the question who it is, and the name of the authenticator that answered it. */
record Proof(AuthResult result, String via) {
  static final Proof NONE = new Proof(AuthResult.notAttempted(), "");
  static final Proof UNRECOGNISED =
      new Proof(AuthResult.rejected(Reason.INVALID, "nobody recognises the credentials"), "nobody");
}
