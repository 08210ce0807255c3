package io.vestibule.auth.password;

/** What became of a change of a user's address. */
public enum AddressChange {
  /** It is the user's now. */
  SET,
  /** Another user has verified it: nothing changed. */
  TAKEN,
  /** The account is not any more what it was: nothing changed. */
  STALE
}
