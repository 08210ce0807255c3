package io.vestibule.auth.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountFactoryTest {
  @ParameterizedTest
  @ValueSource(strings = {"""
        type = oauth
        provider = github
        client_id = a
        client_secret = b
        anyone = yes
        redirect_uri = https://app.example.org/oauth/callback
        """, "type = none\n"})
  void comes_with_a_store_where_nobody_types_a_password_and_is_not_in_the_way(String type) {
    Configuration configuration = Configuration.parse(
        "auth.ini",
        "[authentication]\n" + type + "[store]\nurl = memory\n",
        Path.of(""),
        Map.of(),
        InstantSource.system());

    assertThat(configuration.authenticators())
        .flatMap(named -> named.authenticator().endpoints())
        .noneMatch(endpoint -> endpoint.path().contains("choose-password"));
    configuration.auth().close();
  }
}
