package io.vestibule.auth.token;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/token.md for those who come from elsewhere: their files as they stand, and what they promise. */
class WorkedExamplesTest {
  private static final Path PAGE = Path.of("../docs/token.md");

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private Configuration configuration;
  private Auth auth;

  @AfterEach
  void close() {
    auth.close();
  }

  /** Starts with the file below this heading. */
  private void start(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int section = page.indexOf("## Coming from " + heading + "\n");
    int file = page.indexOf("```ini\n", section) + "```ini\n".length();
    assertThat(section).isPositive();
    String text = page.substring(file, page.indexOf("```", file));
    configuration = Configuration.parse(
        "auth.ini", text.replace("$2a$12$…", TokenContract.HASH), folder, Map.of(), clock);
    auth = configuration.auth();
  }

  private TokenBook book() {
    return configuration.shared(TokenBook.class).orElseThrow();
  }

  private int status(FakeRequest request) {
    return Decided.status(auth.decide(request, Form::empty));
  }

  private int bearer(String method, String path, String token) {
    return status(request(method, path).with("Authorization", "Bearer " + token));
  }

  private int keyed(String method, String path, String token) {
    return status(request(method, path).with("X-API-Key", token));
  }

  @Test
  void tisbackup() throws IOException {
    start("TISBackup");
    String api = "Basic " + Base64.getEncoder().encodeToString("api:correct horse".getBytes(UTF_8));

    assertThat(status(get("/api/backups").with("Authorization", api))).isEqualTo(200);
    assertThat(status(request("POST", "/api/backups").with("Authorization", api)))
        .isEqualTo(200);
    assertThat(status(get("/api/backups"))).isEqualTo(401);
    assertThat(status(get("/").with("Authorization", api)))
        .as("pages are for people")
        .isEqualTo(401);
    assertThat(status(get("/").with("Accept", "text/html").with("Sec-Fetch-Mode", "navigate")))
        .isEqualTo(303);
    assertThat(Person.signedIn(auth, "admin").send(get("/"), Map.of()))
        .isInstanceOf(Decision.Admit.class);

    TokenBook.Made nightly = book().make("api", "nightly", List.of("read_only"), "90d");
    String token = nightly.text().reveal();
    assertThat(bearer("GET", "/api/backups", token)).isEqualTo(200);
    assertThat(bearer("POST", "/api/backups", token)).isEqualTo(403);
    assertThat(bearer("GET", "/", token)).isEqualTo(401);
    assertThat(book().revoke("nightly")).isPresent();
    assertThat(bearer("GET", "/api/backups", token)).isEqualTo(401);
    assertThat(status(get("/api/backups").with("Authorization", api))).isEqualTo(200);
  }

  @Test
  void proxmenux() throws IOException {
    start("ProxMenux");
    Person root = Person.signedIn(auth, "root");

    String reading = root.tokenFor("365d", "monitor", "read_only");
    assertThat(root.make("for ever", "366d").status()).isEqualTo(422);
    String full = root.tokenFor("30d", "deploy");
    assertThat(root.list().body().toString()).contains("\"monitor\"", "\"deploy\"");
    assertThat(bearer("GET", "/api/vms", reading)).isEqualTo(200);
    assertThat(bearer("POST", "/api/vms", reading)).isEqualTo(403);
    assertThat(bearer("POST", "/api/vms", full)).isEqualTo(200);
    assertThat(bearer("GET", "/api/vms", "vst_wrong")).isEqualTo(401);
    assertThat(status(get("/api/vms"))).isEqualTo(401);
    assertThat(root.revoke("0000000000000000").status()).isEqualTo(404);
    for (TokenBook.Row row : book().list()) {
      assertThat(root.revoke(row.id()).status()).isEqualTo(204);
    }
    assertThat(bearer("GET", "/api/vms", reading)).isEqualTo(401);
    assertThat(bearer("POST", "/api/vms", full)).isEqualTo(401);
  }

  @Test
  void pytorrent() throws IOException {
    start("pyTorrent");
    Person admin = Person.signedIn(auth, "admin");
    String token = admin.token("seedbox");

    assertThat(bearer("GET", "/api/torrents", token)).isEqualTo(200);
    assertThat(keyed("POST", "/api/torrents", token)).isEqualTo(200);
    assertThat(status(get("/api/torrents?api_key=" + token))).isEqualTo(401);
    assertThat(keyed("GET", "/settings", token)).as("pages are for people").isEqualTo(401);
    assertThat(admin.revoke("0000000000000000").status()).isEqualTo(404);
    assertThat(admin.revoke(admin.onlyId()).status()).isEqualTo(204);
    assertThat(keyed("GET", "/api/torrents", token)).isEqualTo(401);
    String other =
        book().make("admin", "by the command line", List.of(), "").text().reveal();
    assertThat(keyed("GET", "/api/torrents", other)).isEqualTo(200);
  }
}
