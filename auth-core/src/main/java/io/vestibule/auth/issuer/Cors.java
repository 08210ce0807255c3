package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets pages of other origins read what the token addresses answer (Fetch, 3.2): those on the list, and without
 * cookies. Immutable.
 */
final class Cors {
  private static final Headers VARY = Headers.of("Vary", "Origin");

  private final Set<String> origins;

  Cors(List<String> allowedOrigins) {
    this.origins = allowedOrigins.stream().map(Cors::plain).collect(Collectors.toUnmodifiableSet());
  }

  private static String plain(String origin) {
    String lower = origin.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** The answer, which such a page may read. */
  AuthResponse on(AuthRequest request, AuthResponse answer) {
    return new AuthResponse(
        answer.status(),
        answer.headers().and(headers(request)),
        answer.body(),
        answer.hostSession());
  }

  /** An endpoint whose answers such a page may read. */
  Endpoint on(String method, String path, Endpoint.Handler handler) {
    return new Endpoint(
        method, path, (request, form) -> on(request, handler.handle(request, form)));
  }

  /** Answers whoever asks beforehand whether it may post there. */
  Endpoint preflight(String path) {
    return new Endpoint("OPTIONS", path, (request, form) -> {
      Headers headers = headers(request);
      Headers more = isAllowed(request)
          ? Headers.of("Access-Control-Allow-Methods", "POST")
              .and("Access-Control-Allow-Headers", "Authorization, Content-Type")
              .and("Access-Control-Max-Age", "600")
          : Headers.none();
      return new AuthResponse(204, headers.and(more), Body.none());
    });
  }

  private Headers headers(AuthRequest request) {
    return isAllowed(request)
        ? VARY.and("Access-Control-Allow-Origin", request.header("Origin").orElse(""))
        : VARY;
  }

  /** Whether a page of an origin on the list asks. */
  boolean isAllowed(AuthRequest request) {
    List<String> shown = request.headers("Origin");
    return shown.size() == 1 && origins.contains(shown.get(0));
  }
}
