package io.vestibule.auth.throttle;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test moves. */
final class TestClock implements InstantSource {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  void pass(double seconds) {
    now.updateAndGet(time -> time.plusMillis(Math.round(seconds * 1_000)));
  }
}
