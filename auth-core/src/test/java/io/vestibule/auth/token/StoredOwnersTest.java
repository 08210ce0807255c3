package io.vestibule.auth.token;

import static io.vestibule.auth.token.TokenContract.HASH;
import static io.vestibule.auth.token.TokenContract.bearer;
import static io.vestibule.auth.token.TokenContract.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of users who stand in the store. */
class StoredOwnersTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Auth auth;
  private UserStore users;
  private String token;

  @BeforeEach
  void makeToken() {
    String text = "[authentication]\ntype = session, basic\n[store]\nurl = jdbc:h2:mem:"
        + UUID.randomUUID() + "\n[rules]\n/admin/** = role:admin\n/** = user\n";
    Configuration configuration =
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), clock);
    auth = configuration.auth();
    users = configuration.shared(UserStore.class).orElseThrow();
    users.add("Ada", Secret.of(HASH), Set.of("admin"));
    token = Person.signedIn(auth, "ada").token("ci");
    assertThat(status(auth, bearer("/admin/x", token))).isEqualTo(200);
  }

  private int later(String path) {
    clock.pass(Duration.ofSeconds(2));
    return status(auth, bearer(path, token));
  }

  @Test
  void another_role_counts_within_two_seconds() {
    users.setRoles("ada", Set.of());

    assertThat(later("/admin/x")).isEqualTo(403);
    assertThat(later("/x")).isEqualTo(200);
  }

  @Test
  void another_password_changes_nothing() {
    users.setHash("ada", Secret.of(HASH));

    assertThat(later("/x")).isEqualTo(200);
  }

  @Test
  void a_token_of_somebody_who_is_disabled_is_refused_and_does_not_come_back() {
    users.disable("ada");
    assertThat(later("/x")).isEqualTo(403);
    users.enable("ada");

    assertThat(later("/x")).isEqualTo(401);
    assertThat(Person.signedIn(auth, "ada").list().body()).hasToString("[]");
  }

  @Test
  void a_token_of_somebody_who_was_deleted_is_none_of_whoever_has_the_name_later() {
    users.delete("ada");
    assertThat(later("/x")).isEqualTo(401);
    users.add("ada", Secret.of(HASH), Set.of("admin"));

    assertThat(later("/x")).isEqualTo(401);
    assertThat(Person.signedIn(auth, "ada").list().body()).hasToString("[]");
  }
}
