package io.vestibule.auth.totp;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.internal.FoldedName;
import io.vestibule.auth.password.User;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Seal;
import io.vestibule.auth.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps second factors, and those that are being set up. A key is sealed together with its id and its owner, so that no
 * entry can be put in the place of another. Thread-safe.
 */
final class FactorStore {
  /** How long somebody has to type the first code. */
  static final Duration SET_UP = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(FactorStore.class);
  private static final String KIND = "totp";

  /** Those that nobody has confirmed yet. */
  private static final String BEGUN = "totp-begun";

  private final Store store;
  private final Seal seal;
  private final InstantSource clock;

  FactorStore(Store store, Seal seal, InstantSource clock) {
    this.store = store;
    this.seal = seal;
    this.clock = clock;
  }

  /** The factor of this user; empty where there is none, and where its record is gone or cannot be read. */
  Optional<Factor> of(User user) {
    return user.hasFactor()
        ? store
            .get(KIND, user.factor())
            .filter(entry -> entry.owner().equals(owner(user)))
            .flatMap(this::read)
        : Optional.empty();
  }

  /** Keeps a new one, under an id that no other has. */
  void add(Begun begun, String id, long step, List<String> recovery) {
    Factor factor = new Factor(
        Entry.of(KIND, id, begun.entry().owner(), "", Instant.MAX),
        begun.totp(),
        step,
        recovery,
        clock.instant());
    store.insert(written(factor));
  }

  /** Keeps what has changed; false where somebody was faster. */
  boolean replace(Factor factor) {
    return store.replace(written(factor));
  }

  /** Takes away what this user had, and whatever was begun. */
  void delete(User user) {
    delete(user.factor());
    unlessDown(() -> deleteBegun(owner(user)));
  }

  void delete(String id) {
    unlessDown(() -> store.delete(KIND, id));
  }

  /** What no account demands any more is worth nothing, and stays where the store is down by now. */
  private static void unlessDown(Runnable removal) {
    try {
      removal.run();
    } catch (AuthUnavailableException down) {
      LOG.debug("what is left of a second factor stays: {}", down.getMessage());
    }
  }

  /** One that was begun and not confirmed. */
  record Begun(Entry entry, Totp totp) {
    String id() {
      return entry.id();
    }
  }

  /** Begins one in place of any other that was begun. */
  Begun begin(User user, String id, Totp totp) {
    deleteBegun(owner(user));
    String value = Fields.write()
        .put("k", closed(id, owner(user), totp))
        .put("c", stamp(user))
        .toString();
    Entry entry = Entry.of(BEGUN, id, owner(user), value, clock.instant().plus(SET_UP));
    store.insert(entry);
    return new Begun(entry, totp);
  }

  /** The latest that this very account has begun, with the password that it has now. */
  Optional<Begun> begun(User user) {
    return store.owned(BEGUN, owner(user)).stream()
        .max(Comparator.comparing(Entry::expires))
        .flatMap(entry -> Fields.parse(entry.value())
            .filter(fields -> fields
                .text("c")
                .filter(stamp -> Digests.same(stamp, stamp(user)))
                .isPresent())
            .flatMap(fields -> fields.text("k"))
            .flatMap(closed -> opened(closed, entry))
            .map(totp -> new Begun(entry, totp)));
  }

  /** Takes one away that was begun and is confirmed. Where the store is down by now it goes by itself. */
  void finish(Begun begun) {
    unlessDown(() -> store.delete(BEGUN, begun.id()));
  }

  private void deleteBegun(String owner) {
    store.owned(BEGUN, owner).forEach(entry -> store.delete(BEGUN, entry.id()));
  }

  private Entry written(Factor factor) {
    Entry entry = factor.entry();
    String value = Fields.write()
        .put("k", closed(entry.id(), entry.owner(), factor.totp()))
        .put("s", Long.toString(factor.step()))
        .put("r", String.join(",", factor.recovery()))
        .put("a", factor.made())
        .toString();
    return entry.with(value, Instant.MAX);
  }

  private Optional<Factor> read(Entry entry) {
    try {
      return Fields.parse(entry.value()).flatMap(fields -> fields
          .text("k")
          .flatMap(closed -> opened(closed, entry))
          .map(totp -> new Factor(
              entry,
              totp,
              Long.parseLong(fields.text("s").orElseThrow()),
              split(fields.text("r").orElseThrow()),
              fields.instant("a").orElseThrow())));
    } catch (IllegalArgumentException | NoSuchElementException damaged) {
      return Optional.empty();
    }
  }

  private String closed(String id, String owner, Totp totp) {
    return seal.seal(id + "\n" + owner + "\n" + totp.key().reveal());
  }

  private Optional<Totp> opened(String closed, Entry entry) {
    String bound = entry.id() + "\n" + entry.owner() + "\n";
    return seal.open(closed)
        .filter(text -> text.startsWith(bound))
        .map(text -> new Totp(Secret.of(text.substring(bound.length()))));
  }

  /** Changes with the account, its password and whether it has a factor; it says nothing of them. */
  private static String stamp(User user) {
    return Digests.inBase64Url(user.account() + "\n" + user.credential().reveal());
  }

  private static String owner(User user) {
    return FoldedName.of(user.name());
  }

  private static List<String> split(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
  }
}
