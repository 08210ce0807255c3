package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Authenticator;
import io.vestibule.auth.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final String[] NONE = {"[authentication]", "type = none"};
  private static final String[] SAMPLE = {"[authentication]", "type = sample", "title = x"};

  @TempDir
  Path folder;

  @Test
  void the_types_are_asked_in_the_order_in_which_they_are_named() {
    assertThat(Given.names(Given.ini(
            "[authentication]",
            "type = token, sample",
            "[sample]",
            "title = a",
            "[token]",
            "title = b")))
        .containsExactly("token", "sample");
  }

  @Test
  void an_alias_names_the_same_type() {
    Configuration configuration =
        Given.ini("[authentication]", "type = sample-old", "[sample-old]", "title = a");
    assertThat(Given.names(configuration)).containsExactly("sample");
    assertThat(Given.settings(configuration, 0).name()).isEqualTo("sample");
  }

  @Test
  void a_kind_means_all_of_its_family() {
    assertThat(Given.names(Given.ini(
            "[authentication]",
            "type = token",
            "[token.ops]",
            "title = a",
            "[token.ci]",
            "title = b")))
        .containsExactly("token.ops", "token.ci");
  }

  @Test
  void some_come_with_a_section_and_need_not_be_named() {
    Configuration configuration = withCompanions(
        "[authentication]", "type = sample", "title = a", "[words]", "w = x", "[after]");

    assertThat(Given.names(configuration)).containsExactly("before", "sample", "after");
  }

  @Test
  void what_comes_with_a_section_stays_away_without_it() {
    assertThat(Given.names(withCompanions("[authentication]", "type = sample", "title = a")))
        .containsExactly("sample");
  }

  @Test
  void what_comes_with_a_section_stands_where_type_names_it() {
    assertThat(Given.names(withCompanions(
            "[authentication]",
            "type = sample, before",
            "[sample]",
            "title = a",
            "[words]",
            "w = x")))
        .containsExactly("sample", "before");
  }

  @Test
  void a_rule_may_ask_for_what_comes_with_a_section() {
    assertThat(withCompanions(
                "[authentication]",
                "type = sample",
                "title = a",
                "[words]",
                "[rules]",
                "/api/** = via:before")
            .rules()
            .match("GET", "/api/x"))
        .isInstanceOf(Requirement.Demands.class);
  }

  private static Configuration withCompanions(String... lines) {
    List<AuthenticatorFactory> factories = List.of(
        new SampleFactory("sample"),
        new CompanionFactory("before", "words", false),
        new CompanionFactory("after", "after", true));
    return new Loader(factories, Map.of(), Given.NOON)
        .parse(new SourceText("auth.ini", String.join("\n", lines)), Given.FOLDER);
  }

  /** A way of signing in that comes with a section, and lets nobody in. */
  private record CompanionFactory(String name, String with, boolean asksLast)
      implements AuthenticatorFactory {
    @Override
    public Section section() {
      return Section.of(name, "A companion.");
    }

    @Override
    public List<String> comesWith() {
      return List.of(with);
    }

    @Override
    public Authenticator create(Settings settings) {
      return request -> AuthResult.notAttempted();
    }
  }

  @Test
  void a_kind_with_a_section_of_its_own_comes_before_its_family() {
    assertThat(Given.names(Given.ini(
            "[authentication]", "type = token", "[token.ci]", "title = a", "[token]", "title = b")))
        .containsExactly("token", "token.ci");
  }

  @Test
  void one_of_a_family_that_is_named_keeps_its_place() {
    assertThat(Given.names(Given.ini(
            "[authentication]",
            "type = token.ci, token",
            "[token]",
            "title = a",
            "[token.ops]",
            "title = b",
            "[token.ci]",
            "title = c")))
        .containsExactly("token.ci", "token", "token.ops");
  }

  @Test
  void an_alias_of_a_family_names_the_same_authenticator() {
    assertThat(Given.names(Given.ini(
            "[authentication]",
            "type = token.ci, token-old",
            "[token-old.ci]",
            "title = a",
            "[token]",
            "title = b")))
        .containsExactly("token.ci", "token");
  }

  @Test
  void one_of_a_family_may_have_its_keys_in_the_first_section() {
    assertThat(Given.names(Given.ini("[authentication]", "type = token.ci", "title = a")))
        .containsExactly("token.ci");
  }

  @Test
  void via_may_name_a_type_and_a_whole_family() {
    Configuration configuration = Given.ini(
        "[authentication]",
        "type = sample, token.ci",
        "[sample]",
        "title = a",
        "[token.ci]",
        "title = b",
        "[rules]",
        "/a = via:sample",
        "/b = via:token",
        "/c = via:token.ci");
    assertThat(configuration.hasRules()).isTrue();
    assertThat(configuration.rules().match("GET", "/b")).hasToString("via:token");
  }

  @Test
  void none_lets_everybody_in_and_says_so() {
    Configuration configuration = Given.ini(NONE);
    assertThat(configuration.insecureOpen()).isTrue();
    assertThat(configuration.authenticators()).isEmpty();
    assertThat(configuration.warnings()).singleElement().satisfies(warning -> {
      assertThat(warning.code()).isEqualTo("AUTH-C080");
      assertThat(warning.severity()).isEqualTo(Problem.Severity.WARNING);
      assertThat(warning.place().toString()).isEqualTo("auth.ini:2:8");
    });
    assertThat(configuration.summary())
        .contains(
            "Signing in: nobody; everything is open (type = none)",
            "Rules: only those that say deny count (type = none)",
            "Public: every path that no rule denies");
  }

  @Test
  void without_rules_every_path_needs_a_user() {
    Configuration configuration = Given.ini(NONE);
    assertThat(configuration.hasRules()).isFalse();
    assertThat(configuration.rules().match("GET", "/")).isEqualTo(Requirement.SIGNED_IN);
  }

  @Test
  void an_application_may_have_rules_for_files_that_have_none() {
    Configuration configuration =
        Given.ini(SAMPLE).orRules("/public/** = public", "GET /admin/** = role:admin");
    assertThat(configuration.hasRules()).isFalse();
    assertThat(configuration.rules().match("GET", "/public/x")).isEqualTo(Requirement.OPEN);
    assertThat(configuration.rules().match("GET", "/admin/x")).hasToString("role:admin");
    assertThat(configuration.summary())
        .contains(
            "Rules: 2 of the application, for the file has none; what no rule names needs a signed-in user",
            "Public: /public/**");
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void rules_of_the_file_come_before_those_of_the_application() {
    Configuration configuration = Given.ini(
            "[authentication]", "type = none", "[rules]", "/a = deny")
        .orRules("/** = public");
    assertThat(configuration.rules().match("GET", "/a")).isEqualTo(Requirement.CLOSED);
    assertThat(configuration.rules().match("GET", "/b")).isEqualTo(Requirement.SIGNED_IN);
  }

  @Test
  void a_rule_of_the_application_that_cannot_be_read_is_its_fault() {
    assertThatThrownBy(() -> Given.ini(NONE).orRules("/a = nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Given.ini(NONE).orRules("/a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PATTERN = REQUIREMENT");
  }

  @Test
  void a_summary_has_at_most_twelve_lines() {
    String[] many = IntStream.range(0, 40)
        .mapToObj(i -> "/p" + i + " = public\n/p" + i + "/** = public\n/p" + i + "/x = public")
        .toArray(String[]::new);
    Configuration configuration = Given.ini(
        Map.of("VESTIBULE_SERVER_CORS_PREFLIGHT", "no"),
        Stream.concat(
                Stream.of("[authentication]", "type = sample", "title = x", "[rules]"),
                Arrays.stream(many))
            .toArray(String[]::new));
    assertThat(configuration.warnings()).hasSizeGreaterThan(12);
    assertThat(configuration.summary()).hasSizeLessThanOrEqualTo(12);
    assertThat(configuration.summary())
        .anyMatch(line -> line.startsWith("Public: /p0, /p0/**") && line.endsWith("and 112 more"));
  }

  @Test
  void a_summary_says_what_holds() {
    assertThat(Given.ini(
                "[authentication]",
                "type = sample",
                "title = x",
                "[rules]",
                "/a = public",
                "GET /b = optional",
                "/c = user")
            .summary())
        .containsExactly(
            "Configuration: auth.ini",
            "Signing in: sample",
            "Rules: 3 in the file; what no rule names needs a signed-in user",
            "Public: /a, GET /b");
  }

  @Test
  void a_long_report_is_cut_and_says_so() {
    String[] lines = IntStream.range(0, 250).mapToObj(i -> "line " + i).toArray(String[]::new);
    assertThatThrownBy(() -> Given.ini(lines))
        .isInstanceOfSatisfying(ConfigurationException.class, refused -> {
          assertThat(refused.problems()).hasSize(100);
          assertThat(refused).message().endsWith("application not started");
          assertThat(refused).message().contains("at least 100 problems (the first 100 are shown)");
        });
  }

  @Test
  void many_warnings_hide_no_problem() {
    String[] lines =
        IntStream.range(0, 300).mapToObj(i -> "/a" + i + " = user").toArray(String[]::new);
    assertThatThrownBy(() -> Given.ini(Stream.of(
                Stream.of("[authentication]", "type = none", "[rules]", "/** = user"),
                Arrays.stream(lines),
                Stream.of("/last = nonsense"))
            .flatMap(each -> each)
            .toArray(String[]::new)))
        .hasMessageStartingWith("AUTH-C061  auth.ini:305:9");
  }

  @Test
  void the_samples_of_the_system_that_inspired_it_are_read() throws IOException {
    Path file = folder.resolve("tis.ini");
    Files.writeString(file, """
            [authentication]
            type = basic
            username = admin
            # Use bcrypt hash (recommended)
            password = $2b$12$LQv3c1yqBWVHxkd0LHAkCOYz6TtxMQJqhN8/LewY5GyYWv.5qVQK6
            use_bcrypt = True
            realm = TISBackup Admin
            """);
    Configuration configuration = Configuration.load(file, Map.of(), Given.NOON);
    assertThat(Given.names(configuration)).containsExactly("basic");
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void a_type_that_does_not_exist_is_the_only_problem_of_its_file() {
    assertThatThrownBy(() -> Given.ini(
            "[authentication]",
            "type = oauth",
            "provider = google",
            "client_id = ${OAUTH_CLIENT_ID}",
            "authorized_domains = example.com"))
        .hasMessageContaining("Unknown type \"oauth\"")
        .hasMessageEndingWith("\n\n1 problem, application not started");
  }

  @Test
  void a_text_is_read_as_if_it_stood_in_a_file() {
    Configuration configuration = Configuration.parse(
        "auth.properties", "authentication.type=none", folder, Map.of(), Given.NOON);
    assertThat(configuration.insecureOpen()).isTrue();
  }

  @Test
  void two_factories_of_one_name_are_refused() {
    List<AuthenticatorFactory> twice =
        List.of(new SampleFactory("sample"), new SampleFactory("sample"));
    assertThatThrownBy(() -> new Catalog(twice)).hasMessageContaining("sample");
    assertThatThrownBy(() -> new Catalog(List.of(new SampleFactory("none"))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Catalog(List.of(new SampleFactory("rules"))))
        .isInstanceOf(IllegalStateException.class);
  }
}
