package io.vestibule.auth.mail;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How many mails are sent: to one address, because of one network, and in all. What anybody can have sent is bounded
 * tightly, and each kind apart from the others, so that whoever uses up one keeps nobody from a new password. What warns a
 * user is bounded for that user alone: no number of others leaves it out. Thread-safe.
 */
final class Bounds {
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** As long as the links work: whoever is written to no more has one that does. */
  private static final int RESETS_AN_HOUR = 3;

  private static final int ASKED_A_DAY = 5;
  private static final int OTHERS_A_DAY = 20;
  private static final int NETWORK_AN_HOUR = 20;

  /** Addresses that were warned; only users have them warned, and one who is forgotten here is warned once more. */
  private static final int WARNED = 20_000;

  /** Requests for mails, of which most may bring none; people behind one address share them. */
  private static final int NETWORK_ASKS_AN_HOUR = 60;

  private static final int USER_ASKS_AN_HOUR = 5;
  private static final int ASKERS = 10_000;

  private final int mostAnHour;
  private final InstantSource clock;
  private final Map<MailKind, List<Limit>> limits = new EnumMap<>(MailKind.class);
  private final Rate networksAsking;
  private final Rate usersAsking;

  /** Only what is sent is counted, so that no more can be counted in a day than there is room for. */
  Bounds(int mostAnHour, InstantSource clock) {
    this.mostAnHour = mostAnHour;
    this.clock = clock;
    this.networksAsking = new Rate(NETWORK_ASKS_AN_HOUR, HOUR, ASKERS, clock);
    this.usersAsking = new Rate(USER_ASKS_AN_HOUR, HOUR, ASKERS, clock);
    List<Limit> registrations = asked(ASKED_A_DAY, DAY);
    limits.put(MailKind.RESET, asked(RESETS_AN_HOUR, HOUR));
    limits.put(MailKind.REGISTRATION, registrations);
    limits.put(MailKind.REGISTERED_ALREADY, registrations);
    limits.put(MailKind.ADDRESS, asked(ASKED_A_DAY, DAY));
    List<Limit> ofAdministrators = List.of(inAll(), toOneAddress(OTHERS_A_DAY, DAY));
    limits.put(MailKind.TEST, ofAdministrators);
    limits.put(MailKind.INVITATION, ofAdministrators);
    limits.put(MailKind.RESET_BY_ADMINISTRATOR, ofAdministrators);
    List<Limit> warnings = List.of(new Limit(
        rate(OTHERS_A_DAY, DAY, WARNED),
        mail -> mail.kind().word() + " " + Limit.ADDRESS.apply(mail)));
    for (MailKind kind : MailKind.values()) {
      limits.putIfAbsent(kind, warnings);
    }
  }

  /** How many there may be of each of what a mail names; {@code ""} where it names nothing that counts. */
  private record Limit(Rate rate, Function<Mail, String> id) {
    static final Function<Mail, String> ADDRESS = mail -> mail.to().toLowerCase(Locale.ROOT);

    boolean hasRoom(Mail mail) {
      String counted = id.apply(mail);
      return counted.isEmpty() || rate.hasRoom(counted);
    }

    void count(Mail mail) {
      String counted = id.apply(mail);
      if (!counted.isEmpty()) {
        rate.count(counted);
      }
    }
  }

  private List<Limit> asked(int most, Duration window) {
    return List.of(
        inAll(),
        toOneAddress(1, AGAIN),
        toOneAddress(most, window),
        new Limit(rate(NETWORK_AN_HOUR, HOUR, mostAnHour), mail -> mail.asker().network()));
  }

  private Limit inAll() {
    return new Limit(rate(mostAnHour, HOUR, 1), mail -> "all");
  }

  private Limit toOneAddress(int most, Duration window) {
    int hours = (int) window.toHours() + 1;
    return new Limit(rate(most, window, hours * mostAnHour), Limit.ADDRESS);
  }

  private Rate rate(int most, Duration window, int held) {
    return new Rate(most, window, held, clock);
  }

  /**
   * How long a user, or a network where that is nobody's request, must wait before it may ask for another mail; if it need
   * not, it counts as having asked.
   */
  synchronized Duration ask(Asker asker) {
    return asker.user().isEmpty()
        ? ask(networksAsking, asker.network())
        : ask(usersAsking, asker.user());
  }

  private static Duration ask(Rate asking, String who) {
    if (who.isEmpty()) {
      return Duration.ZERO;
    }
    Duration wait = asking.wait(who);
    if (wait.isZero()) {
      asking.count(who);
    }
    return wait;
  }

  /** Whether it may be sent; if so, it counts as sent. */
  synchronized boolean admit(Mail mail) {
    List<Limit> bounds = Objects.requireNonNull(limits.get(mail.kind()), "a kind without bounds");
    boolean room = bounds.stream().allMatch(bound -> bound.hasRoom(mail));
    if (room) {
      bounds.forEach(bound -> bound.count(mail));
    }
    return room;
  }
}
