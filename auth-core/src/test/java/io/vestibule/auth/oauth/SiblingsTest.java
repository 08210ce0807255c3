package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Call;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clients of one issuer, side by side: what is for one of them is not for the other. */
class SiblingsTest {
  private static final String OTHER = "other-app";
  private static final String OTHER_SECRET = "another secret";
  private static final Duration BOUND = Duration.ofSeconds(3);

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private FakeProvider provider;
  private Configuration configuration;
  private Auth auth;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock).alsoKnows(OTHER, OTHER_SECRET);
    configuration = Configuration.parse(
        "auth.ini",
        """
        [authentication]
        type = oauth
        [oauth.staff]
        issuer = %1$s
        client_id = app
        client_secret = %2$s
        anyone = yes
        [oauth.guests]
        issuer = %1$s
        client_id = other-app
        client_secret = another secret
        anyone = yes
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET),
        folder,
        Map.of(),
        clock);
    auth = configuration.auth();
  }

  @AfterEach
  void stop() {
    auth.close();
    provider.close();
  }

  /** Signs in by the button of this name; the provider's own session. */
  private String signIn(Browser browser, String name) {
    assertThat(browser.signIn("/auth/oauth/" + name).status()).isEqualTo(303);
    return provider.lastSid();
  }

  private static String via(Browser browser) {
    return browser.open("/page") instanceof Decision.Admit admit ? admit.via() : "nobody";
  }

  private int told(String logoutToken) {
    FakeRequest request = FakeRequest.request("POST", ProviderLogout.BACK).at(Browser.HOME);
    return Decided.answer(
            auth.decide(request, () -> new Form(Map.of("logout_token", List.of(logoutToken)))))
        .status();
  }

  @Test
  void an_answer_goes_to_the_one_that_asked_though_they_share_the_callback() {
    Browser browser = new Browser(auth);
    URI staff = browser.sentTo("/auth/oauth/staff");
    URI guests = browser.sentTo("/auth/oauth/guests");
    assertThat(Browser.query(guests)).containsEntry("client_id", OTHER);

    assertThat(browser.get(browser.answerOf(guests)).status()).isEqualTo(303);
    assertThat(via(browser)).isEqualTo("oauth.guests");
    assertThat(browser.get(browser.answerOf(staff)).status()).isEqualTo(303);
    assertThat(via(browser)).isEqualTo("oauth.staff");
  }

  @Test
  void a_code_of_one_is_no_use_to_the_other() {
    Browser browser = new Browser(auth);
    String staff = browser.answerOf(browser.sentTo("/auth/oauth/staff"));
    String guests = browser.answerOf(browser.sentTo("/auth/oauth/guests"));
    String code = Browser.query(URI.create(staff)).get("code");

    assertThat(browser.get(guests.replaceAll("code=[^&]*", "code=" + code)).status())
        .isEqualTo(502);
    assertThat(via(browser)).isEqualTo("nobody");
  }

  @Test
  void a_logout_token_for_one_ends_no_session_of_the_other() {
    Browser staff = new Browser(auth);
    Browser guest = new Browser(auth);
    signIn(staff, "staff");
    String sid = signIn(guest, "guests");

    assertThat(told(provider.logoutToken(FakeProvider.CLIENT_ID, "ann", sid))).isEqualTo(200);
    clock.pass(BOUND);
    assertThat(via(guest)).isEqualTo("oauth.guests");

    assertThat(told(provider.logoutToken(FakeProvider.CLIENT_ID, "ann", ""))).isEqualTo(200);
    clock.pass(BOUND);
    assertThat(via(staff)).isEqualTo("nobody");
    assertThat(via(guest)).isEqualTo("oauth.guests");

    assertThat(told(provider.logoutToken(OTHER, "", sid))).isEqualTo(200);
    clock.pass(BOUND);
    assertThat(via(guest)).isEqualTo("nobody");
  }

  @Test
  void a_logout_token_for_a_third_client_is_refused() {
    Browser staff = new Browser(auth);
    signIn(staff, "staff");
    assertThat(told(provider.logoutToken("somebody-else", "ann", ""))).isEqualTo(400);
    assertThat(via(staff)).isEqualTo("oauth.staff");
  }

  @Test
  void each_renews_what_it_was_given() {
    signIn(new Browser(auth), "staff");
    signIn(new Browser(auth), "guests");
    clock.pass(Duration.ofMinutes(4));
    configuration.shared(Renewals.class).orElseThrow().round();

    List<Call> refreshes = provider.seen("/token").stream()
        .filter(
            call -> call.parameter("grant_type").filter("refresh_token"::equals).isPresent())
        .toList();
    assertThat(refreshes)
        .extracting(Call::authorization)
        .doesNotHaveDuplicates()
        .hasSize(2);
    clock.pass(Duration.ofMinutes(4));
    configuration.shared(Renewals.class).orElseThrow().round();
    assertThat(provider.seen("/token")).hasSize(2 + 4);
  }
}
