package io.vestibule.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Reason;
import io.vestibule.auth.store.Dialect;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds wherever the counts are kept. */
class ThrottleTest {
  private static final Attempt ADA = Attempt.of("ada", "192.0.2.1");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final FakeStore store = new FakeStore(clock);
  private final Store h2 = h2(clock);

  private void pass(double seconds) {
    clock.pass(Duration.ofMillis(Math.round(seconds * 1_000)));
  }

  /** Where the counts are kept. */
  enum Kept {
    IN_MEMORY,
    IN_A_STORE,
    IN_H2
  }

  @AfterEach
  void close() {
    h2.close();
  }

  private Throttle throttle(Kept kept) {
    return switch (kept) {
      case IN_MEMORY -> Throttle.inMemory(Limits.DEFAULT, clock);
      case IN_A_STORE -> Throttle.over(store, Limits.DEFAULT, clock);
      case IN_H2 -> Throttle.over(h2, Limits.DEFAULT, clock);
    };
  }

  private static Store h2(InstantSource clock) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return JdbcStore.open(database, Dialect.H2, true, clock);
  }

  private static boolean fails(Throttle throttle, Attempt attempt) {
    boolean allowed = throttle.check(attempt).allowed();
    if (allowed) {
      throttle.failed(attempt);
    }
    return allowed;
  }

  private static void fail(Throttle throttle, Attempt attempt, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(fails(throttle, attempt)).isTrue();
    }
  }

  private static Duration delay(Throttle throttle, Attempt attempt) {
    Verdict verdict = throttle.check(attempt);
    if (verdict.allowed()) {
      throttle.withdrawn(attempt);
    }
    return verdict.delay();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void refuses_the_sixth_try(Kept kept) {
    Throttle throttle = throttle(kept);

    fail(throttle, ADA, 5);

    assertThat(delay(throttle, ADA)).isEqualTo(Duration.ofMinutes(5));
    assertThat(delay(throttle, Attempt.of("bob", "192.0.2.1"))).isZero();
    assertThat(delay(throttle, Attempt.of("ada", "192.0.2.2"))).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void an_attempt_is_clear_until_something_is_held_against_it(Kept kept) {
    Throttle throttle = throttle(kept);
    assertThat(throttle.isClear(ADA)).isTrue();
    fail(throttle, ADA, 1);

    assertThat(throttle.isClear(ADA)).isFalse();
    assertThat(throttle.isClear(Attempt.of("bob", "192.0.2.1"))).isTrue();
    assertThat(throttle.isClear(Attempt.of("ada", "192.0.2.2"))).isTrue();
    assertThat(throttle.isClear(ADA.withDevice("known"))).isTrue();
    throttle.check(ADA);
    throttle.succeeded(ADA);
    assertThat(throttle.isClear(ADA)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void nothing_is_clear_in_a_network_that_must_wait(Kept kept) {
    Throttle throttle = throttle(kept);
    for (int i = 0; i < 50; i++) {
      fail(throttle, Attempt.of("name" + i, "192.0.2.1"), 1);
    }

    assertThat(throttle.isClear(ADA)).isFalse();
    assertThat(throttle.isClear(Attempt.of("ada", "192.0.2.2"))).isTrue();
  }

  @Test
  void looking_whether_an_attempt_is_clear_writes_nothing() {
    Throttle throttle = throttle(Kept.IN_H2);
    fail(throttle, ADA, 1);
    List<Entry> before = h2.list("throttle-account", "", 10);

    assertThat(throttle.isClear(Attempt.of("bob", "192.0.2.1"))).isTrue();
    assertThat(throttle.isClear(ADA)).isFalse();
    assertThat(h2.list("throttle-account", "", 10)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void failures_leave_the_window_one_by_one(Kept kept) {
    Throttle throttle = throttle(kept);
    fail(throttle, ADA, 1);
    pass(299);
    fail(throttle, ADA, 3);
    pass(1);
    fail(throttle, ADA, 1);
    assertThat(delay(throttle, ADA)).isZero();
    fail(throttle, ADA, 1);
    assertThat(delay(throttle, ADA)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void waits_double_up_to_a_quarter_of_an_hour_and_tries_do_not_lengthen_them(Kept kept) {
    Throttle throttle = throttle(kept);
    fail(throttle, ADA, 5);
    for (int minutes : new int[] {5, 10, 15, 15}) {
      for (int i = 0; i < 100; i++) {
        assertThat(fails(throttle, ADA)).isFalse();
      }
      pass(60 * minutes - 0.001);
      assertThat(delay(throttle, ADA)).isEqualTo(Duration.ofMillis(1));
      pass(0.001);
      fail(throttle, ADA, 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void a_wait_is_forgotten_when_it_has_been_quiet_for_long(Kept kept) {
    Throttle throttle = throttle(kept);
    fail(throttle, ADA, 5);
    pass(300 + 6 * 900 - 1);
    fail(throttle, ADA, 1);
    assertThat(delay(throttle, ADA)).isEqualTo(Duration.ofMinutes(10));

    pass(600 + 6 * 900);
    fail(throttle, ADA, 4);
    assertThat(delay(throttle, ADA)).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void the_right_secret_makes_the_failures_of_the_account_forgotten(Kept kept) {
    Throttle throttle = throttle(kept);
    for (int i = 0; i < 3; i++) {
      fail(throttle, ADA, 4);
      assertThat(throttle.check(ADA).allowed()).isTrue();
      throttle.succeeded(ADA);
    }
    fail(throttle, ADA, 5);
    pass(300);
    assertThat(throttle.check(ADA).allowed()).isTrue();
    throttle.succeeded(ADA);
    fail(throttle, ADA, 5);
    assertThat(delay(throttle, ADA)).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void a_network_has_fifty_failures_whatever_the_names(Kept kept) {
    Throttle throttle = throttle(kept);
    for (int i = 0; i < 50; i++) {
      fail(throttle, Attempt.of("user" + i, "192.0.2.1"), 1);
      throttle.check(Attempt.of("mallory", "192.0.2.1"));
      throttle.succeeded(Attempt.of("mallory", "192.0.2.1"));
    }

    assertThat(delay(throttle, Attempt.of("new", "192.0.2.1"))).isEqualTo(Duration.ofMinutes(5));
    assertThat(delay(throttle, Attempt.of("new", "192.0.2.2"))).isZero();
    pass(300);
    fail(throttle, Attempt.of("new", "192.0.2.1"), 1);
    assertThat(delay(throttle, Attempt.of("new", "192.0.2.1"))).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void a_try_that_its_network_refuses_costs_the_account_nothing(Kept kept) {
    Throttle throttle = throttle(kept);
    for (int i = 0; i < 50; i++) {
      fail(throttle, Attempt.of("user" + i, "192.0.2.1"), 1);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(fails(throttle, ADA)).isFalse();
    }
    pass(300);
    fail(throttle, ADA, 1);
    assertThat(throttle.lockouts().list()).extracting(Lockout::account).doesNotContain("ada");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,        192.0.2.1,            true",
    "192.0.2.1,        192.0.2.2,            false",
    "192.0.2.1,        ::ffff:192.0.2.1,     true",
    "2001:db8::1,      2001:db8::ffff:2,     true",
    "2001:db8::1,      2001:DB8:0:0:9::1,    true",
    "2001:db8::1,      2001:db8:0:1::1,      false",
    "2001:db8::1,      '[2001:db8::2]',      true",
    "1.2.3,            1.2.3.4,              false",
    "1.2.3,            localhost,            true",
  })
  void networks_are_an_ipv4_address_or_an_ipv6_64(String first, String second, boolean same) {
    Throttle throttle = throttle(Kept.IN_MEMORY);
    fail(throttle, Attempt.of("ada", first), 5);

    assertThat(fails(throttle, Attempt.of("ada", second))).isEqualTo(!same);
  }

  @Test
  void an_unknown_address_has_no_budget_that_all_would_share() {
    Throttle throttle = throttle(Kept.IN_MEMORY);
    for (int i = 0; i < 200; i++) {
      fail(throttle, Attempt.of("user" + i, "/run/vestibule.sock"), 1);
    }
    fail(throttle, Attempt.of("ada", "/run/vestibule.sock"), 5);
    assertThat(fails(throttle, Attempt.of("ada", "/run/vestibule.sock"))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void a_known_device_has_a_budget_of_its_own(Kept kept) {
    Throttle throttle = throttle(kept);
    Attempt known = ADA.withDevice("d1");
    fail(throttle, ADA, 5);
    for (int i = 0; i < 45; i++) {
      fail(throttle, Attempt.of("user" + i, "192.0.2.1"), 1);
    }
    assertThat(delay(throttle, Attempt.of("new", "192.0.2.1"))).isPositive();

    fail(throttle, known, 5);

    assertThat(delay(throttle, known)).isEqualTo(Duration.ofMinutes(5));
    assertThat(delay(throttle, ADA.withDevice("d2"))).isZero();
    assertThat(delay(throttle, Attempt.of("bob", "192.0.2.1").withDevice("d1"))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ada, ADA, true",
    "ada, 'ada ', true",
    "ada, ' ada', true",
    "ada, \u00e1da, true",
    "ada, a\u0301da, true",
    "ada, 'a\u200bda', true",
    "ada, \uff41\uff44\uff41, true",
    "'ada lovelace', adalovelace, false",
    "Zo\u00eb, zoe\u0308, true",
    "\u0130, i\u0307, true",
    "ada, adb, false",
    "'', ' ', true"
  })
  void spellings_of_one_name_share_a_budget(String first, String second, boolean same) {
    Throttle throttle = throttle(Kept.IN_MEMORY);
    fail(throttle, Attempt.of(first, "192.0.2.1"), 5);

    assertThat(fails(throttle, Attempt.of(second, "192.0.2.1"))).isEqualTo(!same);
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void twenty_at_one_time_get_no_more_than_the_budget(Kept kept) throws Exception {
    for (int round = 0; round < 20; round++) {
      Throttle throttle = throttle(kept);
      Attempt attempt = Attempt.of("ada" + round, "192.0.2." + round);
      AtomicInteger checked = new AtomicInteger();

      atOneTime(
          20,
          () -> throttle.limit(attempt, () -> {
            checked.incrementAndGet();
            return AuthResult.rejected(Reason.INVALID, "wrong");
          }));
      assertThat(checked).hasValueLessThanOrEqualTo(5).hasPositiveValue();
      fail(throttle, attempt, 5 - checked.get());
      assertThat(delay(throttle, attempt)).isEqualTo(Duration.ofMinutes(5));

      pass(300);
      checked.set(0);
      atOneTime(
          20,
          () -> throttle.limit(attempt, () -> {
            checked.incrementAndGet();
            return AuthResult.rejected(Reason.INVALID, "wrong");
          }));
      assertThat(checked).hasValue(1);
    }
  }

  private static void atOneTime(int count, Callable<?> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<Object>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tasks.add(task::call);
      }
      for (Future<?> each : threads.invokeAll(tasks)) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void what_is_under_way_uses_up_budget_until_its_end_is_told(Kept kept) {
    Throttle throttle = throttle(kept);
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.check(ADA).allowed()).isTrue();
    }
    assertThat(throttle.check(ADA).delay()).isEqualTo(Duration.ofSeconds(1));
    throttle.succeeded(ADA);
    assertThat(throttle.check(ADA).allowed()).isTrue();
    assertThat(throttle.check(ADA).allowed()).isFalse();
    throttle.withdrawn(ADA);
    assertThat(throttle.check(ADA).allowed()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void a_check_that_never_ends_has_failed(Kept kept) {
    Throttle throttle = throttle(kept);
    for (int i = 0; i < 5; i++) {
      throttle.check(ADA);
    }
    pass(30);

    assertThat(throttle.check(ADA).delay()).isEqualTo(Duration.ofSeconds(270));
    assertThat(throttle.check(ADA).delay()).isEqualTo(Duration.ofSeconds(270));
    pass(270);
    fail(throttle, ADA, 1);
    assertThat(delay(throttle, ADA)).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "right,     0, 0",
    "INVALID,   5, 300",
    "MALFORMED, 5, 300",
    "EXPIRED,   5, 300",
    "DISABLED,  9, 0",
    "CROSS_SITE, 9, 0",
    "absent,    9, 0",
    "down,      9, 0",
  })
  void counts_wrong_secrets_only(String end, int times, long seconds) {
    Throttle throttle = throttle(Kept.IN_MEMORY);
    for (int i = 0; i < times; i++) {
      assertThat(limited(throttle, end)).isEqualTo(end);
    }
    assertThat(delay(throttle, ADA)).isEqualTo(Duration.ofSeconds(seconds));
  }

  private static String limited(Throttle throttle, String end) {
    try {
      AuthResult result = throttle.limit(ADA, () -> switch (end) {
        case "right" -> AuthResult.authenticated(Identity.of("ada", "x", Instant.EPOCH));
        case "absent" -> AuthResult.notAttempted();
        case "down" -> throw new AuthUnavailableException("down", Duration.ofSeconds(1));
        default -> AuthResult.rejected(Reason.valueOf(end), "no");
      });
      return result instanceof AuthResult.Rejected rejected
          ? rejected.reason().name()
          : result instanceof AuthResult.NotAttempted ? "absent" : "right";
    } catch (AuthUnavailableException down) {
      return "down";
    }
  }

  @Test
  void does_not_even_look_at_a_secret_while_there_is_a_wait() {
    Throttle throttle = throttle(Kept.IN_MEMORY);
    fail(throttle, ADA, 5);

    AuthResult result = throttle.limit(ADA, () -> {
      throw new AssertionError("the hash was computed");
    });

    assertThat(result).isEqualTo(AuthResult.throttled(Duration.ofMinutes(5), "too many attempts"));
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void lists_who_must_wait_and_lets_them_in(Kept kept) {
    Throttle throttle = throttle(kept);
    fail(throttle, Attempt.of("ADA", "192.0.2.1"), 5);
    fail(throttle, Attempt.of("ada", "2001:db8::1"), 5);
    fail(throttle, ADA.withDevice("d1"), 5);
    fail(throttle, Attempt.of("a\nb", "192.0.2.2"), 5);
    fail(throttle, Attempt.of("bob", "192.0.2.1"), 4);
    Instant until = clock.instant().plusSeconds(300);

    assertThat(throttle.lockouts().list())
        .containsExactlyInAnyOrder(
            new Lockout("ada", "192.0.2.1", until),
            new Lockout("ada", "2001:db8::/64", until),
            new Lockout("ada", "", until),
            new Lockout("a\nb", "192.0.2.2", until));
    assertThat(throttle.lockouts().clearAccount("Ada")).isEqualTo(3);
    assertThat(throttle.lockouts().list()).extracting(Lockout::account).containsExactly("a\nb");
    assertThat(delay(throttle, ADA)).isZero();
    assertThat(throttle.lockouts().clearAccount("ada")).isLessThanOrEqualTo(1);
    pass(300);
    assertThat(throttle.lockouts().list()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kept.class)
  void a_network_that_must_wait_is_listed_and_can_be_let_in(Kept kept) {
    Throttle throttle = throttle(kept);
    for (int i = 0; i < 50; i++) {
      fail(throttle, Attempt.of("user" + i, "2001:db8::1"), 1);
    }

    assertThat(throttle.lockouts().list())
        .containsExactly(new Lockout("", "2001:db8::/64", clock.instant().plusSeconds(300)));
    assertThat(throttle.lockouts().clearNetwork("192.0.2.1")).isZero();
    assertThat(throttle.lockouts().clearNetwork("2001:db8::9")).isEqualTo(1);
    assertThat(throttle.lockouts().list()).isEmpty();
    assertThat(throttle.lockouts().clearAll()).isEqualTo(50);
    assertThat(delay(throttle, Attempt.of("new", "2001:db8::1"))).isZero();
  }

  private String kept() {
    return store.all().stream()
        .map(entry -> entry.kind() + entry.id() + entry.owner() + entry.value())
        .collect(Collectors.joining());
  }

  @Test
  void names_are_kept_only_where_there_is_a_wait() {
    Throttle throttle = throttle(Kept.IN_A_STORE);
    fail(throttle, Attempt.of("hunter2", "192.0.2.1"), 4);
    assertThat(kept()).doesNotContain("hunter2").doesNotContain("aHVudGVyMg");
    fail(throttle, Attempt.of("hunter2", "192.0.2.1"), 1);
    assertThat(kept()).contains("aHVudGVyMg");
    fail(throttle, Attempt.of("x".repeat(5_000), "192.0.2.1"), 5);
    assertThat(store.all()).allMatch(entry -> entry.value().length() < 1_000);
    assertThat(store.all())
        .allMatch(entry -> entry.id().length() <= 255 && entry.kind().length() <= 32);
  }

  @Test
  void nodes_that_share_a_store_share_the_counts() {
    Throttle one = throttle(Kept.IN_A_STORE);
    Throttle two = throttle(Kept.IN_A_STORE);

    fail(one, ADA, 3);
    fail(two, ADA, 2);

    assertThat(delay(one, ADA)).isEqualTo(Duration.ofMinutes(5));
    assertThat(delay(two, ADA)).isEqualTo(Duration.ofMinutes(5));
    assertThat(Throttle.inMemory(Limits.DEFAULT, clock).check(ADA).allowed()).isTrue();
  }

  @Test
  void a_store_that_is_down_lets_nobody_try() {
    Throttle throttle = throttle(Kept.IN_A_STORE);
    fail(throttle, ADA, 1);
    store.down(true);

    assertThatThrownBy(() -> throttle.check(ADA)).isInstanceOf(AuthUnavailableException.class);
    assertThatThrownBy(() -> throttle.failed(ADA)).isInstanceOf(AuthUnavailableException.class);
    assertThatThrownBy(() -> throttle(Kept.IN_A_STORE).check(ADA))
        .isInstanceOf(AuthUnavailableException.class);
    store.down(false);
    fail(throttle, ADA, 4);
    assertThat(delay(throttle, ADA)).isPositive();
  }

  @Test
  void may_be_switched_off() {
    Throttle throttle = Throttle.off();
    fail(throttle, ADA, 1_000);
    throttle.succeeded(ADA);
    assertThat(throttle.lockouts().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 500})
  void any_number_of_attempts_is_kept_to(int attempts) {
    Limits limits = new Limits(attempts, 500, Duration.ofSeconds(2), Duration.ofSeconds(3));
    for (Throttle throttle :
        List.of(Throttle.inMemory(limits, clock), Throttle.over(store, limits, clock))) {
      fail(throttle, ADA.withDevice("d"), attempts);
      assertThat(delay(throttle, ADA.withDevice("d"))).isEqualTo(Duration.ofSeconds(2));
      assertThat(store.all()).allMatch(entry -> entry.value().length() <= 8_000);
    }
  }
}
