package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.password.PasswordCheck.Result;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PasswordGuardTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
  private static final Secret STORED =
      Secret.of("$2b$04$......................LAtw7/ohmmBAhnXqmkuIz83Rl5Qdjhm");

  private final List<AuditEvent> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger hashes = new AtomicInteger();

  private PasswordGuard guard(Duration remembered) {
    return guard(false, remembered, this::isRight);
  }

  private PasswordGuard guard(boolean disabled, BiPredicate<StoredPassword, Secret> compare) {
    return guard(disabled, Duration.ZERO, compare);
  }

  @Test
  void a_wrong_password_is_told_though_the_store_fails_before_it_is_counted() {
    AtomicInteger down = new AtomicInteger();
    Store memory = MemoryStore.of(CLOCK);
    Store store = (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          if (down.get() > 0) {
            throw new AuthUnavailableException("down", Duration.ofSeconds(1));
          }
          return method.invoke(memory, arguments);
        });
    PasswordGuard guard = new PasswordGuard(
        passwords(false, Duration.ZERO, (stored, shown) -> {
          down.set(1);
          return false;
        }),
        Throttle.over(store, Limits.DEFAULT, CLOCK),
        Audit.of(heard::add),
        CLOCK);

    assertThatThrownBy(() -> check(guard, "ada", "wrong"))
        .isInstanceOf(AuthUnavailableException.class);
    assertThat(heard).extracting(AuditEvent::reason).containsExactly("bad-credentials");
  }

  private static UserPasswords passwords(
      boolean disabled, Duration remembered, BiPredicate<StoredPassword, Secret> compare) {
    User ada = new User("ada", Set.of(), STORED, disabled);
    Users users = new Users(List.of(new Users.Entry(ada, PasswordHash.parse(STORED.reveal()))));
    return new UserPasswords(
        () -> users, HashGate.ofAllCores(), new VerifiedCredentials(remembered, CLOCK), compare);
  }

  private PasswordGuard guard(
      boolean disabled, Duration remembered, BiPredicate<StoredPassword, Secret> compare) {
    return new PasswordGuard(
        passwords(disabled, remembered, compare),
        Throttle.inMemory(Limits.DEFAULT, CLOCK),
        Audit.of(heard::add),
        CLOCK);
  }

  private PasswordGuard guard() {
    return guard(false, this::isRight);
  }

  private boolean isRight(StoredPassword stored, Secret shown) {
    hashes.incrementAndGet();
    return shown.reveal().equals("right");
  }

  private static Result check(PasswordGuard guard, String name, String password) {
    return guard.check(
        FakeRequest.get("/"),
        new UsernamePassword(name, Secret.of(password)),
        any -> Optional.empty());
  }

  private PasswordGuard guardOfTwoFactors(Throttle throttle) {
    User ada = new User("ada", Set.of(), STORED, false).withFactor("f1");
    Users users = new Users(List.of(new Users.Entry(ada, PasswordHash.parse(STORED.reveal()))));
    return new PasswordGuard(
        new UserPasswords(
            () -> users,
            HashGate.ofAllCores(),
            new VerifiedCredentials(Duration.ofMinutes(5), CLOCK),
            this::isRight),
        throttle,
        Audit.of(heard::add),
        CLOCK);
  }

  @Test
  void a_right_password_is_half_a_proof_where_there_is_a_second_factor() {
    PasswordGuard guard = guardOfTwoFactors(Throttle.inMemory(Limits.DEFAULT, CLOCK));

    for (int i = 0; i < 3; i++) {
      Result result = check(guard, "ada", "right");
      assertThat(result)
          .isInstanceOfSatisfying(
              Result.CodeRequired.class, more -> assertThat(more.user().name()).isEqualTo("ada"));
      assertThat(result.orRejected(user -> AuthResult.notAttempted()))
          .isInstanceOfSatisfying(AuthResult.Rejected.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.CODE_REQUIRED);
            assertThat(refused.reason().status()).isEqualTo(401);
          });
    }
    assertThat(hashes).as("the second is remembered").hasValue(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void half_a_proof_neither_forgives_failures_nor_is_one() {
    PasswordGuard guard = guardOfTwoFactors(Throttle.inMemory(Limits.DEFAULT, CLOCK));
    for (int i = 0; i < 4; i++) {
      check(guard, "ada", "wrong" + i);
      check(guard, "ada", "right");
    }

    assertThat(check(guard, "ada", "right")).isInstanceOf(Result.CodeRequired.class);
    assertThat(check(guard, "ada", "wrong")).isInstanceOf(Result.Wrong.class);
    assertThat(check(guard, "ada", "right")).isInstanceOf(Result.Throttled.class);
  }

  @Test
  void the_sixth_wrong_password_costs_no_hash_whoever_was_named() {
    for (String name : List.of("ada", "nobody")) {
      PasswordGuard guard = guard();
      for (int i = 0; i < 5; i++) {
        assertThat(check(guard, name, "wrong" + i)).isEqualTo(new Result.Wrong());
      }
      int before = hashes.get();

      assertThat(check(guard, name, "right")).isInstanceOf(Result.Throttled.class);
      assertThat(hashes).hasValue(before);
    }
  }

  /** Otherwise whoever must wait could go on guessing at the passwords of those who are active. */
  @Test
  void whoever_must_wait_is_not_let_in_by_a_password_that_is_remembered() {
    PasswordGuard guard = guard(Duration.ofMinutes(5));
    assertThat(check(guard, "ada", "right")).isInstanceOf(Result.Right.class);
    int first = hashes.get();
    assertThat(check(guard, "ada", "right")).isInstanceOf(Result.Right.class);
    assertThat(hashes).hasValue(first);
    for (int i = 0; i < 5; i++) {
      check(guard, "ada", "wrong" + i);
    }

    assertThat(check(guard, "ada", "right")).isInstanceOf(Result.Throttled.class);
  }

  @Test
  void a_right_password_clears_the_failures_before_it() {
    PasswordGuard guard = guard();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++) {
        check(guard, "ada", "wrong" + i);
      }
      assertThat(check(guard, "ada", "right")).isInstanceOf(Result.Right.class);
    }
  }

  @Test
  void the_audit_hears_of_each_failure_once_and_of_no_name_that_nobody_has() {
    PasswordGuard guard = guard();
    check(guard, "ada", "wrong");
    check(guard, "hunter2", "wrong");

    assertThat(heard)
        .extracting(AuditEvent::reason, AuditEvent::subject, AuditEvent::client)
        .containsExactly(
            tuple("bad-credentials", "ada", "192.0.2.1"),
            tuple("bad-credentials", "", "192.0.2.1"));
  }

  @Test
  void a_disabled_account_is_told_from_a_wrong_password_only_by_the_right_one() {
    PasswordGuard guard = guard(true, this::isRight);

    assertThat(check(guard, "ada", "wrong")).isEqualTo(new Result.Wrong());
    assertThat(check(guard, "ada", "right")).isInstanceOf(Result.Disabled.class);
  }

  @Test
  void what_could_not_be_checked_is_no_failure() {
    PasswordGuard guard = guard(false, (stored, shown) -> {
      throw new AuthUnavailableException("busy", Duration.ofSeconds(1));
    });

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> check(guard, "ada", "right"))
          .isInstanceOf(AuthUnavailableException.class);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  @Timeout(60)
  void twenty_requests_with_the_same_password_are_one_hash_and_all_are_let_in() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    PasswordGuard guard = guard(false, (stored, shown) -> {
      await(go);
      return isRight(stored, shown);
    });
    List<Result> results = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread thread = new Thread(() -> results.add(check(guard, "ada", "right")));
      thread.start();
      threads.add(thread);
    }
    while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(results).hasSize(20).allMatch(result -> result instanceof Result.Right);
    assertThat(hashes).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
