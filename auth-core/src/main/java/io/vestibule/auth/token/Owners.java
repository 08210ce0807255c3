package io.vestibule.auth.token;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Reason;
import io.vestibule.auth.password.Everybody;
import io.vestibule.auth.password.User;
import java.util.Optional;

/** Whose tokens are whose, and whether their owners may still come in. Thread-safe. */
final class Owners {
  private static final AuthResult GONE =
      AuthResult.rejected(Reason.EXPIRED, "the owner of the token is gone");
  private static final AuthResult DISABLED =
      AuthResult.rejected(Reason.DISABLED, "the owner of the token is disabled");

  private final Everybody everybody;

  Owners(Everybody everybody) {
    this.everybody = everybody;
  }

  /** Whoever signed in so. */
  Owner of(Decision.Admit admitted) {
    Identity identity = admitted.identity();
    return user(admitted.via(), identity.subject())
        .orElseGet(() -> Owner.unknown(identity.subject(), admitted.via()));
  }

  /** The user of this name; empty where no way of signing in knows one. */
  Optional<Owner> named(String name) {
    return everybody.wayOf(name).flatMap(way -> user(way, name));
  }

  /** Whom a token makes of whoever shows it: its owner, as that is now. */
  AuthResult judge(CachedToken live) {
    Owner owner = live.token().owner();
    Optional<User> user = everybody.find(owner.way(), owner.name());
    if (user.filter(User::disabled).isPresent()) {
      return DISABLED;
    }
    return user.filter(found -> found.account().equals(owner.account()))
        .map(found -> AuthResult.authenticated(live.identity(found)))
        .orElse(GONE);
  }

  private Optional<Owner> user(String way, String name) {
    return everybody.find(way, name).map(user -> new Owner(user.name(), way, user.account()));
  }
}
