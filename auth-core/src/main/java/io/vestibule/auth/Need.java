package io.vestibule.auth;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Why a client must prove something: what an {@link Authenticator} is told when it is asked for its challenge.
 * Immutable.
 */
public sealed interface Need {

  /** The request that could not pass. */
  AuthRequest request();

  /** What its path asks for. */
  Requirement requirement();

  /** Nobody has proved who they are. */
  record SignIn(AuthRequest request, Requirement requirement) implements Need {}

  /** The credentials shown were wrong. */
  record Retry(AuthRequest request, Requirement requirement, AuthResult.Rejected rejection)
      implements Need {}

  /** The client is known, but what it proved is not enough. */
  record StepUp(AuthRequest request, Requirement requirement, Identity identity) implements Need {

    /** The scopes that the rule names and the identity lacks, sorted (RFC 6750, 3). */
    public SortedSet<String> missingScopes() {
      SortedSet<String> missing = new TreeSet<>();
      if (requirement instanceof Requirement.Demands demands) {
        collect(demands.access(), missing);
      }
      missing.removeAll(identity.scopes());
      return missing;
    }

    private static void collect(Access access, SortedSet<String> scopes) {
      if (access instanceof Access.AllOf all) {
        all.parts().forEach(part -> collect(part, scopes));
      } else if (access instanceof Access.AnyOf any) {
        any.parts().forEach(part -> collect(part, scopes));
      } else if (access instanceof Access.Scope scope) {
        scopes.add(scope.name());
      }
    }

    /** Whether it would be enough to prove it anew, now, by these methods (RFC 8176). */
    public boolean attainableBy(Set<String> methods) {
      return !(requirement instanceof Requirement.Demands demands)
          || demands.access().attainableBy(identity, methods);
    }
  }
}
