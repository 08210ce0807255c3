package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file may say, and what stops the start. */
class OAuthFactoryTest {
  private static final String CLIENT = "client_id = app|client_secret = s|";

  @TempDir
  private Path folder;

  private Configuration read(String keys) {
    String text = "[authentication]\ntype = oauth\n" + keys.replace("|", "\n") + "\n";
    return Configuration.parse("auth.ini", text, folder, Map.of(), InstantSource.system());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "provider = google|" + CLIENT + ";nothing says who may sign in",
        CLIENT + "anyone = yes;nobody is named with whom people could sign in",
        "provider = google|anyone = yes|client_secret = s;client_id",
        "provider = google|anyone = yes|client_id = app;there is no secret to show",
        "provider = gogle|anyone = yes|" + CLIENT + ";google",
        "provider = keycloak|anyone = yes|" + CLIENT + ";at an address of your own",
        "provider = generic|anyone = yes|" + CLIENT + ";the address is missing",
        "provider = generic|anyone = yes|" + CLIENT
            + "authorization_endpoint = https://a.example/a|token_endpoint = https://a.example/t;"
            + "nothing would say who signed in",
        "issuer = http://id.example|anyone = yes|" + CLIENT + ";loopback only",
        "issuer = id.example|anyone = yes|" + CLIENT + ";whole URL",
        "provider = google|token_endpoint = http://evil.example/t|anyone = yes|" + CLIENT
            + ";loopback only",
        "provider = google|redirect_uri = /oauth/callback|anyone = yes|" + CLIENT + ";whole URL",
        "provider = google|redirect_uri = https://a.example|anyone = yes|" + CLIENT
            + ";with a path",
        "provider = google|redirect_uri = https://a.example/c#x|anyone = yes|" + CLIENT
            + ";without a fragment",
        "provider = google|authorized_domains = ada@example.org|" + CLIENT + ";is no domain",
        "provider = google|authorized_users = ada|" + CLIENT + ";is no e-mail address",
        "provider = google|authorized_users = a@b@example.org|" + CLIENT + ";is no e-mail address",
        "provider = google|icon = https://cdn.example/x.png|anyone = yes|" + CLIENT
            + ";from this application only",
        "provider = apple|client_id = app|anyone = yes;wants a secret that is signed",
        "provider = google|client_auth = private_key_jwt|anyone = yes|" + CLIENT
            + ";there is no key to sign with",
        "provider = google|private_key_file = nowhere.pem|anyone = yes|" + CLIENT
            + ";cannot be read",
        "provider = microsoft|tenant = contoso.onmicrosoft.com|anyone = yes|" + CLIENT
            + ";is no tenant's ID",
        "provider = google|ca_file = nowhere.pem|anyone = yes|" + CLIENT + ";cannot be read"
      })
  void a_start_is_refused_with_what_is_wrong(String keys, String found) {
    assertThatThrownBy(() -> read(keys))
        .isInstanceOf(ConfigurationException.class)
        .satisfies(refused -> assertThat(refused.getMessage()).containsIgnoringCase(found));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "provider = google|anyone = yes|" + CLIENT + ";",
        "provider = google|authorized_users = ada@example.org|" + CLIENT + ";",
        "provider = google|authorized_groups = staff|" + CLIENT + ";",
        "provider = google|authorized_domains = b\u00fccher.example|" + CLIENT + ";",
        "issuer = https://id.example/realms/main|anyone = yes|" + CLIENT + ";",
        "issuer = http://127.0.0.1:8080|anyone = yes|client_id = app|client_auth = none;",
        "provider = google|redirect_uri = http://localhost:8080/cb|anyone = yes|" + CLIENT + ";",
        "provider = google|redirect_uri = http://app.example/cb|anyone = yes|" + CLIENT
            + ";over http whoever listens",
        "provider = microsoft|tenant = 72f988bf-86f1-41af-91ab-2d7cd011db47|anyone = yes|" + CLIENT
            + ";",
        "provider = microsoft|tenant = organizations|anyone = yes|" + CLIENT + ";",
        "provider = google|anyone = yes|authorized_domains = example.org|" + CLIENT
            + ";everybody may sign in",
        "issuer = https://id.example|insecure_assume_email_verified = yes|"
            + "authorized_domains = example.org|" + CLIENT + ";any address"
      })
  void a_start_goes_well_or_warns(String keys, String warning) {
    String warnings = read(keys).warnings().toString();
    if (warning == null) {
      assertThat(warnings).isEqualTo("[]");
    } else {
      assertThat(warnings).containsIgnoringCase(warning);
    }
  }

  @Test
  void nothing_is_asked_of_anybody_at_the_start() throws Exception {
    try (FakeProvider provider = FakeProvider.start()) {
      read("issuer = " + provider.issuer() + "|anyone = yes|" + CLIENT).auth();
      assertThat(provider.seen()).isEmpty();
    }
  }

  @Test
  void a_key_that_cannot_sign_is_refused() throws IOException {
    Files.writeString(
        folder.resolve("k.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(
            () -> read("provider = google|private_key_file = k.pem|anyone = yes|" + CLIENT))
        .hasMessageContaining("no RSA key of 2048 bits");
  }

  @Test
  void the_keys_of_the_session_stand_in_their_section() {
    assertThatThrownBy(() -> read("provider = google|anyone = yes|" + CLIENT
            + "[session]|idle_timeout = 0|unheard_of = 1"))
        .hasMessageContaining("A session of no length")
        .hasMessageContaining("unheard_of");
  }
}
