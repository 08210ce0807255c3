package io.vestibule.auth;

import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Who is asking, and by what that was proved. Immutable; the sets and the map are empty where nothing is known.
 *
 * @param subject the name, unique among this application's users; never blank
 * @param scheme what the servlet API calls the authentication type: {@code BASIC}, {@code Bearer}, a header's name
 * @param roles what the subject is
 * @param scopes what these very credentials may be used for (RFC 6749, 3.3)
 * @param methods by what the identity was proved, in the names of RFC 8176: {@code pwd}, {@code otp}, {@code mfa}
 * @param authenticatedAt when it was proved; {@link Instant#EPOCH} where nobody says so
 * @param claims whatever else the proof said
 */
public record Identity(
    String subject,
    String scheme,
    Set<String> roles,
    Set<String> scopes,
    Set<String> methods,
    Instant authenticatedAt,
    Map<String, Object> claims)
    implements Principal {

  /** Copies what could change. */
  public Identity {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("subject is blank");
    }
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    methods = Set.copyOf(methods);
    claims = Map.copyOf(claims);
  }

  /** A subject about whom nothing else is known. */
  public static Identity of(String subject, String scheme, Instant authenticatedAt) {
    return new Identity(subject, scheme, Set.of(), Set.of(), Set.of(), authenticatedAt, Map.of());
  }

  /** The same identity with these roles. */
  public Identity withRoles(Set<String> newRoles) {
    return new Identity(subject, scheme, newRoles, scopes, methods, authenticatedAt, claims);
  }

  /** The same identity with these scopes. */
  public Identity withScopes(Set<String> newScopes) {
    return new Identity(subject, scheme, roles, newScopes, methods, authenticatedAt, claims);
  }

  /** The same identity, proved by these methods. */
  public Identity withMethods(Set<String> newMethods) {
    return new Identity(subject, scheme, roles, scopes, newMethods, authenticatedAt, claims);
  }

  /** The same identity with these claims. */
  public Identity withClaims(Map<String, Object> newClaims) {
    return new Identity(subject, scheme, roles, scopes, methods, authenticatedAt, newClaims);
  }

  /** The subject: what {@code HttpServletRequest.getRemoteUser} answers. */
  @Override
  public String getName() {
    return subject;
  }
}
