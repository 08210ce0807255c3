package io.vestibule.auth;

/**
 * A path that the library answers itself. No rule is asked about it; what may be done there, the handler decides.
 *
 * @param method the method; {@code GET} answers HEAD too
 * @param path relative to the context path, exact; a last segment {@code {id}} stands for any one segment
 */
public record Endpoint(String method, String path, Handler handler) {

  /** What answers. Thread-safe. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Answers a request.
     *
     * @param form what was posted; empty for other requests
     */
    AuthResponse handle(AuthRequest request, Form form);
  }
}
