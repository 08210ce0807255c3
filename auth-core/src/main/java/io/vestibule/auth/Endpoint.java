package io.vestibule.auth;

/**
 * A path that the library answers itself. No rule is asked about it: what may be done there is said here. Immutable.
 *
 * @param method the method; {@code GET} answers HEAD too
 * @param path relative to the context path, exact; a last segment {@code {id}} stands for any one segment
 */
public record Endpoint(String method, String path, Action action) {

  /** An endpoint that nobody is authenticated for: its handler decides alone, as a login form must. */
  public Endpoint(String method, String path, Handler handler) {
    this(method, path, new Action.Plain(handler));
  }

  /**
   * An endpoint that is guarded as a path of the application would be: who does not meet the requirement is asked for
   * credentials or refused, and the body is read only after that. What the authenticators want the response to carry
   * goes with the answer.
   */
  public Endpoint(String method, String path, Requirement requirement, GuardedHandler handler) {
    this(method, path, new Action.Guarded(requirement, handler, Action.Guarded.NOT_FOUND));
  }

  /**
   * The same guarded endpoint, which answers so where it lets somebody pass whom nobody knows: under a requirement that
   * demands nothing, or where {@code type = none}. Without this the answer is 404.
   *
   * @throws IllegalStateException where the endpoint is not guarded
   */
  public Endpoint orForNobody(Handler handler) {
    if (!(action instanceof Action.Guarded guarded)) {
      throw new IllegalStateException("nobody is authenticated at " + path);
    }
    return new Endpoint(
        method, path, new Action.Guarded(guarded.requirement(), guarded.handler(), handler));
  }

  /** What answers. Thread-safe. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Answers a request.
     *
     * @param form what was sent as a form or as JSON; empty for GET
     */
    AuthResponse handle(AuthRequest request, Form form);
  }

  /** What answers somebody who is known and may come here. Thread-safe. */
  @FunctionalInterface
  public interface GuardedHandler {

    /**
     * Answers a request.
     *
     * @param form what was sent as a form or as JSON; empty for GET
     * @param admitted who is asking, and which authenticator says so
     */
    AuthResponse handle(AuthRequest request, Form form, Decision.Admit admitted);
  }

  /** How an endpoint answers. */
  public sealed interface Action {

    /** Whoever comes. */
    record Plain(Handler handler) implements Action {}

    /** Who meets the requirement; and, if nobody can be known, nobody. */
    record Guarded(Requirement requirement, GuardedHandler handler, Handler forNobody)
        implements Action {
      private static final Handler NOT_FOUND =
          (request, form) -> Refusal.of(404).answer(Caller.of(request), Headers.NO_STORE);
    }
  }
}
