package io.vestibule.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks.Link;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountLinksTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final String OTHER =
      "$2b$05$abcdefghijklmnopqrstuu5Lqm2eCzFnKVMnZQtFnrjmIZmQ7nZQi";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final AccountLinks links = new AccountLinks(store, users, new SecureRandom(), clock);

  @BeforeEach
  void addAda() {
    users.add("Ada", Secret.of(HASH), Set.of());
  }

  private User ada() {
    return users.user("ada").orElseThrow();
  }

  private String reset() {
    return links.issue(Purpose.RESET, ada(), "").reveal();
  }

  private boolean works(String token) {
    return links.find(token).isPresent();
  }

  @Test
  void a_link_says_whose_it_is_as_often_as_somebody_looks_and_is_used_once() {
    String token = links.issue(Purpose.ADDRESS, ada(), "ada@example.org").reveal();

    assertThat(links.find(token)).isEqualTo(links.find(token)).hasValueSatisfying(link -> {
      assertThat(link.purpose()).isEqualTo(Purpose.ADDRESS);
      assertThat(link.user().map(User::name)).contains("Ada");
      assertThat(link.data()).isEqualTo("ada@example.org");
    });
    assertThat(links.take(token)).isPresent();
    assertThat(links.take(token)).isEmpty();
    assertThat(works(token)).isFalse();
  }

  @Test
  void whoever_registers_is_no_user_yet_and_has_an_address() {
    String token = links.issueToRegister("New@Example.org").reveal();

    assertThat(links.take(token)).hasValueSatisfying(link -> {
      assertThat(link.purpose()).isEqualTo(Purpose.REGISTER);
      assertThat(link.user()).isEmpty();
      assertThat(link.data()).isEqualTo("New@Example.org");
    });
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void a_link_works_until_its_time_is_over(Purpose purpose) {
    String token = purpose == Purpose.REGISTER
        ? links.issueToRegister("new@example.org").reveal()
        : links.issue(purpose, ada(), "").reveal();
    clock.pass(purpose.life().minusMillis(1));
    assertThat(works(token)).isTrue();
    clock.pass(Duration.ofMillis(1));

    assertThat(links.take(token)).isEmpty();
  }

  @Test
  void another_link_of_the_same_purpose_ends_the_one_before_and_no_other() {
    String invitation = links.issue(Purpose.INVITE, ada(), "").reveal();
    String first = reset();
    String second = reset();
    String one = links.issueToRegister("new@example.org").reveal();
    String other = links.issueToRegister("other@example.org").reveal();
    String again = links.issueToRegister("NEW@example.org").reveal();

    assertThat(works(first)).isFalse();
    assertThat(works(one)).isFalse();
    assertThat(works(invitation) && works(second) && works(other) && works(again))
        .isTrue();
  }

  @Test
  void another_password_ends_a_link() {
    String token = reset();
    users.setHash("ada", Secret.of(OTHER));

    assertThat(links.take(token)).isEmpty();
  }

  @Test
  void another_second_factor_ends_a_link() {
    String token = reset();
    users.setFactor(ada(), "factor");

    assertThat(links.take(token)).isEmpty();
  }

  @Test
  void whoever_was_disabled_has_no_link_and_those_from_before_do_not_come_back() {
    String before = reset();
    users.disable("ada");
    String meanwhile = reset();
    assertThat(works(before) || works(meanwhile)).isFalse();
    users.enable("ada");

    assertThat(works(before)).isFalse();
  }

  @Test
  void whoever_was_deleted_has_no_link_nor_has_the_next_one_of_the_name() {
    String token = reset();
    users.delete("ada");
    assertThat(works(token)).isFalse();
    clock.pass(Duration.ofSeconds(1));
    addAda();

    assertThat(works(token)).isFalse();
  }

  @Test
  void all_links_of_a_user_end_at_once() {
    String one = reset();
    String two = links.issue(Purpose.ADDRESS, ada(), "ada@example.org").reveal();
    links.end(ada());

    assertThat(works(one) || works(two)).isFalse();
  }

  @Test
  void only_the_digest_of_a_link_is_kept() {
    String token = reset();

    assertThat(token).hasSize(43);
    assertThat(store.list("account-link", "", 10)).singleElement().satisfies(entry -> {
      assertThat(entry.id()).doesNotContain(token);
      assertThat(entry.value()).doesNotContain(token).doesNotContain(HASH);
    });
    assertThat(links.find(token).map(Link::toString).orElse("")).doesNotContain(HASH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "short", "\0", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%2e%2e%2f"})
  void what_is_no_link_of_ours_works_for_nothing(String token) {
    assertThat(links.find(token)).isEmpty();
    assertThat(links.take(token)).isEmpty();
  }
}
