package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's glewlwyd, set up as docs/providers.md says, in a real Chromium. */
@Tag("counterparts")
class GlewlwydTest {
  private static final String SIGNED_IN = "\"name\":\"ann@example.com\"";

  @TempDir
  Path folder;

  private int port;
  private String application;

  @BeforeEach
  void choosePort() throws Exception {
    port = RealProvider.freePort();
    application = "http://127.0.0.1:" + port + "/";
  }

  @Test
  void somebody_signs_in_and_signs_out_there_too() throws Exception {
    try (RealProvider provider = RealProvider.glewlwyd(folder, application);
        DemoProcess demo = demo(provider);
        Chromium chromium = Chromium.start(folder, true)) {
      assertThat(provider.requests().withoutChallenge("tickets", application + "oauth/callback"))
          .startsWith(application + "oauth/callback?")
          .contains("error=invalid_request");
      assertThat(SessionFiles.doctor(folder.resolve("auth.ini")))
          .startsWith("0\n")
          .doesNotContain("FIX");
      signIn(chromium, provider, demo.url());
      assertThat(chromium.source()).contains("\"roles\":[\"editor\"]");

      chromium.go(demo.url() + "auth/logout");
      chromium.press("form[action$='/auth/logout'] button[name=provider]", "id=\"logoutDropdown\"");
      assertThat(chromium.url()).startsWith(provider.requests().origin());
      chromium.awaitText("The client Tickets wishes");
      chromium.press(".btn-group > .btn-danger", "You are disconnected");

      chromium.go(demo.url() + "me");
      chromium.awaitText("id=\"loginbut\"");
    }
  }

  @Test
  void whoever_is_signed_out_there_is_signed_out_here() throws Exception {
    try (RealProvider provider = RealProvider.glewlwyd(folder, application);
        DemoProcess demo = demo(provider);
        Chromium chromium = Chromium.start(folder, true)) {
      signIn(chromium, provider, demo.url());
      Client same = demo.client().with("Cookie", chromium.cookies());
      assertThat(same.get("/me").body()).contains(SIGNED_IN);

      chromium.go(provider.requests().origin() + "profile.html");
      Object status = chromium.run("fetch('/api/oidc/session/" + sid()
          + "', {method: 'DELETE'}).then(answer => arguments[0](answer.status))");
      assertThat(status).isEqualTo(200L);

      SignedOut.await(same);
    }
  }

  /** What glewlwyd calls the one session that it knows. */
  private String sid() throws Exception {
    Process sqlite = new ProcessBuilder(
            "sqlite3",
            folder.resolve("glewlwyd/glewlwyd.db").toString(),
            "SELECT DISTINCT gpoi_sid FROM gpo_id_token")
        .start();
    return new String(sqlite.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static void signIn(Chromium chromium, RealProvider provider, String url)
      throws Exception {
    chromium.go(url + "me");
    assertThat(chromium.url()).startsWith(provider.requests().origin());
    chromium.awaitText("id=\"loginbut\"");
    chromium.type("#username", "ann");
    chromium.type("#password", RealProvider.PASSWORD);
    chromium.press("#loginbut", "btn-success");
    chromium.press(".btn-success", SIGNED_IN);
    assertThat(chromium.url()).isEqualTo(url + "me");
  }

  private DemoProcess demo(RealProvider provider) throws Exception {
    String text = ProviderPages.ini(provider, "https://id.example.org/api/oidc", application);
    DemoProcess demo = SessionFiles.start(ConfigFiles.write(folder, text), port);
    demo.url();
    return demo;
  }
}
