package io.vestibule.auth.oauth;

import java.util.Arrays;

/**
 * A sign-in that ends here: what the log is told, and the code by which the page knows what to say. An exception, for any
 * of its nine steps can end it, however deep.
 */
final class SignInRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a person is told. Its texts are those of {@code problem.CODE}. */
  enum Page {
    /** The person, or the provider, said no. */
    DECLINED("oauth-declined", 403),
    /** The answer belongs to no sign-in of this browser, or to one that is over. */
    STALE("oauth-stale", 400),
    /** The provider's answer does not hold. */
    FAILED("oauth-failed", 502),
    /** The provider knows the person, and this application does not let them in. */
    NOT_ALLOWED("oauth-not-allowed", 403),
    /** The provider does not say that the address is verified. */
    UNVERIFIED("oauth-unverified", 403),
    /** The provider does not say when the person signed in there, and that matters now. */
    NOT_FRESH("oauth-not-fresh", 403),
    /** The provider does not report the second factor that matters now. */
    NO_FACTOR("oauth-no-second-factor", 403),
    /** The name belongs to an account here, or to somebody from elsewhere. */
    NAME_TAKEN("oauth-name-taken", 403),
    /** The provider cannot be asked now. */
    UNAVAILABLE("oauth-unavailable", 503),
    /** The browser was sent around in a circle. */
    LOOP("oauth-loop", 400);

    private final String code;
    private final int status;

    Page(String code, int status) {
      this.code = code;
      this.status = status;
    }

    String code() {
      return code;
    }

    int status() {
      return status;
    }
  }

  private final Page page;
  private final String reason;
  private final String subject;

  private SignInRefusedException(Page page, String reason, String detail, String subject) {
    super(detail, null, false, false);
    this.page = page;
    this.reason = reason;
    this.subject = subject;
  }

  /**
   * Ends a sign-in.
   *
   * @param reason a stable word for the audit
   * @param detail for the log; never a secret
   */
  static SignInRefusedException because(Page page, String reason, String detail) {
    return new SignInRefusedException(page, reason, detail, "");
  }

  /** Without {@code auth_time} nobody knows whether the provider let somebody in by a session of its own. */
  static SignInRefusedException notFresh() {
    return because(
        Page.NOT_FRESH,
        "oauth-auth-time",
        "the provider does not say when somebody signed in there (auth_time), so fresh(…) is not met; see "
            + OAuthKeys.ASSUME_PROVED_AGAIN);
  }

  /** Whoever was sent there for a second factor came back without: they would be sent there for ever. */
  static SignInRefusedException noSecondFactor() {
    return because(
        Page.NO_FACTOR,
        "oauth-amr",
        "the provider does not report mfa in the claim amr, so mfa is not met");
  }

  /** Something broke that nobody thought of. Its message may hold a token, so only its kind and place are told. */
  static SignInRefusedException broken(RuntimeException broken) {
    String place = Arrays.stream(broken.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("io.vestibule."))
        .findFirst()
        .map(frame -> " at " + frame)
        .orElse("");
    return because(Page.FAILED, "oauth-broken", broken.getClass().getName() + place);
  }

  /** The same about somebody. */
  SignInRefusedException about(String newSubject) {
    return new SignInRefusedException(page, reason, detail(), newSubject);
  }

  Page page() {
    return page;
  }

  String reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }

  String subject() {
    return subject;
  }
}
