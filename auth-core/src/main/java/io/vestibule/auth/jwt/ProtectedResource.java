package io.vestibule.auth.jwt;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Need;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the application says of itself to programs that want to know whose tokens it takes (RFC 9728): one for all the
 * issuers of a file. Thread-safe.
 */
public final class ProtectedResource {
  private static final String PATH = "/.well-known/oauth-protected-resource";
  private static final Headers PUBLIC = Headers.of("Cache-Control", "no-cache")
      .and("Access-Control-Allow-Origin", "*")
      .and("X-Content-Type-Options", "nosniff");

  private final List<Taken> taken = new CopyOnWriteArrayList<>();

  ProtectedResource() {}

  /** Whose tokens an authenticator takes, and whether bound ones too. */
  private record Taken(String name, String issuer, boolean bound) {}

  /** The one of this file. */
  public static ProtectedResource of(Settings settings) {
    return settings.shared(ProtectedResource.class, ProtectedResource::new);
  }

  /** Where a client that shows no token, or a wrong one, reads on (RFC 9728, 5.1). */
  static String url(AuthRequest request) {
    return request.origin() + request.contextPath() + PATH;
  }

  /** Whether it is for the authenticator of this name to ask for a token: one of several that could does. */
  public boolean isSpeaker(String name, Need need) {
    return taken.stream()
        .map(Taken::name)
        .filter(other -> !(need.requirement() instanceof Requirement.Demands demands)
            || demands.access().reachableBy(other))
        .findFirst()
        .filter(name::equals)
        .isPresent();
  }

  /** Whether anybody takes tokens that are bound to a key or a certificate. */
  boolean takesBound() {
    return taken.stream().anyMatch(Taken::bound);
  }

  /**
   * Names an issuer whose tokens are taken, be they bound to a key or a certificate or not.
   *
   * @param name of the authenticator that takes them
   * @param issuer {@code ""} where there is none to name
   * @return what whoever comes first must register, and nobody else
   */
  public List<Endpoint> add(String name, String issuer) {
    return add(new Taken(name, issuer, true));
  }

  /** The same for one whose tokens are never bound. */
  public List<Endpoint> addUnbound(String name, String issuer) {
    return add(new Taken(name, issuer, false));
  }

  private synchronized List<Endpoint> add(Taken one) {
    boolean first = taken.isEmpty();
    taken.add(one);
    return first
        ? List.of(new Endpoint("GET", PATH, (request, form) -> answer(request)))
        : List.of();
  }

  private AuthResponse answer(AuthRequest request) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("resource", request.origin() + request.contextPath());
    members.put(
        "authorization_servers",
        taken.stream()
            .map(Taken::issuer)
            .filter(issuer -> !issuer.isEmpty())
            .distinct()
            .toList());
    members.put("bearer_methods_supported", List.of("header"));
    if (takesBound()) {
      members.put(
          "dpop_signing_alg_values_supported", List.of(DpopProofs.ALGORITHMS.split(" ", -1)));
      members.put("tls_client_certificate_bound_access_tokens", true);
    }
    return new AuthResponse(200, PUBLIC, new Body.Json(members));
  }
}
