package io.vestibule.auth.oauth;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Headers;
import io.vestibule.auth.oauth.SignInRefusedException.Page;
import io.vestibule.auth.session.BrowserSignIn;
import java.time.Duration;

/**
 * Breaks circles: a browser that comes back signed in again and again within a minute, and each time without the
 * session that it was just given, does not keep it.
 */
final class RedirectLoopGuard {
  private static final String PURPOSE = "turn";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MOST = 4;

  private final BrowserSignIn signIn;

  RedirectLoopGuard(BrowserSignIn signIn) {
    this.signIn = signIn;
  }

  /** Counts one more; a browser that shows a session goes in no circle. */
  Headers next(AuthRequest request) {
    if (signIn.isSignedIn(request)) {
      return Headers.none();
    }
    int turns = signIn
        .cookie(request, PURPOSE)
        .filter(text -> text.matches("[1-9]"))
        .map(Integer::parseInt)
        .orElse(0);
    if (turns >= MOST) {
      throw SignInRefusedException.because(
          Page.LOOP, "oauth-loop", "the browser signed in " + turns + " times within a minute");
    }
    return signIn.cookie(request, PURPOSE, Integer.toString(turns + 1), SOON);
  }
}
