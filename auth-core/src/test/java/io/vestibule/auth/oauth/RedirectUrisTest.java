package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.Logged;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectUrisTest {
  private static final String ROOT = "http://127.0.0.1:8080/app";

  @TempDir
  private Path folder;

  private Configuration configuration(String server) {
    String text = """
        [authentication]
        type = oauth
        [oauth.work]
        provider = google
        client_id = a
        client_secret = s
        anyone = yes
        [oauth.old]
        provider = github
        client_id = b
        client_secret = s
        anyone = yes
        redirect_uri = https://old.example.org/back
        [server]
        """;
    return Configuration.parse("auth.ini", text + server, folder, Map.of(), InstantSource.system());
  }

  private static String logOf(Configuration configuration) {
    try (Logged log = Logged.start()) {
      configuration.shared(RedirectUris.class).orElseThrow().started();
      configuration.shared(RedirectUris.class).orElseThrow().started();
      return log.text();
    } finally {
      configuration.auth().close();
    }
  }

  @Test
  void the_start_says_whole_addresses_once_where_the_file_says_where_the_application_is() {
    String log = logOf(configuration("public_url = https://tickets.example.org/app/"));
    assertThat(log.lines()).hasSize(2);
    assertThat(log)
        .contains("oauth.work (Google): to be registered as redirect URI: "
            + "https://tickets.example.org/app/oauth/callback\n")
        .contains("oauth.old (GitHub): to be registered as redirect URI: "
            + "https://old.example.org/back\n");
  }

  @Test
  void the_start_says_how_an_address_is_made_up_that_it_cannot_know() {
    assertThat(logOf(configuration("")))
        .contains("redirect URI: /oauth/callback behind the address by which browsers come here")
        .contains("public_url = https://");
  }

  private static AuthResponse answer(Auth auth, String target) {
    FakeRequest request = FakeRequest.get(target)
        .at("https://tickets.example.org")
        .below("/app")
        .with("Accept", "text/html");
    return Decided.answer(auth.decide(request, Form::empty));
  }

  private Auth below(String redirectUri, String server) {
    String text = """
        [authentication]
        type = oauth
        provider = google
        client_id = a
        client_secret = s
        anyone = yes
        redirect_uri = https://tickets.example.org%s
        [server]
        %s
        """.formatted(redirectUri, server);
    return Configuration.parse("auth.ini", text, folder, Map.of(), InstantSource.system())
        .auth();
  }

  @ParameterizedTest
  @CsvSource({"/app/sso/back, /sso/back", "/app/oauth/callback, /oauth/callback"})
  void an_address_of_its_own_is_answered_below_the_path_of_the_application(
      String written, String seen) {
    try (Auth auth = below(written, "public_url = http://tickets.example.org/app/")) {
      AuthResponse start = answer(auth, "/auth/oauth/login");
      assertThat(start.headers().first("Location").orElse(""))
          .contains("redirect_uri=https%3A%2F%2Ftickets.example.org" + written.replace("/", "%2F"));
      assertThat(answer(auth, seen + "?code=x&state=y").status()).isEqualTo(400);
    }
  }

  @Test
  void nobody_is_sent_off_who_would_come_back_to_where_nothing_answers() {
    try (Auth auth = below("/app/sso/back", "")) {
      AuthResponse start = answer(auth, "/auth/oauth/login");
      assertThat(start.status()).isEqualTo(502);
      assertThat(start.headers().first("Location")).isEmpty();
    }
    try (Auth auth = below("/app/oauth/callback", "")) {
      assertThat(answer(auth, "/auth/oauth/login").status()).isEqualTo(303);
    }
  }

  @Test
  void an_application_that_knows_its_address_finds_what_the_file_leaves_open() {
    assertThat(configuration("").shared(RedirectUris.class).orElseThrow().below(ROOT))
        .isEqualTo(Map.of("oauth.work", ROOT + "/oauth/callback"));
    assertThat(configuration("public_url = https://tickets.example.org")
            .shared(RedirectUris.class)
            .orElseThrow()
            .below(ROOT))
        .isEmpty();
  }
}
