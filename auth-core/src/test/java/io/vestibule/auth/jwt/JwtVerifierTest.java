package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
  private static final String ISSUER = "https://id.example.org";
  private static final String AUDIENCE = "https://api.example.org";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Mint RSA = Mint.of("RS256", "r1");
  private static final Mint EC = Mint.of("ES256", "e1");
  private static final Mint ED = Mint.of("EdDSA", "d1");

  private final FakeClock clock = new FakeClock(NOW);
  private final JwtVerifier verifier = verifier(Keys.of(RSA.jwks(EC, ED)));

  @Test
  void believes_a_token_that_is_right_in_everything() {
    VerifiedJwt jwt = verified(RSA.token(claims("roles", List.of("admin"), "jti", "7")));

    assertThat(jwt.subject()).contains("ada");
    assertThat(jwt.issuer()).isEqualTo(ISSUER);
    assertThat(jwt.audience()).containsExactly(AUDIENCE);
    assertThat(jwt.expires()).contains(NOW.plusSeconds(300));
    assertThat(jwt.issuedAt()).contains(NOW);
    assertThat(jwt.id()).contains("7");
    assertThat(jwt.type()).isEqualTo("at+jwt");
    assertThat(jwt.algorithm()).isEqualTo(JwsAlgorithm.RS256);
    assertThat(jwt.texts("roles")).containsExactly("admin");
    assertThat(jwt).hasToString("VerifiedJwt[https://id.example.org ada]");
  }

  @ParameterizedTest
  @EnumSource(JwsAlgorithm.class)
  void knows_right_from_wrong_by_every_algorithm(JwsAlgorithm algorithm) {
    if (algorithm == JwsAlgorithm.HS384 || algorithm == JwsAlgorithm.HS512) {
      return; // The secret is too short for them, which another test is about.
    }
    Mint mint = Mint.of(algorithm.text(), "k");
    JwtVerifier one = builder(Keys.of(mint.jwks())).algorithms(algorithm).build();
    String token = mint.token(claims());

    assertThat(one.verify(token)).isInstanceOf(VerifiedJwt.class);
    assertThat(one.verify(flipped(token))).isEqualTo(refused("the signature is wrong"));
  }

  @Test
  void a_secret_that_is_too_short_signs_nothing() {
    assertThatThrownBy(() -> Keys.secret(Secret.of("x".repeat(31))))
        .hasMessage("has fewer than 32 bytes");
    Mint mint = Mint.of("HS256", "k");
    JwtVerifier one = builder(Keys.of(mint.jwks()))
        .algorithms(JwsAlgorithm.HS256, JwsAlgorithm.HS512)
        .build();

    assertThat(one.verify(mint.token(claims()))).isInstanceOf(VerifiedJwt.class);
    assertThat(one.verify(mint.as("HS512").token(claims())))
        .isEqualTo(refused("signed by a key that is not the issuer's"));
  }

  /** Every single bit of the three parts. */
  @Test
  void one_bit_that_is_another_makes_another_token() {
    String token = ED.token(claims());
    String[] parts = token.split("\\.", -1);
    int seen = 0;
    for (int part = 0; part < 3; part++) {
      byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
      for (int bit = 0; bit < bytes.length * 8; bit += 5) {
        byte[] other = bytes.clone();
        other[bit / 8] ^= (byte) (1 << bit % 8);
        String[] changed = parts.clone();
        changed[part] = Mint.encoded(other);
        seen++;
        assertThat(verifier.verify(String.join(".", changed)))
            .as("part %d bit %d", part, bit)
            .isInstanceOf(RefusedJwt.class);
      }
    }
    assertThat(seen).isGreaterThan(300);
    assertThat(verifier.verify(token)).isInstanceOf(VerifiedJwt.class);
  }

  static Stream<Arguments> wrong_claims() {
    return Stream.of(
        Arguments.of(
            "iss", "https://evil.example", "issuer is https://evil.example, not " + ISSUER),
        Arguments.of("iss", ISSUER + "/", "issuer is " + ISSUER + "/, not " + ISSUER),
        Arguments.of("iss", null, "issuer is missing, not " + ISSUER),
        Arguments.of("iss", List.of(ISSUER), "issuer is [" + ISSUER + "], not " + ISSUER),
        Arguments.of("aud", "other", "audience is other, not [" + AUDIENCE + "]"),
        Arguments.of("aud", null, "audience is , not [" + AUDIENCE + "]"),
        Arguments.of("aud", List.of(), "audience is [], not [" + AUDIENCE + "]"),
        Arguments.of(
            "aud",
            List.of(AUDIENCE, 1),
            "audience is [" + AUDIENCE + ",1], not [" + AUDIENCE + "]"),
        Arguments.of(
            "aud",
            Map.of("x", AUDIENCE),
            "audience is {x=" + AUDIENCE + "}, not [" + AUDIENCE + "]"),
        Arguments.of("sub", 1, "the subject is unusable"),
        Arguments.of("sub", "", "there is no sub"),
        Arguments.of("sub", " ", "the subject is unusable"),
        Arguments.of("sub", "a\u0000b", "the subject is unusable"),
        Arguments.of("sub", "x".repeat(256), "the subject is unusable"),
        Arguments.of("sub", null, "there is no sub"),
        Arguments.of("exp", null, "there is no exp"),
        Arguments.of("exp", "1767225900", "exp is 1767225900, which is no time"),
        Arguments.of("exp", 1e30, "exp is 1.0E30, which is no time"),
        Arguments.of("exp", Long.MAX_VALUE, "exp is 9223372036854775807, which is no time"),
        Arguments.of("exp", -1, "exp is -1, which is no time"),
        Arguments.of("exp", true, "exp is true, which is no time"),
        Arguments.of("nbf", "x", "nbf is x, which is no time"),
        Arguments.of("nbf", NOW.plusSeconds(61).getEpochSecond(), "nbf is 61 s ahead"),
        Arguments.of("iat", NOW.plusSeconds(61).getEpochSecond(), "iat is 61 s ahead"),
        Arguments.of("iat", 1e30, "iat is 1.0E30, which is no time"),
        Arguments.of("iat", "now", "iat is now, which is no time"));
  }

  @ParameterizedTest
  @MethodSource("wrong_claims")
  void one_claim_that_is_wrong_is_enough(String name, Object value, String detail) {
    Map<String, Object> claims = claims();
    claims.put(name, value);

    JwtResult result = verifier.verify(EC.token(claims));

    assertThat(result).isInstanceOf(RefusedJwt.class);
    assertThat(((RefusedJwt) result).detail()).startsWith(detail.split("\\[", -1)[0]);
  }

  @Test
  void the_skew_has_two_edges() {
    String token = ED.token(claims("exp", NOW.getEpochSecond(), "nbf", NOW.getEpochSecond()));

    clock.pass(Duration.ofSeconds(59));
    assertThat(verifier.verify(token)).isInstanceOf(VerifiedJwt.class);
    clock.pass(Duration.ofSeconds(1));
    assertThat(verifier.verify(token))
        .isEqualTo(new RefusedJwt(Reason.EXPIRED, "expired 60 s ago"));
    clock.pass(Duration.ofMinutes(-2));
    assertThat(verifier.verify(token)).isInstanceOf(VerifiedJwt.class);
    clock.pass(Duration.ofSeconds(-1));
    assertThat(verifier.verify(token)).isEqualTo(refused("nbf is 61 s ahead"));
  }

  static Stream<Arguments> wrong_headers() {
    String jwk = RSA.jwk();
    return Stream.of(
        Arguments.of("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"None\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"rs256\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"RS512\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"PS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":[\"RS256\"],\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":null,\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"logout+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"dpop+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":7,\"kid\":\"r1\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r2\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":1}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"../../r1\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"crit\":[]}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"crit\":[\"exp\"]}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"b64\":true}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"zip\":\"DEF\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"alg\":\"RS256\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"x\":\"\\ud800\"}"),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\"} x"),
        Arguments.of("\ufeff{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}"),
        Arguments.of("[]"),
        Arguments.of("null"),
        Arguments.of(
            "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"jwk\":" + jwk + ",\"kid\":\"evil\"}"));
  }

  @ParameterizedTest
  @MethodSource("wrong_headers")
  void one_header_that_is_wrong_is_enough(String header) {
    assertThat(verifier.verify(RSA.sign(header, json(claims())))).isInstanceOf(RefusedJwt.class);
  }

  @Test
  void keys_that_a_header_brings_along_are_never_used() {
    Mint evil = Mint.of("RS256", "r1");
    for (String header : List.of(
        "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"jwk\":" + evil.jwk() + "}",
        "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"jwk\":" + evil.jwk() + "}",
        "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"jku\":\"https://evil.example/\"}",
        "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\",\"x5u\":\"https://evil.example/\"}")) {
      assertThat(verifier.verify(evil.sign(header, json(claims()))))
          .as(header)
          .isEqualTo(refused("the signature is wrong"));
      assertThat(verifier.verify(RSA.sign(header, json(claims()))))
          .as("it says nothing to us: " + header)
          .isInstanceOf(VerifiedJwt.class);
    }
  }

  @Test
  void a_public_key_is_no_secret() {
    String pem = RSA.pem();
    String signed = Mint.encoded("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"r1\"}") + "."
        + Mint.encoded(json(claims()));
    for (byte[] secret : List.of(pem.getBytes(UTF_8), RSA.jwk().getBytes(UTF_8))) {
      String token = signed + "." + Mint.encoded(hmac(secret, signed));
      assertThat(verifier.verify(token))
          .isEqualTo(refused("signed by HS256, which is not allowed"));
    }
  }

  static Stream<String> other_spellings() {
    String token = ED.token(header(), claims("pad", "")).strip();
    String[] parts = token.split("\\.", -1);
    return Stream.of(
        " " + token,
        token + " ",
        token + "\n",
        token + "=",
        parts[0] + "=." + parts[1] + "." + parts[2],
        parts[0] + "." + parts[1] + "?." + parts[2],
        parts[0] + "." + parts[1] + "." + parts[2].replace('-', '+').replace('_', '/') + "==",
        parts[0] + ".\r\n" + parts[1] + "." + parts[2],
        parts[0] + ".." + parts[1] + "." + parts[2],
        parts[0] + "." + parts[1] + ".",
        parts[0] + "." + parts[1],
        "." + parts[1] + "." + parts[2],
        parts[0] + ".." + parts[2],
        token + ".AA.AA",
        "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\""
            + parts[2] + "\"}",
        lastBitsChanged(token),
        "",
        ".",
        "..",
        "a.b.c",
        "\u00e9" + token);
  }

  @ParameterizedTest
  @MethodSource("other_spellings")
  void a_token_has_one_spelling(String token) {
    assertThat(verifier.verify(token)).isInstanceOf(RefusedJwt.class);
  }

  static Stream<String> other_payloads() {
    String json = json(claims());
    String open = json.substring(0, json.length() - 1);
    return Stream.of(
        "",
        "null",
        "[]",
        "\"x\"",
        json + json,
        json + " x",
        "\ufeff" + json,
        open + ",\"sub\":\"root\"}",
        open + ",\"x\":\"\\ud800\"}",
        open + ",\"x\":[\"\\udc00\"]}",
        open + ",\"\\ud800\":1}",
        open + ",x:1}",
        open + ",\"x\":01}",
        open + ",\"x\":NaN}",
        open + ",}",
        "{\"a\":" + "[".repeat(1500) + "]".repeat(1500) + "}");
  }

  @ParameterizedTest
  @MethodSource("other_payloads")
  void a_payload_has_one_reading(String payload) {
    String encoded = Mint.encoded(payload);
    JwtResult result = verifier.verify(ED.signEncoded(Mint.encoded(json(header())), encoded));
    assertThat(result).isInstanceOf(RefusedJwt.class);
  }

  @Test
  void two_subjects_never_fold_into_one() {
    byte[] bytes = json(claims("sub", "ad?a")).getBytes(ISO_8859_1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
    }
    String token = ED.signEncoded(Mint.encoded(json(header())), Mint.encoded(bytes));

    assertThat(verifier.verify(token)).isInstanceOf(RefusedJwt.class);
    assertThat(verified(ED.token(claims("sub", "ad\u00e4\ud83d\ude00"))).subject())
        .contains("ad\u00e4\ud83d\ude00");
  }

  @Test
  void a_long_token_is_not_even_looked_at() {
    String token = RSA.token(claims("x", "x".repeat(8192)));

    assertThat(verifier.verify(token))
        .isEqualTo(new RefusedJwt(Reason.MALFORMED, "not three parts of base64url, or too long"));
    assertThat(builder(Keys.of(RSA.jwks()))
            .algorithms(JwsAlgorithm.RS256)
            .longest(20_000)
            .build()
            .verify(token))
        .isInstanceOf(VerifiedJwt.class);
  }

  @Test
  void a_key_without_kid_fits_any_token_and_a_token_without_kid_fits_any_key() {
    JwtVerifier pem = verifier(Keys.pem(RSA.pem() + EC.pem() + ED.pem()));
    for (Mint mint : List.of(RSA, EC, ED)) {
      Map<String, Object> header = mint.header();
      assertThat(pem.verify(mint.token(header, claims()))).isInstanceOf(VerifiedJwt.class);
      header.remove("kid");
      assertThat(pem.verify(mint.token(header, claims()))).isInstanceOf(VerifiedJwt.class);
      assertThat(verifier.verify(mint.token(header, claims()))).isInstanceOf(VerifiedJwt.class);
    }
  }

  @Test
  void r_and_s_of_zero_sign_nothing() {
    String token = EC.token(claims());
    String zero = token.substring(0, token.lastIndexOf('.') + 1) + Mint.encoded(new byte[64]);

    assertThat(verifier.verify(zero)).isEqualTo(refused("the signature is wrong"));
  }

  @Test
  void types_differ_in_neither_case_nor_prefix_and_one_without_must_be_asked_for() {
    for (String type : List.of("AT+JWT", "application/at+jwt")) {
      Map<String, Object> header = ED.header();
      header.put("typ", type);
      assertThat(verifier.verify(ED.token(header, claims()))).isInstanceOf(VerifiedJwt.class);
    }
    Map<String, Object> header = ED.header();
    header.remove("typ");
    String token = ED.token(header, claims());
    assertThat(verifier.verify(token)).isEqualTo(refused("it has no typ"));
    assertThat(builder(Keys.of(ED.jwks()))
            .algorithms(JwsAlgorithm.EDDSA)
            .orWithoutType()
            .build()
            .verify(token))
        .isInstanceOf(VerifiedJwt.class);
  }

  @Test
  void without_exp_its_age_may_count_where_that_was_asked_for() {
    JwtVerifier logout = builder(Keys.of(ED.jwks()))
        .algorithms(JwsAlgorithm.EDDSA)
        .orIssuedWithin(Duration.ofMinutes(2))
        .build();
    String token = ED.token(claims("exp", null));

    assertThat(logout.verify(token)).isInstanceOf(VerifiedJwt.class);
    assertThat(logout.verify(ED.token(claims("exp", null, "iat", null))))
        .isEqualTo(refused("there is neither exp nor iat"));
    clock.pass(Duration.ofMinutes(3));
    assertThat(logout.verify(token)).isEqualTo(new RefusedJwt(Reason.EXPIRED, "issued 180 s ago"));
  }

  @Test
  void what_a_token_says_cannot_be_changed() {
    VerifiedJwt jwt = verified(RSA.token(claims("a", Map.of("b", List.of("c")))));

    assertThatThrownBy(() -> jwt.claims().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    Map<?, ?> inner = (Map<?, ?>) jwt.claims().get("a");
    assertThatThrownBy(inner::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(((List<?>) inner.get("b"))::clear)
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_verifier_that_would_accept_too_much_cannot_be_made() {
    Keys keys = Keys.of(RSA.jwks());
    assertThatThrownBy(() -> JwtVerifier.builder()
            .audience("a")
            .algorithms(JwsAlgorithm.RS256)
            .types("at+jwt")
            .keys(keys)
            .build())
        .hasMessage("a verifier needs an issuer");
    assertThatThrownBy(() -> JwtVerifier.builder()
            .issuer("i")
            .algorithms(JwsAlgorithm.RS256)
            .types("at+jwt")
            .keys(keys)
            .build())
        .hasMessage("a verifier needs an audience");
    assertThatThrownBy(() -> JwtVerifier.builder()
            .issuer("i")
            .audience("a")
            .types("at+jwt")
            .keys(keys)
            .build())
        .hasMessage("a verifier needs the algorithms that are allowed");
    assertThatThrownBy(() -> JwtVerifier.builder()
            .issuer("i")
            .audience("a")
            .algorithms(JwsAlgorithm.RS256)
            .orWithoutType()
            .keys(keys)
            .build())
        .hasMessage("a verifier needs the types that are allowed");
    assertThatThrownBy(() -> JwtVerifier.builder()
            .issuer("i")
            .audience("a")
            .algorithms(JwsAlgorithm.RS256)
            .types("at+jwt")
            .build())
        .hasMessage("a verifier needs keys");
    assertThatThrownBy(() ->
            builder(keys).algorithms(JwsAlgorithm.RS256, JwsAlgorithm.HS256).build())
        .hasMessage("HS256 and the like cannot be allowed beside public keys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "two"})
  void keys_that_the_application_makes_itself_may_rotate(String ignored) {
    Mint old = Mint.of("EdDSA", "1");
    Mint fresh = Mint.of("EdDSA", "2");
    String[] published = {old.jwks()};
    JwtVerifier own =
        builder(Keys.own(() -> published[0])).algorithms(JwsAlgorithm.EDDSA).build();
    long before = own.generation();

    assertThat(own.verify(fresh.token(claims()))).isInstanceOf(RefusedJwt.class);
    published[0] = old.jwks(fresh);
    assertThat(own.verify(fresh.token(claims()))).isInstanceOf(VerifiedJwt.class);
    assertThat(own.verify(old.token(claims()))).isInstanceOf(VerifiedJwt.class);
    published[0] = fresh.jwks();
    assertThat(own.verify(old.token(claims()))).isInstanceOf(RefusedJwt.class);
    assertThat(own.generation()).isGreaterThan(before);
  }

  private JwtVerifier verifier(Keys keys) {
    return builder(keys)
        .algorithms(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EDDSA)
        .build();
  }

  private JwtVerifier.Builder builder(Keys keys) {
    return JwtVerifier.builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .types("at+jwt", "JWT")
        .required("sub")
        .clock(clock)
        .keys(keys);
  }

  private VerifiedJwt verified(String token) {
    JwtResult result = verifier.verify(token);
    assertThat(result).isInstanceOf(VerifiedJwt.class);
    return (VerifiedJwt) result;
  }

  private static RefusedJwt refused(String detail) {
    return new RefusedJwt(Reason.INVALID, detail);
  }

  private static Map<String, Object> header() {
    return ED.header();
  }

  private static Map<String, Object> claims(Object... more) {
    Map<String, Object> claims = new LinkedHashMap<>(Map.of(
        "iss",
        ISSUER,
        "aud",
        AUDIENCE,
        "sub",
        "ada",
        "iat",
        NOW.getEpochSecond(),
        "exp",
        NOW.plusSeconds(300).getEpochSecond()));
    for (int i = 0; i < more.length; i += 2) {
      claims.put((String) more[i], more[i + 1]);
    }
    return claims;
  }

  private static String json(Map<String, Object> members) {
    return com.nimbusds.jose.util.JSONObjectUtils.toJSONString(new HashMap<>(members));
  }

  private static byte[] hmac(byte[] secret, String signed) {
    try {
      javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
      mac.init(new javax.crypto.spec.SecretKeySpec(secret, "HMAC"));
      return mac.doFinal(signed.getBytes(UTF_8));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** One bit in the middle of the signature. */
  private static String flipped(String token) {
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
    byte[] other = Arrays.copyOf(signature, signature.length);
    other[signature.length / 2] ^= 4;
    return token.substring(0, dot + 1) + Mint.encoded(other);
  }

  /** The last character of 64 bytes in base64 has four bits that say nothing. */
  private static String lastBitsChanged(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + alphabet.charAt(last + 1);
  }
}
