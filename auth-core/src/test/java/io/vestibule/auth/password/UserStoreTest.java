package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.Fields;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserStoreTest {
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");
  private static final Secret OTHER =
      Secret.of("$2y$05$ROILhljnCC2ggxaMHxJgfeHhhsT0k1yWIbOZ8wrRKOP/9CuAtipx6");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeClock clock = new FakeClock(START);
  private final Store store = MemoryStore.of(clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final UserStore otherNode = new UserStore(store, Roles.none(), clock);

  @ParameterizedTest
  @CsvSource({"Ada, ada", "Ada, ADA", "Zo\u00e9, zoe\u0301", "ÉMILE, e\u0301mile"})
  void a_name_is_found_in_any_case_and_shown_as_it_was_written(String written, String typed) {
    assertThat(users.add(written, HASH, Set.of())).isTrue();

    assertThat(users.find(typed).orElseThrow().user().name()).isEqualTo(written);
    assertThat(users.add(typed, OTHER, Set.of("admin"))).isFalse();
    assertThat(users.user(typed).orElseThrow().roles()).isEmpty();
  }

  @Test
  void nobody_is_found_by_another_name() {
    users.add("ada", HASH, Set.of());

    assertThat(users.find("ad")).isEmpty();
    assertThat(users.find("")).isEmpty();
    assertThat(users.find("ada\u0000")).isEmpty();
    assertThat(users.find("a".repeat(10_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a:b", "a\nb", "a\u0000b", "\ud800"})
  void a_name_that_nobody_can_have_is_refused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> users.add(name, HASH, Set.of()))
        .withMessageContaining("user name");
    assertThat(users.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b", "a b", "a\tb"})
  void a_role_that_is_no_word_is_refused(String role) {
    users.add("ada", HASH, Set.of("staff"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> users.setRoles("ada", Set.of(role)))
        .withMessageContaining("a role is a word");
    assertThat(users.user("ada").orElseThrow().roles()).containsExactly("staff");
  }

  @Test
  void a_password_as_it_is_is_no_hash() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> users.add("ada", Secret.of("swordfish"), Set.of()))
        .withMessageNotContaining("swordfish");
    users.add("ada", HASH, Set.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> users.setHash("ada", Secret.of("swordfish")));
  }

  @Test
  void another_node_believes_what_it_read_for_two_seconds() {
    users.add("ada", HASH, Set.of());
    assertThat(otherNode.find("ada").orElseThrow().user().disabled()).isFalse();

    users.disable("ada");
    assertThat(users.find("ada").orElseThrow().user().disabled()).isTrue();
    clock.pass(Duration.ofMillis(1_999));
    assertThat(otherNode.find("ada").orElseThrow().user().disabled()).isFalse();
    clock.pass(Duration.ofMillis(1));
    assertThat(otherNode.find("ada").orElseThrow().user().disabled()).isTrue();
  }

  @Test
  void a_new_user_is_known_everywhere_at_once() {
    assertThat(otherNode.find("ada")).isEmpty();
    users.add("ada", HASH, Set.of());
    assertThat(otherNode.find("ada")).isPresent();
  }

  @Test
  void each_change_changes_what_it_says_and_nothing_else() {
    users.add("Ada", HASH, Set.of("staff"));
    users.add("bob", HASH, Set.of());

    assertThat(users.setRoles("ada", Set.of("admin", "audit"))).isTrue();
    assertThat(users.setHash("ada", OTHER)).isTrue();
    assertThat(users.user("ada"))
        .contains(new User("Ada", Set.of("admin", "audit"), OTHER, false, "1767225600.0"));
    assertThat(users.user("bob")).contains(new User("bob", Set.of(), HASH, false, "1767225600.0"));
    assertThat(users.list("", 10)).extracting(User::name).containsExactly("Ada", "bob");
    assertThat(users.list("ada", 10)).extracting(User::name).containsExactly("bob");
    assertThat(users.delete("ADA")).isTrue();
    assertThat(users.find("ada")).isEmpty();
    assertThat(users.isEmpty()).isFalse();
  }

  @Test
  void nothing_can_be_changed_of_somebody_who_is_not_there() {
    assertThat(users.setRoles("ada", Set.of())).isFalse();
    assertThat(users.setHash("ada", HASH)).isFalse();
    assertThat(users.disable("ada")).isFalse();
    assertThat(users.enable("ada")).isFalse();
    assertThat(users.delete("ada")).isFalse();
  }

  @Test
  void being_disabled_and_enabled_again_makes_another_credential() {
    users.add("ada", HASH, Set.of());
    Secret before = users.user("ada").orElseThrow().credential();
    users.disable("ada");
    users.enable("ada");
    assertThat(users.user("ada").orElseThrow().disabled()).isFalse();
    assertThat(users.user("ada").orElseThrow().credential()).isNotEqualTo(before);
  }

  @Test
  void an_unknown_user_costs_what_a_known_one_does() {
    AtomicLong work = new AtomicLong();
    UserPasswords passwords = new UserPasswords(
        () -> users,
        new HashGate(2, 2, Duration.ofMinutes(1)),
        new VerifiedCredentials(Duration.ZERO, clock),
        (stored, shown) -> {
          work.addAndGet(1L << stored.cost());
          return false;
        });
    users.add("ada", HASH, Set.of());

    passwords.check(new UsernamePassword("grace", Secret.of("wrong")));
    assertThat(work.getAndSet(0)).isEqualTo(1L << PasswordHash.DEFAULT_COST);
    passwords.check(new UsernamePassword("ada", Secret.of("wrong")));
    assertThat(work).hasValue(1L << PasswordHash.DEFAULT_COST);
  }

  @Test
  void a_second_factor_ends_the_sessions_and_stays_whatever_else_changes() {
    users.add("Ada", HASH, Set.of());
    User before = users.user("ada").orElseThrow();
    User with = users.setFactor(before, "f1").orElseThrow();

    assertThat(before.hasFactor()).isFalse();
    assertThat(with.factor()).isEqualTo("f1");
    assertThat(with.credential()).isNotEqualTo(before.credential());
    assertThat(with.account()).isEqualTo(before.account());
    users.setRoles("ada", Set.of("staff"));
    users.disable("ada");
    users.enable("ada");
    users.setHash("ada", OTHER);
    users.regrant("ada", Set.of(), "x");
    assertThat(users.user("ada").orElseThrow().factor()).isEqualTo("f1");
    assertThat(users.user("ada").orElseThrow().withRoles(Set.of("a")).factor()).isEqualTo("f1");
  }

  @Test
  void what_a_second_factor_has_ended_stays_ended_when_it_is_taken_away() {
    users.add("Ada", HASH, Set.of());
    List<Secret> credentials = new ArrayList<>();
    credentials.add(users.user("ada").orElseThrow().credential());
    for (String factor : List.of("f1", "", "f2", "")) {
      User now = users.setFactor(users.user("ada").orElseThrow(), factor).orElseThrow();
      assertThat(now.factor()).isEqualTo(factor);
      credentials.add(now.credential());
    }

    assertThat(credentials.stream().map(Secret::reveal)).doesNotHaveDuplicates();
  }

  @Test
  void a_second_factor_is_set_on_the_account_only_that_was_looked_at() {
    users.add("Ada", HASH, Set.of());
    User before = users.user("ada").orElseThrow();
    assertThat(users.setFactor(before, "f1")).isPresent();

    assertThat(users.setFactor(before, "f2")).isEmpty();
    users.delete("ada");
    clock.pass(Duration.ofSeconds(1));
    users.add("ada", HASH, Set.of());
    assertThat(users.setFactor(before, "f3")).isEmpty();
    assertThat(users.user("ada").orElseThrow().hasFactor()).isFalse();
  }

  @Test
  void the_record_is_versioned_text() {
    users.add("Ada", HASH, Set.of("staff", "admin"));
    assertThat(store.get("user", "ada").orElseThrow().value())
        .isEqualTo("1 name=Ada&hash=" + HASH.reveal().replace("$", "%24").replace("/", "%2F")
            + "&roles=admin%2Cstaff&disabled=0&created=1767225600&bars=0&provider=&grant=&factor=");
  }

  @Test
  void a_version_that_knows_no_second_factor_finds_no_password_beside_one() {
    users.add("Ada", HASH, Set.of());
    User before = users.user("ada").orElseThrow();
    assertThat(users.setFactor(before, "f1")).isPresent();
    String value = store.get("user", "ada").orElseThrow().value();

    assertThat(Fields.parse(value).orElseThrow().text("hash")).isEmpty();
    assertThat(users.user("ada").orElseThrow().factor()).isEqualTo("f1");
    assertThat(users.setRoles("ada", Set.of("staff"))).isTrue();
    assertThat(users.user("ada").orElseThrow().credential().reveal()).contains(HASH.reveal());
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      1 name=ada&hash=x&roles=&disabled=0&created=1, false, a hash of no kind lets nobody in
      1 name=ada&hash=x&roles=a&disabled=yes&created=1&new=1, true, a later field is left alone
      """)
  void what_another_version_wrote_can_be_read(String value, boolean disabled, String why) {
    store.insert(Entry.of("user", "ada", "", value, Instant.MAX));
    assertThat(users.user("ada").orElseThrow().disabled()).as(why).isEqualTo(disabled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "1 name=ada",
        "1 name=ada&hash=x&roles=&disabled=0&created=x",
        "1 name=ada&hash=x&roles=&disabled=0&created=1&bars=many",
        "nonsense"
      })
  void a_record_that_cannot_be_read_is_nobody(String value) {
    store.insert(Entry.of("user", "ada", "", value, Instant.MAX));
    assertThat(users.find("ada")).isEmpty();
    assertThat(users.list("", 10)).isEmpty();
    assertThat(users.disable("ada")).isFalse();
  }
}
