package io.vestibule.auth;

import io.vestibule.auth.AuthResponse.HostSession;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an {@link Authenticator} answers: not my kind of credentials, right ones, or wrong ones. Immutable. */
public sealed interface AuthResult {

  /** The request shows no credentials of this kind; the next authenticator is asked. */
  record NotAttempted() implements AuthResult {
    private static final NotAttempted INSTANCE = new NotAttempted();
  }

  /**
   * The credentials are right; the headers go with the response, whatever the application answers, and so they do where
   * the identity is not enough.
   *
   * @param hostSession what becomes of the container's own session: a new id where somebody was signed in just now
   */
  record Authenticated(Identity identity, Headers responseHeaders, HostSession hostSession)
      implements AuthResult {
    /** Right ones; the response carries nothing more. */
    public Authenticated(Identity identity) {
      this(identity, Headers.none());
    }

    /** Right ones; the container's own session stays as it is. */
    public Authenticated(Identity identity, Headers responseHeaders) {
      this(identity, responseHeaders, HostSession.KEEP);
    }
  }

  /**
   * The credentials are wrong; nobody else is asked.
   *
   * @param detail for the log: what was wrong, never a secret; the client does not see it
   * @param responseHeaders what the answer carries beside its own fields, such as Retry-After
   * @param audited whether whoever checked them has told the audit; else {@link Auth} does
   */
  record Rejected(Reason reason, String detail, Headers responseHeaders, boolean audited)
      implements AuthResult {
    /** Wrong for this reason, and the audit has not heard of it. */
    public Rejected(Reason reason, String detail, Headers responseHeaders) {
      this(reason, detail, responseHeaders, false);
    }

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    /** Wrong for this reason; the answer carries nothing more. */
    public Rejected(Reason reason, String detail) {
      this(reason, detail, Headers.none());
    }

    /** How long the client is to wait before it tries again; empty where that is not said in seconds. */
    public Optional<Duration> retryAfter() {
      return responseHeaders
          .first("Retry-After")
          .filter(text -> SECONDS.matcher(text).matches())
          .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** The same, of which the audit has been told, or need not be. */
    public Rejected asAudited() {
      return new Rejected(reason, detail, responseHeaders, true);
    }
  }

  /** No credentials of this kind were shown. */
  static AuthResult notAttempted() {
    return NotAttempted.INSTANCE;
  }

  /** The credentials prove this identity. */
  static AuthResult authenticated(Identity identity) {
    return new Authenticated(identity);
  }

  /** The credentials prove this identity, and the response carries these headers. */
  static AuthResult authenticated(Identity identity, Headers responseHeaders) {
    return new Authenticated(identity, responseHeaders);
  }

  /** The credentials are wrong for this reason; the detail is for the log only. */
  static AuthResult rejected(Reason reason, String detail) {
    return new Rejected(reason, detail);
  }

  /** The credentials are wrong for this reason, and the answer carries these headers. */
  static AuthResult rejected(Reason reason, String detail, Headers responseHeaders) {
    return new Rejected(reason, detail, responseHeaders);
  }

  /** There were too many wrong ones; the client may try again after this wait, rounded up to a second. */
  static Rejected throttled(Duration wait, String detail) {
    return new Rejected(Reason.THROTTLED, detail, RetryAfter.of(wait).headers());
  }
}
