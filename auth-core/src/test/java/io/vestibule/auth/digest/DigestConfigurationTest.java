package io.vestibule.auth.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Problem;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a file to a decision, through the real loader. */
class DigestConfigurationTest {
  private static final String REALM = "Authentication Required";

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));

  @BeforeEach
  void writeUsers() throws Exception {
    write(
        "digest.txt",
        line("ada", DigestAlgorithm.SHA_256) + ":admin\n"
            + line("ada", DigestAlgorithm.MD5) + "\n"
            + "# a comment\n\n"
            + line("alan", DigestAlgorithm.SHA_256) + "\n"
            + line("alan", DigestAlgorithm.MD5) + "\n"
            + "alan:Another realm:00000000000000000000000000000000\n");
  }

  @Test
  void three_lines_are_enough() {
    Configuration configuration = load("");

    assertThat(configuration.warnings()).isEmpty();
    assertThat(challenges(configuration)).singleElement().asString().contains("algorithm=SHA-256");
    assertThat(status(configuration, "ada", "swordfish", 0)).isEqualTo(200);
    assertThat(status(configuration, "ada", "wrong", 0)).isEqualTo(401);
  }

  @Test
  void of_a_name_with_two_lines_for_one_algorithm_no_line_is_used() throws Exception {
    write(
        "digest.txt",
        line("ada", DigestAlgorithm.SHA_256) + "\n"
            + line("ada", DigestAlgorithm.SHA_256) + "\n"
            + line("ada", DigestAlgorithm.SHA_256) + ":admin\n"
            + line("ada", DigestAlgorithm.MD5) + "\n"
            + line("alan", DigestAlgorithm.SHA_256) + "\n");
    Configuration configuration = load("");

    assertThat(configuration.warnings()).hasSize(3);
    assertThat(status(configuration, "ada", "swordfish", 0)).isEqualTo(401);
    assertThat(status(configuration, "alan", "swordfish", 0)).isEqualTo(200);
  }

  @Test
  void md5_comes_second_where_it_is_asked_for() {
    Configuration configuration = load("algorithms = MD5, SHA-256");

    assertThat(challenges(configuration)).hasSize(2);
    assertThat(challenges(configuration).get(0)).contains("algorithm=SHA-256");
    assertThat(challenges(configuration).get(1)).contains("algorithm=MD5");
    assertThat(status(configuration, "ada", "swordfish", 0)).isEqualTo(200);
    assertThat(status(configuration, "ada", "swordfish", 1)).isEqualTo(200);
  }

  @Test
  void roles_come_from_the_file_and_from_the_section() {
    Configuration configuration =
        load("algorithms = MD5\n[roles]\neditor = alan\n[rules]\n/** = role:admin | role:editor");

    assertThat(status(configuration, "ada", "swordfish", 0)).isEqualTo(200);
    assertThat(status(configuration, "alan", "swordfish", 0)).isEqualTo(200);
    Configuration admins = load("[rules]\n/** = role:admin");
    assertThat(status(admins, "alan", "swordfish", 0)).isEqualTo(403);
  }

  @Test
  void plain_lines_of_htdigest_are_md5() throws Exception {
    write(
        "digest.txt",
        "ada:" + REALM + ":"
            + DigestAlgorithm.MD5.secret("ada", REALM, Secret.of("swordfish")).reveal() + "\n");

    assertThat(status(load("algorithms = MD5"), "ada", "swordfish", 0)).isEqualTo(200);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> load(""))
        .withMessageContaining("verybody is without a secret for SHA-256")
        .withMessageContaining("hash-password --digest SHA-256");
  }

  @Test
  void somebody_without_a_secret_for_what_is_offered_is_a_warning() throws Exception {
    write(
        "digest.txt",
        line("ada", DigestAlgorithm.SHA_256) + "\n" + line("alan", DigestAlgorithm.MD5) + "\n");

    assertThat(load("algorithms = SHA-256, MD5").warnings())
        .extracting(Problem::toString)
        .anyMatch(warning -> warning.contains("SHA-256, and many clients try no other: alan"))
        .anyMatch(warning -> warning.contains("MD5, and many clients try no other: ada"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "algorithms = SHA-1 | here is no algorithm",
        "qop = auth-int | needs the body of the request",
        "qop = auth, auth-int | needs the body of the request",
        "nonce_lifetime = 1s | from 10s to 1d",
        "realm = ä | printable ASCII",
        "realm = a:b | without a colon",
        "realm = Shop | has no user of the realm \"Shop\"",
        "users_file = none.txt | does not exist",
        "users_fiel = digest.txt | users_file"
      })
  void what_is_wrong_refuses_the_start(String lines, String said) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> loadWhole("[authentication]\ntype = digest\n[digest]\n" + lines
            + (lines.startsWith("users_f") ? "" : "\nusers_file = digest.txt")))
        .withMessageContaining(said);
  }

  @Test
  void switches_for_old_clients_warn() {
    assertThat(
            load("insecure_without_qop = yes\ninsecure_uri_without_query = yes").warnings())
        .hasSize(2);
  }

  @Test
  void a_broken_line_is_a_warning_and_two_of_one_kind_let_nobody_in() throws Exception {
    write(
        "digest.txt",
        line("ada", DigestAlgorithm.SHA_256) + "\nbroken\nx:" + REALM + ":{SHA-256}12\n"
            + line("eve", DigestAlgorithm.SHA_256) + "\n" + line("eve", DigestAlgorithm.SHA_256)
            + "\n");

    Configuration configuration = load("");
    assertThat(configuration.warnings())
        .extracting(Problem::toString)
        .hasSize(3)
        .noneMatch(warning -> warning.contains(
            DigestAlgorithm.SHA_256.secret("eve", REALM, Secret.of("swordfish")).reveal()));
    assertThat(status(configuration, "eve", "swordfish", 0)).isEqualTo(401);
  }

  @Test
  void a_changed_file_counts_without_a_restart() throws Exception {
    Configuration configuration = load("");
    assertThat(status(configuration, "alan", "swordfish", 0)).isEqualTo(200);
    write("digest.txt", line("ada", DigestAlgorithm.SHA_256) + "\n");
    clock.pass(Duration.ofSeconds(10));

    assertThat(status(configuration, "alan", "swordfish", 0)).isEqualTo(401);
  }

  @Test
  void credentials_that_nobody_recognises_are_refused_on_open_paths_too() {
    Configuration configuration = load("[rules]\n/** = public");
    String challenge = challenges(load("")).get(0);
    String other = new DigestClient("ada", "swordfish")
        .answer(challenge, "GET", "/", 1)
        .saying("realm", "Shop")
        .header();

    assertThat(decide(configuration, FakeRequest.get("/").with("Authorization", other)))
        .isInstanceOf(Decision.Answer.class);
    assertThat(decide(configuration, FakeRequest.get("/").with("Authorization", "Bearer x")))
        .isEqualTo(Decision.PASS);
  }

  @Test
  void two_realms_have_users_of_their_own() throws Exception {
    write(
        "shop.txt",
        DigestLine.of("eve", "Shop", DigestAlgorithm.SHA_256, Secret.of("eve1")) + "\n");
    Configuration configuration = loadWhole("""
        [authentication]
        type = digest
        [digest.shop]
        realm = Shop
        users_file = shop.txt
        [digest.office]
        users_file = digest.txt
        [rules]
        /shop/** = via:digest.shop
        /** = user
        """);

    assertThat(challenges(configuration)).hasSize(2);
    assertThat(status(configuration, "eve", "eve1", 0)).isEqualTo(200);
    assertThat(status(configuration, "ada", "swordfish", 1)).isEqualTo(200);
    assertThat(status(configuration, "eve", "eve1", 1)).isEqualTo(401);
  }

  @Test
  void nodes_of_one_store_know_each_others_nonces_and_counts() {
    String store = "[store]\nurl = jdbc:h2:file:./nonces\n";
    Configuration one = load(store);
    Configuration two = load(store);
    String challenge = challenges(one).get(0);

    assertThat(status(two, challenge, 1)).isEqualTo(200);
    assertThat(status(one, challenge, 1)).isEqualTo(401);
    assertThat(status(one, challenge, 2)).isEqualTo(200);
    assertThat(status(two, challenge, 2)).isEqualTo(401);
    one.auth().close();
    two.auth().close();
  }

  private Configuration load(String more) {
    return loadWhole(
        "[authentication]\ntype = digest\n[digest]\nusers_file = digest.txt\n" + more + "\n");
  }

  private Configuration loadWhole(String text) {
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }

  private void write(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private static String line(String name, DigestAlgorithm algorithm) {
    return DigestLine.of(name, REALM, algorithm, Secret.of("swordfish"));
  }

  private static List<String> challenges(Configuration configuration) {
    AuthResponse answer = Decided.answer(decide(configuration, FakeRequest.get("/")));
    Headers headers = answer.headers();
    return headers.all("WWW-Authenticate").stream()
        .filter(challenge -> challenge.startsWith("Digest"))
        .toList();
  }

  private static int status(Configuration configuration, String name, String password, int which) {
    String challenge = challenges(configuration).get(which);
    String header =
        new DigestClient(name, password).answer(challenge, "GET", "/", 1).header();
    return status(configuration, FakeRequest.get("/").with("Authorization", header));
  }

  private static int status(Configuration configuration, String challenge, int count) {
    String header = new DigestClient("ada", "swordfish")
        .answer(challenge, "GET", "/", count)
        .header();
    return status(configuration, FakeRequest.get("/").with("Authorization", header));
  }

  private static int status(Configuration configuration, FakeRequest request) {
    return Decided.status(decide(configuration, request));
  }

  private static Decision decide(Configuration configuration, FakeRequest request) {
    return configuration.auth().decide(request, Form::empty);
  }
}
