package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Identity;
import io.vestibule.auth.issuer.RefreshTokens.Lives;
import io.vestibule.auth.issuer.RefreshTokens.Use;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefreshTokensTest {
  static final Grant ADA = new Grant("ada", "proof", Set.of("read", "write"), "app");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final List<Grant> crowdedOut = new ArrayList<>();
  private final RefreshTokens tokens = tokens(Duration.ZERO);

  private RefreshTokens tokens(Duration grace) {
    Lives lives = new Lives(Duration.ofDays(30), Duration.ofDays(7), grace);
    return new RefreshTokens(store, lives, new SecureRandom(), clock, crowdedOut::add);
  }

  private Use use(RefreshToken token) {
    clock.pass(Duration.ofSeconds(1));
    return use(tokens, token, clock.instant());
  }

  private static Use use(RefreshTokens tokens, RefreshToken token, Instant arrived) {
    return tokens.use(token, arrived, RefreshTokensTest::standing);
  }

  /** Stands behind every grant. */
  static Optional<Identity> standing(Grant grant) {
    return Optional.of(new Identity(
        grant.subject(), "FORM", Set.of(), Set.of(), Set.of(), Instant.EPOCH, Map.of()));
  }

  private RefreshToken next(RefreshTokens node, RefreshToken token) {
    return ((Use.Renewed) use(node, token, clock.instant())).next();
  }

  private RefreshToken next(RefreshToken token) {
    return ((Use.Renewed) use(token)).next();
  }

  @Test
  void each_use_gives_the_next_token_and_the_same_grant() {
    RefreshToken first = tokens.begin(ADA);

    Use.Renewed second = (Use.Renewed) use(first);
    Use.Renewed third = (Use.Renewed) use(second.next());

    assertThat(third.grant()).isEqualTo(ADA);
    assertThat(Set.of(first.reveal(), second.next().reveal(), third.next().reveal()))
        .hasSize(3);
    assertThat(third.next().series()).isEqualTo(first.series());
  }

  @Test
  void a_token_stays_good_where_nobody_can_tell_who_stands_behind_it() {
    RefreshToken first = tokens.begin(ADA);
    assertThatExceptionOfType(AuthUnavailableException.class)
        .isThrownBy(() -> tokens.use(first, clock.instant(), grant -> {
          throw new AuthUnavailableException("down", Duration.ofSeconds(5));
        }));

    assertThat(use(first)).isInstanceOf(Use.Renewed.class);
  }

  @Test
  void a_family_ends_once_nobody_stands_behind_it() {
    RefreshToken first = tokens.begin(ADA);

    assertThat(tokens.use(first, clock.instant(), grant -> Optional.empty()))
        .isEqualTo(new Use.Over());
    assertThat(use(first)).isEqualTo(new Use.Unknown());
  }

  @Test
  void a_token_that_was_used_before_ends_the_family() {
    RefreshToken first = tokens.begin(ADA);
    RefreshToken second = next(first);

    assertThat(use(first)).isEqualTo(new Use.Stolen(ADA));
    assertThat(use(second)).isEqualTo(new Use.Unknown());
    assertThat(tokens.grant(first.family())).isEmpty();
  }

  @Test
  void a_token_from_two_uses_ago_ends_the_family_whatever_the_grace() {
    RefreshTokens lenient = tokens(Duration.ofMinutes(1));
    RefreshToken first = lenient.begin(ADA);
    RefreshToken third = next(next(first));

    assertThat(use(lenient, first, clock.instant())).isEqualTo(new Use.Stolen(ADA));
    assertThat(use(third)).isEqualTo(new Use.Unknown());
  }

  @Test
  void who_came_before_the_token_was_replaced_has_only_lost_a_race() {
    RefreshToken first = tokens.begin(ADA);
    Instant arrived = clock.instant();
    RefreshToken second = next(first);

    assertThat(use(tokens, first, arrived)).isEqualTo(new Use.Late());
    assertThat(use(second)).isInstanceOf(Use.Renewed.class);
  }

  @Test
  void who_lost_a_race_on_a_node_whose_clock_is_ahead_is_no_thief() {
    RefreshTokens ahead = tokens(Duration.ZERO);
    RefreshToken first = tokens.begin(ADA);
    RefreshToken second = next(tokens, first);

    assertThat(use(ahead, first, clock.instant().plusMillis(20))).isEqualTo(new Use.Late());
    assertThat(use(second)).isInstanceOf(Use.Renewed.class);
  }

  @Test
  void a_thief_on_another_node_gets_nothing_at_once_and_is_noticed_after_two_seconds() {
    RefreshTokens other = tokens(Duration.ZERO);
    RefreshToken first = tokens.begin(ADA);
    RefreshToken second = next(tokens, first);

    for (int i = 0; i < 20; i++) {
      assertThat(use(other, first, clock.instant())).isEqualTo(new Use.Late());
      clock.pass(Duration.ofMillis(100));
    }
    clock.pass(Duration.ofMillis(1));
    assertThat(use(other, first, clock.instant())).isEqualTo(new Use.Stolen(ADA));
    assertThat(use(second)).isEqualTo(new Use.Unknown());
  }

  @Test
  void on_the_node_that_replaced_a_token_a_thief_is_noticed_at_once() {
    RefreshToken first = tokens.begin(ADA);
    RefreshToken second = next(tokens, first);

    clock.pass(Duration.ofMillis(1));
    assertThat(use(tokens, first, clock.instant())).isEqualTo(new Use.Stolen(ADA));
    assertThat(use(second)).isEqualTo(new Use.Unknown());
  }

  @Test
  void a_token_from_two_uses_ago_is_a_theft_on_every_node_at_once() {
    RefreshTokens other = tokens(Duration.ZERO);
    RefreshToken first = tokens.begin(ADA);
    RefreshToken third = next(tokens, next(tokens, first));

    assertThat(use(other, first, clock.instant())).isEqualTo(new Use.Stolen(ADA));
    assertThat(use(third)).isEqualTo(new Use.Unknown());
  }

  @Test
  void within_the_grace_showing_a_token_again_ends_nothing_and_gives_nothing() {
    RefreshTokens lenient = tokens(Duration.ofSeconds(10));
    RefreshToken first = lenient.begin(ADA);
    RefreshToken second = next(lenient, first);

    clock.pass(Duration.ofSeconds(10));
    assertThat(use(lenient, first, clock.instant())).isEqualTo(new Use.Late());
    clock.pass(Duration.ofMillis(1));
    assertThat(use(lenient, first, clock.instant())).isEqualTo(new Use.Stolen(ADA));
    assertThat(use(second)).isEqualTo(new Use.Unknown());
  }

  @Test
  void a_family_ends_when_it_is_unused_and_at_the_latest_after_its_absolute_life() {
    RefreshToken unused = tokens.begin(ADA);
    RefreshToken used = tokens.begin(ADA);
    for (int week = 0; week < 4; week++) {
      clock.pass(Duration.ofDays(7).minusSeconds(2));
      used = next(used);
    }

    assertThat(use(unused)).isEqualTo(new Use.Unknown());
    assertThat(used).satisfies(token -> assertThat(tokens.grant(token.family())).isPresent());
    clock.pass(Duration.ofDays(3));
    assertThat(use(used)).isEqualTo(new Use.Unknown());
  }

  @Test
  void a_family_that_was_ended_stays_so() {
    RefreshToken one = tokens.begin(ADA);
    RefreshToken other = tokens.begin(ADA);

    assertThat(tokens.end(one.family())).isPresent();
    assertThat(tokens.end(one.family())).isEmpty();
    assertThat(use(one)).isEqualTo(new Use.Unknown());
    assertThat(new TokenFamilies(store).end("ada")).isEqualTo(1);
    assertThat(use(other)).isEqualTo(new Use.Unknown());
  }

  @Test
  void whoever_gives_back_a_token_from_long_ago_ends_what_somebody_else_went_on_with() {
    RefreshToken first = tokens.begin(ADA);
    RefreshToken second = next(first);
    RefreshToken third = next(second);
    Instant since = clock.instant();
    RefreshToken other = next(tokens.begin(ADA));

    assertThat(tokens.end(first)).contains(new RefreshTokens.Ended(ADA, since, true));
    assertThat(use(third)).isEqualTo(new Use.Unknown());
    assertThat(tokens.end(third)).isEmpty();
    assertThat(tokens.end(other).map(RefreshTokens.Ended::replayed)).contains(false);
  }

  @Test
  void looking_at_a_token_does_not_use_it_up() {
    RefreshToken first = tokens.begin(ADA);

    assertThat(tokens.look(first)).contains(ADA);
    RefreshToken second = next(first);
    assertThat(tokens.look(first)).isEmpty();
    assertThat(tokens.look(second)).contains(ADA);
  }

  @Test
  void a_user_has_a_hundred_families_at_most() {
    RefreshToken oldest = tokens.begin(ADA);
    clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      tokens.begin(ADA);
    }

    assertThat(store.owned(RefreshTokens.KIND, "ada")).hasSize(100);
    assertThat(use(oldest)).isEqualTo(new Use.Unknown());
    assertThat(crowdedOut).containsExactly(ADA);
  }

  @Test
  void a_family_that_is_in_use_stays_where_a_script_signs_in_again_and_again() {
    RefreshToken phone = next(tokens.begin(ADA));
    for (int i = 0; i < 200; i++) {
      clock.pass(Duration.ofMinutes(5));
      tokens.begin(ADA);
    }

    assertThat(store.owned(RefreshTokens.KIND, "ada")).hasSize(100);
    assertThat(use(phone)).isInstanceOf(Use.Renewed.class);
  }

  @Test
  void the_store_keeps_neither_the_token_nor_what_a_token_is_made_of() {
    RefreshToken first = tokens.begin(ADA);

    assertThat(store.list(RefreshTokens.KIND, "", 10)).singleElement().satisfies(entry -> {
      assertThat(entry.id() + entry.value())
          .doesNotContain(first.series())
          .doesNotContain(first.secret());
      assertThat(entry.owner()).isEqualTo("ada");
    });
    assertThat(first).hasToString("***");
  }

  @Test
  void only_what_looks_like_a_refresh_token_is_one() {
    String text = RefreshToken.first(new SecureRandom()).reveal();

    assertThat(RefreshToken.parse(text)).map(RefreshToken::reveal).contains(text);
    for (String wrong : Set.of(
        "",
        "vsr_",
        text + "a",
        text.substring(1),
        "vsc_" + text.substring(4),
        " " + text,
        text.substring(0, 68) + "=")) {
      assertThat(RefreshToken.parse(wrong)).as(wrong).isEqualTo(Optional.empty());
    }
  }
}
