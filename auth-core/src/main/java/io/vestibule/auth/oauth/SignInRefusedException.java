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
    DECLINED("oauth-declined", 403, "You did not sign in, or the provider did not let you."),
    /** The answer belongs to no sign-in of this browser, or to one that is over. */
    STALE(
        "oauth-stale",
        400,
        "This sign-in is over, or began in another browser. Please sign in again."),
    /** The provider's answer does not hold. */
    FAILED("oauth-failed", 502, "The provider's answer could not be used. Please sign in again."),
    /** The provider knows the person, and this application does not let them in. */
    NOT_ALLOWED(
        "oauth-not-allowed", 403, "The provider knows you, but you may not use this application."),
    /** The provider does not say that the address is verified. */
    UNVERIFIED(
        "oauth-unverified", 403, "The provider does not say that your e-mail address is verified."),
    /** The provider does not say when the person signed in there, and that matters now. */
    NOT_FRESH(
        "oauth-not-fresh", 403, "The provider does not say that you proved just now who you are."),
    /** The provider does not report the second factor that matters now. */
    NO_FACTOR(
        "oauth-no-second-factor", 403, "The provider does not say that you used a second factor."),
    /** The name belongs to an account here, or to somebody from elsewhere. */
    NAME_TAKEN("oauth-name-taken", 403, "Your name belongs to another account here."),
    /** The provider cannot be asked now. */
    UNAVAILABLE(
        "oauth-unavailable", 503, "The provider cannot be reached. Try again in a few minutes."),
    /** Too many of the same network have asked in vain. */
    TOO_MANY(
        "oauth-too-many",
        429,
        "Too many sign-ins from your network came to nothing. Try again in a minute."),
    /** The browser was sent around in a circle. */
    LOOP(
        "oauth-loop",
        400,
        "You signed in, but the browser does not keep the session. Allow cookies.");

    private final String code;
    private final int status;
    private final String detail;

    Page(String code, int status, String detail) {
      this.code = code;
      this.status = status;
      this.detail = detail;
    }

    String code() {
      return code;
    }

    int status() {
      return status;
    }

    /** The sentence for programs. */
    String detail() {
      return detail;
    }
  }

  private final Page page;
  private final String reason;
  private final String subject;
  private final boolean over;

  private SignInRefusedException(
      Page page, String reason, String detail, String subject, boolean over) {
    super(detail, null, false, false);
    this.page = page;
    this.reason = reason;
    this.subject = subject;
    this.over = over;
  }

  /**
   * Ends a sign-in.
   *
   * @param reason a stable word for the audit
   * @param detail for the log; never a secret
   */
  static SignInRefusedException because(Page page, String reason, String detail) {
    boolean admission =
        page == Page.NOT_ALLOWED || page == Page.UNVERIFIED || page == Page.NAME_TAKEN;
    return new SignInRefusedException(page, reason, detail, "", admission);
  }

  /** The provider says of this grant that it is over, or that it is somebody else's. */
  static SignInRefusedException over(String reason, String detail) {
    return new SignInRefusedException(Page.FAILED, reason, detail, "", true);
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

  /** The provider is not asked: see {@link NetworkQuota}. */
  static SignInRefusedException tooMany() {
    return because(
        Page.TOO_MANY,
        "oauth-too-many",
        "too many requests to the provider, caused from this network and in vain, within a minute");
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
    return new SignInRefusedException(page, reason, detail(), newSubject, over);
  }

  /**
   * Whether it is about the person: such an answer ends a session that is renewed. Everything else may be a fault at the
   * provider, which passes.
   */
  boolean isOver() {
    return over;
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
