package io.vestibule.auth.session;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.internal.IpAddress;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
   * @param network from where it began
   */
  record Pending(
      String id, String username, String credential, boolean stays, String network, int tries) {}

  /**
   * Begins one. Of too many of one user the oldest goes from the network that has most of them: whoever knows the password
   * does not push out what the owner has begun elsewhere.
   */
  Token begin(AuthRequest request, User user, String credential, boolean stays) {
    String owner = FoldedName.of(user.name());
    String network = IpAddress.parse(request.client()).map(IpAddress::network).orElse("");
    makeRoom(owner, network);
    Token token = Token.random(random);
    Pending pending = new Pending(token.id(), user.name(), credential, stays, network, 0);
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
      if (store.replace(with(entry.get(), tried(pending.get(), 1)))) {
        return pending;
      }
    }
    throw new AuthUnavailableException("too many codes at once", Duration.ofSeconds(1));
  }

  /** Gives a try back that was used up for a code which nobody looked at. */
  void giveBack(Token token) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Entry> entry = store.get(KIND, token.id());
      Optional<Pending> pending = entry.flatMap(PendingSignIns::read);
      if (pending.isEmpty() || store.replace(with(entry.get(), tried(pending.get(), -1)))) {
        return;
      }
    }
  }

  private static Entry with(Entry entry, Pending pending) {
    return entry.with(write(pending), entry.expires());
  }

  /** Ends one; of many callers one is told true. */
  boolean end(Token token) {
    return store.delete(KIND, token.id());
  }

  private void makeRoom(String owner, String newcomer) {
    List<Entry> all = new ArrayList<>(store.owned(KIND, owner));
    while (all.size() >= MOST_PER_USER) {
      Entry oldest = oldestOfMost(all, newcomer);
      store.delete(KIND, oldest.id());
      all.remove(oldest);
    }
  }

  private static Entry oldestOfMost(List<Entry> all, String newcomer) {
    Map<String, List<Entry>> byNetwork =
        all.stream().collect(Collectors.groupingBy(PendingSignIns::network));
    return byNetwork.entrySet().stream()
        .max(Comparator.comparingInt(
            from -> from.getValue().size() + (from.getKey().equals(newcomer) ? 1 : 0)))
        .flatMap(from -> from.getValue().stream().min(Comparator.comparing(Entry::expires)))
        .orElseThrow();
  }

  private static String network(Entry entry) {
    return read(entry).map(Pending::network).orElse("");
  }

  private static Pending tried(Pending before, int more) {
    return new Pending(
        before.id(),
        before.username(),
        before.credential(),
        before.stays(),
        before.network(),
        before.tries() + more);
  }

  private static String write(Pending pending) {
    return Fields.write()
        .put("u", pending.username())
        .put("c", pending.credential())
        .put("r", pending.stays() ? "1" : "0")
        .put("n", pending.network())
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
              fields.text("n").orElse(""),
              fields.text("t").map(Integer::parseInt).orElse(MOST_TRIES)));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }
}
