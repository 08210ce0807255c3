package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider goes away, the application is started anew meanwhile, and the provider comes back. */
class OutageTest {
  private static final long PATIENCE_SECONDS = 60;

  /** Of the 15 seconds that are promised: the rest is for the rounds in the background, which real time drives. */
  private static final Duration OF_THE_PROMISE = Duration.ofSeconds(12);

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Configuration started() {
    return started("");
  }

  private Configuration started(String addresses) {
    Configuration node = Configuration.parse(
        "auth.ini",
        """
        [authentication]
        type = jwt, oauth
        [oauth]
        issuer = %1$s
        client_id = app
        client_secret = %2$s
        authorized_domains = example.com
        %3$s
        [jwt]
        issuer = %1$s
        audience = api
        [store]
        url = jdbc:h2:file:./data/auth
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET, addresses),
        folder,
        Map.of(),
        clock);
    node.started();
    return node;
  }

  @Test
  void who_is_known_stays_strangers_get_a_page_and_a_restart_changes_nothing() throws IOException {
    Browser ann;
    Configuration before = started();
    try (Auth auth = before.auth()) {
      ann = new Browser(auth);
      ann.signIn("/");
      assertThat(isLetIn(auth, token())).isTrue();
      assertThat(health(auth)).isEqualTo("ok");

      provider.down();
      clock.pass(Duration.ofMinutes(11));
      await(() -> health(auth).equals("degraded"));
      assertGoesOn(ann, auth);
      assertThat(before.shared(ProviderHealth.class).orElseThrow().failures())
          .containsOnlyKeys("oauth");
    }

    Configuration after = started();
    try (Auth auth = after.auth()) {
      await(() -> health(auth).equals("degraded"));
      assertGoesOn(ann.at(auth), auth);

      provider.up();
      clock.pass(OF_THE_PROMISE);
      await(() -> health(auth).equals("ok"));
      assertThat(new Browser(auth).signIn("/").status()).isEqualTo(303);
      provider.rotateKeys();
      assertThat(isLetIn(auth, token())).isTrue();
      assertThat(isSignedIn(ann)).isTrue();
      assertThat(after.shared(ProviderHealth.class).orElseThrow().failures()).isEmpty();
    }
  }

  @Test
  void a_first_start_while_it_is_down_waits_for_it() throws IOException {
    provider.down();
    try (Auth auth = started().auth()) {
      await(() -> health(auth).equals("degraded"));
      assertPage(new Browser(auth));
      assertThat(isLetIn(auth, token())).isFalse();

      provider.up();
      clock.pass(OF_THE_PROMISE);
      await(() -> health(auth).equals("ok"));
      assertThat(new Browser(auth).signIn("/").status()).isEqualTo(303);
      assertThat(isLetIn(auth, token())).isTrue();
    }
  }

  @Test
  void keys_that_cannot_be_had_anew_keep_nobody_from_signing_in() {
    try (Auth auth = started().auth()) {
      assertThat(new Browser(auth).signIn("/").status()).isEqualTo(303);
      provider.with(Fault.KEYS_DOWN);
      clock.pass(Duration.ofMinutes(11));
      await(() -> health(auth).equals("degraded"));
      assertThat(new Browser(auth).signIn("/").status()).isEqualTo(303);
    }
  }

  @Test
  void nobody_is_sent_to_an_address_in_the_file_either_once_it_is_known_that_nobody_answers_there()
      throws IOException {
    String issuer = provider.issuer();
    String addresses = "authorization_endpoint = " + issuer + "/authorize\ntoken_endpoint = "
        + issuer + "/token\njwks_url = " + issuer + "/jwks";
    provider.down();
    try (Auth auth = started(addresses).auth()) {
      await(() -> health(auth).equals("degraded"));
      assertPage(new Browser(auth));

      provider.up().with(Fault.KEYS_DOWN);
      clock.pass(OF_THE_PROMISE);
      await(() -> new Browser(auth).get("/auth/oauth/login").status() == 303);
      assertThat(health(auth)).isEqualTo("degraded");
      provider.with();
      clock.pass(OF_THE_PROMISE);
      await(() -> health(auth).equals("ok"));
      assertThat(new Browser(auth).signIn("/").status()).isEqualTo(303);
    }
  }

  @Test
  void of_a_service_without_keys_the_last_sign_ins_tell() throws IOException {
    String issuer = provider.issuer();
    String addresses = "provider = generic\nscopes = profile\nauthorization_endpoint = " + issuer
        + "/authorize\ntoken_endpoint = " + issuer + "/token\nuserinfo_endpoint = " + issuer
        + "/userinfo";
    try (Auth auth = started(addresses).auth()) {
      assertThat(health(auth)).isEqualTo("ok");
      Browser ann = new Browser(auth);
      String answer = ann.answerOf(ann.sentTo("/"));
      provider.with(Fault.TOKEN_DOWN);
      assertThat(ann.get(answer).status()).isEqualTo(503);
      assertThat(health(auth)).isEqualTo("degraded");
      clock.pass(Duration.ofSeconds(61));
      assertThat(health(auth)).as("nobody knows").isEqualTo("ok");

      answer = ann.answerOf(ann.sentTo("/"));
      provider.down();
      assertThat(ann.get(answer).status()).isEqualTo(503);
      assertThat(health(auth)).isEqualTo("degraded");
      provider.up().with();
      assertThat(ann.signIn("/").status()).isEqualTo(303);
      assertThat(health(auth)).isEqualTo("ok");
    }
  }

  private void assertGoesOn(Browser ann, Auth auth) {
    assertThat(isSignedIn(ann)).isTrue();
    assertThat(isLetIn(auth, token())).isTrue();
    assertPage(new Browser(auth));
  }

  private static void assertPage(Browser stranger) {
    AuthResponse page = stranger.get("/auth/oauth/login");
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.headers().first("Retry-After")).isPresent();
    assertThat(Browser.model(page)).containsEntry("code", "oauth-unavailable");
    assertThat((String) Browser.model(page).get("reference")).hasSize(10);
  }

  private static boolean isSignedIn(Browser browser) {
    return browser.open("/page") instanceof Decision.Admit;
  }

  /** A new token, as somebody holds it who got it before, signed by the key of the moment. */
  private String token() {
    long now = clock.instant().getEpochSecond();
    return provider.token(
        "at+jwt",
        Map.of(
            "iss", provider.issuer(), "sub", "robot", "aud", "api", "iat", now, "exp", now + 300));
  }

  private static boolean isLetIn(Auth auth, String token) {
    FakeRequest request = FakeRequest.get("/page").with("Authorization", "Bearer " + token);
    return auth.decide(request, Form::empty) instanceof Decision.Admit;
  }

  private static String health(Auth auth) {
    return (String) Browser.model(new Browser(auth).get("/auth/api/status")).get("health");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
