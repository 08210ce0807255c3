package io.vestibule.auth.examples.demo;

import io.vestibule.auth.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who is asking: what the servlet API says, and what the identity behind its principal says. */
final class Who {
  private Who() {}

  static Map<String, @Nullable Object> of(HttpServletRequest request) {
    return of(request.getRemoteUser(), request.getAuthType(), request.getUserPrincipal());
  }

  /** The same where there is no servlet request any more. */
  static Map<String, @Nullable Object> of(@Nullable Principal principal) {
    return principal instanceof Identity known
        ? of(known.subject(), known.scheme(), known)
        : of(null, null, principal);
  }

  private static Map<String, @Nullable Object> of(
      @Nullable String name, @Nullable String authType, @Nullable Principal principal) {
    Map<String, @Nullable Object> who = new LinkedHashMap<>();
    who.put("name", name);
    who.put("authType", authType);
    Identity identity = principal instanceof Identity known ? known : null;
    who.put("roles", identity == null ? Set.of() : new TreeSet<>(identity.roles()));
    who.put("scopes", identity == null ? Set.of() : new TreeSet<>(identity.scopes()));
    who.put("methods", identity == null ? Set.of() : new TreeSet<>(identity.methods()));
    who.put("claims", identity == null ? Map.of() : new TreeMap<>(identity.claims()));
    return who;
  }
}
