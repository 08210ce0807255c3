package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Auth;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Call;
import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider is sent by each way of proving that we are the client: where requests are handed in, and for tokens. */
class ClientAuthFlowTest {
  @TempDir
  private Path folder;

  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start().onlyTakesPushed();
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private void signIn(String clientAuth) {
    String text = """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        %s
        authorized_domains = example.com
        """.formatted(provider.issuer(), clientAuth);
    try (Auth auth = Configuration.parse("auth.ini", text, folder, Map.of(), InstantSource.system())
        .auth()) {
      Browser browser = new Browser(auth);
      URI sent = browser.sentTo("/");
      assertThat(Browser.query(sent)).containsOnlyKeys("client_id", "request_uri");
      assertThat(browser.get(browser.answerOf(sent)).status()).isEqualTo(303);
    }
  }

  private Call pushed() {
    return provider.seen("/par").get(0);
  }

  private Call exchanged() {
    return provider.seen("/token").get(0);
  }

  @Test
  void a_secret_stands_in_a_header_and_never_in_a_form() {
    signIn("client_auth = basic\nclient_secret = " + FakeProvider.CLIENT_SECRET);
    assertThat(pushed().authorization()).startsWith("Basic ");
    assertThat(pushed().parameters())
        .containsEntry("client_id", "app")
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("nonce", "state", "redirect_uri", "scope", "response_type")
        .doesNotContainKeys("client_secret", "code_verifier");
    assertThat(exchanged().authorization()).startsWith("Basic ");
    assertThat(exchanged().parameters())
        .containsOnlyKeys("grant_type", "code", "redirect_uri", "code_verifier");
  }

  @Test
  void a_secret_stands_in_a_form_where_it_is_wanted_there() {
    signIn("client_auth = post\nclient_secret = " + FakeProvider.CLIENT_SECRET);
    for (Call call : new Call[] {pushed(), exchanged()}) {
      assertThat(call.authorization()).isEmpty();
      assertThat(call.parameters())
          .containsEntry("client_id", "app")
          .containsEntry("client_secret", FakeProvider.CLIENT_SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void an_assertion_is_for_the_endpoint_that_reads_it_and_another_one_each_time(String type)
      throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance(type).generateKeyPair();
    Files.writeString(
        folder.resolve("client-key.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    signIn("private_key_file = client-key.pem\nkey_id = key-7");
    for (Call call : new Call[] {pushed(), exchanged()}) {
      assertThat(call.authorization()).isEmpty();
      assertThat(call.parameters())
          .containsEntry("client_id", "app")
          .containsEntry(
              "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
          .doesNotContainKey("client_secret");
      JWSVerifier verifier = new DefaultJWSVerifierFactory()
          .createJWSVerifier(assertion(call).getHeader(), pair.getPublic());
      assertThat(assertion(call).verify(verifier)).isTrue();
      assertThat(assertion(call).getJWTClaimsSet().getAudience())
          .containsExactly(provider.issuer() + call.path());
    }
    assertThat(assertion(pushed()).getJWTClaimsSet().getJWTID())
        .isNotEqualTo(assertion(exchanged()).getJWTClaimsSet().getJWTID());
  }

  private static SignedJWT assertion(Call call) throws Exception {
    return SignedJWT.parse(call.parameter("client_assertion").orElseThrow());
  }
}
