package io.vestibule.auth.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Decision;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.jwt.JwsAlgorithm;
import io.vestibule.auth.jwt.JwtResult;
import io.vestibule.auth.jwt.JwtVerifier;
import io.vestibule.auth.jwt.Keys;
import io.vestibule.auth.jwt.RefusedJwt;
import io.vestibule.auth.jwt.VerifiedJwt;
import io.vestibule.auth.testing.Decided;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own tokens with one bit, one claim or one header changed, and those that others have made. */
class ForgedTokensTest {
  private final App app = new App();
  private final String token = app.signIn().text("access_token");
  private final String[] parts = token.split("\\.", -1);

  private void assertRefused(String forged) {
    Decision decision = app.with(forged, "/page");

    assertThat(decision).isInstanceOf(Decision.Answer.class);
    assertThat(Decided.answer(decision).status()).isEqualTo(401);
  }

  private static String part(Map<String, Object> members) {
    return Base64Url.encode(JSONObjectUtils.toJSONString(members).getBytes(UTF_8));
  }

  private static Map<String, Object> members(String part) throws Exception {
    return new LinkedHashMap<>(
        JSONObjectUtils.parse(new String(Base64.getUrlDecoder().decode(part), UTF_8)));
  }

  @Test
  void the_token_itself_is_good() {
    assertThat(app.with(token, "/page")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void no_bit_of_the_signature_may_change() {
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      assertRefused(parts[0] + "." + parts[1] + "." + Base64Url.encode(changed));
    }
    assertRefused(parts[0] + "." + parts[1] + "." + Base64Url.encode(Arrays.copyOf(signature, 63)));
    assertRefused(parts[0] + "." + parts[1] + ".");
  }

  @Test
  void no_bit_of_the_header_or_the_claims_may_change() {
    for (int part = 0; part < 2; part++) {
      byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
      for (int i = 0; i < bytes.length; i++) {
        byte[] changed = bytes.clone();
        changed[i] ^= (byte) (1 << (i % 8));
        String[] forged = parts.clone();
        forged[part] = Base64Url.encode(changed);
        assertRefused(String.join(".", forged));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "iss, https://evil.example",
    "aud, https://other.example.org",
    "sub, bob",
    "jti, AAAAAAAAAAAAAAAAAAAAAA",
    "scope, read write root",
    "sid, AAAA"
  })
  void no_claim_may_change(String claim, String value) throws Exception {
    Map<String, Object> claims = members(parts[1]);
    claims.put(claim, value);
    assertRefused(parts[0] + "." + part(claims) + "." + parts[2]);
    claims.remove(claim);
    assertRefused(parts[0] + "." + part(claims) + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "iat", "auth_time"})
  void no_time_may_change(String claim) throws Exception {
    Map<String, Object> claims = members(parts[1]);
    claims.put(claim, ((Number) claims.get(claim)).longValue() + 1);
    assertRefused(parts[0] + "." + part(claims) + "." + parts[2]);
  }

  @ParameterizedTest
  @CsvSource({
    "typ, JWT",
    "typ, logout+jwt",
    "alg, none",
    "alg, RS256",
    "alg, HS256",
    "alg, Ed25519",
    "kid, AAAA",
    "jku, https://evil.example/keys",
    "cty, JWT"
  })
  void no_header_may_change(String name, String value) throws Exception {
    Map<String, Object> header = members(parts[0]);
    header.put(name, value);
    assertRefused(part(header) + "." + parts[1] + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "==", " ", ".", "\u00e4"})
  void a_token_has_one_spelling(String more) {
    assertRefused(parts[0] + "." + parts[1] + more + "." + parts[2]);
    assertRefused(parts[0] + more + "." + parts[1] + "." + parts[2]);
  }

  /** What would pass if the type of a token were not looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"JWT", "dpop+jwt", "id+jwt"})
  void our_own_key_under_another_type_is_no_access_token(String type) throws Exception {
    assertRefused(signed(header -> {
      header.put("typ", type);
      return header;
    }));
  }

  private String signed(UnaryOperator<Map<String, Object>> change) throws Exception {
    String text = part(change.apply(members(parts[0]))) + "." + parts[1];
    SigningKeys keys = app.configuration.shared(SigningKeys.class).orElseThrow();
    return text + "." + keys.signing().sign(text);
  }

  @Test
  void another_key_of_the_same_name_is_another_key() {
    SigningKey other = SigningKey.make(1, Instant.EPOCH, Instant.EPOCH);
    assertRefused(parts[0] + "." + parts[1] + "." + other.sign(parts[0] + "." + parts[1]));
  }

  /** The oldest trick: the public key as the secret of an HMAC. */
  @Test
  void the_public_key_is_no_secret() throws Exception {
    Map<String, Object> header = members(parts[0]);
    header.put("alg", "HS256");
    String text = part(header) + "." + parts[1];
    Mac mac = Mac.getInstance("HmacSHA256");
    SigningKeys keys = app.configuration.shared(SigningKeys.class).orElseThrow();
    mac.init(new SecretKeySpec(keys.jwks().getBytes(UTF_8), "HmacSHA256"));
    assertRefused(text + "." + Base64Url.encode(mac.doFinal(text.getBytes(UTF_8))));
  }

  /** TRB-56: nothing but the published keys is needed. */
  @Test
  void another_server_verifies_our_tokens_with_the_published_keys_alone() {
    String jwks = app.get("/.well-known/jwks.json").response().body().toString();

    assertThat(verifier(jwks, App.ISSUER).verify(token)).isInstanceOf(VerifiedJwt.class);
    JwtResult elsewhere = verifier(jwks, "https://other.example.org").verify(token);
    assertThat(elsewhere).isInstanceOf(RefusedJwt.class);
  }

  private JwtVerifier verifier(String jwks, String audience) {
    return JwtVerifier.builder()
        .issuer(App.ISSUER)
        .audience(audience)
        .algorithms(JwsAlgorithm.EDDSA)
        .types("at+jwt")
        .keys(Keys.of(jwks))
        .clock(app.clock)
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "1", "\"x\"", "", "{", "{\"iss\":null}", "{\"iss\":1}"})
  void a_payload_that_is_no_object_of_ours_is_refused_like_any_other(String payload) {
    assertRefused("a." + Base64Url.encode(payload.getBytes(UTF_8)) + ".a");
    assertRefused(parts[0] + "." + Base64Url.encode(payload.getBytes(UTF_8)) + "." + parts[2]);
  }

  @Test
  void another_spelling_of_the_token_is_another_token() {
    assertRefused(token + "=");
    assertRefused(parts[0] + "." + parts[1] + "=." + parts[2]);
    assertRefused(token.replace('.', '~'));
  }
}
