package io.vestibule.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.Administrators.Change;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdministratorsTest {
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");
  private static final Set<String> ADMIN = Set.of("admin");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final Administrators administrators = new Administrators(store, users, "admin", clock);

  @BeforeEach
  void addUsers() {
    users.add("root", HASH, ADMIN);
    users.add("ada", HASH, Set.of());
  }

  private Change disable(String name) {
    return administrators.unlessLast(name, user -> false, () -> users.disable(name));
  }

  private Change roles(String name, Set<String> roles) {
    return administrators.unlessLast(
        name, user -> administrators.include(name, roles), () -> users.setRoles(name, roles));
  }

  @Test
  void the_last_one_is_neither_disabled_nor_demoted_nor_deleted() {
    assertThat(disable("ROOT")).isEqualTo(Change.LAST);
    assertThat(roles("root", Set.of("editor"))).isEqualTo(Change.LAST);
    assertThat(administrators.unlessLast("root", user -> false, () -> users.delete("root")))
        .isEqualTo(Change.LAST);
    assertThat(users.user("root").filter(administrators::include)).isPresent();
  }

  @Test
  void the_last_one_may_have_other_roles_besides() {
    assertThat(roles("root", Set.of("admin", "editor"))).isEqualTo(Change.DONE);
    assertThat(users.user("root").orElseThrow().roles()).contains("editor");
  }

  @Test
  void somebody_else_is_changed_freely() {
    assertThat(disable("ada")).isEqualTo(Change.DONE);
    assertThat(disable("nobody")).isEqualTo(Change.NOBODY);
  }

  @Test
  void with_another_one_who_can_sign_in_the_first_one_may_go() {
    users.add("second", HASH, ADMIN);

    assertThat(disable("root")).isEqualTo(Change.DONE);
    assertThat(disable("second")).isEqualTo(Change.LAST);
  }

  @Test
  void whoever_is_disabled_or_has_chosen_no_password_yet_is_no_other_one() {
    users.add("disabled", HASH, ADMIN);
    users.disable("disabled");
    users.addOutsider("invited", "", ADMIN, "");

    assertThat(disable("root")).isEqualTo(Change.LAST);
    assertThat(disable("invited")).isEqualTo(Change.DONE);
    assertThat(disable("disabled")).isEqualTo(Change.DONE);
  }

  @Test
  void somebody_behind_the_first_pages_counts_too() {
    for (int i = 1000; i < 1600; i++) {
      users.add("user" + i, HASH, Set.of());
    }
    users.add("zoe", HASH, ADMIN);

    assertThat(disable("root")).isEqualTo(Change.DONE);
  }

  @Test
  void whoever_has_the_turn_and_does_not_come_back_loses_it() {
    Administrators other = new Administrators(store, users, "admin", clock);
    users.add("second", HASH, ADMIN);
    Change inside = administrators.unlessLast("ada", user -> false, () -> {
      assertThatThrownBy(() -> other.unlessLast("root", user -> false, () -> true))
          .isInstanceOf(AuthUnavailableException.class);
      clock.pass(Duration.ofSeconds(31));
      return other.unlessLast("root", user -> false, () -> users.disable("root")) == Change.DONE;
    });

    assertThat(inside).isEqualTo(Change.DONE);
    assertThat(disable("second")).isEqualTo(Change.LAST);
  }

  @Test
  void a_turn_that_was_taken_by_a_clock_ahead_of_ours_is_not_waited_for() {
    Administrators other = new Administrators(store, users, "admin", clock);
    users.add("second", HASH, ADMIN);
    Change inside = administrators.unlessLast("ada", user -> false, () -> {
      clock.pass(Duration.ofHours(-1));
      return other.unlessLast("root", user -> false, () -> users.disable("root")) == Change.DONE;
    });

    assertThat(inside).isEqualTo(Change.DONE);
  }

  @Test
  void what_was_done_is_done_where_the_store_fails_right_after_it() {
    AtomicBoolean down = new AtomicBoolean();
    Store failing = (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          if (down.get()) {
            throw new AuthUnavailableException("the store is down", Duration.ofSeconds(1));
          }
          return method.invoke(store, arguments);
        });

    Change change = new Administrators(failing, users, "admin", clock)
        .unlessLast("ada", user -> false, () -> {
          down.set(true);
          return true;
        });

    assertThat(change).isEqualTo(Change.DONE);
  }
}
