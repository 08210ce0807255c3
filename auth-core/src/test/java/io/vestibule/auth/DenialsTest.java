package io.vestibule.auth;

import static io.vestibule.auth.FakeRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who hears of a refusal, and how often it is written down. */
class DenialsTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<Denial> heard = new ArrayList<>();
  private final Identity ada = Identity.of("ada", "Card", clock.instant());

  private Auth auth(AuthResult result, DenialListener listener) {
    return Auth.builder()
        .authenticator("card", request -> result)
        .rules((method, path) -> path.equals("/closed")
            ? Requirement.CLOSED
            : path.equals("/open") ? Requirement.OPEN : Requirement.SIGNED_IN)
        .clock(clock)
        .onDenial(listener)
        .build();
  }

  private static void ask(Auth auth, String path) {
    Decision unused = auth.decide(get(path), Form::empty);
  }

  @Test
  void the_listener_hears_what_was_wrong_with_credentials() {
    ask(auth(AuthResult.rejected(Reason.INVALID, "unknown card"), heard::add), "/x");

    assertThat(heard).singleElement().satisfies(denial -> {
      assertThat(denial.kind()).isEqualTo(Denial.Kind.CREDENTIALS);
      assertThat(denial.reason()).contains(Reason.INVALID);
      assertThat(denial.via()).isEqualTo("card");
      assertThat(denial.detail()).isEqualTo("unknown card");
      assertThat(denial.audited()).isFalse();
    });
  }

  @Test
  void the_listener_hears_of_a_rule_that_lets_nobody_in() {
    ask(auth(AuthResult.authenticated(ada), heard::add), "/closed");

    assertThat(heard).extracting(Denial::kind).containsExactly(Denial.Kind.CLOSED);
  }

  @Test
  void whoever_passes_or_shows_nothing_is_not_told() {
    ask(auth(AuthResult.authenticated(ada), heard::add), "/x");
    ask(auth(AuthResult.notAttempted(), heard::add), "/x");
    ask(auth(AuthResult.notAttempted(), heard::add), "/open");

    assertThat(heard).isEmpty();
  }

  @Test
  void a_listener_that_breaks_changes_no_answer() {
    Auth auth = auth(AuthResult.rejected(Reason.DISABLED, "left"), denial -> {
      throw new IllegalStateException("bug");
    });

    Decision decision = auth.decide(get("/x"), Form::empty);

    assertThat(Decided.answer(decision).status()).isEqualTo(403);
  }

  @Test
  void a_flood_is_a_hundred_lines_of_the_log_and_a_number() {
    List<String> log = new ArrayList<>();
    Denials denials = new Denials(heard::add, clock, log::add);
    Denial denial = Denial.of(get("/x"), Denial.Kind.CLOSED, "");

    for (int i = 0; i < 1_000; i++) {
      denials.tell(denial);
    }
    assertThat(log)
        .hasSize(100)
        .containsOnly("refused GET /x from 192.0.2.1: the rule lets nobody in");
    log.clear();
    clock.pass(Duration.ofMinutes(1));
    denials.tell(denial);

    assertThat(log).hasSize(2);
    assertThat(log.get(0)).isEqualTo("900 more requests were refused and not written down");
    assertThat(heard).hasSize(1_001);
  }
}
