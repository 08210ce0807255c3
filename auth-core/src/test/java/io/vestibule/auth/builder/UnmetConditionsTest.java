package io.vestibule.auth.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Problem;
import io.vestibule.auth.password.HostUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that shuts everybody out for ever is told of at the start, where that is certain. */
class UnmetConditionsTest {
  private static final String HASH = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

  @TempDir
  private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("users.txt"), "ada:" + HASH + ":editor\n");
    Files.writeString(folder.resolve("tokens.txt"), "ci:" + "0".repeat(64) + ":deployer\n");
  }

  private List<String> told(String text) {
    return Configuration.parse("auth.ini", text, folder, Map.of(), InstantSource.system())
        .warnings()
        .stream()
        .filter(problem -> Set.of("AUTH-C085", "AUTH-C086").contains(problem.code()))
        .map(Problem::toString)
        .toList();
  }

  private static List<String> told(VestibuleBuilder builder) {
    return builder.rule("/admin/**", "role:admin").build().warnings().stream()
        .map(Problem::code)
        .filter("AUTH-C085"::equals)
        .toList();
  }

  @Test
  void a_role_that_no_user_of_the_file_has() {
    assertThat(told("""
        [authentication]
        type = basic
        users_file = users.txt
        [rules]
        /a/** = role:editor
        /b/** = role:editor | role:edito
        """))
        .singleElement()
        .asString()
        .contains("auth.ini:6:23", "Nobody has the role \"edito\"", "[roles] and below it edito");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[roles]\nadmin = ada\n",
        "[roles]\nadmin = group:staff\n",
        "[jwt]\nissuer = https://id.example.org\naudience = api\nsecret = 0123456789abcdef0123456789abcdef\n",
        "[proxy]\n[server]\ntrusted_proxies = 10.0.0.1\n",
        "[bypass]\nnetworks = 10.1.0.0/24\nuser = ada\nroles = admin\n",
      })
  void a_role_that_may_come_from_somewhere_is_not_told(String rest) {
    String more = rest.startsWith("[jwt]") ? ", jwt" : rest.startsWith("[proxy]") ? ", proxy" : "";

    assertThat(told("[authentication]\ntype = basic" + more
            + "\n[basic]\nusers_file = users.txt\n[rules]\n/** = role:admin\n" + rest))
        .isEmpty();
  }

  @Test
  void a_role_of_users_in_a_store_is_not_told() {
    assertThat(told("""
        [authentication]
        type = session
        [store]
        url = memory
        [rules]
        /** = role:admin
        """)).isEmpty();
  }

  @Test
  void only_the_ways_count_that_the_rule_lets_in() {
    String text = """
        [authentication]
        type = basic, bearer
        [basic]
        users_file = users.txt
        [bearer]
        tokens_file = tokens.txt
        [rules]
        """;

    assertThat(told(text + "/** = role:deployer\n")).isEmpty();
    assertThat(told(text + "/** = via:bearer & role:deployer\n")).isEmpty();
    assertThat(told(text + "/** = via:basic & role:deployer\n")).hasSize(1);
  }

  @Test
  void a_builder_without_roles() {
    assertThat(told(Vestibule.builder().basic((name, password) -> true))).hasSize(1);
    assertThat(told(Vestibule.builder().bearer(token -> Optional.of("ada")))).hasSize(1);
  }

  static Stream<VestibuleBuilder> withRoles() {
    HostUsers known = new HostUsers() {
      @Override
      public boolean verify(String username, Secret password) {
        return true;
      }

      @Override
      public Set<String> roles(String username) {
        return Set.of("admin");
      }
    };
    return Stream.of(
        Vestibule.builder().basic((name, password) -> true).roles(name -> Set.of("admin")),
        Vestibule.builder().bearer(token -> Optional.of("ada")).roles(name -> Set.of("admin")),
        Vestibule.builder().basic((name, password) -> true).set("roles", "admin", "ada"),
        Vestibule.builder().basic(known),
        Vestibule.builder()
            .basic((name, password) -> true)
            .authenticator("cat", request -> AuthResult.notAttempted()));
  }

  @ParameterizedTest
  @MethodSource("withRoles")
  void a_builder_with_roles(VestibuleBuilder builder) {
    assertThat(told(builder)).isEmpty();
  }

  @Test
  void a_second_factor_that_no_way_proves() {
    String users = "[users]\nada = " + HASH + "\n[rules]\n/pay/** = user & mfa\n";

    assertThat(told("[authentication]\ntype = session, basic\n" + users))
        .singleElement()
        .asString()
        .contains("AUTH-C086", ":6:18", "Nobody can meet \"mfa\"");
    assertThat(
            told("[authentication]\ntype = session, jwt\n[jwt]\nissuer = https://id.example.org\n"
                + "audience = api\nsecret = 0123456789abcdef0123456789abcdef\n" + users))
        .isEmpty();
  }
}
