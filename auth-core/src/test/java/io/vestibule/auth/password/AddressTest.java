package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of users in the store. */
class AddressTest {
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");
  private static final String ADDRESS = "ada@example.org";
  private static final String STORED_HASH = HASH.reveal().replace("$", "%24").replace("/", "%2F");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);

  @BeforeEach
  void two_users() {
    users.add("Ada", HASH, Set.of("staff"));
    users.add("bob", HASH, Set.of());
  }

  private User user(String name) {
    return users.user(name).orElseThrow();
  }

  private AddressChange verify(String name, String address) {
    return users.setAddress(user(name), address, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada@example.org", "ADA@Example.ORG", " ada@example.org "})
  void whoever_has_verified_an_address_is_found_by_it_in_any_case(String typed) {
    assertThat(verify("ada", " Ada@Example.org ")).isEqualTo(AddressChange.SET);

    assertThat(users.byAddress(typed)).map(User::name).contains("Ada");
    assertThat(user("ada").email()).isEqualTo("Ada@Example.org");
    assertThat(user("ada").hasVerifiedEmail()).isTrue();
    assertThat(user("ada").claims())
        .isEqualTo(Map.of("email", "Ada@Example.org", "email_verified", true));
  }

  @Test
  void nobody_is_found_by_an_address_that_is_not_verified_so_it_takes_it_from_nobody() {
    assertThat(users.setAddress(user("bob"), ADDRESS, false)).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).isEmpty();
    assertThat(user("bob").claims()).isEqualTo(Map.of("email", ADDRESS, "email_verified", false));

    assertThat(verify("ada", ADDRESS)).isEqualTo(AddressChange.SET);
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.TAKEN);
    assertThat(users.setAddress(user("bob"), ADDRESS, false)).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("Ada");
    assertThat(user("bob").hasVerifiedEmail()).isFalse();
  }

  @Test
  void an_address_is_free_again_when_it_is_replaced_taken_away_or_its_user_is_deleted() {
    verify("ada", ADDRESS);
    verify("ada", "other@example.org");
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.SET);
    assertThat(users.setAddress(user("bob"), "", false)).isEqualTo(AddressChange.SET);
    assertThat(user("bob").email()).isEmpty();
    assertThat(verify("ada", ADDRESS)).isEqualTo(AddressChange.SET);
    users.delete("ada");
    assertThat(users.byAddress(ADDRESS)).isEmpty();
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.SET);
    assertThat(users.setAddress(user("bob"), ADDRESS, false)).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).isEmpty();
    users.add("eve", HASH, Set.of());
    assertThat(verify("eve", ADDRESS)).isEqualTo(AddressChange.SET);
  }

  @Test
  void an_address_that_is_verified_once_more_stays() {
    verify("ada", ADDRESS);
    clock.pass(Duration.ofDays(1));

    assertThat(verify("ada", "ADA@example.org")).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).map(User::email).contains("ADA@example.org");
  }

  @Test
  void an_address_ends_no_session_and_stays_whatever_else_changes() {
    Secret before = user("ada").credential();
    verify("ada", ADDRESS);
    assertThat(user("ada").credential()).isEqualTo(before);

    users.setRoles("ada", Set.of());
    users.setFactor(user("ada"), "f1");
    users.setHash("ada", HASH);
    users.disable("ada");
    users.enable("ada");
    users.regrant("ada", Set.of(), "x");
    assertThat(user("ada").email()).isEqualTo(ADDRESS);
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("Ada");
    assertThat(user("ada").withRoles(Set.of()).withFactor("f2").email()).isEqualTo(ADDRESS);
  }

  @Test
  void the_address_of_an_account_is_changed_only_that_was_looked_at() {
    User before = user("ada");
    users.disable("ada");
    assertThat(users.setAddress(before, ADDRESS, true)).isEqualTo(AddressChange.STALE);

    assertThat(user("ada").email()).isEmpty();
    assertThat(users.byAddress(ADDRESS)).isEmpty();
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.SET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "a@b@c.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org,eve@example.org",
        "Ada <ada@example.org>",
        "ada@example.org(comment)",
        "\"a b\"@example.org",
        "ad\u0430@example.org"
      })
  void what_could_be_read_in_two_ways_is_no_address(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> users.setAddress(user("ada"), text, false))
        .withMessageContaining("no plain e-mail address");
    assertThat(users.byAddress(text)).isEmpty();
  }

  @Test
  void the_longest_address_can_be_kept_and_found() {
    String longest = "a".repeat(64) + "@" + "b".repeat(185) + ".org";
    assertThat(verify("ada", longest)).isEqualTo(AddressChange.SET);

    assertThat(users.byAddress(longest)).isPresent();
    assertThat(users.byAddress("a" + longest)).isEmpty();
  }

  @Test
  void a_claim_that_nobody_came_back_to_is_taken_over() {
    store.insert(
        Entry.of("user-address", ADDRESS, "", "1 user=ada&claimed=1767225600", Instant.MAX));

    assertThat(users.byAddress(ADDRESS)).isEmpty();
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.TAKEN);
    clock.pass(Duration.ofSeconds(30));
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("bob");
  }

  @Test
  void a_claim_that_the_same_user_did_not_come_back_to_stands_in_nobodys_way_but_others() {
    store.insert(
        Entry.of("user-address", ADDRESS, "", "1 user=ada&claimed=1767225600", Instant.MAX));

    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.TAKEN);
    assertThat(verify("ada", ADDRESS)).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("Ada");
  }

  /** Has something done just before the next call of this kind, once. */
  private UserStore interrupted(Map<String, Runnable> before) {
    Store interrupted = (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          String what = arguments[0] instanceof Entry entry
              ? entry.kind() + " " + entry.id()
              : arguments[0] + " " + arguments[1];
          Optional.ofNullable(before.remove(method.getName() + " " + what))
              .ifPresent(Runnable::run);
          return method.invoke(store, arguments);
        });
    return new UserStore(interrupted, Roles.none(), clock);
  }

  private static void down() {
    throw new AuthUnavailableException("the store is down", Duration.ofSeconds(2));
  }

  @Test
  void of_two_tries_of_one_user_at_a_time_neither_takes_back_what_the_other_did() {
    Map<String, Runnable> before = new HashMap<>();
    UserStore slow = interrupted(before);
    before.put("replace user-address " + ADDRESS, () -> assertThat(verify("ada", ADDRESS))
        .isEqualTo(AddressChange.SET));

    assertThat(slow.setAddress(user("ada"), ADDRESS, true)).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("Ada");
  }

  @Test
  void whoever_was_too_slow_gives_the_address_back_whatever_else_has_changed() {
    Map<String, Runnable> before = new HashMap<>();
    UserStore slow = interrupted(before);
    before.put("replace user ada", () -> {
      clock.pass(Duration.ofSeconds(31));
      assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.SET);
    });
    before.put("replace user-address " + ADDRESS, () -> users.setFactor(user("ada"), "f1"));

    assertThat(slow.setAddress(user("ada"), ADDRESS, true)).isEqualTo(AddressChange.TAKEN);
    assertThat(before).isEmpty();
    assertThat(user("ada").email()).isEmpty();
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("bob");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"get user-address ada@example.org", "replace user-address new@example.org"})
  void another_address_is_told_of_though_the_store_goes_down_right_after(String call) {
    verify("ada", ADDRESS);
    Map<String, Runnable> before = new HashMap<>();
    UserStore failing = interrupted(before);
    List<String> told = new ArrayList<>();
    failing.tell((part, was, is) -> told.add(part + " " + was.email() + " " + is.email()));
    before.put(call, AddressTest::down);

    assertThat(failing.setAddress(user("ada"), "new@example.org", true))
        .isEqualTo(AddressChange.SET);
    assertThat(before).isEmpty();
    assertThat(told).containsExactly("ADDRESS " + ADDRESS + " new@example.org");
    assertThat(users.byAddress("new@example.org")).map(User::name).contains("Ada");
    clock.pass(Duration.ofDays(1));
    assertThat(verify("bob", "new@example.org")).isEqualTo(AddressChange.TAKEN);
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.SET);
  }

  @Test
  void what_was_written_before_a_node_died_holds() {
    verify("ada", ADDRESS);
    Entry confirmed = store.get("user-address", ADDRESS).orElseThrow();
    store.replace(confirmed.with("1 user=ada&claimed=1767225600", Instant.MAX));
    clock.pass(Duration.ofDays(1));

    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.TAKEN);
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("Ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 user=ada", "1 user=nobody", "1 user=", "nonsense", ""})
  void an_entry_that_no_account_agrees_with_counts_as_nothing(String value) {
    store.insert(Entry.of("user-address", ADDRESS, "", value, Instant.MAX));

    assertThat(users.byAddress(ADDRESS)).isEmpty();
    assertThat(verify("bob", ADDRESS)).isEqualTo(AddressChange.SET);
    assertThat(users.byAddress(ADDRESS)).map(User::name).contains("bob");
  }

  @Test
  void the_records_are_versioned_text() {
    verify("ada", "Ada@Example.org");
    users.setAddress(user("bob"), "b+c@example.org", false);

    assertThat(store.get("user", "ada").orElseThrow().value())
        .isEqualTo("1 name=Ada&hash=" + STORED_HASH + "&roles=staff&disabled=0&created=1767225600"
            + "&bars=0&provider=&grant=&factor=&email=Ada%40Example.org&verified=1767225600");
    assertThat(store.get("user", "bob").orElseThrow().value())
        .isEqualTo("1 name=bob&hash=" + STORED_HASH + "&roles=&disabled=0&created=1767225600"
            + "&bars=0&provider=&grant=&factor=&email=b%2Bc%40example.org");
    assertThat(store.get("user-address", ADDRESS).orElseThrow().value()).isEqualTo("1 user=ada");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "&email=",
        "&email=nonsense&verified=1",
        "&email=a%40b.org%0D%0ABcc%3A&verified=1",
        "&verified=1767225600"
      })
  void a_record_without_an_address_can_be_read(String rest) {
    store.insert(Entry.of(
        "user",
        "old",
        "",
        "1 name=old&hash=" + STORED_HASH + "&roles=&disabled=0&created=1767225600" + rest,
        Instant.MAX));

    assertThat(user("old").email()).isEmpty();
    assertThat(user("old").claims()).isEmpty();
  }

  @Test
  void an_address_whose_time_cannot_be_read_is_not_verified() {
    store.insert(Entry.of(
        "user",
        "old",
        "",
        "1 name=old&hash=" + STORED_HASH
            + "&roles=&disabled=0&created=1767225600&email=old%40example.org&verified=yes",
        Instant.MAX));
    store.insert(Entry.of("user-address", "old@example.org", "", "1 user=old", Instant.MAX));

    assertThat(user("old").hasVerifiedEmail()).isFalse();
    assertThat(users.byAddress("old@example.org")).isEmpty();
  }
}
