package io.vestibule.auth.proxy;

import io.vestibule.auth.AuthResult;
import java.util.List;
import java.util.Set;

/** Who a name is here. Thread-safe. */
interface People {

  /** Whoever has exactly this name and is in these groups. */
  Answer find(String name, List<String> groups);

  /** What is known of a name. */
  sealed interface Answer {}

  /** A user. */
  record Person(String subject, Set<String> roles, Set<String> scopes) implements Answer {
    public Person {
      roles = Set.copyOf(roles);
      scopes = Set.copyOf(scopes);
    }
  }

  /** Nobody who may sign in, and why. */
  record Stranger(AuthResult.Rejected refusal) implements Answer {}
}
