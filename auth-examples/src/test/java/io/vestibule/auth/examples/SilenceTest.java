package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.AuthenticatorApp;
import io.vestibule.auth.testing.PlainBrowser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is secret goes through the demo while it logs all that the library has to say, and is not in the log. */
class SilenceTest {
  private static final String PASSWORD = "canary right 1 horse";
  private static final String WRONG = "canary wrong 2 horse";
  private static final String UNKNOWN_TOKEN =
      "vst_canary3canary3canary3canary3canary3canary3canary3";

  @TempDir
  private Path folder;

  private final List<String> secrets = new ArrayList<>(List.of(PASSWORD, WRONG, UNKNOWN_TOKEN));

  @Test
  void no_secret_is_in_the_log_at_the_level_trace() throws Exception {
    Path config = ConfigFiles.write(folder, """
        [authentication]
        type = session, basic
        [store]
        url = jdbc:h2:file:data/auth
        [tokens]
        [ticket]
        [issuer]
        url = http://127.0.0.1:8080
        """);
    try (DemoProcess demo =
        DemoProcess.traced(folder, "--port", "0", "--config", config.toString())) {
      PlainBrowser browser = new PlainBrowser(demo.url());
      browser.setUp(demo.setUpLink(), "ada", PASSWORD);
      signInAndOut(browser);
      showTokens(browser, demo.client());
      showPasswords(demo.client());
      showCodes(browser, demo.client());

      assertThat(demo.out()).contains("io.vestibule.audit", "\"type\":\"login\"", "refused GET");
      assertThat(secrets)
          .hasSizeGreaterThan(22)
          .allSatisfy(secret -> assertThat(demo.out() + demo.err()).doesNotContain(secret));
    }
  }

  private void signInAndOut(PlainBrowser browser) throws Exception {
    Map<String, String> stay = Map.of("username", "ada", "password", PASSWORD, "remember", "1");
    secrets.add(browser.cookie("_session").orElseThrow());
    browser.submit(browser.go("/auth/logout"), "/auth/logout", Map.of());
    browser.signIn("ada", WRONG);
    browser.submit(browser.go("/auth/login"), "/auth/login", stay);
    secrets.add(browser.cookie("_session").orElseThrow());
    secrets.add(browser.cookie("_device").orElseThrow());
    secrets.add(
        found("name=\"csrf\" value=\"([^\"]+)\"", browser.go("/auth/logout").body()));
    browser.post("/echo", Map.of("csrf", "forged", "password", WRONG));
  }

  private void showTokens(PlainBrowser browser, Client client) throws Exception {
    String json = "application/json";
    String made = browser
        .json(
            "POST",
            "/auth/api/tokens",
            "{\"name\":\"backup\"}",
            "Content-Type",
            json,
            "Sec-Fetch-Site",
            "same-origin")
        .body();
    String token = found("\"token\":\"([^\"]+)\"", made);
    String ticket = found(
        "\"ticket\":\"([^\"]+)\"",
        browser
            .json(
                "POST",
                "/auth/api/ticket",
                "{\"path\":\"/events/me\"}",
                "Content-Type",
                json,
                "Sec-Fetch-Site",
                "same-origin")
            .body());
    secrets.addAll(List.of(token, ticket));
    client.with("X-API-Key", token).get("/me");
    client.with("Authorization", "Bearer " + UNKNOWN_TOKEN).get("/me");
    client.with("Authorization", "Bearer " + token + "x").get("/me");
    client.get("/events/me?ticket=" + ticket);
    client.get("/events/me?ticket=" + ticket);
    client.get("/me?api_key=" + UNKNOWN_TOKEN);
  }

  private void showPasswords(Client client) throws Exception {
    for (String password : List.of(PASSWORD, WRONG)) {
      HttpResponse<String> answer = client.as("ada", password).get("/me");
      assertThat(answer.statusCode()).isEqualTo(password.equals(PASSWORD) ? 200 : 401);
      secrets.add(Base64.getEncoder().encodeToString(("ada:" + password).getBytes(UTF_8)));
    }
    client.with("Authorization", "Basic " + WRONG).get("/me");
  }

  /** The key of an app, its codes, recovery codes, and a sign-in that waits for a code. */
  private void showCodes(PlainBrowser browser, Client client) throws Exception {
    HttpResponse<String> setUp = browser.submit(
        browser.go("/auth/two-factor"), "/two-factor/begin", Map.of("password", PASSWORD));
    String key = found("name=\"key\" value=\"([A-Z2-7]{32})\"", setUp.body());
    AuthenticatorApp app = new AuthenticatorApp(key);
    String first = app.code(Instant.now());
    HttpResponse<String> on = browser.submit(setUp, "/two-factor/confirm", Map.of("code", first));
    Matcher codes = Pattern.compile("[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}").matcher(on.body());
    List<String> recovery = codes.results().map(MatchResult::group).distinct().toList();
    assertThat(recovery).hasSize(10);
    secrets.add(key);
    secrets.addAll(recovery);

    browser.submit(browser.go("/auth/logout"), "/auth/logout", Map.of());
    assertThat(showCode(browser, "canary7code").statusCode()).isEqualTo(401);
    assertThat(showCode(browser, recovery.get(0)).statusCode()).isEqualTo(303);
    browser.submit(browser.go("/auth/logout"), "/auth/logout", Map.of());
    assertThat(showCode(browser, app.code(Instant.now(), 1)).statusCode()).isEqualTo(303);
    assertThat(client.as("ada", PASSWORD).get("/me").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> showCode(PlainBrowser browser, String code) throws Exception {
    browser.signIn("ada", PASSWORD);
    secrets.add(browser.cookie("_code").orElseThrow());
    if (code.length() > 6) {
      secrets.add(code); // six digits stand in many a time and address
    }
    return browser.submit(browser.go("/auth/login/code"), "/login/code", Map.of("code", code));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
