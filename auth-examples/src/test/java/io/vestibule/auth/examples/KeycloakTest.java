package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Keycloak, set up as docs/providers.md and docs/jwt.md say; under the profile {@code keycloak}. */
@Tag("packaged")
@Tag("keycloak")
class KeycloakTest {
  private static final String SIGNED_IN = "\"name\":\"ann@example.com\"";

  @TempDir
  static Path shared;

  @TempDir
  Path folder;

  private static int port;
  private static String application;
  private static RSAKey key;
  private static RealProvider keycloak;

  @BeforeAll
  static void start() throws Exception {
    port = RealProvider.freePort();
    application = "http://127.0.0.1:" + port + "/";
    key = new RSAKeyGenerator(2048).keyID("key-1").keyUse(KeyUse.SIGNATURE).generate();
    keycloak = RealProvider.keycloak(shared, ProviderPages.realm(application, key));
  }

  @AfterAll
  static void end() {
    keycloak.close();
  }

  @Test
  void refuses_whoever_comes_without_pkce() throws Exception {
    assertThat(keycloak.requests().withoutChallenge("tickets", application + "oauth/callback"))
        .startsWith(application + "oauth/callback?")
        .contains("error=invalid_request", "code_challenge");
  }

  @Test
  void somebody_signs_in_and_signs_out_there_too() throws Exception {
    try (DemoProcess demo = demo(UnaryOperator.identity());
        Chromium chromium = Chromium.start(folder, true)) {
      assertThat(SessionFiles.doctor(folder.resolve("auth.ini")))
          .startsWith("0\n")
          .doesNotContain("FIX");
      signIn(chromium, demo.url(), "ann");
      assertThat(chromium.source()).contains("\"roles\":[\"editor\"]");

      chromium.go(demo.url() + "auth/logout");
      chromium.press("form[action$='/auth/logout'] button[name=provider]", "href=\"/auth/login\"");
      assertThat(chromium.url()).startsWith(demo.url() + "auth/logout");

      chromium.go(demo.url() + "me");
      assertThat(chromium.url()).startsWith(keycloak.issuer());
      assertThat(chromium.source()).contains("id=\"kc-login\"");
    }
  }

  @Test
  void somebody_signs_in_where_only_the_issuer_is_written() throws Exception {
    try (DemoProcess demo = demo(text -> text.replace("provider = keycloak\n", ""));
        Chromium chromium = Chromium.start(folder, true)) {
      signIn(chromium, demo.url(), "ann");
    }
  }

  @Test
  void somebody_signs_in_where_the_application_has_a_key_and_no_secret() throws Exception {
    Files.writeString(
        folder.resolve("key.pem"), ProviderPages.pem("PRIVATE KEY", key.toPrivateKey()));
    try (DemoProcess demo = demo(KeycloakTest::withKey);
        Chromium chromium = Chromium.start(folder, true)) {
      signIn(chromium, demo.url(), "ann");
    }
  }

  private static String withKey(String text) {
    return text.replace("client_id = tickets", "client_id = keyed")
        .replace(
            "client_secret = " + RealProvider.SECRET,
            "client_auth = private_key_jwt\nprivate_key_file = key.pem\nkey_id = key-1");
  }

  @Test
  void whoever_signs_out_there_is_signed_out_on_both_of_two_nodes() throws Exception {
    onTwoNodes(chromium -> {
      chromium.go(keycloak.issuer() + "/protocol/openid-connect/logout");
      chromium.press("#kc-logout", "You are logged out");
    });
  }

  @Test
  void whoever_an_administrator_signs_out_there_is_signed_out_on_both_of_two_nodes()
      throws Exception {
    onTwoNodes(chromium -> KeycloakAdmin.of(keycloak).throwOut("ann"));
  }

  @Test
  void whoever_leaves_the_group_there_is_out_when_the_session_is_renewed() throws Exception {
    try (DemoProcess demo = demo(text -> text.replace("client_id = tickets", "client_id = brief"));
        Chromium chromium = Chromium.start(folder, true)) {
      signIn(chromium, demo.url(), "bob");
      Client same = demo.client().with("Cookie", chromium.cookies());
      assertThat(same.get("/me").body()).contains("bob@example.com", "\"roles\":[\"editor\"]");

      KeycloakAdmin.of(keycloak).expel("bob");

      SignedOut.await(same);
      assertThat(demo.out()).contains("is not renewed: oauth-not-authorized");
    }
  }

  /** What makes Keycloak end a session. */
  @FunctionalInterface
  private interface Ending {
    void happens(Chromium chromium) throws Exception;
  }

  private void onTwoNodes(Ending ending) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
            .setDataDirectory(folder.resolve("postgres"))
            .start();
        DemoProcess one = demo(text -> text + store(postgres));
        DemoProcess two = SessionFiles.start(folder.resolve("auth.ini"), 0);
        Chromium chromium = Chromium.start(folder, true)) {
      signIn(chromium, one.url(), "ann");
      String cookies = chromium.cookies();
      Client here = Client.of(one.url()).with("Cookie", cookies);
      Client there = Client.of(two.url()).with("Cookie", cookies);
      assertThat(here.get("/me").body()).contains(SIGNED_IN);
      assertThat(there.get("/me").body()).contains(SIGNED_IN);

      ending.happens(chromium);

      SignedOut.await(here);
      SignedOut.await(there);
    }
  }

  private static void signIn(Chromium chromium, String url, String username) throws Exception {
    chromium.go(url + "me");
    assertThat(chromium.url()).startsWith(keycloak.issuer());
    chromium.type("#username", username);
    chromium.type("#password", RealProvider.PASSWORD);
    chromium.press("#kc-login", "\"name\":\"" + username + "@example.com\"");
    assertThat(chromium.url()).isEqualTo(url + "me");
  }

  private static String store(EmbeddedPostgres postgres) {
    return """
        [store]
        url = jdbc:postgresql://127.0.0.1:%d/postgres
        user = postgres
        password = postgres
        """.formatted(postgres.getPort());
  }

  private DemoProcess demo(UnaryOperator<String> change) throws Exception {
    String issuer = "https://id.example.org/realms/house";
    Path config =
        ConfigFiles.write(folder, change.apply(ProviderPages.ini(keycloak, issuer, application)));
    DemoProcess demo = SessionFiles.start(config, port);
    demo.url();
    return demo;
  }
}
