package io.vestibule.auth.account;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.EmailAddress;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.totp.SecondFactors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an administrator does to other users. Nobody does any of it to the own account, where a password would be asked
 * for, and one administrator is always left. An administrator never sets a password, nor sees one. A program does nothing to
 * administrators and makes none: whoever finds its token does not become one. Thread-safe.
 */
final class UserDesk {
  private final UserStore users;
  private final Removal removal;
  private final Administrators administrators;
  private final Invitations invitations;
  private final SecondFactors factors;
  private final Consumer<String> endSessions;
  private final Audit audit;
  private final InstantSource clock;

  UserDesk(
      UserStore users,
      Removal removal,
      Invitations invitations,
      Consumer<String> endSessions,
      Audit audit,
      InstantSource clock) {
    this.users = users;
    this.removal = removal;
    this.administrators = removal.administrators();
    this.invitations = invitations;
    this.factors = removal.factors();
    this.endSessions = endSessions;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The administrator who does it, and by which request.
   *
   * @param program whether a program does it for the administrator
   */
  record Actor(User user, AuthRequest request, boolean program) {}

  /** What came of it. */
  sealed interface Outcome {
    /** It is done. */
    record Done(User before) implements Outcome {}

    /**
     * A link was made.
     *
     * @param link where it leads, within the application; {@code ""} where it was mailed
     * @param mailedTo the address; {@code ""} where it was not
     */
    record Linked(User user, Purpose purpose, Secret link, Instant expires, String mailedTo)
        implements Outcome {}

    /** Nothing changed. */
    record Refused(UserFault fault) implements Outcome {}
  }

  /** Adds a user who is to choose a password by the link that this makes; {@code ""} for no address. */
  Outcome create(Actor actor, String name, Set<String> roles, String email, boolean show) {
    Optional<UserFault> fault = faultOf(name, email);
    if (fault.isPresent()) {
      return new Outcome.Refused(fault.get());
    }
    if (makesAdministrator(actor, name, roles)) {
      return new Outcome.Refused(UserFault.ADMINISTRATOR);
    }
    try {
      if (!users.addOutsider(name, "", roles, "")) {
        return new Outcome.Refused(UserFault.NAME_TAKEN);
      }
    } catch (IllegalArgumentException unusable) {
      return new Outcome.Refused(UserFault.UNUSABLE_ROLE);
    }
    return users
        .user(name)
        .map(made -> invited(actor, made, email, show))
        .orElseGet(UserDesk::unknown);
  }

  private static Optional<UserFault> faultOf(String name, String email) {
    if (name.isBlank()) {
      return Optional.of(UserFault.MISSING_NAME);
    }
    if (!UserStore.isName(name)) {
      return Optional.of(UserFault.UNUSABLE_NAME);
    }
    return isUsable(email) ? Optional.empty() : Optional.of(UserFault.BAD_EMAIL);
  }

  private static boolean isUsable(String email) {
    return email.isBlank() || EmailAddress.typed(email).isPresent();
  }

  private Outcome invited(Actor actor, User made, String email, boolean show) {
    tell(actor, AuditType.USER_CREATED, made);
    if (!email.isBlank()) {
      var unused = users.setAddress(made, email, false);
    }
    User whole = users.user(made.name()).orElse(made);
    return invitations.make(actor, whole, Purpose.INVITE, show);
  }

  /** Makes a link by which the user chooses a password, the first or another one. */
  Outcome link(Actor actor, String name, boolean show) {
    return onOther(
        actor,
        name,
        user -> user.disabled()
            ? new Outcome.Refused(UserFault.DISABLED_USER)
            : invitations.make(actor, user, purpose(name), show));
  }

  private Purpose purpose(String name) {
    return users.member(name).filter(Member::hasPassword).isPresent()
        ? Purpose.RESET
        : Purpose.INVITE;
  }

  /** Replaces the user's own roles. */
  Outcome roles(Actor actor, String name, Set<String> roles) {
    return onOther(actor, name, user -> {
      if (makesAdministrator(actor, user.name(), roles)) {
        return new Outcome.Refused(UserFault.ADMINISTRATOR);
      }
      try {
        return guarded(
            actor,
            user,
            AuditType.USER_CHANGED,
            administrators.unlessLast(
                name,
                before -> administrators.include(before.name(), roles),
                () -> replaceRoles(user, roles)));
      } catch (IllegalArgumentException unusable) {
        return new Outcome.Refused(UserFault.UNUSABLE_ROLE);
      }
    });
  }

  /** A link that a program was shown before the user became an administrator makes nobody one. */
  private boolean replaceRoles(User user, Set<String> roles) {
    boolean done = users.setRoles(user.name(), roles);
    if (!administrators.haveRole(user) && administrators.include(user.name(), roles)) {
      invitations.links().end(user);
    }
    return done;
  }

  /** Replaces the address, which the user has yet to verify; {@code ""} for none. */
  Outcome email(Actor actor, String name, String email) {
    if (!isUsable(email)) {
      return new Outcome.Refused(UserFault.BAD_EMAIL);
    }
    return onOther(actor, name, user -> {
      if (user.email().equals(email.strip())) {
        return new Outcome.Done(user);
      }
      return users.setAddress(user, email, false) == AddressChange.SET
          ? done(actor, AuditType.EMAIL_CHANGED, user)
          : new Outcome.Refused(UserFault.CHANGED_MEANWHILE);
    });
  }

  /** Shuts the user out, and ends the user's sessions. */
  Outcome disable(Actor actor, String name) {
    return onOther(
        actor,
        name,
        user -> guarded(
            actor,
            user,
            AuditType.USER_DISABLED,
            administrators.unlessLast(name, before -> false, () -> users.disable(name))));
  }

  /** Lets the user sign in again. */
  Outcome enable(Actor actor, String name) {
    return onOther(
        actor,
        name,
        user -> users.enable(name) ? done(actor, AuditType.USER_ENABLED, user) : unknown());
  }

  /** Takes the second factor away, which ends the user's sessions. */
  Outcome resetFactor(Actor actor, String name) {
    return onOther(
        actor,
        name,
        user -> factors.reset(name)
            ? done(actor, AuditType.FACTOR_REMOVED, user)
            : new Outcome.Refused(UserFault.NO_FACTOR));
  }

  /** Signs the user out everywhere. */
  Outcome endSessions(Actor actor, String name) {
    return onOther(actor, name, user -> {
      endSessions.accept(user.name());
      return done(actor, AuditType.SESSION_ENDED, user);
    });
  }

  /** Removes the user, and what is kept of the user. */
  Outcome delete(Actor actor, String name) {
    return onOther(
        actor, name, user -> guarded(actor, user, AuditType.USER_DELETED, removal.of(user)));
  }

  private Outcome onOther(Actor actor, String name, Function<User, Outcome> work) {
    Optional<User> user = users.user(name);
    if (user.isEmpty()) {
      return unknown();
    }
    if (FoldedName.of(user.get().name()).equals(FoldedName.of(actor.user().name()))) {
      return new Outcome.Refused(UserFault.OWN_ACCOUNT);
    }
    return actor.program() && administrators.haveRole(user.get())
        ? new Outcome.Refused(UserFault.ADMINISTRATOR)
        : work.apply(user.get());
  }

  private boolean makesAdministrator(Actor actor, String name, Set<String> roles) {
    return actor.program() && administrators.include(name, roles);
  }

  private Outcome guarded(Actor actor, User user, AuditType type, Administrators.Change change) {
    return switch (change) {
      case DONE -> done(actor, type, user);
      case LAST -> new Outcome.Refused(UserFault.LAST_ADMINISTRATOR);
      case NOBODY -> unknown();
    };
  }

  private static Outcome unknown() {
    return new Outcome.Refused(UserFault.UNKNOWN_USER);
  }

  private Outcome done(Actor actor, AuditType type, User user) {
    tell(actor, type, user);
    return new Outcome.Done(user);
  }

  private void tell(Actor actor, AuditType type, User user) {
    audit.record(AuditEvent.of(clock.instant(), type, AuditEvent.Outcome.SUCCESS, actor.request())
        .withSubject(user.name())
        .with("actor", actor.user().name()));
  }
}
