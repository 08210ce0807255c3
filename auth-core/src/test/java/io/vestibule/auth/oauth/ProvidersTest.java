package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.remote.RemoteUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table: every row sends a browser off without asking anybody. */
class ProvidersTest {

  private static Configuration configuration(String keys) {
    String text = "[authentication]\ntype = oauth\nclient_id = app\nclient_secret = s\n"
        + "anyone = yes\n" + keys.replace("|", "\n");
    return Configuration.parse("auth.ini", text, Path.of(""), Map.of(), InstantSource.system());
  }

  @ParameterizedTest
  @CsvSource({
    "provider = google, https://accounts.google.com/o/oauth2/v2/auth",
    "provider = github, https://github.com/login/oauth/authorize",
    "provider = gitlab, https://gitlab.com/oauth/authorize",
    "provider = gitlab|issuer = https://git.example.org, https://git.example.org/oauth/authorize",
    "provider = microsoft, https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "provider = microsoft|tenant = 72f988bf-86f1-41af-91ab-2d7cd011db47,"
        + " https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/oauth2/v2.0/authorize",
    "provider = apple, https://appleid.apple.com/auth/authorize",
    "provider = discord, https://discord.com/oauth2/authorize",
    "provider = facebook, https://www.facebook.com/v23.0/dialog/oauth",
    "provider = twitch, https://id.twitch.tv/oauth2/authorize",
    "provider = yandex, https://oauth.yandex.com/authorize",
    "provider = keycloak|issuer = https://id.example.org/realms/main,"
        + " https://id.example.org/realms/main/protocol/openid-connect/auth",
    "provider = authentik|issuer = https://id.example.org/application/o/app/,"
        + " https://id.example.org/application/o/authorize/",
    "provider = authelia|issuer = https://id.example.org,"
        + " https://id.example.org/api/oidc/authorization",
    "provider = okta|issuer = https://x.okta.example, https://x.okta.example/oauth2/v1/authorize",
    "provider = okta|issuer = https://x.okta.example/oauth2/default,"
        + " https://x.okta.example/oauth2/default/v1/authorize",
    "provider = google|authorization_endpoint = http://127.0.0.1:1/auth, http://127.0.0.1:1/auth"
  })
  void sends_a_browser_off_without_asking_anybody(String keys, String address) {
    URI sent = new Browser(configuration(keys).auth()).sentTo("/");
    assertThat(sent.toString()).startsWith(address + "?");
    assertThat(Browser.query(sent))
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "app")
        .containsEntry("redirect_uri", Browser.HOME + "/oauth/callback")
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("state", "scope");
  }

  @Test
  void apple_answers_by_a_form() {
    URI sent = new Browser(configuration("provider = apple").auth()).sentTo("/");
    assertThat(Browser.query(sent)).containsEntry("response_mode", "form_post");
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_address_that_stands_for_itself_is_safe(String name) {
    assertThat(Providers.named(name).addresses().values().stream()
            .filter(address -> !address.contains("{")))
        .allMatch(address -> RemoteUrl.fault(address).isEmpty() && address.startsWith("https:"));
  }

  static java.util.List<String> names() {
    return Providers.names();
  }
}
