package io.vestibule.auth.testing;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Identity;

/** What was decided about a request, for a test that knows what must come; anything else fails, and says what came. */
public final class Decided {
  private Decided() {}

  /** The answer of the library's own. */
  public static AuthResponse answer(Decision decision) {
    if (decision instanceof Decision.Answer answer) {
      return answer.response();
    }
    throw new AssertionError("no answer, but " + decision);
  }

  /** Who was let in. */
  public static Identity identity(Decision decision) {
    if (decision instanceof Decision.Admit admitted) {
      return admitted.identity();
    }
    throw new AssertionError("nobody was let in, but " + said(decision));
  }

  /** The status of the answer; 200 where the request goes on to the application. */
  public static int status(Decision decision) {
    return decision instanceof Decision.Answer answer ? answer.response().status() : 200;
  }

  private static String said(Decision decision) {
    return decision instanceof Decision.Answer answer
        ? "answered " + answer.response()
        : String.valueOf(decision);
  }
}
