package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.store.Entry;
import io.vestibule.auth.testing.FakeClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionCacheTest {
  private static final Duration LIFE = Duration.ofSeconds(2);

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final SessionCache cache = new SessionCache(LIFE, clock);
  private final Token token = Token.random(new SecureRandom());
  private final CachedSession live = live();

  private CachedSession live() {
    Instant now = clock.instant();
    Session session = new Session(
        token.id(),
        "ada",
        "",
        Set.of(),
        now,
        now,
        now,
        now.plusSeconds(60),
        "",
        "",
        "",
        Guest.NOBODY);
    Lifetimes lifetimes =
        new Lifetimes(Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofDays(1), 20, LIFE);
    return new CachedSession(
        Entry.of("session", token.id(), "ada", SessionRecord.write(session), Instant.MAX),
        session,
        lifetimes);
  }

  @Test
  void believes_what_was_read_for_as_long_as_it_may() {
    assertThat(cache.get(token, clock.millis())).isEmpty();
    assertThat(cache.put(token, live)).contains(live);
    clock.pass(LIFE.minusMillis(1));
    assertThat(cache.get(token, clock.millis())).contains(live);
    assertThat(cache.get(Token.random(new SecureRandom()), clock.millis())).isEmpty();
    clock.pass(Duration.ofMillis(1));
    assertThat(cache.get(token, clock.millis())).isEmpty();
  }

  @Test
  void forgets_by_id_and_may_learn_again() {
    cache.put(token, live);
    cache.forget(token.id());
    assertThat(cache.get(token, clock.millis())).isEmpty();
    assertThat(cache.put(token, live)).contains(live);
  }

  @Test
  void whoever_was_reading_while_a_session_ended_does_not_bring_it_back() {
    cache.end(token.id());

    assertThat(cache.put(token, live)).isEmpty();
    assertThat(cache.get(token, clock.millis())).isEmpty();
  }

  @Test
  void whoever_had_nearly_read_it_when_it_ended_does_not_bring_it_back_either() {
    AtomicInteger looks = new AtomicInteger();
    AtomicReference<SessionCache> slow = new AtomicReference<>(cache);
    slow.set(new SessionCache(LIFE, () -> {
      if (looks.incrementAndGet() == 2) {
        slow.get().end(token.id());
      }
      return clock.instant();
    }));

    assertThat(slow.get().put(token, live)).isEmpty();
    assertThat(slow.get().get(token, clock.millis())).isEmpty();
  }
}
