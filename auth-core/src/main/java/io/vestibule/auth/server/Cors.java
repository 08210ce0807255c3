package io.vestibule.auth.server;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import java.util.Optional;

/**
 * Lets scripts of the allowed origins read an answer (Fetch, 3.2). An answer that says itself who may read it is left
 * alone, so whoever asks twice changes nothing. Immutable.
 */
public final class Cors {
  private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
  private static final Headers WITH_CREDENTIALS =
      Headers.of("Access-Control-Allow-Credentials", "true");
  private static final Headers VARY = Headers.of("Vary", "Origin");
  private static final Headers EXPOSED =
      Headers.of("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate");

  private final AllowedOrigins origins;

  /** For pages of these origins. */
  public Cors(AllowedOrigins origins) {
    this.origins = origins;
  }

  /** The answer, readable for a script that sent no cookies. */
  public AuthResponse withoutCookies(AuthRequest request, AuthResponse answer) {
    return readable(request, answer, Headers.none());
  }

  /** The answer, readable also for a script that had the browser add cookies or a password. */
  public AuthResponse withCookies(AuthRequest request, AuthResponse answer) {
    return readable(request, answer, WITH_CREDENTIALS);
  }

  /** An endpoint that is asked without cookies, and whose answers such a script may read. */
  public Endpoint endpoint(String method, String path, Endpoint.Handler handler) {
    return new Endpoint(
        method, path, (request, form) -> withoutCookies(request, handler.handle(request, form)));
  }

  /** Answers whoever asks beforehand whether it may post there. */
  public Endpoint preflight(String path) {
    return endpoint("OPTIONS", path, (request, form) -> {
      Headers fields = isAllowed(request)
          ? Headers.of("Access-Control-Allow-Methods", "POST")
              .and("Access-Control-Allow-Headers", "Authorization, Content-Type")
              .and("Access-Control-Max-Age", "600")
          : Headers.none();
      return new AuthResponse(204, fields, Body.none());
    });
  }

  /** Whether a page of an allowed origin asks. */
  public boolean isAllowed(AuthRequest request) {
    return origins.sentBy(request).isPresent();
  }

  /** Where any origin is allowed, the answer depends on who asks, and a cache must know, whoever it is. */
  private AuthResponse readable(AuthRequest request, AuthResponse answer, Headers more) {
    if (origins.isEmpty() || answer.headers().first(ALLOW_ORIGIN).isPresent()) {
      return answer;
    }
    Optional<String> origin = origins.sentBy(request);
    Headers fields = origin
        .map(text -> Headers.of(ALLOW_ORIGIN, text).and(more).and(EXPOSED))
        .orElse(Headers.none());
    boolean varies = answer.headers().all("Vary").contains("Origin");
    return answer.with(varies ? fields : VARY.and(fields));
  }
}
