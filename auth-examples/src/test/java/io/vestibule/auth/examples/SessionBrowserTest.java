package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.PlainBrowser;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person's day with a session: in a real Chromium, with scripts and without them. */
@Tag("counterparts")
class SessionBrowserTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir
  Path folder;

  @ParameterizedTest(name = "scripts: {0}")
  @ValueSource(booleans = {true, false})
  void is_set_up_stays_signed_in_though_the_demo_is_killed_and_ends_another_browser(boolean scripts)
      throws Exception {
    try (Chromium chromium = Chromium.start(folder, scripts)) {
      int port;
      try (DemoProcess demo = DemoProcess.start(folder, "--port", "0", "--data", "data")) {
        port = SessionFiles.port(demo);
        setUp(chromium, demo.setUpLink(), demo.url());
        signOut(chromium, demo.url());
        signIn(chromium, demo.url(), scripts);
      }
      // Closing it is kill -9: nothing was said good-bye to.
      String same = Integer.toString(port);
      try (DemoProcess demo = DemoProcess.start(folder, "--port", same, "--data", "data")) {
        chromium.go(demo.url() + "me");
        assertThat(chromium.source()).contains("\"name\":\"ada\"");
        endAnother(chromium, demo.url());
        signOut(chromium, demo.url());
      }
    }
  }

  private static void setUp(Chromium chromium, String link, String url) throws Exception {
    chromium.go(link);
    assertThat(chromium.url()).isEqualTo(url + "auth/setup");
    chromium.type("#username", "ada");
    chromium.type("#password", PASSWORD);
    chromium.press("#setup button[type=submit]", "<h1>Vestibule demo</h1>");
    chromium.go(url + "me");
    assertThat(chromium.source()).contains("\"name\":\"ada\"", "\"roles\":[\"admin\"]");
  }

  private static void signIn(Chromium chromium, String url, boolean scripts) throws Exception {
    chromium.go(url + "me");
    assertThat(chromium.url()).endsWith("/auth/login?return_to=%2Fme");
    assertThat(chromium.isShown(".pw-toggle")).isEqualTo(scripts);
    chromium.type("#username", "ada");
    chromium.type("#password", PASSWORD);
    chromium.press("#login button[type=submit]", "\"name\":\"ada\"");
    assertThat(chromium.url()).isEqualTo(url + "me");
  }

  private static void endAnother(Chromium chromium, String url) throws Exception {
    PlainBrowser other = new PlainBrowser(url);
    assertThat(other.signIn("ada", PASSWORD).statusCode()).isEqualTo(303);
    assertThat(other.go("/me").statusCode()).isEqualTo(200);

    chromium.go(url + "auth/sessions");
    chromium.press("form[action$='/auth/sessions/end'] button", "class=\"notice\"");
    assertThat(other.go("/me").statusCode()).isEqualTo(303);
  }

  private static void signOut(Chromium chromium, String url) throws Exception {
    chromium.go(url + "auth/logout");
    chromium.press("form[action$='/auth/logout'] button", "href=\"/auth/login\"");
    chromium.go(url + "me");
    assertThat(chromium.url()).contains("/auth/login");
  }

  /** What no browser is needed for: the forms of the pages are all there is to it. */
  @Test
  void works_for_whoever_only_sends_forms() throws Exception {
    Path config = SessionFiles.write(folder, "session", "url = jdbc:h2:file:./data/auth");
    try (DemoProcess demo = SessionFiles.start(config, 0)) {
      PlainBrowser ada = new PlainBrowser(demo.url());
      assertThat(ada.follow(ada.signIn("ada", ConfigFiles.PASSWORD)).statusCode())
          .isEqualTo(200);
      PlainBrowser other = new PlainBrowser(demo.url());
      other.signIn("ada", ConfigFiles.PASSWORD);

      ada.submit(ada.go("/auth/sessions"), "/auth/sessions/end-others", Map.of());
      assertThat(other.go("/me").statusCode()).isEqualTo(303);
      assertThat(ada.go("/me").statusCode()).isEqualTo(200);
    }
  }
}
