package io.vestibule.auth;

/**
 * Why credentials were refused: a closed list. The client is told the status and the code, which do not say what part
 * was wrong; the log is told the rest.
 */
public enum Reason {
  /** They could not be read. */
  MALFORMED(401, "bad-credentials"),
  /** They could be read and are wrong. */
  INVALID(401, "bad-credentials"),
  /** They were right once. */
  EXPIRED(401, "bad-credentials"),
  /** A field that can say one thing only came twice: somebody besides the proxy wrote one of the two. */
  DOUBLED(400, "bad-request"),
  /** They say who it is, as one who may say so, and that is nobody who may come in here. */
  NOT_ACCEPTED(401, "not-accepted"),
  /** More than one set of credentials was shown, and they do not agree. */
  AMBIGUOUS(401, "bad-credentials"),
  /** They came in a way in which they must not be sent, such as in an address. */
  MISPLACED(400, "misplaced-credentials"),
  /** They were not looked at: there were too many wrong ones before. */
  THROTTLED(429, "rate-limited"),
  /** They are right, and a second factor is demanded besides, which cannot be shown in this way. */
  CODE_REQUIRED(401, "code-required"),
  /** They are right, and their owner may not sign in. */
  DISABLED(403, "account-disabled"),
  /** They came with a request that another site made the browser send. */
  CROSS_SITE(403, "cross-site"),
  /** They are right, and were not given for this: refused even where a rule asks for nothing (RFC 6750, 3.1). */
  INSUFFICIENT_SCOPE(403, "insufficient-scope");

  private final int status;
  private final String code;

  Reason(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** The status of the answer (RFC 9110, 15.5; RFC 6585, 4). */
  public int status() {
    return status;
  }

  /** The stable word by which programs and translations know it: the {@code type} of the problem (RFC 9457). */
  public String code() {
    return code;
  }
}
