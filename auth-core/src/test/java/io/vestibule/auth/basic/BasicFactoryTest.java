package io.vestibule.auth.basic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Challenge;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Key;
import io.vestibule.auth.config.Section;
import io.vestibule.auth.internal.FakeClock;
import io.vestibule.auth.password.FakeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
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
  private final FakeSettings settings = new FakeSettings(factory.section().keys(), clock)
      .with("username", "ada")
      .with("password", HASH);

  @Test
  void is_found_by_the_service_loader_under_its_name() {
    assertThat(ServiceLoader.load(AuthenticatorFactory.class))
        .anyMatch(found -> found.section().name().equals("basic"));
    assertThat(factory.section().keys())
        .extracting(Key::name)
        .containsExactly(
            "username", "password", "users_file", "use_bcrypt", "credential_cache", "realm");
    assertThat(factory.alsoReads()).extracting(Section::name).containsExactly("users", "roles");
  }

  @Test
  void the_proof_is_as_old_as_the_request() {
    BasicAuthenticator basic = make();
    settings.with("roles", "admin", "alan");

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
    settings.with("roles", "admin", "ada");
    BasicAuthenticator basic = make();

    assertThat(basic.find("ada").orElseThrow().roles()).containsExactly("admin");
    assertThat(basic.find("alan")).isEmpty();
  }

  @Test
  void the_realm_is_the_one_of_the_file_or_a_plain_one() {
    assertThat(challenge(make()))
        .isEqualTo("Basic realm=\"Authentication Required\", charset=\"UTF-8\"");
    settings.with("realm", "The \"old\" \\ mill");
    assertThat(challenge(make()))
        .isEqualTo("Basic realm=\"The \\\"old\\\" \\\\ mill\", charset=\"UTF-8\"");
    assertThat(settings.faults).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Büro", "two\nlines", "DEL\u007f"})
  void a_realm_that_browsers_do_not_agree_on_is_a_fault(String realm) {
    settings.with("realm", realm);
    make();
    assertThat(settings.faults).singleElement().asString().startsWith("realm: ");
  }

  @Test
  void a_realm_of_200_characters_is_the_longest() {
    settings.with("realm", "x".repeat(200));
    make();
    assertThat(settings.faults).isEmpty();
    settings.with("realm", "x".repeat(201));
    make();
    assertThat(settings.faults).hasSize(1);
  }

  private BasicAuthenticator make() {
    return (BasicAuthenticator) factory.create(settings);
  }

  private static Identity signIn(BasicAuthenticator basic, String pair) {
    String token = Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    AuthResult result = basic.authenticate(FakeRequest.with("Basic " + token));
    return ((AuthResult.Authenticated) result).identity();
  }

  private static Identity identity(Instant at) {
    return new Identity("ada", "BASIC", Set.of(), Set.of(), Set.of("pwd"), at, Map.of());
  }

  private static String challenge(BasicAuthenticator basic) {
    Need need = new Need.SignIn(FakeRequest.plain(), Requirement.SIGNED_IN);
    return basic.challenge(need).map(Challenge::toString).orElse("");
  }
}
