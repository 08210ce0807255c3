package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.PlainBrowser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
        url = memory
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

      assertThat(demo.out()).contains("io.vestibule.audit", "\"type\":\"login\"", "refused GET");
      assertThat(secrets)
          .hasSizeGreaterThan(8)
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

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
