package io.vestibule.auth.bearer;

import static io.vestibule.auth.FakeRequest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a file to a decision, through the real loader. */
class BearerConfigurationTest {
  private static final String OF_CI = "token-of-the-build";
  private static final String OF_ADA = "token-of-ada-lovelace";

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));

  @BeforeEach
  void writeTokens() throws Exception {
    write(
        "tokens.txt",
        line("ci", OF_CI) + "\n# a comment\n" + line("ada", OF_ADA) + ":admin, ops\n");
  }

  @Test
  void three_lines_are_enough() {
    Configuration configuration =
        load("[authentication]\ntype = bearer\ntokens_file = tokens.txt\n");

    assertThat(configuration.warnings()).isEmpty();
    assertThat(
            admit(configuration, "Authorization", "Bearer " + OF_CI).identity().subject())
        .isEqualTo("ci");
    assertThat(
            admit(configuration, "Authorization", "bearer " + OF_ADA).identity().roles())
        .containsExactlyInAnyOrder("admin", "ops");
    assertThat(status(configuration, get("/").with("Authorization", "Bearer wrong")))
        .isEqualTo(401);
    assertThat(status(configuration, get("/"))).isEqualTo(401);
  }

  @Test
  void the_scheme_or_the_header_is_what_the_servlet_calls_the_authentication_type() {
    assertThat(admit(bearer("scheme = Token"), "Authorization", "Token " + OF_CI)
            .identity()
            .scheme())
        .isEqualTo("Token");
    assertThat(
            admit(bearer("header = X-API-Key"), "X-API-Key", OF_CI).identity().scheme())
        .isEqualTo("X-API-Key");
  }

  @Test
  void a_token_is_never_fresh() {
    String rules = "[rules]\n/pay/** = fresh(10m)\n/** = user\n";
    FakeRequest paying = get("/pay/x").with("Authorization", "Bearer " + OF_ADA);
    Configuration ofFile =
        load("[authentication]\ntype = bearer\ntokens_file = tokens.txt\n" + rules);
    Configuration ofHost = Vestibule.builder()
        .clock(clock)
        .bearer(token -> Optional.of("ada"))
        .rule("/pay/**", "fresh(10m)")
        .build();

    assertThat(status(ofFile, paying)).isEqualTo(403);
    assertThat(status(ofHost, paying)).isEqualTo(403);
  }

  @Test
  void a_challenge_names_scheme_header_and_realm() {
    assertThat(challenge(bearer("scheme = Token\nrealm = Build")))
        .isEqualTo("Token realm=\"Build\"");
    assertThat(challenge(bearer("header = X-API-Key")))
        .isEqualTo("ApiKey realm=\"Authentication Required\", header=\"X-API-Key\"");
    assertThat(challenge(bearer("header = X-My\nscheme = MyToken\nrealm = Foo")))
        .isEqualTo("MyToken realm=\"Foo\", header=\"X-My\"");
  }

  @Test
  void a_family_has_schemes_headers_realms_and_rules_of_its_own() throws Exception {
    write("keys.txt", line("robot", "key-of-the-robot-1"));
    Configuration configuration = load("""
        [authentication]
        type = bearer
        [bearer.people]
        tokens_file = tokens.txt
        [bearer.robots]
        tokens_file = keys.txt
        header = X-API-Key
        [roles]
        worker = robot
        [rules]
        /robots/** = role:worker & via:bearer.robots
        /** = user
        """);

    assertThat(admit(configuration, "X-API-Key", "key-of-the-robot-1").via())
        .isEqualTo("bearer.robots");
    assertThat(status(configuration, get("/robots/1").with("X-API-Key", "key-of-the-robot-1")))
        .isEqualTo(200);
    assertThat(status(configuration, get("/robots/1").with("Authorization", "Bearer " + OF_CI)))
        .isEqualTo(401);
    assertThat(status(configuration, get("/x").with("Authorization", "Bearer " + OF_CI)))
        .isEqualTo(200);
  }

  @Test
  void a_changed_file_counts_without_a_restart_and_a_broken_one_changes_nothing() throws Exception {
    Configuration configuration = bearer("");
    write("tokens.txt", line("ada", OF_ADA));
    clock.pass(Duration.ofSeconds(10));
    assertThat(status(configuration, get("/").with("Authorization", "Bearer " + OF_CI)))
        .isEqualTo(401);
    Files.delete(folder.resolve("tokens.txt"));
    clock.pass(Duration.ofSeconds(10));
    assertThat(status(configuration, get("/").with("Authorization", "Bearer " + OF_ADA)))
        .isEqualTo(200);
  }

  @Test
  void a_line_that_is_wrong_is_left_out_and_a_token_that_stands_twice_is_nobodys()
      throws Exception {
    write(
        "tokens.txt",
        line("ci", OF_CI) + "\n" + line("x", OF_ADA) + "\n" + line("y", OF_ADA) + "\nplain:" + OF_CI
            + "\nno colon\n");
    Configuration configuration = bearer("");

    assertThat(configuration.warnings())
        .extracting(Problem::toString)
        .hasSize(3)
        .noneMatch(warning -> warning.contains(OF_CI));
    assertThat(status(configuration, get("/").with("Authorization", "Bearer " + OF_CI)))
        .isEqualTo(200);
    assertThat(status(configuration, get("/").with("Authorization", "Bearer " + OF_ADA)))
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scheme = Basic | cannot be the scheme of a token",
        "scheme = a b | cannot be the scheme of a token",
        "header = Cookie | cannot be the header of a token",
        "realm = ä | printable ASCII",
        "tokens_file = none.txt | does not exist",
        "sheme = Token | scheme"
      })
  void what_is_wrong_refuses_the_start(String line, String said) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> load("[authentication]\ntype = bearer\n[bearer]\n" + line
            + (line.startsWith("tokens_f") ? "" : "\ntokens_file = tokens.txt")))
        .withMessageContaining(said);
  }

  @Test
  void two_of_a_family_cannot_have_one_header() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> load("""
            [authentication]
            type = bearer
            [bearer.a]
            tokens_file = tokens.txt
            header = X-API-Key
            [bearer.b]
            tokens_file = tokens.txt
            header = x-api-key
            """))
        .withMessageContaining("belongs to [bearer.a] already");
  }

  private Configuration bearer(String more) {
    return load(
        "[authentication]\ntype = bearer\n[bearer]\ntokens_file = tokens.txt\n" + more + "\n");
  }

  private Configuration load(String text) {
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }

  private void write(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private static String line(String name, String token) {
    return name + ":" + TokenHash.of(Secret.of(token));
  }

  private static Decision.Admit admit(Configuration configuration, String name, String value) {
    return (Decision.Admit) configuration.auth().decide(get("/").with(name, value), Form::empty);
  }

  private static String challenge(Configuration configuration) {
    AuthResponse answer = Decided.answer(configuration.auth().decide(get("/"), Form::empty));
    return answer.headers().first("WWW-Authenticate").orElseThrow();
  }

  private static int status(Configuration configuration, FakeRequest request) {
    return Decided.status(configuration.auth().decide(request, Form::empty));
  }
}
