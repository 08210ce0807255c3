package io.vestibule.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TISBackup's files as they are, with their services' addresses moved to one that stands in for them here. */
class StandInTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;
  private StandIn service;

  @BeforeEach
  void start() throws IOException {
    service = new StandIn();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Auth auth(String sample) {
    Map<String, String> environment = new HashMap<>(Map.of(
        "OAUTH_CLIENT_ID", "your-client-id",
        "OAUTH_CLIENT_SECRET", "your-client-secret",
        "VESTIBULE_OAUTH_AUTHORIZATION_ENDPOINT", service.at("/authorize"),
        "VESTIBULE_OAUTH_TOKEN_ENDPOINT", service.at("/token"),
        "VESTIBULE_OAUTH_USERINFO_ENDPOINT", service.at("/user")));
    if (sample.equals("github")) {
      environment.put("VESTIBULE_OAUTH_EMAILS_ENDPOINT", service.at("/emails"));
    }
    if (sample.equals("google") || sample.equals("env")) {
      environment.put("VESTIBULE_OAUTH_JWKS_URL", service.at("/jwks"));
    }
    Path file = Path.of("src/test/resources/samples/tisbackup-" + sample + ".ini");
    return Configuration.load(file, environment, clock).auth();
  }

  /** The callback of a sign-in with this sample; what the service says of the person is set before. */
  private AuthResponse back(Browser browser) {
    URI sent = browser.sentTo("/backups");
    Map<String, String> asked = Browser.query(sent);
    service.expect(asked, clock.instant());
    return browser.get("/oauth/callback?code=the-code&state=" + asked.get("state"));
  }

  private Identity signedIn(String sample) {
    Browser browser = new Browser(auth(sample));
    AuthResponse back = back(browser);
    assertThat(back.status()).as(back.body().toString()).isEqualTo(303);
    assertThat(Browser.location(back)).isEqualTo("/backups");
    return Decided.identity(browser.open("/backups"));
  }

  private void refused(String sample, String code) {
    AuthResponse page = back(new Browser(auth(sample)));
    assertThat(Browser.model(page)).containsEntry("code", code);
  }

  @ParameterizedTest
  @CsvSource({"google", "env"})
  void google_vouches_by_an_id_token(String sample) {
    service.says(
        "/claims",
        "{\"iss\":\"https://accounts.google.com\",\"sub\":\"1076\",\"email\":\"Ada@example.com\","
            + "\"email_verified\":true,\"name\":\"Ada\"}");
    Identity ada = signedIn(sample);
    assertThat(ada.subject()).isEqualTo("ada@example.com");
    assertThat(ada.claims()).containsEntry("iss", "https://accounts.google.com");
    assertThat(service.form())
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("redirect_uri", "http://your-server:8080/oauth/callback")
        .doesNotContainKey("client_secret");
    assertThat(service.header("Authorization")).startsWith("Basic ");
  }

  @Test
  void google_lets_nobody_in_who_is_on_no_list() {
    service.says(
        "/claims",
        "{\"iss\":\"https://accounts.google.com\",\"sub\":\"1\",\"email\":\"a@evil.example\","
            + "\"email_verified\":true}");
    refused("google", "oauth-not-allowed");
  }

  @Test
  void github_vouches_by_the_verified_primary_address_whatever_the_profile_shows() {
    service.says(
        "/user", "{\"id\":583231,\"login\":\"octocat\",\"email\":\"public@evil.example\"}");
    service.says(
        "/emails",
        "[{\"email\":\"other@example.com\",\"primary\":false,\"verified\":true},"
            + "{\"email\":\"admin@example.com\",\"primary\":true,\"verified\":true}]");
    Identity octocat = signedIn("github");
    assertThat(octocat.subject()).isEqualTo("admin@example.com");
    assertThat(octocat.claims()).containsEntry("sub", "583231").containsEntry("login", "octocat");
    assertThat(service.form()).containsEntry("client_secret", "your-github-client-secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"email\":\"admin@example.com\",\"primary\":true,\"verified\":false}]",
        "[{\"email\":\"admin@example.com\",\"primary\":false,\"verified\":true}]",
        "[]",
        "[null]"
      })
  void github_vouches_for_no_other_address(String emails) {
    service.says("/user", "{\"id\":583231,\"login\":\"o\",\"email\":\"admin@example.com\"}");
    service.says("/emails", emails);
    refused("github", "oauth-unverified");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "nonsense"})
  void github_is_refused_where_it_lists_nothing(String emails) {
    service.says("/user", "{\"id\":583231,\"login\":\"o\",\"email\":\"admin@example.com\"}");
    service.says("/emails", emails);
    refused("github", "oauth-failed");
  }

  @Test
  void google_lets_in_whoever_is_on_one_of_the_lists() {
    String text = """
        [authentication]
        type = oauth
        provider = google
        client_id = app
        client_secret = s
        authorized_domains = example.com
        authorized_users = admin@elsewhere.example
        authorization_endpoint = %s
        token_endpoint = %s
        userinfo_endpoint = %s
        jwks_url = %s
        """.formatted(
        service.at("/authorize"), service.at("/token"), service.at("/user"), service.at("/jwks"));
    Auth auth =
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), clock).auth();
    Map.of("1", "admin@elsewhere.example", "2", "anybody@example.com").forEach((sub, email) -> {
      service.says("/claims", google(sub, email));
      assertThat(back(new Browser(auth)).status()).as(email).isEqualTo(303);
    });
    service.says("/claims", google("3", "other@elsewhere.example"));
    assertThat(Browser.model(back(new Browser(auth)))).containsEntry("code", "oauth-not-allowed");
  }

  private static String google(String subject, String email) {
    return "{\"iss\":\"https://accounts.google.com\",\"sub\":\"" + subject + "\",\"email\":\""
        + email + "\",\"email_verified\":true}";
  }

  @Test
  void gitlab_vouches_for_active_accounts() {
    service.says(
        "/user",
        "{\"id\":7,\"username\":\"ada\",\"name\":\"Ada\",\"state\":\"active\","
            + "\"email\":\"ada@example.com\",\"confirmed_at\":\"2020-01-01T00:00:00Z\"}");
    assertThat(signedIn("gitlab").subject()).isEqualTo("ada@example.com");
  }

  @ParameterizedTest
  @CsvSource({"blocked, 2020-01-01T00:00:00Z, oauth-not-allowed", "active, '', oauth-unverified"})
  void gitlab_vouches_for_nobody_else(String state, String confirmed, String code) {
    service.says(
        "/user",
        "{\"id\":7,\"state\":\"" + state + "\",\"email\":\"ada@example.com\",\"confirmed_at\":\""
            + confirmed + "\"}");
    refused("gitlab", code);
  }

  @Test
  void a_service_of_ones_own_vouches_by_its_userinfo() {
    service.says("/user", "{\"sub\":\"u1\",\"email\":\"ada@example.com\",\"email_verified\":true}");
    Identity ada = signedIn("generic");
    assertThat(ada.subject()).isEqualTo("ada@example.com");
    String basic =
        Base64.getEncoder().encodeToString("your-client-id:your-client-secret".getBytes(UTF_8));
    assertThat(service.header("Authorization")).isEqualTo("Basic " + basic);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"sub\":\"u1\",\"email\":\"ada@example.com\"} | oauth-unverified",
        "{\"sub\":\"u1\",\"email\":\"a@evil.example@example.com\",\"email_verified\":true}"
            + " | oauth-unverified",
        "{\"sub\":\"u1\",\"email\":\"a@evil.example\",\"email_verified\":true}"
            + " | oauth-not-allowed",
        "{\"sub\":\"u1\"} | oauth-unverified",
        "{\"email\":\"ada@example.com\",\"email_verified\":true} | oauth-failed",
        "{\"sub\":1.5,\"email\":\"ada@example.com\",\"email_verified\":true} | oauth-failed",
        "[] | oauth-failed",
        "nonsense | oauth-failed"
      })
  void a_service_that_does_not_say_who_it_is_vouches_for_nobody(String profile, String code) {
    service.says("/user", profile);
    refused("generic", code);
  }

  @Test
  void a_service_without_id_tokens_proves_nothing_again() {
    service.says("/user", "{\"id\":7,\"state\":\"active\"}");
    String text =
        """
        [authentication]
        type = oauth
        provider = gitlab
        client_id = app
        client_secret = s
        anyone = yes
        authorization_endpoint = %s
        token_endpoint = %s
        userinfo_endpoint = %s
        [rules]
        /fresh/** = fresh(5m)
        /pay/** = mfa
        """.formatted(service.at("/authorize"), service.at("/token"), service.at("/user"));
    Browser browser = new Browser(
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), clock).auth());
    assertThat(back(browser).status()).isEqualTo(303);
    assertThat(browser.open("/page")).isInstanceOf(Decision.Admit.class);

    AuthResponse page = browser.get(Browser.location(browser.get("/fresh/x")));
    assertThat(Browser.model(page)).containsEntry("code", "oauth-not-fresh");
    AuthResponse other = browser.get(Browser.location(browser.get("/pay/x")));
    assertThat(Browser.model(other)).containsEntry("code", "oauth-no-second-factor");
  }

  @Test
  void a_code_that_the_service_refuses_is_none_even_with_status_200() {
    service.says("/user", "{\"id\":1}");
    service.says("/token", "{\"error\":\"bad_verification_code\"}");
    refused("github", "oauth-failed");
  }

  @Test
  void the_verifier_is_the_one_whose_digest_was_sent() {
    service.says("/user", "{\"sub\":\"u1\",\"email\":\"ada@example.com\",\"email_verified\":true}");
    signedIn("generic");
    assertThat(service.isVerified()).isTrue();
  }

  @Test
  void several_stand_side_by_side_and_share_the_callback() {
    String text =
        """
        [authentication]
        type = oauth
        [oauth.one]
        provider = generic
        label = Company account
        icon = /company.svg
        client_id = app
        client_secret = s
        authorization_endpoint = %1$s
        token_endpoint = %2$s
        userinfo_endpoint = %3$s
        anyone = yes
        [oauth.two]
        provider = github
        client_id = app
        client_secret = s
        authorized_users = ada@example.com
        [rules]
        /two/** = via:oauth.two
        /** = user
        """.formatted(service.at("/authorize"), service.at("/token"), service.at("/user"));
    Browser browser = new Browser(
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), clock).auth());
    Map<String, Object> page = Browser.model(browser.get(Browser.location(browser.get("/x"))));
    assertThat(page.get("no_password")).isEqualTo(true);
    assertThat(page.get("providers").toString())
        .contains("Company account", "/company.svg", "/auth/oauth/one?return_to=%2Fx", "GitHub");
    assertThat((List<?>) Browser.model(browser.get("/auth/api/status")).get("providers"))
        .as("in the order of the file")
        .extracting(row -> ((Map<?, ?>) row).get("name"))
        .isEqualTo(List.of("oauth.one", "oauth.two"));
    assertThat(Browser.location(browser.get("/auth/oauth/nowhere")))
        .as("no address of ours: it needs a sign-in as any other")
        .startsWith("/auth/login");
    service.says("/user", "{\"sub\":\"u1\"}");
    Map<String, String> asked = Browser.query(browser.sentTo("/auth/oauth/one"));
    service.expect(asked, clock.instant());
    browser.get("/oauth/callback?code=the-code&state=" + asked.get("state"));
    assertThat(browser.open("/page")).isInstanceOfSatisfying(Decision.Admit.class, admit -> {
      assertThat(admit.via()).isEqualTo("oauth.one");
      assertThat(admit.identity().subject()).isEqualTo("one:u1");
    });
    assertThat(browser.open("/two/x")).isInstanceOf(Decision.Answer.class);
  }

  @Test
  void a_password_and_a_provider_stand_on_one_page() {
    String text = """
        [authentication]
        type = oauth, session
        [oauth]
        provider = github
        client_id = app
        client_secret = s
        authorized_users = ada@example.com
        [session]
        app_name = tickets
        username = ada
        password = %s
        """.formatted("$2b$12$LQv3c1yqBWVHxkd0LHAkCOYz6TtxMQJqhN8/LewY5GyYWv.5qVQK6");
    Auth auth =
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), clock).auth();
    Browser browser = new Browser(auth);
    AuthResponse page = browser.get(Browser.location(browser.get("/x")));
    Decision program = auth.decide(FakeRequest.get("/x"), Form::empty);
    assertThat(Decided.answer(program).headers().all("WWW-Authenticate"))
        .containsExactly("Session login=\"/auth/login\"");
    assertThat(Browser.model(page).get("no_password")).isEqualTo(false);
    assertThat(List.copyOf((List<?>) Browser.model(page).get("providers"))).hasSize(1);
    assertThat(browser.jar().keySet()).allMatch(name -> name.startsWith("tickets_"));
  }
}
