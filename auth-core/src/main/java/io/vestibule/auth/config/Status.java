package io.vestibule.auth.config;

import io.vestibule.auth.Identity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What {@code GET /auth/api/status} says of whoever asks, by whatever way they are known. Without state. */
public final class Status {
  private Status() {}

  /**
   * The members, to which more may be added: a stranger learns only where to sign in.
   *
   * @param identity who asks; empty for a stranger
   * @param loginUrl where the login page is
   */
  public static Map<String, Object> of(Optional<Identity> identity, String loginUrl) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("authenticated", identity.isPresent());
    status.put("login_url", loginUrl);
    identity.ifPresent(who -> tell(who, status));
    return status;
  }

  private static void tell(Identity who, Map<String, Object> status) {
    status.put("username", who.subject());
    status.put("roles", List.copyOf(new TreeSet<>(who.roles())));
    status.put("methods", List.copyOf(new TreeSet<>(who.methods())));
    if (who.authenticatedAt().isAfter(Instant.EPOCH)) {
      status.put("authenticated_at", who.authenticatedAt().toString());
    }
    if (!who.scopes().isEmpty()) {
      status.put("scope", String.join(" ", new TreeSet<>(who.scopes())));
    }
    if (who.claims().get("exp") instanceof Number end) {
      status.put("expires_at", Instant.ofEpochSecond(end.longValue()).toString());
    }
  }
}
