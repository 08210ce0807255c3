package io.vestibule.auth.bearer;

import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.password.Roles;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Whose a token is, where the host itself knows, for each {@code [bearer]} or {@code [bearer.NAME]}. Immutable.
 *
 * @param owners the owner's name for a token, by the name of the section
 */
public record HostTokens(Map<String, Function<Secret, Optional<String>>> owners) {

  /** Copies the map. */
  public HostTokens {
    owners = Map.copyOf(owners);
  }

  Optional<CredentialVerifier<Secret>> find(String section, String authType, Roles roles) {
    return Optional.ofNullable(owners.get(section))
        .map(tokens ->
            token -> tokens.apply(token).map(name -> Identity.of(name, authType, Instant.EPOCH)
                .withRoles(roles.of(name, Set.of()))));
  }
}
