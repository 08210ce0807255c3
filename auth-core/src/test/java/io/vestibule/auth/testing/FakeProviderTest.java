package io.vestibule.auth.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FakeProviderTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static FakeProvider provider;

  @BeforeAll
  static void start() throws IOException {
    provider = FakeProvider.start();
  }

  @AfterAll
  static void end() {
    provider.close();
  }

  @BeforeEach
  void well() {
    provider.with().drifts(Duration.ZERO).signedIn("ann", Map.of("email", "ann@example.com"));
  }

  @Test
  void gives_a_code_and_for_it_tokens_that_its_published_key_has_signed() throws Exception {
    Map<String, Object> tokens = tokens(code(), VERIFIER);

    SignedJWT token = SignedJWT.parse((String) tokens.get("id_token"));
    assertThat(token.verify(verifier(token.getHeader().getKeyID()))).isTrue();
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("ann");
    assertThat(token.getJWTClaimsSet().getStringClaim("nonce")).isEqualTo("the-nonce");
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("app");
  }

  @Test
  void brings_back_the_state_and_says_who_it_is() throws Exception {
    assertThat(location(Map.of()))
        .startsWith("http://127.0.0.1:1/oauth/callback?code=")
        .contains("&state=the-state&iss=" + URLEncoder.encode(provider.issuer(), UTF_8));
  }

  @Test
  void takes_a_code_once_and_with_the_right_verifier() throws Exception {
    String code = code();
    assertThat(tokens(code, "wrong" + VERIFIER)).containsEntry("error", "invalid_grant");
    assertThat(tokens(code, VERIFIER)).containsEntry("error", "invalid_grant");
  }

  @Test
  void demands_pkce() throws Exception {
    assertThat(location(Map.of("code_challenge_method", "plain")))
        .contains("error=invalid_request");
    assertThat(location(Map.of("code_challenge", ""))).contains("error=invalid_request");
  }

  @Test
  void takes_a_refresh_token_once_and_tells_what_has_changed() throws Exception {
    String first = (String) tokens(code(), VERIFIER).get("refresh_token");
    provider.signedIn("ann", Map.of("groups", List.of("admins")));

    Map<String, Object> refreshed = refresh(first);

    assertThat(SignedJWT.parse((String) refreshed.get("id_token"))
            .getJWTClaimsSet()
            .getStringListClaim("groups"))
        .containsExactly("admins");
    assertThat(refresh(first)).containsEntry("error", "invalid_grant");
  }

  @Test
  void refuses_refreshes_of_whoever_was_revoked() throws Exception {
    provider.signedIn("eve", Map.of());
    String token = (String) tokens(code(), VERIFIER).get("refresh_token");
    provider.revoke("eve");

    assertThat(refresh(token)).containsEntry("error", "invalid_grant");
  }

  @Test
  void tells_the_claims_to_the_access_token() throws Exception {
    String access = (String) tokens(code(), VERIFIER).get("access_token");

    assertThat(get("/userinfo", "Bearer " + access).body()).contains("ann@example.com");
    assertThat(get("/userinfo", "Bearer wrong").statusCode()).isEqualTo(401);
  }

  @Test
  void takes_pushed_requests_once() throws Exception {
    Map<String, Object> pushed = post("/par", asked(Map.of()));
    Map<String, String> short_ =
        Map.of("client_id", "app", "request_uri", (String) pushed.get("request_uri"));

    assertThat(get("/authorize?" + encoded(short_), "").statusCode()).isEqualTo(302);
    assertThat(get("/authorize?" + encoded(short_), "").statusCode()).isEqualTo(400);
  }

  @Test
  void rotates_its_keys() throws Exception {
    String before = get("/jwks", "").body();
    provider.rotateKeys();
    assertThat(JWKSet.parse(get("/jwks", "").body()).size()).isEqualTo(2);
    provider.replaceKeys();
    assertThat(get("/jwks", "").body()).isNotEqualTo(before);
    assertThat(JWKSet.parse(get("/jwks", "").body()).size()).isEqualTo(1);
  }

  @Test
  void goes_away_and_comes_back_with_what_it_knew() throws Exception {
    String code = code();
    provider.down();
    try {
      assertThatThrownBy(() -> get("/jwks", "")).isInstanceOf(IOException.class);
    } finally {
      provider.up();
    }
    assertThat(tokens(code, VERIFIER)).containsKey("id_token");
  }

  @Test
  void says_by_its_clock_what_time_it_is() throws Exception {
    provider.drifts(Duration.ofMinutes(-10));
    String date = get("/jwks", "").headers().firstValue("Date").orElseThrow();
    Instant said =
        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    assertThat(Duration.between(said, Instant.now())).isBetween(minutes(9), minutes(11));
  }

  @Test
  void has_the_right_answer_where_it_redirects_to() throws Exception {
    provider.with(Fault.KEYS_REDIRECT);
    HttpResponse<String> answer = get("/jwks", "");
    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(get(answer.headers().firstValue("Location").orElseThrow(), "").body())
        .contains("\"kid\"");
  }

  @Test
  void sends_64_megabytes() throws Exception {
    provider.with(Fault.METADATA_HUGE);
    assertThat(get("/.well-known/openid-configuration", "").body().length())
        .isGreaterThan(64_000_000);
  }

  @ParameterizedTest
  @EnumSource
  void does_each_wrong_without_breaking_down(Fault fault) throws Exception {
    if (fault.name().endsWith("_LATE") || fault.name().endsWith("_HUGE")) {
      return;
    }
    String code = code();
    provider.with(fault);
    assertThat(location(Map.of())).isNotEmpty();
    assertThat(get("/.well-known/openid-configuration", "").statusCode()).isLessThan(504);
    assertThat(get("/jwks", "").statusCode()).isLessThan(504);
    assertThat(provider.logoutToken("ann", "sid-1").split("\\.")).hasSizeBetween(2, 3);
    if (fault != Fault.TOKEN_DROPPED) {
      assertThat(raw("/token", exchange(code, VERIFIER)).statusCode()).isLessThan(504);
    }
  }

  @Test
  void remembers_what_it_was_sent() throws Exception {
    code();
    List<Call> seen = provider.seen("/authorize");
    assertThat(seen.get(seen.size() - 1).parameter("state")).contains("the-state");
  }

  private static Duration minutes(int count) {
    return Duration.ofMinutes(count);
  }

  private static Map<String, String> asked(Map<String, String> more) {
    Map<String, String> asked = new java.util.TreeMap<>(Map.of(
        "response_type", "code",
        "client_id", "app",
        "redirect_uri", "http://127.0.0.1:1/oauth/callback",
        "scope", "openid email",
        "state", "the-state",
        "nonce", "the-nonce",
        "code_challenge", CHALLENGE,
        "code_challenge_method", "S256"));
    asked.putAll(more);
    return asked;
  }

  private static String location(Map<String, String> more) throws Exception {
    return get("/authorize?" + encoded(asked(more)), "")
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }

  private static String code() throws Exception {
    return Arrays.stream(URI.create(location(Map.of())).getQuery().split("&", -1))
        .filter(pair -> pair.startsWith("code="))
        .map(pair -> pair.substring("code=".length()))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> exchange(String code, String verifier) {
    return Map.of(
        "grant_type",
        "authorization_code",
        "code",
        code,
        "redirect_uri",
        "http://127.0.0.1:1/oauth/callback",
        "code_verifier",
        verifier);
  }

  private static Map<String, Object> tokens(String code, String verifier) throws Exception {
    return post("/token", exchange(code, verifier));
  }

  private static Map<String, Object> refresh(String token) throws Exception {
    return post("/token", Map.of("grant_type", "refresh_token", "refresh_token", token));
  }

  private static JWSVerifier verifier(String kid) throws Exception {
    return new RSASSAVerifier(
        JWKSet.parse(get("/jwks", "").body()).getKeyByKeyId(kid).toRSAKey());
  }

  private static HttpResponse<String> get(String path, String authorization) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(provider.issuer() + path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static Map<String, Object> post(String path, Map<String, String> form) throws Exception {
    return JSONObjectUtils.parse(raw(path, form).body());
  }

  private static HttpResponse<String> raw(String path, Map<String, String> form) throws Exception {
    String pair = encode(FakeProvider.CLIENT_ID) + ":" + encode(FakeProvider.CLIENT_SECRET);
    HttpRequest request = HttpRequest.newBuilder(URI.create(provider.issuer() + path))
        .header(
            "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(encoded(form)))
        .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
