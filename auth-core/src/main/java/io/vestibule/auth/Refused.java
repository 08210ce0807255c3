package io.vestibule.auth;

import java.util.List;
import java.util.Optional;

/**
 * A request that is about to be refused. Immutable.
 *
 * @param request the request
 * @param status what the answer would be: 401, 403, 429, 503 and so on
 * @param reason why its credentials were refused; empty where none were shown, or they were right
 * @param answer what the client is told unless a {@link RefusalHandler} says something else
 */
public record Refused(
    AuthRequest request, int status, Optional<Reason> reason, AuthResponse answer) {

  /** How the client could prove itself: the {@code WWW-Authenticate} fields; empty where nothing would help. */
  public List<String> challenges() {
    return answer.headers().all("WWW-Authenticate");
  }

  /** Who reads the answer, as far as the request tells. */
  public Caller caller() {
    return Caller.of(request);
  }
}
