package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.AuthenticatorApp;
import io.vestibule.auth.testing.PlainBrowser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, asked for codes that {@code oathtool} computes, which other people made. */
@Tag("counterparts")
class OathtoolTest {
  private static final String PASSWORD = "correct horse battery";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final Duration STEP = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  @Test
  void its_codes_set_a_second_factor_up_and_sign_in() throws Exception {
    try (DemoProcess demo = DemoProcess.start(folder, "--port", "0", "--data", "data")) {
      PlainBrowser browser = new PlainBrowser(demo.url());
      browser.setUp(demo.setUpLink(), "ada", PASSWORD);
      HttpResponse<String> begun = browser.submit(
          browser.go("/auth/two-factor"), "/two-factor/begin", Map.of("password", PASSWORD));
      String key = key(begun.body());
      Instant now = Instant.now();
      HttpResponse<String> on = browser.submit(
          begun, "/two-factor/confirm", Map.of("code", oathtool(key, now, 0).get(0)));
      assertThat(on.body()).contains("Your recovery codes");

      browser.submit(browser.go("/auth/logout"), "/auth/logout", Map.of());
      browser.signIn("ada", PASSWORD);
      assertThat(answer(browser, oathtool(key, now, 0).get(0)).statusCode())
          .as("it was used to set it up")
          .isEqualTo(401);
      assertThat(answer(browser, oathtool(key, now.plus(STEP), 0).get(0)).statusCode())
          .isEqualTo(303);
      assertThat(browser.go("/me").body()).contains("\"name\":\"ada\"");
    }
  }

  /** So that tests which stand in for a phone say what a phone says. */
  @Test
  void it_says_what_the_phone_of_our_tests_says() throws Exception {
    String key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    Instant start = Instant.parse("2026-03-01T12:00:00Z");
    List<String> codes = oathtool(key, start, 99);

    assertThat(codes).hasSize(100);
    for (int step = 0; step < codes.size(); step++) {
      assertThat(new AuthenticatorApp(key).code(start, step)).isEqualTo(codes.get(step));
    }
  }

  private static HttpResponse<String> answer(PlainBrowser browser, String code) throws Exception {
    return browser.submit(browser.go("/auth/login/code"), "/login/code", Map.of("code", code));
  }

  private static String key(String page) {
    Matcher matcher = Pattern.compile("name=\"key\" value=\"([A-Z2-7]{32})\"").matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1);
  }

  /** The code of this time, and of so many steps after it; the key goes by the standard input. */
  private static List<String> oathtool(String key, Instant time, int more) throws Exception {
    Process oathtool = new ProcessBuilder(
            "oathtool", "--totp", "--base32", "--window=" + more, "--now=" + TIME.format(time), "-")
        .redirectErrorStream(true)
        .start();
    oathtool.getOutputStream().write((key + "\n").getBytes(UTF_8));
    oathtool.getOutputStream().close();
    String said = new String(oathtool.getInputStream().readAllBytes(), UTF_8);
    assertThat(oathtool.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
