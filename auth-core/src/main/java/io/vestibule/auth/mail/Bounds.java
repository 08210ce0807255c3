package io.vestibule.auth.mail;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * How many mails are sent: to one address, because of one network, and in all. What anybody can have sent is bounded
 * tightly and apart from the rest, so that nobody uses up what warns a user. Thread-safe.
 */
final class Bounds {
  private static final int ASKED_A_DAY = 5;
  private static final int OTHERS_A_DAY = 20;
  private static final int NETWORK_AN_HOUR = 20;
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ALL = "";

  /** Requests for mails, of which most may bring none; people behind one address share them. */
  private static final int ASKING_AN_HOUR = 60;

  private static final int ASKERS = 10_000;

  private final Rate again;
  private final Rate askedADay;
  private final Rate othersADay;
  private final Rate network;
  private final Rate asked;
  private final Rate others;
  private final Rate asking;

  /** Only what is sent is counted, so that no more can be counted in a day than there is room for. */
  Bounds(int mostAnHour, InstantSource clock) {
    int mostADay = 25 * mostAnHour;
    this.again = new Rate(1, AGAIN, mostAnHour, clock);
    this.askedADay = new Rate(ASKED_A_DAY, DAY, mostADay, clock);
    this.othersADay = new Rate(OTHERS_A_DAY, DAY, mostADay, clock);
    this.network = new Rate(NETWORK_AN_HOUR, HOUR, mostAnHour, clock);
    this.asked = new Rate(mostAnHour, HOUR, 1, clock);
    this.others = new Rate(mostAnHour, HOUR, 1, clock);
    this.asking = new Rate(ASKING_AN_HOUR, HOUR, ASKERS, clock);
  }

  /** How long a network must wait before it may ask for another mail; if it need not, it counts as having asked. */
  synchronized Duration ask(String from) {
    if (from.isEmpty()) {
      return Duration.ZERO;
    }
    Duration wait = asking.wait(from);
    if (wait.isZero()) {
      asking.count(from);
    }
    return wait;
  }

  /** Whether it may be sent; if so, it counts as sent. */
  synchronized boolean admit(Mail mail) {
    String address = mail.to().toLowerCase(Locale.ROOT);
    return mail.kind().isAskedByAnybody()
        ? admitAsked(mail.kind().word() + " " + address, address, mail.asker().network())
        : admitOther(address);
  }

  private boolean admitAsked(String kind, String address, String from) {
    boolean room = asked.hasRoom(ALL)
        && again.hasRoom(kind)
        && askedADay.hasRoom(address)
        && (from.isEmpty() || network.hasRoom(from));
    if (room) {
      asked.count(ALL);
      again.count(kind);
      askedADay.count(address);
      if (!from.isEmpty()) {
        network.count(from);
      }
    }
    return room;
  }

  private boolean admitOther(String address) {
    boolean room = others.hasRoom(ALL) && othersADay.hasRoom(address);
    if (room) {
      others.count(ALL);
      othersADay.count(address);
    }
    return room;
  }
}
