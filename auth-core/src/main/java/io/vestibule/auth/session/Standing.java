package io.vestibule.auth.session;

import io.vestibule.auth.Access;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.password.User;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Who the user of a session is now, and whether it still stands: the account is there and may sign in, by the password
 * and the second factor that it began with. Thread-safe.
 */
final class Standing {
  /** Stands for all guests without an account here, where an identity is made of a user. */
  private static final Optional<User> NO_USER =
      Optional.of(new User("", Set.of(), Secret.of(""), false));

  private final Ways ways;
  private final InstanceKey key;
  private final BiFunction<Session, User, Optional<Identity>> vouching = this::vouch;

  Standing(Ways ways, InstanceKey key) {
    this.ways = ways;
    this.key = key;
  }

  /** The user of the form who may sign in. */
  Optional<User> user(String name) {
    return active(ways.user(name));
  }

  /** The same, if this is still the user whose credential that is. */
  Optional<User> user(String name, String credential) {
    return user(name)
        .filter(user -> credential(user).equals(credential))
        .or(() -> active(ways.userNow(name)).filter(user -> credential(user).equals(credential)));
  }

  private static Optional<User> active(Optional<User> user) {
    return user.isPresent() && !user.get().disabled() ? user : Optional.empty();
  }

  /** The identity of a user who has proved it so. */
  static Identity identity(User user, Set<String> methods, Instant authenticatedAt) {
    return new Identity(
        user.name(),
        SignInService.SCHEME,
        user.roles(),
        Set.of(),
        methods,
        authenticatedAt,
        user.claims());
  }

  /** A fingerprint of what the user signs in with: another password or factor, another credential. */
  String credential(User user) {
    return key.sign("credential", user.name() + "\n" + user.credential().reveal())
        .substring(0, 22);
  }

  /** What a session proves now; empty where it does not stand any more. */
  Optional<AuthResult.Authenticated> proved(CachedSession live) {
    Optional<Object> edition = ways.edition();
    Optional<AuthResult.Authenticated> known = live.proved(edition);
    return known.isPresent() ? known : provedNow(live, edition);
  }

  private Optional<AuthResult.Authenticated> provedNow(
      CachedSession live, Optional<Object> edition) {
    Session session = live.session();
    Optional<User> user = account(session);
    boolean byPassword = session.guest().isNobody();
    Optional<Object> sure = byPassword ? edition : Optional.empty();
    Optional<AuthResult.Authenticated> proved =
        user.isPresent() ? live.proved(user.get(), sure, vouching) : Optional.empty();
    return proved.isPresent() || !byPassword ? proved : provedAtLast(live);
  }

  /**
   * What was read of the user a moment ago may be from before a change that this session comes from, made on another node:
   * nobody is signed out for that.
   */
  private Optional<AuthResult.Authenticated> provedAtLast(CachedSession live) {
    return active(ways.userNow(live.session().username()))
        .flatMap(user -> live.proved(user, Optional.empty(), vouching));
  }

  /** Who the user of this session is now; empty where the user may not sign in any more, or by another password. */
  Optional<Identity> of(Session session) {
    return account(session).flatMap(user -> vouch(session, user));
  }

  /** Who the guest of an earlier session is now: the session itself may be over. */
  Optional<User> guest(Session session) {
    return account(session).flatMap(user -> ways.offer(session.guest().provider())
        .flatMap(offer -> offer.vouch(session.guest(), user.roles()))
        .map(identity -> new User(
            identity.subject(),
            identity.roles(),
            Secret.of(""),
            false,
            GuestRecords.account(session.guest()) + user.account())));
  }

  /** A guest whose name has become a local user's is nobody: one name never stands for two people. */
  private Optional<User> account(Session session) {
    if (session.isUnlinked()) {
      return ways.isTaken(session.username()) ? Optional.empty() : NO_USER;
    }
    return session.guest().isNobody()
        ? user(session.username())
        : active(ways.local(session.username()));
  }

  /** Another password, another credential: then this session is none of the user's. */
  private Optional<Identity> vouch(Session session, User user) {
    if (!session.isUnlinked() && !session.credential().equals(credential(user))) {
      return Optional.empty();
    }
    if (!session.guest().isNobody()) {
      return ways.offer(session.guest().provider())
          .flatMap(offer -> offer.vouch(session.guest(), user.roles()));
    }
    return isEnough(user, session.methods())
        ? Optional.of(identity(user, session.methods(), session.authenticatedAt()))
        : Optional.empty();
  }

  /** Whoever came by a password and has a second factor is nobody without it. */
  private static boolean isEnough(User user, Set<String> methods) {
    return !user.hasFactor() || methods.contains(Access.MFA);
  }
}
