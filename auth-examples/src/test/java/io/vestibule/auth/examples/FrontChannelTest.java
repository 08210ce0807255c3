package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.testing.FakeProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody signs out at the provider, whose page has a frame of ours in it, in a real Chromium. */
@Tag("counterparts")
class FrontChannelTest {
  @TempDir
  Path folder;

  @Test
  void a_frame_in_the_page_of_another_site_ends_the_session_though_it_has_no_cookie()
      throws Exception {
    int port = RealProvider.freePort();
    // To a browser that is another site than the provider's, which is 127.0.0.1.
    String application = "http://localhost:" + port + "/";
    try (FakeProvider provider =
            FakeProvider.start().tellsByFrame(application + "oauth/frontchannel-logout");
        DemoProcess demo = demo(provider, application, port);
        Chromium chromium = Chromium.start(folder, true)) {
      chromium.go(application + "me");
      assertThat(chromium.source()).contains("\"name\":\"ann@example.com\"");
      provider.signedOut();
      chromium.go(application + "me");
      assertThat(chromium.source()).contains("\"name\":\"ann@example.com\"");

      chromium.go(provider.issuer() + "/logout");
      assertThat(chromium.source()).contains("<title>All were told</title>");

      chromium.go(application + "me");
      assertThat(chromium.source()).doesNotContain("\"name\":\"ann@example.com\"");
      assertThat(demo.err() + demo.out()).contains("front-channel");
    }
  }

  private DemoProcess demo(FakeProvider provider, String application, int port) throws Exception {
    Path config = ConfigFiles.write(
        folder, """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        client_secret = %s
        redirect_uri = %soauth/callback
        anyone = yes
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET, application));
    DemoProcess demo = SessionFiles.start(config, port);
    demo.url();
    return demo;
  }
}
