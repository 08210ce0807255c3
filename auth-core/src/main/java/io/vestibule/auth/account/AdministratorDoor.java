package io.vestibule.auth.account;

import io.vestibule.auth.Access;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.account.UserDesk.Actor;
import io.vestibule.auth.password.UserStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may look after users: an administrator at a browser, who has just signed in where something changes, and a program
 * with an API token that an administrator has made for it. Thread-safe.
 */
final class AdministratorDoor {
  private static final Duration FRESH = Duration.ofMinutes(10);

  private static final Access BROWSER =
      new Access.AnyOf(List.of(new Access.Via("session"), new Access.Via("oauth")));

  private static final Access LATELY = new Access.AllOf(List.of(BROWSER, new Access.Fresh(FRESH)));

  private static final Access PROGRAM =
      new Access.AllOf(List.of(new Access.Via("tokens"), new Access.Scope("users")));

  private final UserStore users;
  private final Administrators administrators;
  private final Access role;

  AdministratorDoor(UserStore users, Administrators administrators, String role) {
    this.users = users;
    this.administrators = administrators;
    this.role = new Access.Role(role);
  }

  /** Whoever sees the list of users. */
  Requirement looking() {
    return demanding(BROWSER);
  }

  /** Whoever sees a form, or sends one: a stolen cookie must not become an account. */
  Requirement changing() {
    return demanding(LATELY);
  }

  /** Programs besides. */
  Requirement lookingByProgram() {
    return demanding(new Access.AnyOf(List.of(BROWSER, PROGRAM)));
  }

  /** Programs besides. */
  Requirement changingByProgram() {
    return demanding(new Access.AnyOf(List.of(LATELY, PROGRAM)));
  }

  private Requirement demanding(Access how) {
    return new Requirement.Demands(new Access.AllOf(List.of(role, how)));
  }

  /** The administrator who asks, as the store says it at this moment; empty for whoever is none any more. */
  Optional<Actor> actor(AuthRequest request, Decision.Admit admitted) {
    return users
        .user(admitted.identity().subject())
        .filter(administrators::include)
        .map(user -> new Actor(user, request, !BROWSER.reachableBy(admitted.via())));
  }
}
