package io.vestibule.auth.issuer;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.internal.Digests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What everybody may know: the open halves of the keys (RFC 7517, 5), so that other servers verify tokens by
 * themselves, and where what is found (RFC 8414). Thread-safe.
 */
final class KeySetEndpoint {
  static final String PATH = "/.well-known/jwks.json";
  private static final String METADATA = "/.well-known/oauth-authorization-server";

  /** Shorter than a new key is published before it signs. */
  private static final Headers KEPT_FOR_FIVE_MINUTES =
      Headers.of("Cache-Control", "public, max-age=300").and("Access-Control-Allow-Origin", "*");

  private final SigningKeys keys;
  private final String issuer;
  private final String base;
  private final Scopes scopes;

  KeySetEndpoint(SigningKeys keys, String issuer, String base, Scopes scopes) {
    this.keys = keys;
    this.issuer = issuer;
    this.base = base;
    this.scopes = scopes;
  }

  List<Endpoint> endpoints() {
    return List.of(
        new Endpoint("GET", PATH, this::keySet), new Endpoint("GET", METADATA, this::metadata));
  }

  private AuthResponse keySet(AuthRequest request, Form form) {
    String set = keys.jwks();
    String tag = '"' + Digests.inBase64Url(set).substring(0, 22) + '"';
    Headers headers = KEPT_FOR_FIVE_MINUTES.and("ETag", tag);
    return request.header("If-None-Match").filter(tag::equals).isPresent()
        ? new AuthResponse(304, headers, Body.none())
        : new AuthResponse(200, headers, Body.text("application/jwk-set+json", set));
  }

  private AuthResponse metadata(AuthRequest request, Form form) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("issuer", issuer);
    metadata.put("authorization_endpoint", issuer + base + AuthorizeEndpoint.PATH);
    metadata.put("token_endpoint", issuer + base + TokenEndpoint.TOKEN);
    metadata.put("revocation_endpoint", issuer + base + ProgramSignIn.LOGOUT);
    metadata.put("jwks_uri", issuer + PATH);
    metadata.put("scopes_supported", List.copyOf(new TreeSet<>(scopes.offered())));
    metadata.put("response_types_supported", List.of("code"));
    metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
    metadata.put("token_endpoint_auth_methods_supported", List.of("none"));
    metadata.put("revocation_endpoint_auth_methods_supported", List.of("none"));
    metadata.put("code_challenge_methods_supported", List.of(Pkce.METHOD));
    metadata.put("authorization_response_iss_parameter_supported", true);
    return new AuthResponse(200, KEPT_FOR_FIVE_MINUTES, new Body.Json(metadata));
  }
}
