package io.vestibule.auth.session;

import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * "Stay signed in": one series per device, whose token changes at each use. A token that comes back after its successor
 * has arrived betrays a copy, and ends the series. Thread-safe.
 *
 * <p>An answer may be lost on its way. So the token before is good until the device shows the new one, or was seen using
 * the session that it was given with it: shown again, it gets another successor, and the one that was lost is void.
 *
 * <p>Tabs that a browser restores at once all show the same token: one gets the next, the others are let in with the
 * one before for a short grace, without a successor.
 */
final class RememberMe {
  static final String KIND = "device";
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Store store;
  private final Duration life;
  private final int perUser;
  private final SecureRandom random;
  private final InstantSource clock;

  RememberMe(Store store, Lifetimes lifetimes, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.life = lifetimes.remember();
    this.perUser = lifetimes.perUser();
    this.random = random;
    this.clock = clock;
  }

  /** What a device shows. */
  record Ticket(String series, Token token) {

    static Optional<Ticket> parse(String text) {
      int dot = text.indexOf('.');
      return dot < 0
          ? Optional.empty()
          : Token.parse(text.substring(0, dot))
              .flatMap(series -> Token.parse(text.substring(dot + 1))
                  .map(token -> new Ticket(series.reveal(), token)));
    }

    String reveal() {
      return series + "." + token.reveal();
    }
  }

  /** Whose device it is, and what was proved when the series began. */
  record Owner(String username, String credential, Set<String> methods, Instant authenticatedAt) {}

  /** What is kept of a device: the digests of the latest token and of the one before, and since when that is so. */
  private record Series(Entry entry, Owner owner, String token, String before, Instant since) {}

  /** What a ticket was worth. */
  sealed interface Use {
    /** It is good, and this is the next one. */
    record Renewed(Owner owner, Ticket next) implements Use {}

    /** Another request was faster a moment ago; good for this request only. */
    record Shared(Owner owner) implements Use {}

    /** Its successor has arrived, so somebody has a copy. The series has ended. */
    record Stolen(String username) implements Use {}

    /** It means nothing, or no longer. */
    record Unknown() implements Use {}
  }

  /** How long a device stays signed in after its last use. */
  Duration life() {
    return life;
  }

  /** Begins a series for this device; the user proved who it is just now. */
  Ticket begin(String username, String credential, Set<String> methods) {
    Instant now = clock.instant();
    makeRoom(username);
    Ticket ticket = new Ticket(Token.random(random).reveal(), Token.random(random));
    String value =
        write(new Owner(username, credential, methods, now), ticket.token().id(), "", now);
    store.insert(Entry.of(KIND, ticket.series(), username, value, now.plus(life)));
    return ticket;
  }

  /**
   * What this ticket is worth now.
   *
   * @param stands whether the owner may still sign in by what was proved then: a series that is out of date ends, and
   *     says nothing of a theft
   */
  Use use(Ticket ticket, Predicate<Owner> stands) {
    Optional<Series> found = find(ticket.series());
    if (found.isPresent() && !stands.test(found.get().owner())) {
      end(ticket.series());
      return new Use.Unknown();
    }
    return found.isPresent() ? use(ticket, found.get(), stands) : new Use.Unknown();
  }

  private Use use(Ticket ticket, Series series, Predicate<Owner> stands) {
    String shown = ticket.token().id();
    if (Digests.same(shown, series.before()) && isJustReplaced(series)) {
      return new Use.Shared(series.owner());
    }
    if (Digests.same(shown, series.token()) || Digests.same(shown, series.before())) {
      return renew(ticket, series).orElseGet(() -> use(ticket, stands));
    }
    end(ticket.series());
    return new Use.Stolen(series.owner().username());
  }

  /** Empty where another request was faster. */
  private Optional<Use> renew(Ticket ticket, Series series) {
    Instant now = clock.instant();
    Ticket next = new Ticket(ticket.series(), Token.random(random));
    String value = write(series.owner(), next.token().id(), ticket.token().id(), now);
    return store.replace(series.entry().with(value, now.plus(life)))
        ? Optional.of(new Use.Renewed(series.owner(), next))
        : Optional.empty();
  }

  /** The device has what it was given: the token before is good no more, once no tab can be showing that still. */
  void confirm(String id) {
    find(id)
        .filter(series -> !series.before().isEmpty() && !isJustReplaced(series))
        .ifPresent(series -> {
          String value = write(series.owner(), series.token(), "", series.since());
          store.replace(series.entry().with(value, series.entry().expires()));
        });
  }

  private boolean isJustReplaced(Series series) {
    return clock.instant().isBefore(series.since().plus(GRACE));
  }

  /** Whether a series has not ended. */
  boolean isKept(String series) {
    return store.get(KIND, series).isPresent();
  }

  /** Ends the series of a device; whose it was, if there was one. */
  Optional<String> end(String series) {
    Optional<String> owner = store.get(KIND, series).map(Entry::owner);
    store.delete(KIND, series);
    return owner;
  }

  /** Ends all series of a user but this one. */
  void endAllBut(String username, String spared) {
    store.owned(KIND, username).stream()
        .filter(entry -> !entry.id().equals(spared))
        .forEach(entry -> store.delete(KIND, entry.id()));
  }

  private Optional<Series> find(String id) {
    return store.get(KIND, id).flatMap(entry -> Fields.parse(entry.value())
        .map(fields -> new Series(
            entry,
            new Owner(
                entry.owner(),
                fields.text("c").orElse(""),
                fields.text("m").map(RememberMe::methods).orElse(SignInService.BY_PASSWORD),
                fields.instant("a").orElse(Instant.EPOCH)),
            fields.text("t").orElse(""),
            fields.text("o").orElse(""),
            fields.instant("s").orElse(Instant.EPOCH))));
  }

  private void makeRoom(String username) {
    List<Entry> devices = store.owned(KIND, username);
    devices.stream()
        .sorted(Comparator.comparing(Entry::expires))
        .limit(Math.max(0, devices.size() - perUser + 1L))
        .forEach(entry -> store.delete(KIND, entry.id()));
  }

  private static Set<String> methods(String joined) {
    return Set.of(joined.split(" "));
  }

  private static String write(Owner owner, String token, String before, Instant since) {
    return Fields.write()
        .put("c", owner.credential())
        .put("m", String.join(" ", new TreeSet<>(owner.methods())))
        .put("a", owner.authenticatedAt())
        .put("t", token)
        .put("o", before)
        .put("s", since)
        .toString();
  }
}
