package io.vestibule.auth.config;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Caller;

/**
 * Who is answered as a program at our own addresses. Immutable.
 *
 * @param base the path below which all our pages live; it may itself hold {@code /api}
 */
public record TwinPaths(String base) {

  /** Whether this is the address of a page's twin: there everybody is answered as a program. */
  public boolean isTwin(AuthRequest request) {
    return request.path().startsWith(base + "/api/");
  }

  /** Whether whoever asks is a program, by the address or by what it accepts. */
  public boolean isForProgram(AuthRequest request) {
    return isTwin(request) || Caller.of(request).readsJson();
  }
}
