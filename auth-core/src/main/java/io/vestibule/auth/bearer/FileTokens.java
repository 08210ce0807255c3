package io.vestibule.auth.bearer;

import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.password.Roles;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The tokens of a file, with the roles that {@code [roles]} gives their owners besides. Thread-safe. */
record FileTokens(Supplier<Map<TokenHash, TokensReader.Owner>> file, Roles roles, String authType)
    implements CredentialVerifier<Secret> {

  @Override
  public Optional<Identity> verify(Secret token) {
    return Optional.ofNullable(file.get().get(TokenHash.of(token))).map(this::identity);
  }

  /** Nobody proves anything anew by a token that somebody wrote down once. */
  private Identity identity(TokensReader.Owner owner) {
    return new Identity(
        owner.name(), authType, allRoles(owner), Set.of(), Set.of(), Instant.EPOCH, Map.of());
  }

  private Set<String> allRoles(TokensReader.Owner owner) {
    Set<String> more = roles.of(owner.name(), Set.of());
    if (more.isEmpty()) {
      return owner.roles();
    }
    Set<String> all = new HashSet<>(owner.roles());
    all.addAll(more);
    return all;
  }
}
