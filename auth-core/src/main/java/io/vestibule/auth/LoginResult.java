package io.vestibule.auth;

/** What came of a name and a password that the application itself collected. */
public sealed interface LoginResult {

  /** They are right: from here on the request is this user's. */
  record Admitted(Decision.Admit admit) implements LoginResult {}

  /** They are wrong, there were too many wrong ones before, or the user may not sign in. */
  record Refused(AuthResult.Rejected rejection) implements LoginResult {}
}
