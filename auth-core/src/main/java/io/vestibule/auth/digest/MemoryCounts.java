package io.vestibule.auth.digest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts in this process. Only whoever knows a password gets a place. Where there would be too many, the oldest goes,
 * and with it every nonce that was issued as early and has no place: what is forgotten cannot be used again.
 */
final class MemoryCounts implements Counts {
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final ArrayDeque<Place> oldestFirst = new ArrayDeque<>();
  private final int most;
  private final Duration life;
  private final InstantSource clock;
  private volatile Instant forgotten = Instant.MIN;

  MemoryCounts(int most, Duration life, InstantSource clock) {
    this.most = most;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public boolean take(String nonce, Instant issued, String username, long count) {
    Place place = places.get(nonce);
    if (place == null) {
      place = begin(nonce, issued, username);
    }
    return place != null && place.take(count);
  }

  @Override
  public Optional<Instant> known(String nonce, String username) {
    Place place = places.get(nonce);
    return place != null && place.username.equals(username) ? place.issued : Optional.empty();
  }

  int size() {
    return places.size();
  }

  private synchronized @Nullable Place begin(String nonce, Instant issued, String username) {
    Place present = places.get(nonce);
    if (present != null) {
      return present;
    }
    if (!issued.isAfter(forgotten)) {
      return null;
    }
    makeRoom(clock.instant());
    Place place = new Place(nonce, issued, username);
    oldestFirst.addLast(place);
    places.put(nonce, place);
    return place;
  }

  private void makeRoom(Instant now) {
    while (!oldestFirst.isEmpty()
        && (oldestFirst.size() >= most
            || oldestFirst.getFirst().issued().plus(life).isBefore(now))) {
      Place oldest = oldestFirst.removeFirst();
      places.remove(oldest.nonce);
      if (oldest.issued().isAfter(forgotten)) {
        forgotten = oldest.issued();
      }
    }
  }

  /** What is known of one nonce. The Optional is made once and handed out often. */
  private static final class Place {
    private final String nonce;
    private final Optional<Instant> issued;
    private final String username;
    private volatile Window window = Window.NONE;

    Place(String nonce, Instant issued, String username) {
      this.nonce = nonce;
      this.issued = Optional.of(issued);
      this.username = username;
    }

    Instant issued() {
      return issued.orElseThrow();
    }

    synchronized boolean take(long count) {
      boolean fresh = !window.contains(count);
      if (fresh) {
        window = window.with(count);
      }
      return fresh;
    }
  }
}
