package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.MultivaluedMapUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.vestibule.auth.Secret;
import io.vestibule.auth.oauth.ClientProof.Way;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientProofTest {
  private static final URI TOKEN = URI.create("https://id.example/token");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  @TempDir
  private Path folder;

  private static Optional<ClientAuthentication> shown(Way way, String... accepted) {
    return new ClientProof("my app", way, CLOCK).at(TOKEN, List.of(accepted));
  }

  /** What a form has, as it goes out. */
  private static Map<String, String> form(Way way, String... accepted) {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.POST, TOKEN);
    request.setBody("");
    request.setEntityContentType(ContentType.APPLICATION_URLENCODED);
    shown(way, accepted).ifPresent(proof -> proof.applyTo(request));
    return MultivaluedMapUtils.toSingleValuedMap(URLUtils.parseParameters(request.getBody()));
  }

  private SigningKey key(KeyPair pair) throws IOException {
    Path file = folder.resolve("key.pem");
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return SigningKey.read(file, "key-7");
  }

  private static KeyPair pair(String type) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    if (type.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  @Test
  void a_secret_goes_into_the_header_and_is_encoded_first() {
    Way way = new Way.Shared(Secret.of("s:&+% \u00fc"), false);
    ClientSecretBasic basic = (ClientSecretBasic) shown(way).orElseThrow();
    String pair = new String(
        Base64.getDecoder().decode(basic.toHTTPAuthorizationHeader().substring(6)),
        java.nio.charset.StandardCharsets.UTF_8);
    assertThat(pair).isEqualTo("my+app:s%3A%26%2B%25+%C3%BC");
    assertThat(form(way)).isEmpty();
  }

  @Test
  void a_secret_goes_into_the_form_where_the_provider_wants_it_there() {
    Way way = new Way.Shared(Secret.of("s"), false);
    Map<String, String> form = Map.of("client_id", "my app", "client_secret", "s");
    assertThat(form(way, "client_secret_post")).isEqualTo(form);
    assertThat(form(way, "client_secret_post", "client_secret_basic")).isEmpty();
    assertThat(form(new Way.Shared(Secret.of("s"), true))).isEqualTo(form);
  }

  @Test
  void a_public_client_proves_nothing() {
    assertThat(shown(new Way.None())).isEmpty();
  }

  @Test
  void a_key_signs_an_assertion_for_this_server_and_a_few_minutes() throws Exception {
    KeyPair pair = pair("RSA");
    Map<String, String> form = form(new Way.Assertion(key(pair)));
    SignedJWT jwt = SignedJWT.parse(form.get("client_assertion"));
    assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic()))).isTrue();
    assertThat(jwt.getHeader().getKeyID()).isEqualTo("key-7");
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("my app");
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("my app");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(TOKEN.toString());
    assertThat(jwt.getJWTClaimsSet().getExpirationTime())
        .isEqualTo(Date.from(NOW.plusSeconds(300)));
    assertThat(form.get("client_assertion_type")).endsWith("jwt-bearer");
    assertThat(form(new Way.Assertion(key(pair))).get("client_assertion"))
        .isNotEqualTo(form.get("client_assertion"));
  }

  @Test
  void apple_is_shown_a_secret_that_is_signed_anew() throws Exception {
    KeyPair pair = pair("EC");
    Way way = new Way.SignedSecret(key(pair), "TEAM", "https://appleid.apple.com");
    SignedJWT jwt = SignedJWT.parse(form(way).get("client_secret"));
    assertThat(jwt.verify(new ECDSAVerifier((ECPublicKey) pair.getPublic()))).isTrue();
    assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("TEAM");
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("my app");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("https://appleid.apple.com");
  }

  @Test
  void no_secret_shows_in_any_text() throws Exception {
    assertThat(new Way.Shared(Secret.of("hunter2"), true).toString()).doesNotContain("hunter2");
    assertThat(key(pair("EC")).toString()).isEqualTo("SigningKey[ES256]");
  }
}
