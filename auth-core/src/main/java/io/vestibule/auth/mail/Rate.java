package io.vestibule.auth.mail;

import io.vestibule.auth.internal.ExpiringMap;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** How often each of many may within a time. Whoever uses it holds a lock. */
final class Rate {
  private final int most;
  private final long windowMillis;
  private final InstantSource clock;
  private final ExpiringMap<String, List<Long>> times;

  /**
   * Nothing counted yet.
   *
   * @param most how often each may
   * @param held how many are remembered at one time
   */
  Rate(int most, Duration window, int held, InstantSource clock) {
    this.most = most;
    this.windowMillis = window.toMillis();
    this.clock = clock;
    this.times = new ExpiringMap<>(held, window, clock);
  }

  boolean hasRoom(String id) {
    return within(id).size() < most;
  }

  /** How long until there is room; zero where there is. */
  Duration wait(String id) {
    List<Long> within = within(id);
    return within.size() < most
        ? Duration.ZERO
        : Duration.ofMillis(within.get(0) + windowMillis - clock.millis());
  }

  void count(String id) {
    times.put(id, Stream.concat(within(id).stream(), Stream.of(clock.millis())).toList());
  }

  private List<Long> within(String id) {
    long now = clock.millis();
    return times.get(id).orElse(List.of()).stream()
        .filter(time -> time <= now && now - time < windowMillis)
        .toList();
  }
}
