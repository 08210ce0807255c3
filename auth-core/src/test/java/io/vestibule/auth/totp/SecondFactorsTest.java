package io.vestibule.auth.totp;

import static io.vestibule.auth.FakeRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecondFactorsTest {
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");
  private static final Secret OTHER =
      Secret.of("$2y$05$ROILhljnCC2ggxaMHxJgfeHhhsT0k1yWIbOZ8wrRKOP/9CuAtipx6");
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final AuthRequest REQUEST = get("/").from("192.0.2.7");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private final SecondFactors factors = factors(Throttle.off());

  private SecondFactors factors(Throttle throttle) {
    return SecondFactors.over(store, users, throttle, Audit.of(heard::add), clock, "Tickets & co");
  }

  private User ada() {
    users.add("Ada", HASH, Set.of());
    return users.user("ada").orElseThrow();
  }

  /** What stands behind a name and a key: an app. */
  private String code(Secret key, long steps) {
    return new Totp(key).code(Totp.step(clock.instant()) + steps);
  }

  /** A user with a factor, and what she keeps. */
  private record Equipped(User user, Secret key, List<Secret> recovery) {}

  private Equipped equipped() {
    User before = ada();
    Secret key = factors.begin(before).key();
    Confirmed.Active active = (Confirmed.Active) factors.confirm(REQUEST, before, code(key, -1));
    return new Equipped(active.after(), key, active.recoveryCodes());
  }

  private Outcome check(User user, String code) {
    return factors.check(REQUEST, user, code, Optional.empty());
  }

  private static Outcome right() {
    return new Outcome.Right(Set.of("pwd", "otp", "mfa"), OptionalInt.empty());
  }

  @Test
  void nothing_is_asked_for_before_the_first_code() {
    User ada = ada();
    Pending begun = factors.begin(ada);

    assertThat(
            factors.confirm(REQUEST, ada, "000000".equals(code(begun.key(), 0)) ? "1" : "000000"))
        .isInstanceOf(Confirmed.Wrong.class);
    assertThat(users.user("ada").orElseThrow().hasFactor()).isFalse();
    assertThat(factors.state(ada)).isEmpty();
    assertThat(factors.pending(ada)).contains(begun);
  }

  @Test
  void the_first_code_sets_it_up_and_is_used_up() {
    User before = ada();
    Secret key = factors.begin(before).key();
    String code = code(key, 0);

    Confirmed.Active active = (Confirmed.Active) factors.confirm(REQUEST, before, code);

    assertThat(active.after().hasFactor()).isTrue();
    assertThat(active.after().credential()).isNotEqualTo(before.credential());
    assertThat(active.after().account()).isEqualTo(before.account());
    assertThat(factors.pending(active.after())).isEmpty();
    assertThat(factors.state(active.after())).contains(new State(clock.instant(), 10));
    assertThat(check(active.after(), code)).isEqualTo(new Outcome.Wrong(false));
    assertThat(check(active.after(), code(key, 1))).isEqualTo(right());
    assertThat(heard).extracting(AuditEvent::type).contains(AuditType.FACTOR_ADDED);
  }

  @Test
  void a_code_is_accepted_one_step_early_or_late_and_no_more() {
    for (long off : List.of(-1L, 0L, 1L)) {
      Equipped ada = equippedAnew();
      assertThat(check(ada.user(), code(ada.key(), off))).isEqualTo(right());
    }
    for (long off : List.of(-11L, 11L)) {
      Equipped ada = equippedAnew();
      assertThat(check(ada.user(), code(ada.key(), off))).isEqualTo(new Outcome.Wrong(false));
    }
    for (long off : List.of(-10L, -2L)) {
      Equipped ada = equippedAnew();
      assertThat(check(ada.user(), code(ada.key(), off))).isEqualTo(new Outcome.Wrong(true));
    }
  }

  @Test
  void no_stranger_learns_that_a_code_will_be_right_soon() {
    for (long off : List.of(2L, 10L)) {
      Equipped ada = equippedAnew();
      String early = code(ada.key(), off);
      assertThat(check(ada.user(), early)).isEqualTo(new Outcome.Wrong(false));
      assertThat(factors.check(REQUEST, ada.user(), early, Optional.of("laptop")))
          .isEqualTo(new Outcome.Wrong(true));
    }
  }

  private Equipped equippedAnew() {
    users.delete("ada");
    Equipped ada = equipped();
    clock.pass(STEP.multipliedBy(20));
    return ada;
  }

  @Test
  void a_code_works_once_and_none_from_before_it_works_after_it() {
    Equipped ada = equipped();
    clock.pass(STEP.multipliedBy(2));

    assertThat(check(ada.user(), code(ada.key(), 0))).isEqualTo(right());
    assertThat(check(ada.user(), code(ada.key(), 0))).isEqualTo(new Outcome.Wrong(false));
    assertThat(check(ada.user(), code(ada.key(), -1))).isEqualTo(new Outcome.Wrong(false));
    clock.pass(STEP);
    assertThat(check(ada.user(), code(ada.key(), 0))).isEqualTo(right());
  }

  @Test
  void a_recovery_code_works_once_however_it_is_typed() {
    Equipped ada = equipped();
    String first = ada.recovery().get(0).reveal();
    String second = ada.recovery().get(1).reveal();

    assertThat(first).matches("[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}");
    assertThat(check(ada.user(), first))
        .isEqualTo(new Outcome.Right(Set.of("pwd", "otp", "mfa"), OptionalInt.of(9)));
    assertThat(check(ada.user(), first)).isEqualTo(new Outcome.Wrong(false));
    assertThat(check(ada.user(), " " + second.replace("-", " ").toLowerCase(Locale.ROOT)))
        .isInstanceOf(Outcome.Right.class);
    assertThat(factors.state(ada.user()).orElseThrow().recoveryLeft()).isEqualTo(8);
    assertThat(heard)
        .filteredOn(event -> event.type() == AuditType.RECOVERY_CODE_USED)
        .extracting(event -> event.details().get("left"))
        .containsExactly("9", "8");
  }

  @Test
  void recovery_codes_differ_and_new_ones_replace_the_old() {
    Equipped ada = equipped();
    List<Secret> renewed = factors.renew(REQUEST, ada.user()).orElseThrow();

    Set<String> all = new HashSet<>();
    ada.recovery().forEach(code -> all.add(code.reveal()));
    renewed.forEach(code -> all.add(code.reveal()));
    assertThat(all).hasSize(20);
    assertThat(check(ada.user(), ada.recovery().get(3).reveal()))
        .isEqualTo(new Outcome.Wrong(false));
    assertThat(check(ada.user(), renewed.get(3).reveal())).isInstanceOf(Outcome.Right.class);
    assertThat(factors.renew(REQUEST, users.user("bob").orElse(without(ada)))).isEmpty();
  }

  private static User without(Equipped ada) {
    return new User("Ada", Set.of(), ada.user().credential(), false, ada.user().account());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "12345", "1234567", "abcdef", "１２３４５６", "ABCD-EFG", "A\u0000", "-"})
  void what_is_no_code_is_wrong(String typed) {
    Equipped ada = equipped();

    assertThat(check(ada.user(), typed)).isEqualTo(new Outcome.Wrong(false));
    assertThat(check(ada.user(), typed.repeat(1000))).isEqualTo(new Outcome.Wrong(false));
  }

  @Test
  void a_wrong_code_is_told_to_the_audit_without_the_code() {
    Equipped ada = equipped();
    check(ada.user(), "ABCD-2345");

    AuditEvent last = heard.get(heard.size() - 1);
    assertThat(last.type()).isEqualTo(AuditType.LOGIN);
    assertThat(last.outcome()).isEqualTo(AuditEvent.Outcome.FAILURE);
    assertThat(last.reason()).isEqualTo("bad-code");
    assertThat(last.subject()).isEqualTo("Ada");
    assertThat(last.toString()).doesNotContain("ABCD");
  }

  @Test
  void five_wrong_codes_from_wherever_are_too_many_but_a_known_device_has_its_own() {
    SecondFactors limited = factors(Throttle.inMemory(Limits.DEFAULT, clock));
    Equipped ada = equipped();
    clock.pass(STEP.multipliedBy(2));
    for (int i = 0; i < 5; i++) {
      assertThat(limited.check(
              get("/").from("198.51.100." + i), ada.user(), "ABCD-EFGH", Optional.empty()))
          .isInstanceOf(Outcome.Wrong.class);
    }

    Outcome stranger = limited.check(
        get("/").from("203.0.113.9"), ada.user(), code(ada.key(), 0), Optional.empty());
    assertThat(stranger).isInstanceOf(Outcome.Throttled.class);
    assertThat(limited.check(REQUEST, ada.user(), code(ada.key(), 0), Optional.of("laptop")))
        .isEqualTo(right());
    assertThat(heard)
        .filteredOn(event -> event.type() == AuditType.THROTTLED)
        .extracting(AuditEvent::client)
        .containsExactly("203.0.113.9");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void a_slip_in_the_set_up_is_counted_once(int allowed) {
    SecondFactors limited = factors(Throttle.inMemory(
        new Limits(allowed, 50, Duration.ofMinutes(5), Duration.ofMinutes(15)), clock));
    User ada = ada();
    Secret key = limited.begin(ada).key();
    for (int slips = 1; slips < allowed; slips++) {
      assertThat(limited.confirm(REQUEST, ada, "ABCDEF")).isInstanceOf(Confirmed.Wrong.class);
    }

    assertThat(limited.confirm(REQUEST, ada, code(key, 0))).isInstanceOf(Confirmed.Active.class);
  }

  @Test
  void whoever_guesses_slowly_must_wait_all_the_same() {
    SecondFactors limited = factors(Throttle.inMemory(Limits.DEFAULT, clock));
    Equipped ada = equipped();
    int looked = 0;
    for (int tries = 0; tries < 24 * 40; tries++) {
      clock.pass(Duration.ofSeconds(90));
      looked +=
          limited.check(REQUEST, ada.user(), "ABCD-EFGH", Optional.empty()) instanceof Outcome.Wrong
              ? 1
              : 0;
    }

    assertThat(looked).as("in a day").isBetween(20, 44);
    assertThat(limited.check(REQUEST, ada.user(), code(ada.key(), 0), Optional.of("laptop")))
        .isEqualTo(right());
  }

  @Test
  void a_network_that_guesses_at_many_accounts_must_wait() {
    Throttle throttle =
        Throttle.inMemory(new Limits(5, 6, Duration.ofMinutes(5), Duration.ofMinutes(15)), clock);
    SecondFactors limited = factors(throttle);
    for (String name : List.of("bob", "eve", "zoe")) {
      users.add(name, HASH, Set.of());
      User before = users.user(name).orElseThrow();
      Secret key = limited.begin(before).key();
      User user = ((Confirmed.Active) limited.confirm(REQUEST, before, code(key, 0))).after();
      limited.check(REQUEST, user, "ABCD-EFGH", Optional.empty());
      limited.check(REQUEST, user, "ABCD-EFGH", Optional.empty());
    }
    Equipped ada = equipped();

    assertThat(limited.check(REQUEST, ada.user(), code(ada.key(), 1), Optional.empty()))
        .isInstanceOf(Outcome.Throttled.class);
    assertThat(limited.check(
            get("/").from("198.51.100.1"), ada.user(), code(ada.key(), 1), Optional.empty()))
        .isEqualTo(right());
  }

  @Test
  void a_set_up_of_another_password_or_account_or_time_is_gone() {
    User ada = ada();
    Secret key = factors.begin(ada).key();
    users.setHash("ada", OTHER);
    assertThat(factors.confirm(REQUEST, users.user("ada").orElseThrow(), code(key, 0)))
        .isEqualTo(new Confirmed.Gone());
    assertThat(factors.confirm(REQUEST, ada, code(key, 0))).isEqualTo(new Confirmed.Gone());

    User changed = users.user("ada").orElseThrow();
    Secret second = factors.begin(changed).key();
    clock.pass(Duration.ofMinutes(10));
    assertThat(factors.confirm(REQUEST, changed, code(second, 0))).isEqualTo(new Confirmed.Gone());

    Secret third = factors.begin(changed).key();
    users.delete("ada");
    users.add("ADA", OTHER, Set.of());
    assertThat(factors.confirm(REQUEST, users.user("ada").orElseThrow(), code(third, 0)))
        .isEqualTo(new Confirmed.Gone());
    assertThat(users.user("ada").orElseThrow().hasFactor()).isFalse();
  }

  @Test
  void the_key_that_was_begun_last_counts_and_only_for_its_user() {
    User ada = ada();
    users.add("bob", HASH, Set.of());
    User bob = users.user("bob").orElseThrow();
    Secret first = factors.begin(ada).key();
    Secret second = factors.begin(ada).key();

    assertThat(factors.confirm(REQUEST, bob, code(second, 0))).isEqualTo(new Confirmed.Gone());
    assertThat(factors.confirm(REQUEST, ada, code(first, 0))).isInstanceOf(Confirmed.Wrong.class);
    assertThat(factors.confirm(REQUEST, ada, code(second, 0))).isInstanceOf(Confirmed.Active.class);
  }

  @Test
  void whoever_has_a_factor_sets_up_no_other_beside_it() {
    Equipped ada = equipped();
    Secret key = factors.begin(ada.user()).key();

    assertThat(factors.pending(ada.user())).isEmpty();
    assertThat(factors.confirm(REQUEST, ada.user(), code(key, 0))).isEqualTo(new Confirmed.Gone());
    assertThat(factors.confirm(REQUEST, without(ada), code(key, 0)))
        .isEqualTo(new Confirmed.Gone());
    assertThat(check(ada.user(), code(ada.key(), 0))).isEqualTo(right());
  }

  @Test
  void taken_away_it_is_asked_for_no_more_and_the_sessions_from_before_are_none() {
    Equipped ada = equipped();
    User after = factors.end(REQUEST, ada.user()).orElseThrow();

    assertThat(after.hasFactor()).isFalse();
    assertThat(after.credential()).isNotEqualTo(ada.user().credential());
    assertThat(factors.state(ada.user())).isEmpty();
    assertThat(check(ada.user(), code(ada.key(), 0))).isEqualTo(new Outcome.Wrong(false));
    assertThat(factors.end(REQUEST, ada.user())).isEmpty();
    assertThat(heard)
        .filteredOn(event -> event.type() == AuditType.FACTOR_REMOVED)
        .extracting(AuditEvent::subject)
        .containsExactly("Ada");
  }

  @Test
  void a_factor_whose_record_is_gone_or_damaged_lets_nobody_in_until_it_is_reset() {
    for (boolean gone : List.of(true, false)) {
      Equipped ada = equippedAnew();
      Entry entry = store.get("totp", ada.user().factor()).orElseThrow();
      if (gone) {
        store.delete("totp", entry.id());
      } else {
        store.replace(entry.with("1 s=0", Instant.MAX));
      }

      assertThat(check(ada.user(), code(ada.key(), 0))).isEqualTo(new Outcome.Wrong(false));
      assertThat(check(ada.user(), ada.recovery().get(0).reveal()))
          .isEqualTo(new Outcome.Wrong(false));
      assertThat(users.user("ada").orElseThrow().hasFactor()).isTrue();
      assertThat(factors.reset("ADA")).isTrue();
      assertThat(users.user("ada").orElseThrow().hasFactor()).isFalse();
      assertThat(factors.reset("ADA")).isFalse();
    }
  }

  /** Whoever can write into the store might give an account the factor of another, whose key they know. */
  @Test
  void a_record_in_the_place_of_another_is_none() {
    Equipped ada = equipped();
    users.add("eve", HASH, Set.of());
    User before = users.user("eve").orElseThrow();
    Secret key = factors.begin(before).key();
    User eve = ((Confirmed.Active) factors.confirm(REQUEST, before, code(key, -1))).after();
    Entry hers = store.get("totp", eve.factor()).orElseThrow();
    Entry adas = store.get("totp", ada.user().factor()).orElseThrow();
    store.replace(adas.with(hers.value(), Instant.MAX));

    assertThat(check(ada.user(), code(key, 0))).isEqualTo(new Outcome.Wrong(false));
    assertThat(check(eve, code(key, 0))).isEqualTo(right());
  }

  @Test
  void what_is_kept_shows_neither_key_nor_codes() {
    Equipped ada = equipped();
    String kept = store.get("totp", ada.user().factor()).orElseThrow().value();

    assertThat(kept).doesNotContain(ada.key().reveal());
    ada.recovery().forEach(code -> assertThat(kept)
        .doesNotContain(code.reveal())
        .doesNotContain(code.reveal().replace("-", "")));
  }

  @Test
  void the_address_for_the_app_says_who_and_where_and_does_not_show() {
    Pending begun = factors.begin(ada());

    assertThat(begun.address().reveal())
        .isEqualTo("otpauth://totp/Tickets%20%26%20co:Ada?secret=" + begun.key().reveal()
            + "&issuer=Tickets%20%26%20co&algorithm=SHA1&digits=6&period=30");
    assertThat(begun.toString()).doesNotContain(begun.key().reveal());
  }
}
