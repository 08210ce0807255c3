package io.vestibule.auth.servlet;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Reason;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code HttpServletRequest.login} was refused; this says why, for a login form of the application's own. Immutable.
 * Where the users could not be read it is a plain {@link ServletException}, whose cause says for how long.
 */
public final class SignInException extends ServletException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final @Nullable Duration wait;

  SignInException(AuthResult.Rejected rejection) {
    super("sign-in failed: " + rejection.reason().code());
    this.reason = rejection.reason();
    this.wait = rejection.retryAfter().orElse(null);
  }

  /** Why: wrong name or password, too many attempts, or a user who may not sign in. */
  public Reason reason() {
    return reason;
  }

  /** How long to wait before the next try; empty where there is nothing to wait for. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(wait);
  }
}
