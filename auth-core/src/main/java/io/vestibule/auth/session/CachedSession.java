package io.vestibule.auth.session;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Identity;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.Entry;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A session as it was read, and what it proved of its user the last time: the same user makes the same identity.
 * Thread-safe.
 */
final class CachedSession {
  private final Entry entry;
  private final Session session;
  private final long endMillis;
  private final long dueMillis;
  private volatile Vouched last = Vouched.NOBODY;

  CachedSession(Entry entry, Session session, Lifetimes lifetimes) {
    this.entry = entry;
    this.session = session;
    this.endMillis = lifetimes.end(session).toEpochMilli();
    this.dueMillis = lifetimes.due(session).toEpochMilli();
  }

  private record Vouched(
      @Nullable User user, Optional<Object> edition, Optional<AuthResult.Authenticated> proved) {
    private static final Vouched NOBODY = new Vouched(null, Optional.empty(), Optional.empty());
  }

  Entry entry() {
    return entry;
  }

  Session session() {
    return session;
  }

  /** Whether it has ended by itself. */
  boolean isOver(long nowMillis) {
    return nowMillis >= endMillis;
  }

  /** Whether its use is worth writing down. */
  boolean isDue(long nowMillis) {
    return nowMillis >= dueMillis;
  }

  /** What it proved in this edition of the users: nobody need be looked up. Empty where that is not known. */
  @SuppressWarnings({"OptionalEquality", "ReferenceEquality"
  }) // users that were read again are looked at again
  Optional<AuthResult.Authenticated> proved(Optional<Object> edition) {
    Vouched known = last;
    return edition.isPresent() && known.edition == edition ? known.proved : Optional.empty();
  }

  /**
   * The identity of this user in this session; the function is asked again only when the user has changed.
   *
   * @param edition that of the users in which this one was found afterwards; empty where others have a say in it, too
   */
  @SuppressWarnings("ReferenceEquality") // a user that was read again is looked at again
  Optional<AuthResult.Authenticated> proved(
      User user, Optional<Object> edition, BiFunction<Session, User, Optional<Identity>> vouch) {
    Vouched known = last;
    if (known.user == user) {
      last = new Vouched(user, edition, known.proved);
      return known.proved;
    }
    Optional<AuthResult.Authenticated> proved =
        vouch.apply(session, user).map(AuthResult.Authenticated::new);
    last = proved.isPresent() ? new Vouched(user, edition, proved) : Vouched.NOBODY;
    return proved;
  }
}
