package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Logged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers have written into the log by the addresses that providers send people to. */
class StrangersLinesTest {
  private static final int MANY = 150;

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private FakeProvider provider;
  private Auth auth;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
    String text = """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        client_secret = %s
        anyone = yes
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET);
    auth = Configuration.parse("auth.ini", text, folder, Map.of(), clock).auth();
  }

  @AfterEach
  void stop() {
    auth.close();
    provider.close();
  }

  @Test
  void made_up_answers_leave_100_lines_a_minute_and_their_number() {
    assertBounded(
        "sign-in refused, reference", i -> FakeRequest.get("/oauth/callback?code=x&state=y" + i));
  }

  @Test
  void made_up_logout_tokens_leave_100_lines_a_minute_and_their_number() {
    assertBounded("a logout token from", i -> FakeRequest.request("POST", ProviderLogout.BACK));
  }

  @Test
  void made_up_frames_leave_100_lines_a_minute_and_their_number() {
    assertBounded(
        "a frame that is to sign out",
        i -> FakeRequest.get(ProviderLogout.FRONT + "?iss=https://evil.example&sid=" + i));
  }

  private void assertBounded(String words, IntFunction<FakeRequest> request) {
    assertThat(lines(() -> {
          for (int i = 0; i < MANY; i++) {
            var unused = decide(request.apply(i));
          }
        }))
        .filteredOn(line -> line.contains(words))
        .hasSize(100);
    clock.pass(Duration.ofMinutes(1));
    assertThat(lines(() -> decide(request.apply(MANY))))
        .anyMatch(line -> line.contains(MANY - 100 + " more "))
        .anyMatch(line -> line.contains(words));
  }

  private Object decide(FakeRequest request) {
    return auth.decide(
        request.at(Browser.HOME), () -> new Form(Map.of("logout_token", List.of("x"))));
  }

  private static List<String> lines(Runnable action) {
    return Logged.by(action, ".auth.oauth.");
  }
}
