package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Logged;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sign-in that fails because a clock is wrong says so in the log, and not in the page. */
class ClockDriftTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource({
    "PT-10M, the issuer's clock is (599|600|601) s behind ours",
    "PT10M, the issuer's clock is (599|600|601) s ahead of ours"
  })
  void how_far_the_clocks_are_apart_is_measured_by_the_date_of_the_provider(
      Duration drift, String words) throws IOException {
    Seen seen = signIn(drift);

    assertThat(Browser.model(seen.page())).containsEntry("code", "oauth-failed");
    assertThat(seen.log().lines())
        .filteredOn(line -> line.contains("sign-in refused, reference"))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).containsPattern(words));
    assertThat(Browser.model(seen.page()).toString()).doesNotContain("clock");
  }

  @Test
  void clocks_that_agree_well_enough_are_nothing_to_speak_of() throws IOException {
    Seen seen = signIn(Duration.ofSeconds(-40));
    assertThat(seen.page().status()).isEqualTo(303);
    assertThat(seen.log()).doesNotContain("clock");
  }

  /** The page, and what was logged on the way to it. */
  private record Seen(AuthResponse page, String log) {}

  private Seen signIn(Duration drift) throws IOException {
    try (FakeProvider provider = FakeProvider.start().drifts(drift);
        Auth auth = auth(provider);
        Logged log = Logged.start()) {
      AuthResponse page = new Browser(auth).signIn("/");
      return new Seen(page, log.text());
    }
  }

  private Auth auth(FakeProvider provider) {
    return Configuration.parse(
            "auth.ini",
            """
            [authentication]
            type = oauth
            issuer = %s
            client_id = app
            client_secret = %s
            anyone = yes
            """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET),
            folder,
            Map.of(),
            InstantSource.system())
        .auth();
  }
}
