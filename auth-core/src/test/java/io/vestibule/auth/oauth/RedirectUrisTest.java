package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.config.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      configuration.shared(RedirectUris.class).orElseThrow().started();
      configuration.shared(RedirectUris.class).orElseThrow().started();
    } finally {
      System.setErr(before);
      configuration.auth().close();
    }
    return log.toString(StandardCharsets.UTF_8);
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
