package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TISBackup's files, byte for byte. */
class SamplesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  private static Configuration load(String name) {
    Path file = Path.of("src/test/resources/samples/tisbackup-" + name + ".ini");
    Map<String, String> environment =
        Map.of("OAUTH_CLIENT_ID", "id-of-the-environment", "OAUTH_CLIENT_SECRET", "s");
    return Configuration.load(file, environment, CLOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "google, https://accounts.google.com/o/oauth2/v2/auth, openid email profile,"
        + " 123456789-abcdefghijklmnop.apps.googleusercontent.com",
    "github, https://github.com/login/oauth/authorize, read:user user:email, your-github-client-id",
    "gitlab, https://gitlab.com/oauth/authorize, read_user email, your-gitlab-application-id",
    "generic, https://auth.example.com/oauth/authorize, openid email profile, your-client-id",
    "env, https://accounts.google.com/o/oauth2/v2/auth, openid email profile,"
        + " id-of-the-environment"
  })
  void start_and_send_the_browser_to_the_right_place(
      String name, String address, String scope, String client) {
    URI sent = new Browser(load(name).auth()).sentTo("/backups?day=1");
    Map<String, String> parameters = Browser.query(sent);

    assertThat(sent.toString()).startsWith(address + "?");
    assertThat(parameters)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", client)
        .containsEntry("redirect_uri", "http://your-server:8080/oauth/callback")
        .containsEntry("scope", scope)
        .containsEntry("code_challenge_method", "S256");
    assertThat(parameters.get("state")).hasSize(43);
    assertThat(parameters.get("code_challenge")).hasSize(43).isNotEqualTo(parameters.get("state"));
    assertThat(parameters.containsKey("nonce")).isEqualTo(address.contains("google"));
  }

  @Test
  void warn_that_the_address_to_come_back_to_is_not_safe() {
    assertThat(load("google").warnings().toString()).contains("redirect_uri", "http");
  }

  @Test
  void know_their_callback_by_the_address_that_is_written() {
    Browser browser = new Browser(load("google").auth());
    assertThat(Browser.model(browser.get("/oauth/callback?code=c&state=s")))
        .containsEntry("code", "oauth-stale");
  }
}
