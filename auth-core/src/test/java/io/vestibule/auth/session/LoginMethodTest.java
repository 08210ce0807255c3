package io.vestibule.auth.session;

import static io.vestibule.auth.FakeRequest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Headers;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

/** {@code HttpServletRequest.login} where several ways take passwords. */
class LoginMethodTest {

  @ParameterizedTest
  @CsvSource({"30, 30", "'Wed, 21 Oct 2026 07:28:00 GMT',", "-1,", "99999999999999999999,"})
  void how_long_to_wait_is_known_where_it_is_said_in_seconds(String said, @Nullable Long seconds) {
    AuthResult.Rejected rejected =
        new AuthResult.Rejected(Reason.THROTTLED, "slow", Headers.of("Retry-After", said), false);

    assertThat(rejected.retryAfter())
        .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
  }

  private static final String PASSWORD = "correct horse";
  private static final String HASH = BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4));

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> told = new ArrayList<>();

  @TempDir
  private Path folder;

  private Configuration configuration(String types, String rest) {
    return Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = " + types + "\n[throttle]\naccount_attempts = 2\n" + rest,
        folder,
        clock,
        Supplied.nothing().with(Audit.class, Audit.of(told::add)));
  }

  private static String ada() {
    return "[users]\nada = " + HASH + "\n";
  }

  private static LoginResult login(Configuration configuration, String name, String password) {
    return configuration
        .auth()
        .login(request("POST", "/signin"), new UsernamePassword(name, Secret.of(password)));
  }

  private static AuthResult.Rejected refused(
      Configuration configuration, String name, String password) {
    return ((LoginResult.Refused) login(configuration, name, password)).rejection();
  }

  @ParameterizedTest
  @ValueSource(strings = {"session, basic", "basic, session"})
  void one_wrong_password_is_one_failure_and_one_event(String types) {
    Configuration configuration = configuration(types, ada());

    assertThat(refused(configuration, "ada", "wrong").reason()).isEqualTo(Reason.INVALID);
    assertThat(told).hasSize(1);
    assertThat(login(configuration, "ada", PASSWORD)).isInstanceOf(LoginResult.Admitted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"session, basic", "basic, session"})
  void the_sign_in_lasts_where_one_of_the_ways_can_keep_it(String types) {
    LoginResult result = login(configuration(types, ada()), "ada", PASSWORD);

    assertThat(result).isInstanceOfSatisfying(LoginResult.Admitted.class, in -> {
      assertThat(in.admit().via()).isEqualTo("session");
      assertThat(in.admit().responseHeaders().all("Set-Cookie"))
          .anyMatch(cookie -> cookie.contains("_session="));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "session, basic", "basic, session", "basic"})
  void too_many_tries_are_told_with_the_wait(String types) {
    Configuration configuration = configuration(types, ada());
    refused(configuration, "ada", "1");
    refused(configuration, "ada", "2");

    AuthResult.Rejected rejection = refused(configuration, "ada", PASSWORD);
    assertThat(rejection.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(rejection.retryAfter())
        .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "session, basic", "basic, session"})
  void a_user_who_may_not_sign_in_is_told_so_who_knows_the_password(String types) {
    Configuration configuration =
        configuration(types, "[accounts]\nsource = store\n[store]\nurl = memory\n");
    UserStore users = configuration.shared(UserStore.class).orElseThrow();
    users.add("ada", Secret.of(HASH), java.util.Set.of());
    users.disable("ada");

    assertThat(refused(configuration, "ada", PASSWORD).reason()).isEqualTo(Reason.DISABLED);
    assertThat(refused(configuration, "ada", "wrong").reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void a_user_of_another_way_is_no_failure_of_the_first() throws Exception {
    Files.writeString(folder.resolve("staff.txt"), "bob:" + HASH + "\n");
    Files.writeString(folder.resolve("people.txt"), "ada:" + HASH + "\n");
    Configuration configuration = configuration(
        "session, basic", "[session]\nusers_file = people.txt\n[basic]\nusers_file = staff.txt\n");

    assertThat(login(configuration, "bob", PASSWORD))
        .isInstanceOfSatisfying(
            LoginResult.Admitted.class, in -> assertThat(in.admit().via()).isEqualTo("basic"));
    assertThat(told).extracting(AuditEvent::outcome).containsExactly(AuditEvent.Outcome.SUCCESS);
  }
}
