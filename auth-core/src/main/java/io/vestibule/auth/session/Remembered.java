package io.vestibule.auth.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Store;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * "Stay signed in": one series per device, whose token changes at each use. A token that was used before betrays a
 * copy, and ends the series. Thread-safe.
 *
 * <p>Tabs that a browser restores at once all show the same token: one gets the next, the others are let in with the
 * one before for a short grace, without a successor.
 */
final class Remembered {
  private static final String KIND = "device";
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Store store;
  private final Duration life;
  private final SecureRandom random;
  private final InstantSource clock;

  Remembered(Store store, Duration life, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.life = life;
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

  /** What a ticket was worth. */
  sealed interface Use {
    /** It is good, and this is the next one. */
    record Renewed(String username, String credential, Ticket next) implements Use {}

    /** Another request was faster a moment ago; good for this request only. */
    record Shared(String username, String credential) implements Use {}

    /** It was used before, so somebody has a copy. The series has ended. */
    record Stolen(String username) implements Use {}

    /** It means nothing, or no longer. */
    record Unknown() implements Use {}
  }

  /** Begins a series for this device. */
  Ticket begin(String username, String credential) {
    Ticket ticket = new Ticket(Token.random(random).reveal(), Token.random(random));
    String value = write(credential, ticket.token().id(), "", clock.instant());
    store.insert(
        Entry.of(KIND, ticket.series(), username, value, clock.instant().plus(life)));
    return ticket;
  }

  Use use(Ticket ticket) {
    Optional<Entry> entry = store.get(KIND, ticket.series());
    Optional<Fields> fields = entry.flatMap(found -> Fields.parse(found.value()));
    return fields.isEmpty() ? new Use.Unknown() : use(ticket, entry.get(), fields.get());
  }

  private Use use(Ticket ticket, Entry entry, Fields fields) {
    String shown = ticket.token().id();
    String credential = fields.text("c").orElse("");
    if (same(shown, fields.text("t").orElse(""))) {
      return renew(ticket, entry, credential);
    }
    Instant since = fields.instant("s").orElse(Instant.EPOCH);
    if (same(shown, fields.text("o").orElse("")) && clock.instant().isBefore(since.plus(GRACE))) {
      return new Use.Shared(entry.owner(), credential);
    }
    end(ticket.series());
    return new Use.Stolen(entry.owner());
  }

  private Use renew(Ticket ticket, Entry entry, String credential) {
    Ticket next = new Ticket(ticket.series(), Token.random(random));
    String value = write(credential, next.token().id(), ticket.token().id(), clock.instant());
    boolean won = store.replace(entry.with(value, clock.instant().plus(life)));
    return won ? new Use.Renewed(entry.owner(), credential, next) : use(ticket);
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

  private static String write(String credential, String token, String before, Instant since) {
    return Fields.write()
        .put("c", credential)
        .put("t", token)
        .put("o", before)
        .put("s", since)
        .toString();
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }
}
