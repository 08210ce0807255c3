package io.vestibule.auth.examples.apikey;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.CredentialVerifier;
import io.vestibule.auth.Need;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import java.util.Map;
import java.util.Optional;

/** Knows a client by the key in its X-Api-Key field. */
final class ApiKeyAuthenticator implements Authenticator {
  private static final Challenge CHALLENGE = Challenge.header("ApiKey", Map.of("realm", "api"));
  private final CredentialVerifier<Secret> owners;

  ApiKeyAuthenticator(CredentialVerifier<Secret> owners) {
    this.owners = owners;
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    return request
        .header("X-Api-Key")
        .map(key -> check(Secret.of(key)))
        .orElseGet(AuthResult::notAttempted);
  }

  private AuthResult check(Secret key) {
    return owners
        .verify(key)
        .map(AuthResult::authenticated)
        .orElseGet(() -> AuthResult.rejected(Reason.INVALID, "unknown key"));
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return Optional.of(CHALLENGE);
  }
}
