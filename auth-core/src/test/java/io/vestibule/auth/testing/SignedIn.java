package io.vestibule.auth.testing;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Identity;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Signs requests in as whomever a test wants, without a password: for tests of an application. It is in the tests' jar
 * only, so no application can be started with it by mistake. Thread-safe.
 */
public final class SignedIn implements Authenticator {
  /** The field that names the user of a request: {@code ada}, or {@code ada: admin, editor} with roles. */
  public static final String HEADER = "Test-User";

  private static final InstantSource CLOCK = InstantSource.system();

  private final Function<AuthRequest, Optional<Identity>> users;

  private SignedIn(Function<AuthRequest, Optional<Identity>> users) {
    this.users = users;
  }

  /** Everybody is this user, who has these roles and has just signed in by a password. */
  public static SignedIn as(String name, String... roles) {
    return new SignedIn(request -> Optional.of(user(name, Set.of(roles))));
  }

  /** Everybody is this one, with whatever scopes, methods, age and claims it has. */
  public static SignedIn as(Identity identity) {
    return new SignedIn(request -> Optional.of(identity));
  }

  /** Each request says by {@value #HEADER} who it is; without the field, nobody is signed in. */
  public static SignedIn byHeader() {
    return new SignedIn(request -> request.header(HEADER).map(SignedIn::user));
  }

  @Override
  public AuthResult authenticate(AuthRequest request) {
    return users.apply(request).map(AuthResult::authenticated).orElseGet(AuthResult::notAttempted);
  }

  private static Identity user(String field) {
    String[] parts = field.split(":", 2);
    return user(parts[0].strip(), parts.length == 1 ? Set.of() : roles(parts[1]));
  }

  private static Set<String> roles(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Identity user(String name, Set<String> roles) {
    return new Identity(name, "TEST", roles, Set.of(), Set.of("pwd"), CLOCK.instant(), Map.of());
  }
}
