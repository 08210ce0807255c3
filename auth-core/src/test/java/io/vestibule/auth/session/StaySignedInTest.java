package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mindrot.jbcrypt.BCrypt;

/** What becomes of a device that stays signed in where something goes wrong. */
class StaySignedInTest {
  private static final Duration OVERNIGHT = Duration.ofHours(10);
  private static final Duration LATER = Duration.ofMinutes(2);

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final Store store = JdbcStore.open(url, "", Secret.of(""), clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);
  private final Auth auth = Configuration.parse(
          "auth.ini", """
          [authentication]
          type = session
          [store]
          url = %s
          [rules]
          /public/** = public
          /admin/** = role:admin
          /fresh/** = fresh(5m)
          /** = user
          """.formatted(url), Path.of(""), Map.of(), clock)
      .auth();
  private final Visitor ada = new Visitor(auth);

  @BeforeEach
  void adaStaysSignedIn() {
    users.add("ada", hash(), Set.of());
    ada.signIn("remember", "1");
  }

  private static Secret hash() {
    return Secret.of(BCrypt.hashpw("correct horse", BCrypt.gensalt(4)));
  }

  private Visitor copyOf(Visitor other) {
    return other.at(auth);
  }

  private static void assertIn(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Admit.class);
  }

  private static void assertStranger(Decision decision) {
    assertThat(answer(decision).headers().first("Location").orElse("")).startsWith("/auth/login");
  }

  private List<Entry> sessions() {
    return store.owned("session", "ada").stream()
        .filter(entry -> !SessionRecord.isEnded(entry.value()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"/admin/x, 403", "/fresh/x, 303"})
  void a_refusal_takes_nothing_from_it(String path, int status) {
    clock.pass(OVERNIGHT);
    AuthResponse refused = answer(ada.get(path));

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.headers().all("Set-Cookie")).hasSize(2);
    assertThat(refused.hostSession()).isEqualTo(AuthResponse.HostSession.RENEW);
    clock.pass(LATER);
    assertIn(ada.get("/orders"));
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void an_answer_that_was_lost_takes_nothing_from_it() {
    for (int night = 0; night < 3; night++) {
      clock.pass(OVERNIGHT);
      assertIn(copyOf(ada).get("/orders"));
      clock.pass(LATER);
      assertIn(copyOf(ada).get("/orders"));
      clock.pass(LATER);
      assertIn(ada.get("/orders"));
    }
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void another_site_cannot_have_its_token_changed() {
    clock.pass(OVERNIGHT);
    Map<String, String> before = Map.copyOf(ada.jar());
    AuthResponse refused =
        answer(ada.send(browser("POST", "/orders").with("Sec-Fetch-Site", "same-site"), Map.of()));

    assertThat(refused.headers().all("Set-Cookie")).isEmpty();
    assertThat(ada.jar()).isEqualTo(before);
    assertThat(sessions()).isEmpty();
    assertIn(ada.get("/orders"));
  }

  @Test
  void credentials_in_doubt_take_nothing_from_it() {
    clock.pass(OVERNIGHT);
    AuthResponse refused = answer(ada.send(
        browser("GET", "/orders").with("Authorization", "A b").with("Authorization", "A c"),
        Map.of()));

    assertThat(refused.status()).isEqualTo(303);
    clock.pass(LATER);
    assertIn(ada.get("/orders"));
  }

  @Test
  void a_copy_that_was_used_first_is_out_as_soon_as_the_owner_comes_and_betrays_itself() {
    clock.pass(OVERNIGHT);
    Visitor thief = copyOf(ada);
    assertIn(thief.get("/orders"));
    clock.pass(LATER);
    assertIn(ada.get("/orders"));

    assertStranger(thief.get("/orders"));
    assertStranger(ada.get("/orders"));
    assertThat(store.owned("device", "ada")).isEmpty();
  }

  @Test
  void a_copy_that_is_used_later_betrays_itself_at_the_owners_next_step() {
    clock.pass(OVERNIGHT);
    Visitor thief = copyOf(ada);
    assertIn(ada.get("/orders"));
    clock.pass(LATER);
    assertIn(thief.get("/orders"));

    assertStranger(ada.get("/orders"));
    assertStranger(thief.get("/orders"));
  }

  @Test
  void a_copy_is_worth_nothing_once_the_device_was_seen_with_what_it_was_given() {
    clock.pass(OVERNIGHT);
    Visitor thief = copyOf(ada);
    assertIn(ada.get("/orders"));
    clock.pass(LATER);
    assertIn(ada.get("/orders"));

    assertStranger(thief.get("/orders"));
    assertStranger(ada.get("/orders"));
  }

  @Test
  void a_token_whose_successor_was_shown_is_worth_nothing() {
    clock.pass(OVERNIGHT);
    Visitor thief = copyOf(ada);
    assertIn(ada.get("/orders"));
    clock.pass(OVERNIGHT);
    assertIn(ada.get("/orders"));

    assertStranger(thief.get("/orders"));
    assertStranger(ada.get("/orders"));
  }

  @Test
  void an_old_device_says_nothing_about_sessions_that_began_with_another_password() {
    Visitor phone = copyOf(ada);
    users.setHash("ada", hash());
    clock.pass(LATER);
    Visitor laptop = new Visitor(auth);
    laptop.signIn();

    for (int i = 0; i < 3; i++) {
      assertStranger(phone.get("/orders"));
      clock.pass(LATER);
    }
    assertIn(laptop.get("/orders"));
    assertThat(store.owned("device", "ada")).isEmpty();
  }

  @Test
  void nor_does_one_whose_user_was_disabled_for_a_while() {
    Visitor phone = copyOf(ada);
    users.disable("ada");
    users.enable("ada");
    clock.pass(LATER);
    Visitor laptop = new Visitor(auth);
    laptop.signIn();

    for (int i = 0; i < 3; i++) {
      assertStranger(phone.get("/orders"));
      clock.pass(LATER);
    }
    assertIn(laptop.get("/orders"));
  }

  @Test
  void a_cookie_that_is_worth_nothing_is_taken_back_at_the_next_sign_in() {
    users.setHash("ada", hash());
    clock.pass(OVERNIGHT);
    assertStranger(ada.get("/orders"));
    ada.signIn();

    assertThat(ada.jar()).containsKey("vestibule_session").doesNotContainKey("vestibule_device");
  }

  private FakeRequest withTwoSessions(String method, String target, String more) {
    String mine = "vestibule_session=" + ada.jar().get("vestibule_session");
    return browser(method, target)
        .with("Sec-Fetch-Site", "same-origin")
        .with("Cookie", "vestibule_session=" + "A".repeat(43) + "; " + mine + more);
  }

  @Test
  void two_different_sessions_are_no_identity_whatever_the_device_says() {
    Visitor doubtful = new Visitor(auth);
    String device = "; vestibule_device=" + ada.jar().get("vestibule_device");

    assertStranger(doubtful.send(withTwoSessions("GET", "/orders", device), Map.of()));
    assertStranger(doubtful.send(withTwoSessions("GET", "/auth/sessions", device), Map.of()));
    Decision login = doubtful.send(withTwoSessions("GET", "/auth/login", device), Map.of());
    assertThat(answer(login).status()).isEqualTo(200);
    assertThat(doubtful.jar()).doesNotContainKeys("vestibule_session", "vestibule_device");
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void whoever_shows_two_different_sessions_can_end_them() {
    new Visitor(auth).send(withTwoSessions("POST", "/auth/logout", ""), Map.of());

    assertThat(sessions()).isEmpty();
  }

  @Test
  void the_page_that_gives_it_a_session_is_kept_by_no_cache() {
    clock.pass(OVERNIGHT);
    Decision.Admit admitted = (Decision.Admit) ada.get("/public/page");

    assertThat(admitted.responseHeaders().all("Set-Cookie")).hasSize(2);
    assertThat(admitted.responseHeaders().first("Cache-Control")).contains("no-store");
  }
}
