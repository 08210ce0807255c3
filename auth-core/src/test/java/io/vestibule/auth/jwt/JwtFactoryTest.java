package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.AuthenticatorFactory;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwtFactoryTest {
  @TempDir
  Path folder;

  @Test
  void is_found_by_the_service_loader() {
    assertThat(ServiceLoader.load(AuthenticatorFactory.class))
        .anyMatch(found -> found.section().name().equals("jwt"));
  }

  @Test
  void an_issuer_that_is_not_there_does_not_stop_the_start() {
    assertThatCode(() -> configuration("issuer = http://127.0.0.1:1", "audience = api"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "issuer = https://a | x = y | Unknown key",
        "issuer = https://a | clock_skew = 1m | audience",
        "audience = api | clock_skew = 1m | issuer",
        "issuer = http://a | audience = api | must be https; http is accepted on loopback only",
        "issuer = a | audience = api | must be a whole URL",
        "issuer = https://a | audience = api;jwks_url = ftp://a | must be https",
        "issuer = https://a | audience = api;algorithms = none | There is no algorithm none",
        "issuer = https://a | audience = api;algorithms = rs256 | There is no algorithm rs256",
        "issuer = https://a | audience = api;algorithms = HS256 | would let anybody sign",
        "issuer = https://a | audience = api;secret = short | has fewer than 32 bytes",
        "issuer = https://a | audience = api;clock_skew = 10m | write at most 5m",
        "issuer = https://a | audience = api;jwks_file = none.json | cannot be read",
        "issuer = https://a | audience = api;public_key = private.pem | holds a private key",
        "issuer = https://a | audience = api;public_key = junk.pem | has no block",
        "issuer = https://a | audience = api;jwks_file = junk.pem | is no JSON object",
        "issuer = https://a | audience = api;jwks_url = https://a/k;public_key = key.pem | named by jwks_url already",
        "issuer = https://a | audience = api;ca_file = junk.pem | no PEM file",
        "issuer = https://a | audience = api;preset = other | other"
      })
  void a_file_that_would_accept_too_much_or_nothing_is_refused(String one, String two, String said)
      throws IOException {
    Files.writeString(folder.resolve("key.pem"), Mint.of("ES256", "k").pem());
    Files.writeString(folder.resolve("private.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");
    Files.writeString(folder.resolve("junk.pem"), "junk");

    assertThatThrownBy(() -> configuration(one, two.replace(";", "\n")))
        .isInstanceOf(ConfigurationException.class)
        .satisfies(refused -> assertThat(refused.getMessage().toLowerCase(java.util.Locale.ROOT))
            .contains(said.strip().toLowerCase(java.util.Locale.ROOT)));
  }

  private void configuration(String... lines) {
    Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = jwt\n[jwt]\n" + String.join("\n", lines) + "\n",
        folder,
        Map.of(),
        new FakeClock(Instant.parse("2026-01-01T00:00:00Z")));
  }
}
