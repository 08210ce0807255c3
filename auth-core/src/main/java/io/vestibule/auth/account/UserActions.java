package io.vestibule.auth.account;

import io.vestibule.auth.account.UserDesk.Actor;
import io.vestibule.auth.account.UserDesk.Outcome;
import java.util.Map;
import java.util.Set;

/** What can be done to a user, by the last segment of the address. Thread-safe. */
final class UserActions {
  private final Map<String, Action> actions;

  UserActions(UserDesk desk) {
    this.actions = Map.of(
        "roles",
            (actor, form) -> form.saysRoles()
                ? desk.roles(actor, form.name(), form.roles())
                : new Outcome.Refused(UserFault.MISSING_ROLES),
        "email", (actor, form) -> desk.email(actor, form.name(), form.email()),
        "link", (actor, form) -> desk.link(actor, form.name(), form.shows()),
        "disable", (actor, form) -> desk.disable(actor, form.name()),
        "enable", (actor, form) -> desk.enable(actor, form.name()),
        "reset-mfa", (actor, form) -> desk.resetFactor(actor, form.name()),
        "end-sessions", (actor, form) -> desk.endSessions(actor, form.name()),
        "delete", (actor, form) -> desk.delete(actor, form.name()));
  }

  /** Does it. */
  @FunctionalInterface
  interface Action {
    Outcome apply(Actor actor, UserForm form);
  }

  Set<String> names() {
    return actions.keySet();
  }

  Action named(String name) {
    Action action = actions.get(name);
    if (action == null) {
      throw new IllegalArgumentException("nothing that is done to a user is called " + name);
    }
    return action;
  }
}
