package io.vestibule.auth.server;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

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

  /** Tokens (RFC 9110, 5.6.2); bounded, for they are sent back. */
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,1000}");

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
    return preflight(path, "POST", "Authorization, Content-Type");
  }

  /** Answers whoever asks beforehand whether it may ask there by this method, with these fields. */
  public Endpoint preflight(String path, String method, String fields) {
    return endpoint(
        "OPTIONS",
        path,
        (request, form) -> new AuthResponse(
            204, isAllowed(request) ? allowing(method, fields) : Headers.none(), Body.none()));
  }

  /**
   * Tells a page of an allowed origin that it may send what it asks about, which is judged when it comes (Fetch, 3.2.2);
   * empty for any other page.
   */
  public Optional<AuthResponse> answerToPreflight(AuthRequest request) {
    return isAllowed(request)
        ? Optional.of(withCookies(
            request,
            new AuthResponse(
                204,
                allowing(
                    asked(request, "Access-Control-Request-Method"),
                    asked(request, "Access-Control-Request-Headers")),
                Body.none())))
        : Optional.empty();
  }

  private static Headers allowing(String methods, String fields) {
    return said("Access-Control-Allow-Methods", methods)
        .and(said("Access-Control-Allow-Headers", fields))
        .and("Access-Control-Max-Age", "600");
  }

  private static Headers said(String field, String value) {
    return value.isEmpty() ? Headers.none() : Headers.of(field, value);
  }

  /** Names with commas between them; empty for anything else. */
  private static String asked(AuthRequest request, String field) {
    List<String> shown = request.headers(field);
    return shown.size() == 1 && NAMES.matcher(shown.get(0)).matches() ? shown.get(0) : "";
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
