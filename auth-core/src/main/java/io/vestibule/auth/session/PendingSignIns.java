package io.vestibule.auth.session;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sign-ins of which the password was right and the code is missing: nobody is signed in by one. Thread-safe.
 *
 * <p>Only the browser that showed the password has the token. It is good for five minutes, for a few codes, and for one
 * session; another password or factor voids it.
 */
final class PendingSignIns {
  /** How long somebody has to type the code. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final String KIND = "login-code";
  private static final int MOST_TRIES = 10;
  private static final int MOST_PER_USER = 20;
  private static final int ATTEMPTS = 25;

  private final Store store;
  private final SecureRandom random;
  private final InstantSource clock;

  PendingSignIns(Store store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /**
   * One of them. Immutable.
   *
   * @param credential the fingerprint of what the password proved
   * @param stays whether the device is to stay signed in
   */
  record Pending(String id, String username, String credential, boolean stays, int tries) {}

  /** Begins one; of too many of one user the oldest goes. */
  Token begin(User user, String credential, boolean stays) {
    String owner = FoldedName.of(user.name());
    makeRoom(owner);
    Token token = Token.random(random);
    Pending pending = new Pending(token.id(), user.name(), credential, stays, 0);
    store.insert(
        Entry.of(KIND, token.id(), owner, write(pending), clock.instant().plus(LIFE)));
    return token;
  }

  /** That of this token, as long as it is good. */
  Optional<Pending> find(Token token) {
    return store.get(KIND, token.id()).flatMap(PendingSignIns::read);
  }

  /** The same, once one try is used up: before the code is looked at, so that parallel ones have no more. */
  Optional<Pending> spend(Token token) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Entry> entry = store.get(KIND, token.id());
      Optional<Pending> pending = entry.flatMap(PendingSignIns::read);
      if (pending.isEmpty() || pending.get().tries() >= MOST_TRIES) {
        end(token);
        return Optional.empty();
      }
      String spent = write(spent(pending.get()));
      if (store.replace(entry.get().with(spent, entry.get().expires()))) {
        return pending;
      }
    }
    throw new AuthUnavailableException("too many codes at once", Duration.ofSeconds(1));
  }

  /** Ends one; of many callers one is told true. */
  boolean end(Token token) {
    return store.delete(KIND, token.id());
  }

  private void makeRoom(String owner) {
    List<Entry> all = store.owned(KIND, owner);
    all.stream()
        .sorted(Comparator.comparing(Entry::expires))
        .limit(Math.max(0, all.size() - MOST_PER_USER + 1L))
        .forEach(entry -> store.delete(KIND, entry.id()));
  }

  private static Pending spent(Pending before) {
    return new Pending(
        before.id(), before.username(), before.credential(), before.stays(), before.tries() + 1);
  }

  private static String write(Pending pending) {
    return Fields.write()
        .put("u", pending.username())
        .put("c", pending.credential())
        .put("r", pending.stays() ? "1" : "0")
        .put("t", Integer.toString(pending.tries()))
        .toString();
  }

  private static Optional<Pending> read(Entry entry) {
    try {
      return Fields.parse(entry.value())
          .filter(fields -> fields.text("u").isPresent() && fields.text("c").isPresent())
          .map(fields -> new Pending(
              entry.id(),
              fields.text("u").orElseThrow(),
              fields.text("c").orElseThrow(),
              fields.text("r").filter("1"::equals).isPresent(),
              fields.text("t").map(Integer::parseInt).orElse(MOST_TRIES)));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }
}
