package io.vestibule.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.mail.Mailer;
import io.vestibule.auth.mail.Message;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.SentMails;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users hear by mail of changes to their accounts. */
class NoticesTest {
  private static final Secret HASH =
      Secret.of("$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");
  private static final Secret OTHER =
      Secret.of("$2b$05$abcdefghijklmnopqrstuu5Lqm2eCzFnKVMnZQtFnrjmIZmQ7nZQi");

  private final SentMails sent = new SentMails();
  private Configuration configuration;
  private UserStore users;

  @BeforeEach
  void start() {
    configuration = Configuration.parse(
        "auth.ini",
        """
        [authentication]
        type = session
        [store]
        url = memory
        [accounts]
        source = store
        [server]
        public_url = https://a.example
        [pages]
        title = Tickets
        """,
        Path.of(""),
        new FakeClock(Instant.parse("2026-11-22T10:00:00Z")),
        Supplied.nothing().with(Mailer.class, sent));
    users = configuration.shared(UserStore.class).orElseThrow();
    users.add("Ada", HASH, Set.of());
  }

  @AfterEach
  void stop() {
    configuration.auth().close();
  }

  private User ada() {
    return users.user("ada").orElseThrow();
  }

  private void verified(String address) {
    assertThat(users.setAddress(ada(), address, true)).isEqualTo(AddressChange.SET);
  }

  /** All that is still on its way is sent before the end. */
  private void assertNothingMore() {
    configuration.auth().close();
    assertThat(sent.isEmpty()).isTrue();
  }

  @Test
  void another_password_is_told_to_the_address_of_the_account() {
    verified("ada@example.org");
    users.setHash("ada", OTHER);

    Message message = sent.next();
    assertThat(message.to()).isEqualTo("ada@example.org");
    assertThat(message.subject()).isEqualTo("Your password for Tickets was changed");
    assertThat(message.text())
        .contains("The password of your account Ada at Tickets was changed. (2026-11-22 10:00 UTC)")
        .contains("https://a.example/");
    assertNothingMore();
  }

  @Test
  void a_second_factor_is_told_when_it_comes_and_when_it_goes() {
    verified("ada@example.org");
    users.setFactor(ada(), "first");
    assertThat(sent.next().subject()).isEqualTo("A second factor for Tickets was set up");

    users.setFactor(ada(), "");
    assertThat(sent.next().subject()).isEqualTo("The second factor for Tickets was removed");
    assertNothingMore();
  }

  @Test
  void of_another_address_the_one_before_hears() {
    verified("ada@example.org");
    verified("Ada@Example.org");
    users.setAddress(ada(), "eve@example.org", false);

    Message message = sent.next();
    assertThat(message.to()).isEqualTo("Ada@Example.org");
    assertThat(message.subject()).isEqualTo("Your address at Tickets was changed");
    assertThat(message.text()).doesNotContain("eve");
    assertNothingMore();
  }

  @Test
  void an_address_that_is_taken_away_hears_of_it() {
    verified("ada@example.org");
    users.setAddress(ada(), "", false);

    assertThat(sent.next().to()).isEqualTo("ada@example.org");
    assertNothingMore();
  }

  @Test
  void nobody_hears_of_a_change_that_was_none() {
    users.add("Bob", HASH, Set.of());
    users.setAddress(users.user("bob").orElseThrow(), "bob@example.org", true);
    verified("ada@example.org");

    assertThat(users.setAddress(ada(), "bob@example.org", true)).isEqualTo(AddressChange.TAKEN);
    users.setRoles("ada", Set.of("admin"));
    assertNothingMore();
  }

  @Test
  void an_address_that_nobody_has_proved_to_read_gets_nothing() {
    users.setAddress(ada(), "ada@example.org", false);
    users.setHash("ada", OTHER);
    users.setAddress(ada(), "eve@example.org", false);

    assertNothingMore();
  }

  @Test
  void the_first_password_replaces_none() {
    users.addOutsider("Carol", "proxy", Set.of(), "");
    users.setAddress(users.user("carol").orElseThrow(), "carol@example.org", true);
    users.setHash("carol", OTHER);

    assertNothingMore();
  }
}
