package io.vestibule.auth.token;

import io.vestibule.auth.AuthRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What no rule needs to say: what a token may not be used for. Immutable. */
record Allowed(String base) {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final List<String> OVERRIDES =
      List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

  /** Whether a token of these scopes is good for this request. */
  boolean test(AuthRequest request, Set<String> scopes) {
    return (!scopes.contains(Limits.READ_ONLY) || onlyReads(request))
        && (!isAccount(request) || administers(request, scopes));
  }

  /** What looks after the users is there for programs too, which were given a scope of its own for it. */
  private boolean administers(AuthRequest request, Set<String> scopes) {
    String users = base + "/api/users";
    return scopes.contains(Limits.USERS)
        && (request.path().equals(users) || request.path().startsWith(users + "/"));
  }

  /** Safe methods only (RFC 9110, 9.2.1), which the application must not take for others; a WebSocket can write. */
  private static boolean onlyReads(AuthRequest request) {
    return SAFE.contains(request.method())
        && OVERRIDES.stream()
            .flatMap(name -> request.headers(name).stream())
            .allMatch(method -> SAFE.contains(method.strip().toUpperCase(Locale.ROOT)))
        && request.headers("Upgrade").isEmpty();
  }

  /** Whoever finds a token must not make others with it, end sessions or change a password: a person does that. */
  private boolean isAccount(AuthRequest request) {
    String path = request.path();
    return path.startsWith(base + "/")
        && (!SAFE.contains(request.method())
            || path.startsWith(base + "/tokens")
            || path.startsWith(base + "/api/tokens")
            || path.startsWith(base + "/users")
            || path.startsWith(base + "/api/users"));
  }
}
