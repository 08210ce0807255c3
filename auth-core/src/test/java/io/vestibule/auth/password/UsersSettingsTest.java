package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsersSettingsTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";

  private final FakeSettings settings =
      new FakeSettings(UsersSettings.keys(), new FakeClock(Instant.parse("2026-01-01T00:00:00Z")));

  @TempDir
  private Path folder;

  @Test
  void one_user_stands_in_two_keys() {
    settings.with("username", "ada").with("password", HASH).with("use_bcrypt", "True");
    UserPasswords users = UsersSettings.read(settings);

    assertThat(signIn(users, "ada", "password")).isPresent();
    assertThat(signIn(users, "ada", "wrong")).isEmpty();
    assertThat(settings.faults).isEmpty();
    assertThat(settings.warnings).isEmpty();
  }

  @Test
  void users_stand_in_the_store_where_there_is_one_and_nobody_is_named() {
    settings.with("store", "url", "memory").with("roles", "admin", "ada");
    UserPasswords users = UsersSettings.read(settings);
    UserStore store = UsersSettings.store(settings).orElseThrow();

    assertThat(signIn(users, "ada", "password")).isEmpty();
    assertThat(store.add("ada", Secret.of(HASH), Set.of("editor"))).isTrue();
    assertThat(signIn(users, "ADA", "password").orElseThrow().roles())
        .containsOnly("editor", "admin");
    assertThat(settings.faults).isEmpty();
  }

  @Test
  void users_of_a_file_stay_there_though_there_is_a_store() {
    settings.with("store", "url", "memory").with("users", "ada", HASH);

    assertThat(signIn(UsersSettings.read(settings), "ada", "password")).isPresent();
    assertThat(UsersSettings.store(settings)).isEmpty();
    assertThat(settings.faults).isEmpty();
  }

  @Test
  void the_source_may_be_said() {
    settings.with("accounts", "source", "store");
    assertThat(UsersSettings.store(settings)).isPresent();

    settings.with("accounts", "source", "file").with("store", "url", "memory");
    assertThat(UsersSettings.store(settings)).isEmpty();
    UsersSettings.read(settings);
    assertThat(settings.faults).singleElement().asString().contains("no users are named");
  }

  @Test
  void users_in_the_store_and_in_the_file_are_refused() {
    settings.with("accounts", "source", "store").with("users", "ada", HASH);
    UserPasswords users = UsersSettings.read(settings);

    assertThat(settings.faults).singleElement().asString().contains("[users]", "in the store");
    assertThat(signIn(users, "ada", "password")).isEmpty();
  }

  @Test
  void several_users_stand_in_a_section_with_roles_behind_and_beside() {
    settings.with("users", "ada", HASH + ":editor").with("users", "alan", HASH);
    settings.with("roles", "admin", "ada");
    UserPasswords users = UsersSettings.read(settings);

    assertThat(signIn(users, "ada", "password").orElseThrow().roles())
        .containsOnly("editor", "admin");
    assertThat(signIn(users, "alan", "password").orElseThrow().roles()).isEmpty();
    assertThat(settings.faults).isEmpty();
  }

  @Test
  void users_stand_in_a_file() throws Exception {
    settings.with("users_file", file("ada:" + HASH + ":editor", "rw-r-----").toString());
    settings.with("roles", "admin", "ada");

    assertThat(signIn(UsersSettings.read(settings), "ada", "password")
            .orElseThrow()
            .roles())
        .containsOnly("editor", "admin");
    assertThat(settings.faults).isEmpty();
    assertThat(settings.warnings).isEmpty();
  }

  @Test
  void a_file_that_everybody_may_read_is_warned_about() throws Exception {
    settings.with("users_file", file("ada:" + HASH, "rw-r--r--").toString());
    UsersSettings.read(settings);

    assertThat(settings.warnings).singleElement().asString().contains("users.txt", "everybody");
  }

  @Test
  void bad_lines_of_a_file_are_warned_about_and_the_others_can_sign_in() throws Exception {
    settings.with(
        "users_file", file("ada:" + HASH + "\nalan:swordfish\n", "rw-r-----").toString());

    assertThat(signIn(UsersSettings.read(settings), "ada", "password")).isPresent();
    assertThat(settings.faults).isEmpty();
    assertThat(settings.warnings)
        .singleElement()
        .asString()
        .startsWith("users_file: in users.txt:2, the password of alan is not a bcrypt hash")
        .doesNotContain("swordfish");
  }

  @Test
  void a_file_that_cannot_be_used_refuses_the_start() throws Exception {
    settings.with("users_file", folder.resolve("missing.txt").toString());
    assertThat(signIn(UsersSettings.read(settings), "ada", "password")).isEmpty();
    assertThat(settings.faults)
        .singleElement()
        .asString()
        .startsWith("users_file: the file missing.txt does not exist");
  }

  @Test
  void a_file_of_bad_lines_only_refuses_the_start_and_tells_each() throws Exception {
    settings.with("users_file", file("ada:x\nalan:y\n", "rw-r-----").toString());
    UsersSettings.read(settings);

    assertThat(settings.faults).singleElement().asString().contains("no user who can sign in");
    assertThat(settings.warnings).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      swordfish                                                    | is not a bcrypt hash
      $2b$31$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu | cost 31
      $2x$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu | must be reset
      $2b$05$abcdefghijklmnopqrstuu                                | 29 characters instead of 60
      """)
  void a_bad_hash_in_the_configuration_refuses_the_start_at_its_place(String hash, String reason) {
    settings.with("username", "ada").with("password", hash);
    UsersSettings.read(settings);
    assertThat(settings.faults)
        .singleElement()
        .asString()
        .startsWith("password: the password of ada ")
        .contains(reason, "hash-password")
        .doesNotContain("swordfish");

    FakeSettings listed = new FakeSettings(UsersSettings.keys(), settings.clock());
    UsersSettings.read(listed.with("users", "alan", HASH).with("users", "ada", hash));
    assertThat(listed.faults)
        .singleElement()
        .asString()
        .startsWith("ada: the password of ada ")
        .contains(reason, "hash-password");
  }

  @Test
  void plain_passwords_work_when_the_file_says_so_and_are_warned_about() {
    settings.with("username", "ada").with("password", "sword:fish").with("use_bcrypt", "False");
    UserPasswords users = UsersSettings.read(settings);

    assertThat(signIn(users, "ada", "sword:fish")).isPresent();
    assertThat(signIn(users, "ada", "sword")).isEmpty();
    assertThat(settings.faults).isEmpty();
    assertThat(settings.warnings)
        .singleElement()
        .asString()
        .startsWith("use_bcrypt: ")
        .contains("hash-password")
        .doesNotContain("fish");
  }

  @Test
  void a_hash_is_not_taken_for_a_plain_password() {
    settings.with("username", "ada").with("password", HASH).with("use_bcrypt", "False");
    UserPasswords users = UsersSettings.read(settings);

    assertThat(signIn(users, "ada", HASH)).isEmpty();
    assertThat(settings.faults).singleElement().asString().contains("remove use_bcrypt = False");
  }

  @Test
  void users_must_be_named_in_one_place() {
    UsersSettings.read(settings);
    assertThat(settings.faults)
        .singleElement()
        .asString()
        .startsWith("username: no users are named");

    settings.faults.clear();
    settings.with("username", "ada").with("password", HASH).with("users", "alan", HASH);
    assertThat(signIn(UsersSettings.read(settings), "ada", "password")).isEmpty();
    assertThat(settings.faults)
        .singleElement()
        .asString()
        .contains("two places, username and [users]");
  }

  @Test
  void a_name_without_a_password_and_a_password_without_a_name_are_faults() {
    UsersSettings.read(settings.with("username", "ada"));
    assertThat(settings.faults).singleElement().asString().startsWith("password: ");

    FakeSettings nameless = new FakeSettings(UsersSettings.keys(), settings.clock());
    UsersSettings.read(nameless.with("password", HASH));
    assertThat(nameless.faults).singleElement().asString().startsWith("username: ");
  }

  @Test
  void a_name_with_a_colon_could_never_sign_in_and_is_a_fault() {
    UsersSettings.read(settings.with("username", "a:b").with("password", HASH));
    assertThat(settings.faults).singleElement().asString().contains("colon");
  }

  @ParameterizedTest
  @CsvSource({"0, true", "5M, true", "1H, true", "61M, false", "30H, false"})
  void a_password_is_remembered_for_an_hour_at_most(String life, boolean accepted) {
    settings.with("username", "ada").with("password", HASH).with("credential_cache", life);
    assertThat(signIn(UsersSettings.read(settings), "ada", "password")).isPresent();
    assertThat(settings.faults.isEmpty()).isEqualTo(accepted);
  }

  @Test
  void all_who_hash_share_one_gate() {
    settings.with("username", "ada").with("password", HASH);
    HashGate gate = new HashGate(1, 0, Duration.ofSeconds(1));
    settings.shared(HashGate.class, () -> gate);
    UserPasswords users = UsersSettings.read(settings);

    Optional<User> inside = gate.run(() -> {
      assertThat(catchThrowable(() -> signIn(users, "ada", "password")))
          .isInstanceOf(AuthUnavailableException.class);
      return Optional.empty();
    });
    assertThat(inside).isEmpty();
  }

  private Path file(String content, String permissions) throws Exception {
    Path file = Files.writeString(folder.resolve("users.txt"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private static Optional<User> signIn(UserPasswords users, String name, String password) {
    return users.check(new UsernamePassword(name, Secret.of(password)));
  }
}
