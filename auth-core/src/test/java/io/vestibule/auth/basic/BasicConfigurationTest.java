package io.vestibule.auth.basic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Problem;
import io.vestibule.auth.testing.Decided;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file to a decision, through the real loader. */
class BasicConfigurationTest {
  private static final String OF_SWORDFISH =
      "$2y$10$ICwi5E59ecVlZqCZXi2jdes1Kfy9n7EV2.CNxegAw2WswKItiwcvG";
  private static final String OF_SWORDFISH_BY_PYTHON =
      "$2b$10$q2zrwVluVCvsd7MZi1C6se1ObUtPIKE48hVWR9UkNiZooe0u9atxa";

  @TempDir
  private Path folder;

  @Test
  void the_sample_of_tisbackup_starts_as_it_is_and_protects() {
    Configuration configuration = load(sample("tisbackup-basic.ini"));

    assertThat(configuration.warnings()).isEmpty();
    assertThat(status(configuration, FakeRequest.get("/"))).isEqualTo(401);
    assertThat(challenge(configuration))
        .isEqualTo("Basic realm=\"TISBackup Admin\", charset=\"UTF-8\"");
    assertThat(status(configuration, as("admin", "swordfish"))).isEqualTo(401);
  }

  @Test
  void the_sample_of_tisbackup_signs_in_with_a_hash_of_a_known_password() throws Exception {
    String text = Files.readString(sample("tisbackup-basic.ini"))
        .replaceFirst("\\$2b\\$12\\$\\S+", OF_SWORDFISH.replace("$", "\\$"));
    Configuration configuration = load(write("auth.ini", text));

    assertThat(status(configuration, as("admin", "swordfish"))).isEqualTo(200);
    assertThat(status(configuration, as("admin", "wrong"))).isEqualTo(401);
  }

  @Test
  void a_user_who_is_written_for_no_way_is_told_once_with_the_place_for_all() throws Exception {
    Path file = write(
        "auth.ini",
        "[authentication]\ntype = session, basic\nusername = ada\npassword = " + OF_SWORDFISH);

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> load(file))
        .satisfies(refused -> assertThat(refused.problems())
            .extracting(Problem::code)
            .containsExactly("AUTH-C022", "AUTH-C022"))
        .withMessageContaining("Write it below [session] and below [basic].")
        .withMessageContaining("Or name the users once for all ways, in [users].");
  }

  @Test
  void what_two_ways_read_and_is_wrong_is_told_once() throws Exception {
    Path file = write(
        "auth.ini",
        "[authentication]\ntype = session, basic\n[store]\nurl = memory\n[users]\nada = swordfish\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> load(file))
        .withMessageContaining("The password of ada is not a bcrypt hash")
        .withMessageContaining("1 problem");
  }

  @Test
  void of_the_users_sample_one_line_is_good_and_two_are_reported() throws Exception {
    Path users = Files.copy(sample("tisbackup-users.txt"), folder.resolve("tisbackup-users.txt"));
    Configuration configuration =
        load(write("auth.ini", "[authentication]\ntype = basic\nusers_file = " + users + "\n"));

    assertThat(configuration.warnings())
        .extracting(Problem::toString)
        .anyMatch(warning -> warning.contains(
            "tisbackup-users.txt:2, the password of operator is not a well-formed bcrypt hash"))
        .anyMatch(warning -> warning.contains(
            "tisbackup-users.txt:3, the password of viewer is not a well-formed bcrypt hash"))
        .noneMatch(warning -> warning.contains("tisbackup-users.txt:1"));
  }

  @Test
  void four_lines_are_enough() throws Exception {
    Configuration configuration = load(write(
        "auth.ini",
        "[authentication]\ntype = basic\nusername = ada\npassword = " + OF_SWORDFISH + "\n"));

    assertThat(status(configuration, as("ada", "swordfish"))).isEqualTo(200);
    assertThat(status(configuration, as("ada", "wrong"))).isEqualTo(401);
  }

  @Test
  void files_of_htpasswd_and_of_python_and_roles_work_together() throws Exception {
    write("users.txt", "ada:" + OF_SWORDFISH + "\nalan:" + OF_SWORDFISH_BY_PYTHON + ":admin\n");
    Configuration configuration = load(write("auth.ini", """
        [authentication]
        type = basic
        [basic]
        users_file = users.txt
        credential_cache = 0
        [roles]
        editor = ada
        [rules]
        /** = role:admin | role:editor
        """));

    assertThat(status(configuration, as("ada", "swordfish"))).isEqualTo(200);
    assertThat(status(configuration, as("alan", "swordfish"))).isEqualTo(200);
    assertThat(status(configuration, as("alan", "wrong"))).isEqualTo(401);
  }

  @Test
  void users_of_the_section_may_have_roles() throws Exception {
    Configuration configuration = load(write("auth.ini", """
        [authentication]
        type = basic
        [users]
        ada = %1$s:admin
        alan = %1$s
        [rules]
        /** = role:admin
        """.formatted(OF_SWORDFISH)));

    assertThat(status(configuration, as("ada", "swordfish"))).isEqualTo(200);
    assertThat(status(configuration, as("alan", "swordfish"))).isEqualTo(403);
  }

  @Test
  void a_plain_text_where_a_hash_belongs_refuses_the_start_and_does_not_show() throws Exception {
    Path file =
        write("auth.ini", "[authentication]\ntype = basic\nusername = ada\npassword = swordfish\n");

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> load(file))
        .withMessageContaining("auth.ini:4")
        .withMessageContaining("is not a bcrypt hash")
        .withMessageContaining("hash-password")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("swordfish"));
  }

  private static Configuration load(Path file) {
    return Configuration.load(file, Map.of(), InstantSource.system());
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static FakeRequest as(String name, String password) {
    String pair = name + ":" + password;
    return FakeRequest.authorized(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  /** 200 where the request would go on to the application. */
  private static int status(Configuration configuration, FakeRequest request) {
    return Decided.status(decide(configuration.auth(), request));
  }

  private static String challenge(Configuration configuration) {
    AuthResponse answer = Decided.answer(decide(configuration.auth(), FakeRequest.get("/")));
    return answer.headers().fields().stream()
        .filter(field -> field.name().equals("WWW-Authenticate"))
        .map(field -> field.value())
        .findFirst()
        .orElse("");
  }

  private static Decision decide(Auth auth, FakeRequest request) {
    return auth.decide(request, Form::empty);
  }

  private static Path sample(String name) {
    return Path.of("src/test/resources/samples", name);
  }
}
