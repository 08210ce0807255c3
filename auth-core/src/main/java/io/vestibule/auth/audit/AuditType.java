package io.vestibule.auth.audit;

import java.util.Locale;

/** What can happen. Their words are stable; new ones may be added. */
public enum AuditType {
  /** Somebody signed in, or tried to, by whatever way. */
  LOGIN,
  /** Somebody signed out. */
  LOGOUT,
  /** Somebody who is signed in was asked to prove more. */
  STEP_UP,
  /** A try was refused before anything was checked: there were too many wrong ones. */
  THROTTLED,
  /** A lock was lifted by hand. */
  LOCKOUT_CLEARED,
  /** A session was ended by other means than signing out. */
  SESSION_ENDED,
  /** Something that works once was shown a second time, as by a thief. */
  REPLAY,
  /** Whoever is signed in lacks a role or a scope, or the rule lets nobody in. */
  ACCESS_DENIED,
  /** Another site made the browser send the request. */
  CROSS_SITE,
  /** Somebody was let in because of an address alone, or sent what only makes sense as a way around the rules. */
  BYPASS,
  /** An account was made. */
  USER_CREATED,
  /** Roles or other properties of an account were changed. */
  USER_CHANGED,
  /** An account may sign in no more. */
  USER_DISABLED,
  /** An account may sign in again. */
  USER_ENABLED,
  /** An account is gone. */
  USER_DELETED,
  /** Somebody proved the own password and replaced it. */
  PASSWORD_CHANGED,
  /** A password was replaced by somebody else, or by way of a link. */
  PASSWORD_RESET,
  /** The address at which mail reaches somebody was replaced or taken away. */
  EMAIL_CHANGED,
  /** A link that stands in for a password was made, to be mailed or passed on. */
  LINK_ISSUED,
  /** A second factor was set up, and is asked for from now on. */
  FACTOR_ADDED,
  /** A second factor was taken away. */
  FACTOR_REMOVED,
  /** A recovery code stood in for the second factor; it is used up. */
  RECOVERY_CODE_USED,
  /** The recovery codes were replaced; those from before work no more. */
  RECOVERY_CODES_RENEWED,
  /** A token for programs was made. */
  TOKEN_CREATED,
  /** A token for programs works no more. */
  TOKEN_REVOKED,
  /** A token was shown that is wrong, expired or revoked, or that came in a way in which none may. */
  TOKEN_REFUSED,
  /** The keys that sign tokens were changed by hand. */
  KEYS_CHANGED,
  /** An administrator replaced the certificate of the server. */
  CERTIFICATE_REPLACED;

  /** Its word in logs, such as {@code session-ended}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
