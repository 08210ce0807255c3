package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.AuthenticatorApp;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person's second factor, from the QR code to the last recovery code: in a real Chromium, with scripts and without. */
@Tag("counterparts")
class SecondFactorBrowserTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir
  Path folder;

  @ParameterizedTest(name = "scripts: {0}")
  @ValueSource(booleans = {true, false})
  void is_set_up_asked_for_replaced_by_a_recovery_code_and_turned_off(boolean scripts)
      throws Exception {
    try (DemoProcess demo = DemoProcess.start(folder, "--port", "0", "--data", "data");
        Chromium chromium = Chromium.start(folder, scripts, "--window-size=800,1000")) {
      Person ada = new Person(chromium, demo.url());
      ada.setUpAccount(demo.setUpLink());
      AuthenticatorApp app = ada.begin(scripts);
      assertThat(read(chromium.picture())).contains("secret=" + app.key());
      List<String> recovery = ada.confirm(app, scripts);
      assertThat(recovery).hasSize(10);

      ada.signOut();
      ada.signIn(app.code(Instant.now(), 1));
      ada.signOut();
      ada.signInByRecoveryCode(recovery.get(0));
      ada.turnOff(recovery.get(1));
      ada.signOut();
      ada.signInWithoutCode();
    }
  }

  /** What zbarimg sees in a picture of the page. */
  private String read(byte[] picture) throws Exception {
    Path file = Files.write(folder.resolve("page.png"), picture);
    Process zbar = new ProcessBuilder("zbarimg", "--quiet", "--raw", file.toString())
        .redirectError(folder.resolve("zbarimg.log").toFile())
        .start();
    String seen = new String(zbar.getInputStream().readAllBytes(), UTF_8);
    assertThat(zbar.waitFor()).as(seen).isZero();
    assertThat(seen).startsWith("otpauth://totp/");
    assertThat(URLDecoder.decode(seen, UTF_8)).contains(":ada?");
    return seen;
  }

  private record Person(Chromium chromium, String url) {
    void setUpAccount(String link) throws Exception {
      chromium.go(link);
      chromium.type("#username", "ada");
      chromium.type("#password", PASSWORD);
      chromium.press("#setup button[type=submit]", "<h1>Vestibule demo</h1>");
    }

    AuthenticatorApp begin(boolean scripts) throws Exception {
      chromium.go(url + "auth/sessions");
      chromium.press("nav a[href$='/two-factor']", "The second factor is off.");
      chromium.type("#password", PASSWORD);
      chromium.press("#two-factor button[type=submit]", "<svg");
      assertThat(chromium.isShown("#copy")).isEqualTo(scripts);
      String groups = first("<p class=\"key\"><code>([A-Z2-7 ]*)</code>");
      assertThat(groups).hasSize(39);
      return new AuthenticatorApp(groups.replace(" ", ""));
    }

    List<String> confirm(AuthenticatorApp app, boolean scripts) throws Exception {
      chromium.type("#code", app.code(Instant.now()));
      chromium.press("#two-factor button[type=submit]", "<h1>Your recovery codes</h1>");
      assertThat(chromium.isShown("#print")).isEqualTo(scripts);
      List<String> codes = Pattern.compile("<li><code>([A-Z0-9-]+)</code>")
          .matcher(chromium.source())
          .results()
          .map(found -> found.group(1))
          .toList();
      // The browser itself asks for the mark before it goes on.
      chromium.press("#done button[type=submit]", "<h1>Your recovery codes</h1>");
      chromium.click("#done input[type=checkbox]");
      chromium.press("#done button[type=submit]", "10 recovery codes are left.");
      return codes;
    }

    void signIn(String code) throws Exception {
      password();
      chromium.type("#code", code);
      chromium.press("main form button[type=submit]", "\"name\":\"ada\"");
    }

    void signInByRecoveryCode(String code) throws Exception {
      password();
      chromium.press("a[href*='recovery=1']", "Recovery code");
      chromium.type("#code", code);
      chromium.press("main form button[type=submit]", "\"name\":\"ada\"");
    }

    private void password() throws Exception {
      chromium.go(url + "me");
      chromium.type("#username", "ada");
      chromium.type("#password", PASSWORD);
      chromium.press("#login button[type=submit]", "id=\"code\"");
    }

    void turnOff(String recoveryCode) throws Exception {
      chromium.go(url + "auth/two-factor?recovery=1");
      chromium.type("#password", PASSWORD);
      chromium.type("#code", recoveryCode);
      chromium.press("button[formaction$='/two-factor/off']", "The second factor is off.");
    }

    void signInWithoutCode() throws Exception {
      chromium.go(url + "me");
      chromium.type("#username", "ada");
      chromium.type("#password", PASSWORD);
      chromium.press("#login button[type=submit]", "\"name\":\"ada\"");
    }

    void signOut() throws Exception {
      chromium.go(url + "auth/logout");
      chromium.press("form[action$='/auth/logout'] button", "href=\"/auth/login\"");
    }

    private String first(String regex) throws Exception {
      return Pattern.compile(regex)
          .matcher(chromium.source())
          .results()
          .map(found -> found.group(1))
          .findFirst()
          .orElseThrow();
    }
  }
}
