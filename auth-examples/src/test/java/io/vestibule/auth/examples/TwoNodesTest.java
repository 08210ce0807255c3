package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.testing.PlainBrowser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two demos that share a real PostgreSQL. */
@Tag("packaged")
class TwoNodesTest {
  /** The bound of docs/store.md and a second for a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  @TempDir
  Path folder;

  @Test
  void are_one_to_whoever_signs_in_signs_out_or_guesses() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "the PostgreSQL of these tests is that for Linux on amd64");
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgres")).start()) {
      String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
      Path config = SessionFiles.write(
          folder, "session", "url = " + url + "\nuser = postgres\npassword = postgres");
      try (DemoProcess one = SessionFiles.start(config, 0);
          DemoProcess two = SessionFiles.start(config, 0)) {
        sharesSessions(one.url(), two.url());
        sharesTokens(config, one.url(), two.url());
        sharesCounts(one.url(), two.url());
      }
    }
  }

  private static void sharesSessions(String one, String two) throws Exception {
    PlainBrowser ada = new PlainBrowser(one);
    PlainBrowser copy = new PlainBrowser(one);
    assertThat(ada.signIn("ada", ConfigFiles.PASSWORD).statusCode()).isEqualTo(303);
    assertThat(ada.go(two, "/me").body()).contains("\"name\":\"ada\"");
    copy.takeCookies(ada);

    assertThat(ada.submit(ada.go("/auth/logout"), "/auth/logout", Map.of()).statusCode())
        .isEqualTo(200);
    long signedOut = System.nanoTime();
    assertThat(copy.go(one, "/me").statusCode()).isEqualTo(303);
    while (copy.go(two, "/me").statusCode() == 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - signedOut)).isLessThan(BOUND);
    }
    assertThat(copy.go(two, "/me").headers().firstValue("Location").orElse(""))
        .startsWith("/auth/login");
  }

  /** Made and revoked on the command line, while both nodes run. */
  private void sharesTokens(Path config, String one, String two) throws Exception {
    String token = command(config, "create", "ada", "--name", "ci", "--scope", "read_only");
    assertThat(token).matches("vst_[0-9A-Za-z]{49}\n");
    Client here = Client.of(one).with("Authorization", "Bearer " + token.strip());
    Client there = Client.of(two).with("X-API-Key", token.strip());
    assertThat(here.get("/me").statusCode()).isEqualTo(200);
    assertThat(there.get("/me").body()).contains("\"name\":\"ada\"");
    assertThat(there.post("/echo", "a=b").statusCode()).isEqualTo(403);
    assertThat(command(config, "list")).contains("  ada  ci  read_only").doesNotContain("vst_");

    command(config, "revoke", "ci");
    long revoked = System.nanoTime();
    while (here.get("/me").statusCode() == 200 || there.get("/me").statusCode() == 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(BOUND);
    }
    assertThat(here.get("/me").statusCode()).isEqualTo(401);
  }

  private String command(Path config, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("token"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--config", config.toAbsolutePath().toString()));
    try (DemoProcess process = DemoProcess.start(folder, all.toArray(String[]::new))) {
      assertThat(process.status()).as("%s", process.err()).isZero();
      return process.out();
    }
  }

  private static void sharesCounts(String one, String two) throws Exception {
    PlainBrowser guesser = new PlainBrowser(one);
    PlainBrowser elsewhere = new PlainBrowser(two);
    for (int i = 0; i < 3; i++) {
      assertThat(guesser.signIn("bob", "wrong" + i).statusCode()).isEqualTo(401);
    }
    for (int i = 3; i < 5; i++) {
      assertThat(elsewhere.signIn("bob", "wrong" + i).statusCode()).isEqualTo(401);
    }

    assertThat(elsewhere.signIn("bob", ConfigFiles.PASSWORD).statusCode()).isEqualTo(429);
    assertThat(guesser.signIn("bob", ConfigFiles.PASSWORD).statusCode()).isEqualTo(429);
  }
}
