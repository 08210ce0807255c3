package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole sign-ins, in a real Chromium, with providers that other people made. */
@Tag("counterparts")
class ProviderLoginTest {
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
  void signs_in_with_npms_oidc_provider_and_out_there_too() throws Exception {
    try (RealProvider provider = RealProvider.npm(folder, application);
        DemoProcess demo = demo(provider, """
            authorized_groups = editors
            scopes = openid, email, profile, groups, offline_access
            """);
        Chromium chromium = Chromium.start(folder, true)) {
      assertThat(provider.requests().withoutChallenge("app", application + "oauth/callback"))
          .contains("error=invalid_request", "PKCE");
      assertThat(SessionFiles.doctor(folder.resolve("auth.ini")))
          .startsWith("0\n")
          .doesNotContain("FIX");
      chromium.go(demo.url() + "me");
      assertThat(chromium.url()).startsWith(provider.issuer());
      chromium.type("#username", "ann");
      chromium.type("#password", RealProvider.PASSWORD);
      chromium.press("#sign-in", "\"name\":\"ann@example.com\"");
      assertThat(chromium.url()).isEqualTo(demo.url() + "me");

      chromium.go(demo.url() + "auth/logout");
      chromium.press("form[action$='/auth/logout'] button[name=provider]", "sign-out");
      assertThat(chromium.url()).startsWith(provider.issuer());
      chromium.press("button[name=logout]", "href=\"/auth/login\"");
      assertThat(chromium.url()).startsWith(demo.url() + "auth/logout");

      chromium.go(demo.url() + "me");
      assertThat(chromium.source()).contains("id=\"sign-in\"");
    }
  }

  @Test
  void is_told_by_npms_oidc_provider_when_somebody_signs_out_there() throws Exception {
    try (RealProvider provider = RealProvider.npm(folder, application);
        DemoProcess demo = demo(provider, "anyone = yes\n");
        Chromium chromium = Chromium.start(folder, true)) {
      chromium.go(demo.url() + "me");
      chromium.type("#username", "ann");
      chromium.type("#password", RealProvider.PASSWORD);
      chromium.press("#sign-in", "\"name\":\"ann@example.com\"");

      Client same = demo.client().with("Cookie", chromium.cookies());
      assertThat(same.get("/me").statusCode()).isEqualTo(200);

      chromium.go(provider.issuer() + "/session/end");
      chromium.press("button[name=logout]", "success");

      SignedOut.await(same);
    }
  }

  @Test
  void takes_tokens_of_npms_oidc_provider_as_they_were_issued_and_not_with_any_change()
      throws Exception {
    try (RealProvider provider = RealProvider.npm(folder, application);
        DemoProcess demo =
            SessionFiles.start(ConfigFiles.write(folder, """
                [authentication]
                type = jwt
                issuer = %s
                audience = https://api.example.org
                client_prefix = client:
                """.formatted(provider.issuer())), 0)) {
      for (String algorithm : List.of("RS256", "ES256", "EdDSA")) {
        String token = provider
            .requests()
            .token(
                algorithm,
                Map.of(
                    "grant_type", "client_credentials",
                    "resource", "https://api.example.org",
                    "scope", "read"));
        Bearer program = new Bearer(demo.url(), token);
        assertThat(program.me())
            .contains("\"name\":\"client:" + algorithm, "\"scopes\":[\"read\"]");
        program.isTakenOnlyAsItIs();
      }
    }
  }

  private DemoProcess demo(RealProvider provider, String more) throws Exception {
    Path config = ConfigFiles.write(
        folder, """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        client_secret = %s
        redirect_uri = %soauth/callback
        %s""".formatted(provider.issuer(), RealProvider.SECRET, application, more));
    DemoProcess demo = SessionFiles.start(config, port);
    demo.url();
    return demo;
  }
}
