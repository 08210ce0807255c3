package io.vestibule.auth.session;

import io.vestibule.auth.Identity;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.Entry;
import java.util.Optional;
import java.util.function.Function;

/** A session as it was read, and whom it made of its user the last time: the same user makes the same identity. */
final class Live {
  private final Entry entry;
  private final Session session;
  private volatile Optional<Vouched> last = Optional.empty();

  Live(Entry entry, Session session) {
    this.entry = entry;
    this.session = session;
  }

  private record Vouched(User user, Identity identity) {}

  Entry entry() {
    return entry;
  }

  Session session() {
    return session;
  }

  /** The identity of this user in this session; the function is asked again only when the user has changed. */
  @SuppressWarnings("ReferenceEquality") // a user that was read again is looked at again
  Optional<Identity> identity(User user, Function<User, Optional<Identity>> vouch) {
    Optional<Vouched> known = last;
    if (known.isPresent() && known.get().user() == user) {
      return Optional.of(known.get().identity());
    }
    Optional<Identity> identity = vouch.apply(user);
    last = identity.map(found -> new Vouched(user, found));
    return identity;
  }
}
