package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Secret;
import io.vestibule.auth.cli.Command;
import io.vestibule.auth.cli.Main;
import io.vestibule.auth.cli.Terminal;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
  private static final String REDIRECT =
      "redirect_uri = https://tickets.example.org/oauth/callback";

  @TempDir
  private Path folder;

  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  /** What was printed, and the exit status. */
  private record Report(int status, String text) {}

  private Report report(String issuer, String secret, String... more) throws IOException {
    Path file = Files.writeString(
        folder.resolve("auth.ini"), """
        [authentication]
        type = oauth
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        anyone = yes
        %s
        """.formatted(issuer, secret, String.join("\n", more)));
    Lines lines = new Lines(new ArrayList<>());
    int status = Main.run(List.of("doctor", "--config", file.toString()), lines);
    return new Report(status, String.join("\n", lines.all()));
  }

  @Test
  void finds_nothing_to_do_where_all_is_well() throws IOException {
    Report report = report(provider.issuer(), FakeProvider.CLIENT_SECRET, REDIRECT);

    assertThat(report.text())
        .contains("oauth: " + provider.issuer())
        .contains("ok    discovery", "ok    algorithms", "ok    PKCE: S256", "ok    keys: 1 at ")
        .contains("ok    client", "ok    clock", "/oauth/backchannel-logout")
        .contains("ok    redirect URI: https://tickets.example.org/oauth/callback")
        .contains("Nothing needs to be done.");
    assertThat(report.status()).isEqualTo(Command.OK);
  }

  @Test
  void says_how_the_issuer_is_spelled() throws IOException {
    Report report = report(provider.issuer() + "/", FakeProvider.CLIENT_SECRET, REDIRECT);

    assertThat(report.text())
        .contains("FIX   issuer", "-> write issuer = " + provider.issuer() + "\n");
    assertThat(report.status()).isEqualTo(Command.PROBLEMS);
  }

  /** A provider that is known by name, with its addresses here. */
  private Report named(String issuer) throws IOException {
    String at = provider.issuer();
    return report(
        issuer,
        FakeProvider.CLIENT_SECRET,
        "provider = keycloak",
        "authorization_endpoint = " + at + "/authorize",
        "token_endpoint = " + at + "/token",
        "userinfo_endpoint = " + at + "/userinfo",
        "jwks_url = " + at + "/jwks",
        REDIRECT);
  }

  @Test
  void looks_at_the_discovery_of_a_provider_that_is_known_by_name() throws IOException {
    assertThat(named(provider.issuer()).text())
        .contains("ok    discovery", "ok    algorithms", "ok    PKCE: S256")
        .contains("Nothing needs to be done.");
    assertThat(named(provider.issuer() + "/").text())
        .contains("FIX   issuer", "-> write issuer = " + provider.issuer() + "\n")
        .contains("ok    client", "sign-out there: not known");
    provider.offers("id_token_signing_alg_values_supported", List.of("HS256"));
    Report weak = named(provider.issuer());
    assertThat(weak.text()).contains("FIX   algorithms");
    assertThat(weak.status()).isEqualTo(Command.PROBLEMS);
  }

  @Test
  void says_what_is_not_used_of_a_provider_whose_addresses_are_known() throws IOException {
    assertThat(named(provider.issuer()).text())
        .contains("note  PAR: ", "-> write pushed_authorization_request_endpoint = ")
        .contains("note  iss: ");
    assertThat(report(provider.issuer(), FakeProvider.CLIENT_SECRET, REDIRECT).text())
        .doesNotContain("  PAR: ", "  iss: ");
    provider.onlyTakesPushed();
    assertThat(named(provider.issuer()).text()).contains("FIX   PAR: ");
  }

  @Test
  void a_provider_that_is_known_by_name_need_not_have_a_discovery() throws IOException {
    Report report = named(provider.issuer() + "/realms/main");
    assertThat(report.text())
        .contains("note  discovery", "answers 404", "Nothing needs to be done.");
    assertThat(report.status()).isEqualTo(Command.OK);
  }

  @Test
  void finds_a_redirect_uri_that_is_not_below_the_public_address() throws IOException {
    assertThat(report(
                provider.issuer(),
                FakeProvider.CLIENT_SECRET,
                "redirect_uri = https://tickets.example.org/sso/back",
                "[server]",
                "public_url = https://tickets.example.org/app")
            .text())
        .contains("FIX   redirect URI")
        .contains("-> write redirect_uri = https://tickets.example.org/app/oauth/callback");
  }

  @Test
  void finds_a_secret_that_is_wrong() throws IOException {
    Report report = report(provider.issuer(), "wrong", REDIRECT);

    assertThat(report.text()).contains("FIX   client", "client_secret");
  }

  @Test
  void finds_a_clock_that_is_wrong() throws IOException {
    provider.drifts(Duration.ofMinutes(-10));
    assertThat(report(provider.issuer(), FakeProvider.CLIENT_SECRET, REDIRECT).text())
        .contains("FIX   clock", "s behind ours", "NTP");
  }

  @Test
  void finds_a_redirect_uri_of_another_address_than_the_public_one() throws IOException {
    Report report = report(
        provider.issuer(),
        FakeProvider.CLIENT_SECRET,
        REDIRECT.replace("https", "http"),
        "[server]",
        "public_url = https://tickets.example.org");

    assertThat(report.text())
        .contains("FIX   redirect URI")
        .contains("-> write redirect_uri = https://tickets.example.org/oauth/callback");
  }

  @Test
  void says_that_the_redirect_uri_depends_on_each_request() throws IOException {
    assertThat(report(provider.issuer(), FakeProvider.CLIENT_SECRET).text())
        .contains(
            "note  redirect URI: the address by which each browser comes, followed by /oauth/callback",
            "-> write public_url = ",
            "-> register /auth/logout behind the address by which browsers come as post-logout")
        .doesNotContain("HERE");
  }

  @Test
  void speaks_of_a_proxy_where_the_file_names_none_and_browsers_come_by_https() throws IOException {
    String secret = FakeProvider.CLIENT_SECRET;
    String note = "note  proxies: browsers come back by https";
    assertThat(report(provider.issuer(), secret, REDIRECT).text()).contains(note);
    assertThat(
            report(provider.issuer(), secret, REDIRECT, "[server]", "trusted_proxies = 127.0.0.1")
                .text())
        .doesNotContain(note);
    assertThat(
            report(provider.issuer(), secret, "redirect_uri = http://localhost:8080/oauth/callback")
                .text())
        .doesNotContain(note);
  }

  @Test
  void says_what_to_register_by_the_public_address_and_else_by_that_of_the_callback()
      throws IOException {
    String secret = FakeProvider.CLIENT_SECRET;
    String register = "-> register https://tickets.example.org%s/auth/logout as post-logout";
    assertThat(report(provider.issuer(), secret, REDIRECT).text())
        .contains(register.formatted(""), "https://tickets.example.org/oauth/backchannel-logout");
    assertThat(report(
                provider.issuer(),
                secret,
                "[server]",
                "public_url = https://tickets.example.org/app/")
            .text())
        .contains(
            register.formatted("/app"),
            "ok    redirect URI: https://tickets.example.org/app/oauth/callback");
    assertThat(report(provider.issuer(), secret, REDIRECT.replace("oauth/callback", "back"))
            .text())
        .contains("-> register /auth/logout behind the address");
  }

  @ParameterizedTest
  @CsvSource({
    "METADATA_DOWN, discovery",
    "METADATA_NO_JSON, discovery",
    "METADATA_REDIRECTS, discovery",
    "METADATA_OTHER_ISSUER, issuer",
    "KEYS_DOWN, keys",
    "KEYS_EMPTY, keys",
    "KEYS_TOO_SHORT, keys",
  })
  void names_the_part_that_is_wrong(Fault fault, String about) throws IOException {
    provider.with(fault);
    Report report = report(provider.issuer(), FakeProvider.CLIENT_SECRET, REDIRECT);

    assertThat(report.text()).contains("FIX   " + about);
    assertThat(report.status()).isEqualTo(Command.PROBLEMS);
  }

  @Test
  void says_what_to_look_at_when_nobody_answers() throws IOException {
    provider.down();
    assertThat(report(provider.issuer(), FakeProvider.CLIENT_SECRET, REDIRECT).text())
        .contains("FIX   discovery", "ca_file");
  }

  /** A terminal of which only the lines count. */
  private record Lines(List<String> all) implements Terminal {

    @Override
    public void out(String line) {
      all.add(line);
    }

    @Override
    public void err(String line) {
      all.add(line);
    }

    @Override
    public boolean interactive() {
      return false;
    }

    @Override
    public Optional<Secret> ask(String prompt) {
      return Optional.empty();
    }

    @Override
    public Optional<Secret> line() {
      return Optional.empty();
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }
  }
}
