package io.vestibule.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code [server]}: whom to believe. */
class ServerSectionTest {

  private static Configuration server(String... lines) {
    return Given.ini(
        "[authentication]",
        "type = sample",
        "[sample]",
        "title = x",
        "[server]",
        String.join("\n", lines));
  }

  @Test
  void nobody_is_believed_where_nothing_is_said() {
    assertThat(server("").trustedProxies().changesNothing()).isTrue();
  }

  @Test
  void the_networks_are_those_that_are_named() {
    Configuration configuration = server("trusted_proxies = 127.0.0.1, ::1, 10.1.2.0/24");

    assertThat(configuration.trustedProxies().trusts("10.1.2.77")).isTrue();
    assertThat(configuration.trustedProxies().trusts("10.1.3.77")).isFalse();
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void everybody_is_believed_only_where_that_is_said_and_there_is_a_warning() {
    Configuration configuration = server("insecure_trust_all_proxies = yes");

    assertThat(configuration.trustedProxies().trusts("203.0.113.1")).isTrue();
    assertThat(configuration.warnings()).hasSize(1);
    assertThat(configuration.warnings().get(0).message()).contains("can say who they are");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trusted_proxies = proxy.internal                | write addresses, not names",
        "trusted_proxies = 10.1.2.3/8                    | write 10.0.0.0/8",
        "trusted_proxies = 0.0.0.0/0                     | nearly everybody",
        "trusted_proxies = 0.0.0.0/1, 128.0.0.0/1        | nearly everybody",
        "trusted_proxies = ::/0                          | nearly everybody",
        "allowed_origins = *                             | is no origin",
        "allowed_origins = null                          | is no origin",
        "forwarded = both                                | forwarded must be one of a few words",
        "public_url = example.org                        | is not the address of a first page",
        "public_url = https://example.org/?a=b           | is not the address of a first page",
      })
  void what_cannot_be_meant_stops_the_start(String line, String message) {
    assertThatThrownBy(() -> server(line))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.ini:6:")
        .hasMessageContaining(message);
  }

  @Test
  void everybody_and_somebody_is_a_contradiction() {
    assertThatThrownBy(() -> server("trusted_proxies = ::1", "insecure_trust_all_proxies = yes"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Keep one of trusted_proxies and insecure_trust_all_proxies");
  }
}
