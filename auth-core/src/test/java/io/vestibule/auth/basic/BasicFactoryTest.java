package io.vestibule.auth.basic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicFactoryTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final FakeClock clock = new FakeClock(START);
  private final BasicFactory factory = new BasicFactory();
  private final Map<String, String> section =
      new LinkedHashMap<>(Map.of("username", "ada", "password", HASH));
  private String roles = "";

  @Test
  void is_found_by_the_service_loader_under_its_name() {
    assertThat(ServiceLoader.load(AuthenticatorFactory.class))
        .anyMatch(found -> found.section().name().equals("basic"));
    assertThat(factory.section().keys())
        .extracting(Key::name)
        .containsExactly(
            "username",
            "password",
            "users_file",
            "use_bcrypt",
            "credential_cache",
            "realm",
            "scheme");
    assertThat(factory.alsoReads())
        .extracting(Section::name)
        .contains("users", "roles", "store", "throttle", "server");
  }

  @Test
  void the_proof_is_as_old_as_the_request() {
    roles = "admin = alan";
    BasicAuthenticator basic = make();

    assertThat(signIn(basic, "ada:password")).isEqualTo(identity(START));
    clock.pass(Duration.ofMinutes(1));
    assertThat(signIn(basic, "ada:password")).isEqualTo(identity(START.plusSeconds(60)));
  }

  @Test
  void the_scheme_is_the_very_constant_of_the_servlet_api() {
    assertThat(make().find("ada").orElseThrow().scheme()).isSameAs("BASIC");
  }

  @Test
  void finds_a_user_with_roles_and_nobody_else() {
    roles = "admin = ada";
    BasicAuthenticator basic = make();

    assertThat(basic.find("ada").orElseThrow().roles()).containsExactly("admin");
    assertThat(basic.find("alan")).isEmpty();
  }

  @Test
  void the_realm_is_the_one_of_the_file_or_a_plain_one() {
    assertThat(challenge(make()))
        .isEqualTo("Basic realm=\"Authentication Required\", charset=\"UTF-8\"");
    section.put("realm", "The \"old\" \\ mill");
    assertThat(challenge(make()))
        .isEqualTo("Basic realm=\"The \\\"old\\\" \\\\ mill\", charset=\"UTF-8\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Büro", "naïve"})
  void a_realm_that_browsers_do_not_agree_on_is_a_fault(String realm) {
    section.put("realm", realm);
    assertThatThrownBy(this::make)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("printable ASCII");
  }

  @Test
  void a_realm_of_200_characters_is_the_longest() {
    section.put("realm", "x".repeat(200));
    assertThat(challenge(make())).contains("x".repeat(200));
    section.put("realm", "x".repeat(201));
    assertThatThrownBy(this::make).isInstanceOf(ConfigurationException.class);
  }

  private BasicAuthenticator make() {
    StringBuilder text = new StringBuilder("[authentication]\ntype = basic\n");
    section.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    text.append("[roles]\n").append(roles).append('\n');
    Configuration read =
        Configuration.parse("auth.ini", text.toString(), Path.of("."), Map.of(), clock);
    return (BasicAuthenticator) read.authenticators().get(0).authenticator();
  }

  private static Identity signIn(BasicAuthenticator basic, String pair) {
    String token = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    AuthResult result = basic.authenticate(FakeRequest.authorized("Basic " + token));
    return ((AuthResult.Authenticated) result).identity();
  }

  private static Identity identity(Instant at) {
    return new Identity("ada", "BASIC", Set.of(), Set.of(), Set.of("pwd"), at, Map.of());
  }

  private static String challenge(BasicAuthenticator basic) {
    Need need = new Need.SignIn(FakeRequest.get("/"), Requirement.SIGNED_IN);
    return basic.challenge(need).map(Challenge::toString).orElse("");
  }
}
