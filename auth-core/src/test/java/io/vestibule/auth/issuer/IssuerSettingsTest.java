package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerSettingsTest {
  private static final String USERS =
      "[users]\nada = $2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu\n";

  private static Configuration read(String type, String... lines) {
    String text = "[authentication]\ntype = " + type + "\n" + USERS + "[issuer]\n"
        + String.join("\n", lines) + "\n[rules]\n/** = user\n";
    return Configuration.parse("auth.ini", text, Path.of(""), Map.of(), InstantSource.system());
  }

  @Test
  void an_issuer_needs_its_address_only_and_is_asked_first() {
    Configuration configuration = read("session", "url = https://app.example.org/tickets");

    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.authenticators())
        .extracting(Configuration.Named::name)
        .containsExactly("issuer", "session");
  }

  @Test
  void where_type_names_it_its_place_there_holds() {
    assertThat(read("session, issuer", "url = http://127.0.0.1:8080").authenticators())
        .extracting(Configuration.Named::name)
        .containsExactly("session", "issuer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url = http://app.example.org | is not https; http is accepted on loopback only",
        "url = https://app.example.org/ | without a slash at the end",
        "url = app.example.org | is no address",
        "url = https://app.example.org?x=y | is no address",
        "redirect_uris = http://app.example.org/cb | others could read the code",
        "redirect_uris = https://app.example.org/cb, /cb | \"/cb\" is no absolute address",
        "custom_schemes = javascript | is a scheme of browsers",
        "custom_schemes = com.example.app:// | is no scheme",
        "scopes = a\"b | is no scope",
        "access_ttl = 4m | must be from 5m to 60m",
        "access_ttl = 61m | must be from 5m to 60m",
        "refresh_ttl = 1m | must be from 5m to 3650d",
        "refresh_grace = 2m | must be from 0s to 60s",
        "key_life = 1h | must be from 1d to 3650d"
      })
  void what_cannot_be_right_stops_the_start(String line, String found) {
    String url = line.startsWith("url") ? "" : "url = https://app.example.org";

    assertThatThrownBy(() -> read("session", url, line))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            refused -> assertThat(refused.getMessage()).containsIgnoringCase(found));
  }

  @Test
  void without_anybody_who_signs_people_in_there_is_nobody_to_give_tokens_to() {
    assertThatThrownBy(() -> read("basic", "url = https://app.example.org"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("obody can sign in here, so nobody gets a token")
        .hasMessageContaining("ame session or oauth in type");
  }

  @Test
  void a_scheme_that_another_app_may_have_is_warned_of() {
    Configuration configuration =
        read("session", "url = https://app.example.org", "custom_schemes = myapp");

    assertThat(configuration.warnings()).singleElement().asString().contains("myapp");
  }
}
