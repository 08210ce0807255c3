package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UserPasswordsTest {
  private static final String OF_PASSWORD =
      "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final String OF_CORRECT_HORSE =
      "$2y$05$ROILhljnCC2ggxaMHxJgfeHhhsT0k1yWIbOZ8wrRKOP/9CuAtipx6";
  private static final String OF_SWORDFISH_AT_COST_10 =
      "$2y$10$ICwi5E59ecVlZqCZXi2jdes1Kfy9n7EV2.CNxegAw2WswKItiwcvG";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final AtomicLong work = new AtomicLong();
  private final HashGate gate = new HashGate(2, 2, Duration.ofMinutes(1));
  private Users users = Users.NONE;

  @BeforeEach
  void two_users() {
    users = users("ada", OF_PASSWORD, "alan", OF_SWORDFISH_AT_COST_10);
  }

  @Test
  void knows_a_user_by_name_and_password() {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));

    assertThat(check(passwords, "ada", "password").map(User::name)).contains("ada");
    assertThat(check(passwords, "alan", "swordfish").map(User::name)).contains("alan");
    assertThat(check(passwords, "ada", "swordfish")).isEmpty();
    assertThat(check(passwords, "Ada", "password")).isEmpty();
    assertThat(passwords.find("ada").map(User::name)).contains("ada");
    assertThat(passwords.find("grace")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      ada, wrong, a user with a cheap hash
      alan, wrong, a user with the dearest hash
      grace, wrong, nobody
      '', '', nobody at all
      alan, '', no password
      """)
  void every_refusal_costs_as_much_as_the_dearest_hash(String name, String password, String who) {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    work.set(0);

    assertThat(check(passwords, name, password)).as(who).isEmpty();
    assertThat(work).as(who).hasValue(1 << 10);
  }

  @Test
  void a_password_that_is_refused_unseen_costs_the_same() {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    for (String password : List.of("x".repeat(73), "x".repeat(2000), "a\ud800")) {
      work.set(0);
      assertThat(check(passwords, "alan", password)).isEmpty();
      assertThat(work).hasValue(1 << 10);
    }
  }

  @Test
  void a_user_whose_line_is_bad_costs_what_nobody_costs() {
    users = users("ada", OF_PASSWORD, "alan", "swordfish");
    UserPasswords passwords = remembering(Duration.ofMinutes(5));

    assertThat(check(passwords, "alan", "swordfish")).isEmpty();
    assertThat(work).hasValue(1 << 5);
  }

  @Test
  void a_right_password_is_paid_for_once() {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    for (int i = 0; i < 5; i++) {
      assertThat(check(passwords, "ada", "password")).isPresent();
    }
    assertThat(work).hasValue(1 << 5);
  }

  @Test
  void a_right_password_is_paid_for_again_when_its_time_is_over() {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    check(passwords, "ada", "password");
    clock.pass(Duration.ofMinutes(5).minusMillis(1));
    check(passwords, "ada", "password");
    assertThat(work).hasValue(1 << 5);

    clock.pass(Duration.ofMillis(1));
    assertThat(check(passwords, "ada", "password")).isPresent();
    assertThat(work).hasValue(2 << 5);
  }

  @Test
  void a_wrong_password_is_never_remembered() {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    check(passwords, "alan", "wrong");
    check(passwords, "alan", "wrong");
    assertThat(work).hasValue(2 << 10);
  }

  @Test
  void with_no_time_to_remember_each_request_pays() {
    UserPasswords passwords = remembering(Duration.ZERO);
    check(passwords, "ada", "password");
    check(passwords, "ada", "password");
    assertThat(work).hasValue(2 << 5);
  }

  @Test
  void what_was_right_is_forgotten_when_the_hash_changes_or_the_user_goes() {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    assertThat(check(passwords, "ada", "password")).isPresent();

    users = users("ada", OF_CORRECT_HORSE);
    assertThat(check(passwords, "ada", "password")).isEmpty();
    assertThat(check(passwords, "ada", "correct-horse")).isPresent();
    users = users("alan", OF_CORRECT_HORSE);
    assertThat(check(passwords, "ada", "correct-horse")).isEmpty();
  }

  @Test
  void one_users_password_says_nothing_about_another_with_the_same_hash() {
    users = users("ada", OF_PASSWORD, "a", OF_PASSWORD);
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    check(passwords, "ada", "password");
    assertThat(work).hasValue(1 << 5);
    check(passwords, "a", "password");
    assertThat(work).hasValue(2 << 5);
  }

  @Test
  void what_is_remembered_is_not_found_by_what_the_encoding_makes_the_same() {
    users = users("ada", PasswordHash.hash(Secret.of("why?"), 10));
    UserPasswords passwords = remembering(Duration.ofMinutes(5));

    assertThat(check(passwords, "ada", "why?")).isPresent();
    assertThat(check(passwords, "ada", "why\ud800")).isEmpty();
  }

  @Test
  void roles_are_those_of_now_even_where_the_password_is_remembered() {
    UserPasswords passwords = remembering(Duration.ofMinutes(5));
    assertThat(check(passwords, "ada", "password").orElseThrow().roles()).isEmpty();

    users = users("ada", OF_PASSWORD + ":admin");
    assertThat(check(passwords, "ada", "password").orElseThrow().roles()).containsExactly("admin");
    assertThat(work).hasValue(1 << 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "grace"})
  void a_flood_is_told_to_come_back_and_those_who_are_known_are_not_held_up(String name)
      throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    HashGate narrow = new HashGate(1, 0, Duration.ofMinutes(1));
    UserPasswords passwords = new UserPasswords(
        () -> users, narrow, new VerifiedCredentials(Duration.ofMinutes(5), clock));
    assertThat(check(passwords, "alan", "swordfish")).isPresent();
    var thread = Executors.newSingleThreadExecutor();
    try {
      var flood = thread.submit(() -> narrow.run(() -> {
        entered.countDown();
        return await(release);
      }));
      assertThat(await(entered)).isTrue();

      assertThatExceptionOfType(AuthUnavailableException.class)
          .isThrownBy(() -> check(passwords, name, "password"));
      assertThat(check(passwords, "alan", "swordfish")).isPresent();
      release.countDown();
      assertThat(flood.get()).isTrue();
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void whoever_waited_for_the_same_password_does_not_pay_for_it_again() throws Exception {
    HashGate narrow = new HashGate(1, 3, Duration.ofMinutes(1));
    CountDownLatch release = new CountDownLatch(1);
    UserPasswords passwords = new UserPasswords(
        () -> users,
        narrow,
        new VerifiedCredentials(Duration.ofMinutes(5), clock),
        (stored, password) -> await(release) && counted(stored, password));
    var threads = Executors.newFixedThreadPool(4);
    try {
      var all = IntStream.range(0, 4)
          .mapToObj(i -> threads.submit(() -> check(passwords, "ada", "password")))
          .toList();
      while (narrow.waiting() < 3) {
        Thread.onSpinWait();
      }
      release.countDown();
      for (var one : all) {
        assertThat(one.get()).isPresent();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(work).hasValue(1 << 5);
  }

  @Test
  void passwords_that_stand_as_they_are_are_compared_as_they_are() {
    Roster roster = new Roster(Roles.none(), true);
    roster.add("ada", "sword:fish", "1");
    users = roster.users();
    UserPasswords passwords = remembering(Duration.ofMinutes(5));

    assertThat(check(passwords, "ada", "sword:fish")).isPresent();
    assertThat(check(passwords, "ada", "sword:fis")).isEmpty();
    assertThat(check(passwords, "alan", "sword:fish")).isEmpty();
    assertThat(check(passwords, "ada", "")).isEmpty();
  }

  @Test
  void without_users_nobody_is_known() {
    users = Users.NONE;
    assertThat(check(remembering(Duration.ZERO), "ada", "password")).isEmpty();
  }

  private UserPasswords remembering(Duration life) {
    return new UserPasswords(
        () -> users, gate, new VerifiedCredentials(life, clock), this::counted);
  }

  private boolean counted(StoredPassword stored, Secret password) {
    work.addAndGet(1L << stored.cost());
    return stored.matches(password);
  }

  private static Optional<User> check(UserPasswords passwords, String name, String password) {
    return passwords.check(new UsernamePassword(name, Secret.of(password)));
  }

  private static Users users(String... namesAndHashes) {
    Roster roster = new Roster(Roles.none(), false);
    for (int i = 0; i < namesAndHashes.length; i += 2) {
      roster.add(namesAndHashes[i], namesAndHashes[i + 1], "line " + i);
    }
    return roster.users();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
