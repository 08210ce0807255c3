package io.vestibule.auth.servlet;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.PasswordAuthenticator;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Believes {@code X-Test-User: name} or {@code name:role}, and knows the password of everybody. */
final class HeaderUser implements PasswordAuthenticator {
  static final String PASSWORD = "open sesame";

  @Override
  public AuthResult authenticate(AuthRequest request) {
    return request.header("X-Test-User").map(HeaderUser::check).orElse(AuthResult.notAttempted());
  }

  private static AuthResult check(String user) {
    return switch (user) {
      case "wrong" -> AuthResult.rejected(Reason.INVALID, "wrong");
      case "down" -> throw new AuthUnavailableException("users are down", Duration.ofSeconds(7));
      default -> AuthResult.authenticated(identity(user));
    };
  }

  private static Identity identity(String user) {
    String[] parts = user.split(":", 2);
    Identity identity = Identity.of(parts[0], "TEST", Instant.EPOCH);
    return parts.length > 1 ? identity.withRoles(Set.of(parts[1])) : identity;
  }

  @Override
  public Optional<Challenge> challenge(Need need) {
    return Optional.of(Challenge.header("Basic", Map.of("realm", "test")));
  }

  @Override
  public AuthResult login(AuthRequest request, UsernamePassword credentials) {
    if (credentials.username().equals("down")) {
      throw new AuthUnavailableException("users are down", Duration.ofSeconds(7));
    }
    return credentials.password().equals(Secret.of(PASSWORD))
        ? AuthResult.authenticated(
            identity(credentials.username()), Headers.of("Set-Cookie", "signed=in"))
        : AuthResult.rejected(Reason.INVALID, "wrong password");
  }

  @Override
  public Headers logout(AuthRequest request) {
    return Headers.of("Set-Cookie", "signed=out");
  }

  @Override
  public Optional<Identity> find(String username) {
    return Optional.of(identity(username));
  }
}
