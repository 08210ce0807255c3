package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What happens between reading a session and writing it. */
class SessionsTest {
  private static final Lifetimes LIFETIMES = new Lifetimes(
      Duration.ofMinutes(30), Duration.ofHours(24), Duration.ofDays(30), 20, Duration.ofSeconds(2));

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Meanwhile meanwhile = new Meanwhile();
  private final Store store = meanwhile.at(MemoryStore.of(clock));
  private final Sessions sessions = node();

  private Sessions node() {
    SecureRandom random = new SecureRandom();
    RememberMe remembered = new RememberMe(store, LIFETIMES, random, clock);
    return new Sessions(store, remembered, LIFETIMES, random, clock);
  }

  private Sessions.Begun begin() {
    return sessions.begin(
        new Sessions.SignIn("ada", "", Set.of(), clock.instant(), "", "", "", Guest.NOBODY));
  }

  /** Use is written down once a minute: the write that another one meets. */
  private void useOf(Token token) {
    clock.pass(Duration.ofMinutes(2));
    assertThat(node().find(token)).isPresent();
  }

  @Test
  void a_session_that_is_used_while_it_is_ended_has_ended() {
    Sessions.Begun begun = begin();
    meanwhile.before("replace", Sessions.KIND, () -> useOf(begun.token()));

    assertThat(sessions.revoke("ada", begun.session().id())).isTrue();
    assertThat(node().find(begun.token())).isEmpty();
    assertThat(sessions.revoke("ada", begun.session().id())).isFalse();
  }

  @Test
  void a_session_that_is_read_while_the_store_is_slow_to_end_it_has_ended() {
    Sessions.Begun left = begin();
    meanwhile.before("delete", Sessions.KIND, () -> readLate(left.token()));
    sessions.end(left.session());
    assertThat(sessions.find(left.token())).isEmpty();

    Sessions.Begun shut = begin();
    meanwhile.before("replace", Sessions.KIND, () -> readLate(shut.token()));
    assertThat(sessions.revoke("ada", shut.session().id())).isTrue();
    assertThat(sessions.find(shut.token())).isEmpty();
  }

  private void readLate(Token token) {
    clock.pass(Duration.ofSeconds(3));
    assertThat(sessions.find(token)).isPresent();
  }

  @Test
  void tells_a_session_that_nobody_used_from_one_that_ended_in_another_way() {
    Token unused = begin().token();
    Token past = begin().token();
    Token left = begin().token();
    Sessions.Begun shut = begin();
    sessions.end(sessions.find(left).orElseThrow().session());
    sessions.revoke(shut.session().id());
    assertThat(sessions.ending(shut.token())).isEqualTo(Ending.REVOKED);
    for (int minutes = 0; minutes < 24 * 60; minutes += 20) {
      assertThat(sessions.find(past)).isPresent();
      clock.pass(Duration.ofMinutes(20));
      if (minutes == 40) {
        assertThat(sessions.ending(unused)).isEqualTo(Ending.IDLE);
        assertThat(sessions.ending(shut.token())).isEqualTo(Ending.EXPIRED);
      }
    }

    assertThat(sessions.find(past)).isEmpty();
    assertThat(sessions.ending(past)).isEqualTo(Ending.EXPIRED);
    assertThat(sessions.ending(left)).isEqualTo(Ending.EXPIRED);
    assertThat(sessions.ending(Token.random(new SecureRandom()))).isEqualTo(Ending.EXPIRED);
  }

  @Test
  void a_session_that_the_command_line_ended_was_not_left_unused() {
    Token token = begin().token();
    new StoredSessions(store).end("ada");
    clock.pass(Duration.ofHours(1));

    assertThat(sessions.ending(token)).isEqualTo(Ending.EXPIRED);
  }
}
