package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.Store;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * "Stay signed in": one series per device, whose token changes at each use. A token that was used before betrays a
 * copy, and ends the series. Thread-safe.
 *
 * <p>Tabs that a browser restores at once all show the same token: one gets the next, the others are let in with the
 * one before for a short grace, without a successor.
 */
final class Remembered {
  static final String KIND = "device";
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Store store;
  private final Duration life;
  private final int perUser;
  private final SecureRandom random;
  private final InstantSource clock;

  Remembered(Store store, Lifetimes lifetimes, SecureRandom random, InstantSource clock) {
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
  record Owner(String username, String credential, Instant authenticatedAt) {}

  /** What a ticket was worth. */
  sealed interface Use {
    /** It is good, and this is the next one. */
    record Renewed(Owner owner, Ticket next) implements Use {}

    /** Another request was faster a moment ago; good for this request only. */
    record Shared(Owner owner) implements Use {}

    /** It was used before, so somebody has a copy. The series has ended. */
    record Stolen(String username) implements Use {}

    /** It means nothing, or no longer. */
    record Unknown() implements Use {}
  }

  /** How long a device stays signed in after its last use. */
  Duration life() {
    return life;
  }

  /** Begins a series for this device; the user proved who it is just now. */
  Ticket begin(String username, String credential) {
    Instant now = clock.instant();
    makeRoom(username);
    Ticket ticket = new Ticket(Token.random(random).reveal(), Token.random(random));
    String value = write(new Owner(username, credential, now), ticket.token().id(), "", now);
    store.insert(Entry.of(KIND, ticket.series(), username, value, now.plus(life)));
    return ticket;
  }

  Use use(Ticket ticket) {
    Optional<Entry> entry = store.get(KIND, ticket.series());
    Optional<Fields> fields = entry.flatMap(found -> Fields.parse(found.value()));
    return fields.isEmpty() ? new Use.Unknown() : use(ticket, entry.get(), fields.get());
  }

  private Use use(Ticket ticket, Entry entry, Fields fields) {
    String shown = ticket.token().id();
    Owner owner = new Owner(
        entry.owner(), fields.text("c").orElse(""), fields.instant("a").orElse(Instant.EPOCH));
    if (same(shown, fields.text("t").orElse(""))) {
      return renew(ticket, entry, owner);
    }
    Instant since = fields.instant("s").orElse(Instant.EPOCH);
    if (same(shown, fields.text("o").orElse("")) && clock.instant().isBefore(since.plus(GRACE))) {
      return new Use.Shared(owner);
    }
    end(ticket.series());
    return new Use.Stolen(owner.username());
  }

  private Use renew(Ticket ticket, Entry entry, Owner owner) {
    Instant now = clock.instant();
    Ticket next = new Ticket(ticket.series(), Token.random(random));
    String value = write(owner, next.token().id(), ticket.token().id(), now);
    boolean won = store.replace(entry.with(value, now.plus(life)));
    return won ? new Use.Renewed(owner, next) : use(ticket);
  }

  /** Ends the series of a device. */
  void end(String series) {
    store.delete(KIND, series);
  }

  /** Ends all series of a user but this one. */
  void endAllBut(String username, String spared) {
    store.owned(KIND, username).stream()
        .filter(entry -> !entry.id().equals(spared))
        .forEach(entry -> end(entry.id()));
  }

  private void makeRoom(String username) {
    List<Entry> devices = store.owned(KIND, username);
    devices.stream()
        .sorted(Comparator.comparing(Entry::expires))
        .limit(Math.max(0, devices.size() - perUser + 1L))
        .forEach(entry -> end(entry.id()));
  }

  private static String write(Owner owner, String token, String before, Instant since) {
    return Fields.write()
        .put("c", owner.credential())
        .put("a", owner.authenticatedAt())
        .put("t", token)
        .put("o", before)
        .put("s", since)
        .toString();
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }
}
