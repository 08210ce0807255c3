package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Logged;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One row in the audit for each sign-in and for each attack. */
class AuditTrailTest {
  private FakeProvider provider;
  private Browser browser;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    browser = new Browser(auth());
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Auth auth() {
    String text = """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        client_secret = %s
        authorized_domains = example.com
        [roles]
        admin = group:ops
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET);
    return Configuration.parse("auth.ini", text, Path.of(""), Map.of(), InstantSource.system())
        .auth();
  }

  private static List<String> rows(Runnable action) {
    return Logged.by(action, "vestibule.audit");
  }

  private String answer() {
    return browser.answerOf(browser.sentTo("/"));
  }

  private void assertOneRow(List<String> rows, String type, String reason) {
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .contains(
            "\"type\":\"" + type + "\"",
            "\"outcome\":\"denied\"",
            "\"reason\":\"" + reason + "\"",
            "\"reference\":\"");
  }

  @Test
  void a_sign_in_tells_groups_and_roles() {
    provider.signedIn(
        "ann",
        Map.of("email", "ann@example.com", "email_verified", true, "groups", List.of("ops", "x")));
    String answer = answer();
    List<String> rows = rows(() -> browser.get(answer));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0))
        .contains(
            "\"type\":\"login\"",
            "\"outcome\":\"success\"",
            "\"subject\":\"ann@example.com\"",
            "[ops, x]",
            "[admin]");
  }

  @Test
  void an_answer_that_comes_twice() {
    String answer = answer();
    Map<String, String> before = Map.copyOf(browser.jar());
    browser.get(answer);
    browser.jar().putAll(before);
    assertOneRow(rows(() -> browser.get(answer)), "replay", "oauth-replay");
  }

  @Test
  void a_state_of_another_browser() {
    String answer = answer();
    Browser other = new Browser(auth());
    assertOneRow(rows(() -> other.get(answer)), "login", "oauth-state");
  }

  @Test
  void a_code_that_was_swapped() {
    String stolen = answer();
    String mine = answer();
    String code = Browser.query(URI.create(stolen)).get("code");
    assertOneRow(
        rows(() -> browser.get(mine.replaceAll("code=[^&]*", "code=" + code))),
        "login",
        "oauth-code");
  }

  @Test
  void a_parameter_that_comes_twice() {
    String answer = answer();
    assertOneRow(rows(() -> browser.get(answer + "&state=x")), "login", "oauth-answer");
  }

  @Test
  void somebody_who_may_not_in() {
    provider.signedIn("eve", Map.of("email", "eve@evil.example", "email_verified", true));
    String answer = answer();
    List<String> rows = rows(() -> browser.get(answer));
    assertOneRow(rows, "login", "oauth-not-authorized");
    assertThat(rows.get(0)).contains("\"subject\":\"eve@evil.example\"");
  }
}
