package io.vestibule.auth.issuer;

import static io.vestibule.auth.testing.Decided.identity;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.internal.Base64Url;
import io.vestibule.auth.issuer.App.Answer;
import io.vestibule.auth.testing.Decided;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs sign in, refresh and sign out with tokens. */
class IssuerTest {
  private final App app = new App();

  private static int status(Decision decision) {
    return Decided.answer(decision).status();
  }

  @Test
  void a_program_signs_in_and_shows_its_token() {
    Answer signedIn = app.signIn();

    assertThat(signedIn.status()).isEqualTo(200);
    assertThat(signedIn.members())
        .containsEntry("token_type", "Bearer")
        .containsEntry("expires_in", 900L)
        .containsEntry("scope", "read write")
        .containsEntry("username", "ada")
        .containsEntry("roles", List.of("admin"));
    assertThat(signedIn.response().headers().first("Cache-Control")).contains("no-store");
    assertThat(signedIn.response().headers().first("Set-Cookie")).isEmpty();
    Identity ada = identity(app.with(signedIn.text("access_token"), "/admin/users"));
    assertThat(ada.subject()).isEqualTo("ada");
    assertThat(ada.scheme()).isEqualTo("Bearer");
    assertThat(ada.roles()).containsExactly("admin");
    assertThat(ada.scopes()).containsExactlyInAnyOrder("read", "write");
    assertThat(ada.methods()).containsExactly("pwd");
    assertThat(ada.authenticatedAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
  }

  @Test
  void an_access_token_is_a_jwt_that_says_what_the_page_says() throws Exception {
    SignedJWT jwt = SignedJWT.parse(app.signIn("client_id", "cli").text("access_token"));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();

    assertThat(jwt.getHeader().getType()).hasToString("at+jwt");
    assertThat(jwt.getHeader().getAlgorithm()).hasToString("EdDSA");
    assertThat(jwt.getHeader().getKeyID()).hasSize(43);
    assertThat(claims.getIssuer()).isEqualTo("https://app.example.org");
    assertThat(claims.getAudience()).containsExactly("https://app.example.org");
    assertThat(claims.getSubject()).isEqualTo("ada");
    assertThat(claims.getJWTID()).hasSize(22);
    assertThat(claims.getIssueTime()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(claims.getExpirationTime()).isEqualTo("2026-03-01T12:15:00Z");
    assertThat(claims.getStringClaim("scope")).isEqualTo("read write");
    assertThat(claims.getStringListClaim("roles")).containsExactly("admin");
    assertThat(claims.getStringClaim("client_id")).isEqualTo("cli");
    String nameless = app.signIn().text("access_token");
    assertThat(SignedJWT.parse(nameless).getJWTClaimsSet().getClaims())
        .as("RFC 9068, 2.2")
        .containsKeys("iss", "exp", "aud", "sub", "iat", "jti")
        .containsEntry("client_id", App.ISSUER);
    String namesake = app.signIn("client_id", "ada").text("access_token");
    assertThat(SignedJWT.parse(namesake).getJWTClaimsSet().getClaims())
        .as("others would take it for a token of a client's own")
        .containsEntry("client_id", App.ISSUER);
  }

  @ParameterizedTest
  @CsvSource({
    "wrong password, ada, wrong",
    "nobody, eve, correct horse",
    "a refresh token, ada, vsr_x"
  })
  void a_wrong_sign_in_gives_nothing(String what, String username, String password) {
    Answer refused = app.signIn("username", username, "password", password);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.members())
        .containsEntry("error", "bad-credentials")
        .doesNotContainKey("access_token");
  }

  @Test
  void a_sign_in_is_throttled_as_on_the_login_page() {
    for (int i = 0; i < 30; i++) {
      app.signIn("password", "wrong");
    }
    Answer refused = app.signIn();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("error")).isEqualTo("rate-limited");
    assertThat(refused.response().headers().first("Retry-After")).isPresent();
  }

  @Test
  void a_disabled_user_is_told_so_and_a_missing_field_too() {
    app.users().disable("bob");

    assertThat(app.signIn("username", "bob").text("error")).isEqualTo("account-disabled");
    Answer incomplete = app.post("/auth/api/login", "username", "ada");
    assertThat(incomplete.status()).isEqualTo(422);
    assertThat(incomplete.members()).containsEntry("missing", List.of("password"));
  }

  @Test
  void a_page_of_the_application_itself_gets_a_session_unless_it_asks_for_tokens() {
    FakeRequest page = App.request("POST", "/auth/api/login").with("Sec-Fetch-Site", "same-origin");
    String[] ada = {"username", "ada", "password", "correct horse"};

    assertThat(app.post(page, ada).response().headers().first("Set-Cookie")).isPresent();
    assertThat(app.post(page, ada).members()).doesNotContainKey("access_token");
    Answer tokens =
        app.post(page, "username", "ada", "password", "correct horse", "response_type", "token");
    assertThat(tokens.members()).containsKey("access_token");
    assertThat(tokens.response().headers().first("Set-Cookie")).isEmpty();
  }

  @Test
  void a_page_of_another_site_gets_nothing() {
    FakeRequest foreign =
        App.request("POST", "/auth/api/login").with("Origin", "https://evil.example");

    assertThat(app.post(foreign, "username", "ada", "password", "correct horse").status())
        .isEqualTo(403);
  }

  @Test
  void a_refresh_token_gives_the_next_two_tokens() {
    Answer first = app.signIn();
    app.pass(Duration.ofMinutes(15));
    Answer second = app.refresh(first.text("refresh_token"));

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("refresh_token")).isNotEqualTo(first.text("refresh_token"));
    assertThat(identity(app.with(second.text("access_token"), "/")).subject()).isEqualTo("ada");
    app.pass(Duration.ofSeconds(5));
    assertThat(status(app.with(first.text("access_token"), "/"))).isEqualTo(401);
  }

  @Test
  void a_refresh_token_that_is_used_again_ends_the_family_and_is_told_the_audit() {
    Answer first = app.signIn();
    Answer second = app.refresh(first.text("refresh_token"));

    Answer again = app.refresh(first.text("refresh_token"));
    assertThat(again.status()).isEqualTo(401);
    assertThat(again.text("error")).isEqualTo("invalid_grant");
    assertThat(app.refresh(second.text("refresh_token")).status()).isEqualTo(401);
    assertThat(app.heard(AuditType.REPLAY)).singleElement().satisfies(event -> {
      assertThat(event.outcome()).isEqualTo(AuditEvent.Outcome.DENIED);
      assertThat(event.subject()).isEqualTo("ada");
      assertThat(event.client()).isEqualTo("192.0.2.1");
      assertThat(event.details()).containsEntry("via", "issuer");
    });
  }

  @Test
  void within_the_grace_a_latecomer_is_told_that_another_was_faster() {
    App lenient = new App("refresh_grace = 10s");
    Answer first = lenient.signIn();
    Answer second = lenient.refresh(first.text("refresh_token"));

    Answer late = lenient.refresh(first.text("refresh_token"));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("error")).isEqualTo("already_refreshed");
    assertThat(lenient.refresh(second.text("refresh_token")).status()).isEqualTo(200);
  }

  @Test
  void whoever_is_disabled_deleted_or_has_another_password_refreshes_no_more() {
    String disabled = app.signIn().text("refresh_token");
    String changed = app.signIn().text("refresh_token");
    String deleted = app.signIn("username", "bob").text("refresh_token");

    app.users().disable("ada");
    app.users().delete("bob");
    app.pass(Duration.ofSeconds(2));
    assertThat(app.refresh(disabled).status()).isEqualTo(401);
    assertThat(app.refresh(deleted).status()).isEqualTo(401);
    app.users().enable("ada");
    app.users().setHash("ada", App.hash("another horse"));
    app.pass(Duration.ofSeconds(2));
    assertThat(app.refresh(disabled).status()).isEqualTo(401);
    assertThat(app.refresh(changed).status()).isEqualTo(401);
  }

  @Test
  void refreshed_tokens_say_what_the_user_is_now() {
    String token = app.signIn("username", "bob").text("refresh_token");
    app.users().setRoles("bob", Set.of("editor"));
    app.pass(Duration.ofSeconds(2));

    assertThat(app.refresh(token).members()).containsEntry("roles", List.of("editor"));
  }

  @Test
  void scopes_are_those_that_are_offered_and_a_refresh_may_ask_for_fewer() {
    Answer reader = app.signIn("scope", "read");
    assertThat(reader.text("scope")).isEqualTo("read");
    assertThat(app.signIn("scope", "read root").text("error")).isEqualTo("invalid_scope");

    String token = app.signIn().text("refresh_token");
    Answer fewer = app.post("/auth/api/refresh", "refresh_token", token, "scope", "write");
    assertThat(fewer.text("scope")).isEqualTo("write");
    assertThat(status(app.with(fewer.text("access_token"), "/read/x"))).isEqualTo(403);
    String more = reader.text("refresh_token");
    assertThat(app.post("/auth/api/refresh", "refresh_token", more, "scope", "write")
            .text("error"))
        .isEqualTo("invalid_scope");
    assertThat(app.refresh(more).text("scope")).isEqualTo("read");
    assertThat(app.refresh(fewer.text("refresh_token")).text("scope")).isEqualTo("read write");
  }

  /** A wish for less that was written wrongly must not count as one for all. */
  @ParameterizedTest
  @ValueSource(strings = {"/auth/api/login", "/auth/api/refresh", "/auth/api/token"})
  void a_scope_that_comes_twice_or_as_a_list_is_refused(String address) {
    String token = app.signIn().text("refresh_token");
    for (List<String> scope : List.of(List.of("read", "read"), List.of("read", "write"))) {
      Form form = new Form(Map.of(
          "username", List.of("ada"),
          "password", List.of("correct horse"),
          "refresh_token", List.of(token),
          "scope", scope));
      Answer refused = app.answer(App.request("POST", address), form);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("error")).isEqualTo("invalid_request");
    }
    assertThat(app.refresh(token).status()).isEqualTo(200);
  }

  @Test
  void a_scope_that_the_file_offers_no_more_is_given_no_more() {
    Grant before = new Grant("ada", proofOf("ada"), Set.of("read", "admin"), "");
    RefreshToken token = new RefreshTokens(
            app.store(),
            new RefreshTokens.Lives(Duration.ofDays(30), Duration.ofDays(7), Duration.ZERO),
            new SecureRandom(),
            app.clock,
            any -> {})
        .begin(before);

    assertThat(app.refresh(token.reveal()).text("scope")).isEqualTo("read");
  }

  private String proofOf(String user) {
    app.signIn("username", user);
    return app.store().owned(RefreshTokens.KIND, user).stream()
        .flatMap(entry -> Grant.read(entry.value()).stream())
        .findFirst()
        .orElseThrow()
        .proof();
  }

  @Test
  void signing_out_ends_the_refresh_token_at_once_and_says_how_long_the_access_token_lives() {
    Answer signedIn = app.signIn();
    app.pass(Duration.ofMinutes(5));

    Answer left = app.post("/auth/api/logout", "refresh_token", signedIn.text("refresh_token"));
    assertThat(left.status()).isEqualTo(200);
    assertThat(left.members())
        .containsEntry("authenticated", false)
        .containsEntry("access_token_expires_in", 600L);
    assertThat(app.refresh(signedIn.text("refresh_token")).status()).isEqualTo(401);
    assertThat(identity(app.with(signedIn.text("access_token"), "/")).subject()).isEqualTo("ada");
  }

  @Test
  void signing_out_works_by_the_access_token_too_and_always_succeeds() {
    Answer signedIn = app.signIn();
    FakeRequest leaving = App.request("POST", "/auth/api/logout")
        .with("Authorization", "Bearer " + signedIn.text("access_token"));

    assertThat(app.post(leaving).members()).containsEntry("access_token_expires_in", 900L);
    assertThat(app.refresh(signedIn.text("refresh_token")).status()).isEqualTo(401);
    assertThat(app.post(leaving).status()).isEqualTo(200);
    assertThat(app.post("/auth/api/logout", "refresh_token", "vsr_junk").members())
        .containsEntry("access_token_expires_in", 0L);
    assertThat(app.post("/auth/api/logout").members()).containsEntry("authenticated", false);
  }

  @Test
  void signing_out_with_a_token_that_somebody_else_went_on_with_ends_theirs_and_betrays_them() {
    String mine = app.signIn().text("refresh_token");
    String theirs = app.refresh(app.refresh(mine).text("refresh_token")).text("refresh_token");

    assertThat(app.post("/auth/api/logout", "refresh_token", mine).members())
        .containsEntry("access_token_expires_in", 900L);
    assertThat(app.refresh(theirs).status()).isEqualTo(401);
    assertThat(app.heard(AuditType.LOGOUT)).hasSize(1);
    assertThat(app.heard(AuditType.REPLAY))
        .singleElement()
        .satisfies(event -> assertThat(event.subject()).isEqualTo("ada"));
  }

  private Answer leave(String token) {
    return app.post(
        App.request("POST", "/auth/api/logout").with("Authorization", "Bearer " + token));
  }

  @Test
  void an_access_token_that_has_expired_still_signs_out() {
    Answer signedIn = app.signIn();
    app.pass(Duration.ofMinutes(20));

    assertThat(leave(signedIn.text("access_token")).members())
        .containsEntry("access_token_expires_in", 0L);
    assertThat(app.refresh(signedIn.text("refresh_token")).status()).isEqualTo(401);
    assertThat(app.heard(AuditType.LOGOUT)).hasSize(1);
  }

  @Test
  void a_refresh_token_in_the_field_of_an_access_token_signs_out_too() {
    String token = app.signIn().text("refresh_token");

    assertThat(leave(token).members()).containsEntry("access_token_expires_in", 900L);
    assertThat(app.refresh(token).status()).isEqualTo(401);
  }

  @Test
  void a_token_that_is_refused_and_has_ended_nothing_is_answered_so() {
    Answer signedIn = app.signIn();
    String token = signedIn.text("access_token");
    Answer refused = leave(token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("error")).isEqualTo("invalid_token");
    assertThat(refused.response().headers().first("WWW-Authenticate"))
        .contains("Bearer error=\"invalid_token\"");
    assertThat(app.refresh(signedIn.text("refresh_token")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"refresh_token", "access_token"})
  void a_library_signs_out_as_rfc_7009_has_it(String kind) {
    Answer signedIn = app.signIn();

    assertThat(app.post(
                "/auth/api/logout", "token", signedIn.text(kind), "token_type_hint", "whatever")
            .status())
        .isEqualTo(200);
    assertThat(app.refresh(signedIn.text("refresh_token")).status()).isEqualTo(401);
    assertThat(app.post("/auth/api/logout", "token", "of somebody else").status())
        .isEqualTo(200);
    Form twice = new Form(Map.of("token", List.of(signedIn.text(kind), signedIn.text(kind))));
    assertThat(app.answer(App.request("POST", "/auth/api/logout"), twice).status())
        .isEqualTo(400);
  }

  @Test
  void by_an_old_access_token_too_it_is_said_how_long_the_last_one_lives() {
    Answer signedIn = app.signIn();
    app.pass(Duration.ofMinutes(10));
    app.refresh(signedIn.text("refresh_token"));

    assertThat(leave(signedIn.text("access_token")).members())
        .containsEntry("access_token_expires_in", 900L);
  }

  @Test
  void with_check_revocation_access_tokens_end_with_the_sign_out_and_with_the_account() {
    App strict = new App("check_revocation = yes");
    Answer one = strict.signIn();
    Answer other = strict.signIn("username", "bob");
    assertThat(identity(strict.with(one.text("access_token"), "/")).subject()).isEqualTo("ada");

    assertThat(strict
            .post("/auth/api/logout", "refresh_token", one.text("refresh_token"))
            .members())
        .containsEntry("access_token_expires_in", 0L);
    assertThat(status(strict.with(one.text("access_token"), "/"))).isEqualTo(401);
    assertThat(identity(strict.with(other.text("access_token"), "/")).subject()).isEqualTo("bob");
    strict.users().disable("bob");
    strict.pass(Duration.ofSeconds(2));
    assertThat(status(strict.with(other.text("access_token"), "/"))).isEqualTo(401);
  }

  @Test
  void a_token_answers_who_it_is_at_status() {
    String token = app.signIn().text("access_token");
    FakeRequest asking =
        App.request("GET", "/auth/api/status").with("Authorization", "Bearer " + token);

    assertThat(app.answer(asking, Form.empty()).members())
        .containsEntry("authenticated", true)
        .containsEntry("username", "ada")
        .containsEntry("scope", "read write")
        .containsEntry("expires_at", "2026-03-01T12:15:00Z");
    assertThat(app.get("/auth/api/status").members()).containsEntry("authenticated", false);
    app.pass(Duration.ofMinutes(16));
    assertThat(app.answer(asking, Form.empty()).status()).isEqualTo(401);
  }

  /** TRB-17: each kind of token is good for one thing. */
  @Test
  void no_token_stands_in_for_another() {
    Answer signedIn = app.signIn();
    String refresh = signedIn.text("refresh_token");
    String access = signedIn.text("access_token");
    String code = app.signIn(
            "response_type",
            "code",
            "redirect_uri",
            App.CALLBACK,
            "pkce_code_challenge",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        .text("authorization_code");
    String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    assertThat(code).startsWith("vsc_");
    for (String notAccess : List.of(refresh, code)) {
      assertThat(status(app.with(notAccess, "/"))).isEqualTo(401);
      assertThat(status(app.with(notAccess, "/open/x"))).isEqualTo(401);
    }
    for (String notRefresh : List.of(access, code)) {
      assertThat(app.refresh(notRefresh).status()).isEqualTo(401);
    }
    for (String notCode : List.of(access, refresh)) {
      Answer refused = app.post(
          "/auth/api/token", "authorization_code", notCode, "pkce_code_verifier", verifier);
      assertThat(refused.status()).isEqualTo(400);
    }
    assertThat(app.refresh(refresh).status()).isEqualTo(200);
    assertThat(
            app.post("/auth/api/token", "authorization_code", code, "pkce_code_verifier", verifier)
                .status())
        .isEqualTo(200);
  }

  @Test
  void one_bit_one_claim_one_header_changed_and_a_token_is_worth_nothing() throws Exception {
    String token = app.signIn().text("access_token");
    String[] parts = token.split("\\.", -1);
    Map<String, String> changed = Map.of(
        "signature", parts[0] + "." + parts[1] + "." + flipped(parts[2]),
        "none", part("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + parts[1] + ".AA",
        "typ", part("{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}") + "." + parts[1] + "." + parts[2],
        "subject", parts[0] + "." + part(decoded(parts[1]).replace("ada", "bob")) + "." + parts[2],
        "later",
            parts[0] + "."
                + part(decoded(parts[1]).replaceAll("\"exp\":\\d+", "\"exp\":9999999999")) + "."
                + parts[2]);

    assertThat(identity(app.with(token, "/")).subject()).isEqualTo("ada");
    changed.forEach(
        (what, wrong) -> assertThat(status(app.with(wrong, "/"))).as(what).isEqualTo(401));
  }

  private static String part(String json) {
    return Base64Url.encode(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String decoded(String part) {
    return new String(
        java.util.Base64.getUrlDecoder().decode(part), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String flipped(String signature) {
    byte[] bytes = java.util.Base64.getUrlDecoder().decode(signature);
    bytes[10] ^= 1;
    return Base64Url.encode(bytes);
  }

  @Test
  void tokens_outlive_a_change_of_keys_and_not_a_key_that_was_thrown_away() {
    SigningKeys keys = app.configuration.shared(SigningKeys.class).orElseThrow();
    String before = app.signIn().text("access_token");
    keys.rotate();
    app.pass(Duration.ofMinutes(11));
    String after = app.signIn().text("access_token");

    assertThat(identity(app.with(before, "/")).subject()).isEqualTo("ada");
    assertThat(identity(app.with(after, "/")).subject()).isEqualTo("ada");
    keys.revoke(keys.list().get(0).kid());
    assertThat(status(app.with(before, "/"))).isEqualTo(401);
    assertThat(identity(app.with(after, "/")).subject()).isEqualTo("ada");
  }

  private static List<String> challenges(Decision decision) {
    return Decided.answer(decision).headers().all("WWW-Authenticate");
  }

  /** RFC 6750, 3.1, and RFC 9470: what would help is said, so that no program refreshes in circles. */
  @Test
  void a_program_is_told_what_its_token_lacks() {
    String end =
        "resource_metadata=\"https://app.example.org/.well-known/oauth-protected-resource\"";
    String token = app.signIn("scope", "write").text("access_token");
    FakeRequest basic = App.request("GET", "/page").with("Authorization", "Basic YWRhOng=");

    Decision scope = app.with(token, "/read/x");
    assertThat(status(scope)).isEqualTo(403);
    assertThat(challenges(scope))
        .containsExactly("Bearer error=\"insufficient_scope\", scope=\"read\", " + end);
    app.pass(Duration.ofMinutes(11));
    Decision old = app.with(token, "/pay/x");
    assertThat(status(old)).isEqualTo(401);
    assertThat(challenges(old))
        .contains("Bearer error=\"insufficient_user_authentication\", max_age=\"600\", " + end);
    assertThat(challenges(app.auth().decide(basic, Form::empty)))
        .contains("Bearer " + end)
        .noneMatch(challenge -> challenge.contains("error"));
    assertThat(challenges(app.with("vsr_x", "/page")))
        .contains("Bearer error=\"invalid_token\", " + end);
    Decision role = app.with(app.signIn("username", "bob").text("access_token"), "/admin/x");
    assertThat(status(role)).isEqualTo(403);
    assertThat(challenges(role)).isEmpty();
  }

  @Test
  void a_program_that_shows_no_token_finds_the_issuer() {
    assertThat(app.get("/.well-known/oauth-protected-resource").members())
        .containsEntry("resource", App.ISSUER)
        .containsEntry("authorization_servers", List.of(App.ISSUER))
        .doesNotContainKeys(
            "dpop_signing_alg_values_supported", "tls_client_certificate_bound_access_tokens");
    FakeRequest dpop = App.request("GET", "/page").with("Authorization", "DPoP eyJhbGci");
    assertThat(challenges(app.auth().decide(dpop, Form::empty)))
        .isNotEmpty()
        .noneMatch(challenge -> challenge.startsWith("DPoP"));
  }

  @Test
  void others_find_the_keys_at_the_well_known_address() {
    Answer keys = app.get("/.well-known/jwks.json");

    assertThat(keys.status()).isEqualTo(200);
    assertThat(keys.response().headers().first("Cache-Control")).contains("public, max-age=300");
    assertThat(keys.response().body().toString())
        .contains("\"kty\":\"OKP\"", "\"crv\":\"Ed25519\"")
        .doesNotContain("\"d\":");
    String tag = keys.response().headers().first("ETag").orElseThrow();
    FakeRequest again = App.request("GET", "/.well-known/jwks.json").with("If-None-Match", tag);
    assertThat(app.answer(again, Form.empty()).status()).isEqualTo(304);
    assertThat(app.get("/.well-known/oauth-authorization-server").members())
        .containsEntry("issuer", App.ISSUER)
        .containsEntry("token_endpoint", App.ISSUER + "/auth/api/token")
        .containsEntry("authorization_endpoint", App.ISSUER + "/auth/authorize")
        .containsEntry("revocation_endpoint", App.ISSUER + "/auth/api/logout")
        .containsEntry("jwks_uri", App.ISSUER + "/.well-known/jwks.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/auth/api/token", "/auth/api/refresh", "/auth/api/login", "/auth/api/logout"})
  void a_page_of_an_allowed_origin_may_read_what_the_token_addresses_answer(String path) {
    FakeRequest preflight = App.request("OPTIONS", path)
        .with("Origin", "https://spa.example.org")
        .with("Access-Control-Request-Method", "POST");
    Answer allowed = app.answer(preflight, Form.empty());
    assertThat(allowed.status()).isEqualTo(204);
    assertThat(allowed.response().headers().first("Access-Control-Allow-Origin"))
        .contains("https://spa.example.org");
    assertThat(allowed.response().headers().first("Access-Control-Allow-Credentials"))
        .isEmpty();

    FakeRequest foreign = App.request("OPTIONS", path)
        .with("Origin", "https://evil.example")
        .with("Access-Control-Request-Method", "POST");
    assertThat(app.answer(foreign, Form.empty())
            .response()
            .headers()
            .all("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void a_page_of_an_allowed_origin_asks_whether_its_sign_in_stands_and_gets_no_cookie() {
    Answer signedIn = app.signIn();
    FakeRequest asking =
        App.request("GET", "/auth/api/status").with("Origin", "https://spa.example.org");
    FakeRequest preflight = App.request("OPTIONS", "/auth/api/status")
        .with("Origin", "https://spa.example.org")
        .with("Access-Control-Request-Method", "GET");

    for (FakeRequest shown : List.of(
        asking.with("Authorization", "Bearer " + signedIn.text("access_token")),
        asking.with("Refresh-Token", signedIn.text("refresh_token")))) {
      Answer answer = app.answer(shown, Form.empty());
      assertThat(answer.members()).containsEntry("username", "ada").doesNotContainKey("csrf_token");
      assertThat(answer.response().headers().first("Access-Control-Allow-Origin"))
          .contains("https://spa.example.org");
      assertThat(answer.response().headers().first("Access-Control-Allow-Credentials"))
          .isEmpty();
      assertThat(answer.response().headers().first("Set-Cookie")).isEmpty();
    }
    Headers allowed = app.answer(preflight, Form.empty()).response().headers();
    assertThat(allowed.first("Access-Control-Allow-Methods")).contains("GET");
    assertThat(allowed.first("Access-Control-Allow-Headers"))
        .contains("Authorization, Refresh-Token");
    Answer ofOurs = app.answer(asking.with("Sec-Fetch-Site", "same-origin"), Form.empty());
    assertThat(ofOurs.members()).containsKey("csrf_token");
    Answer withCookies = app.answer(asking.with("Cookie", "theme=dark"), Form.empty());
    assertThat(withCookies.members()).containsKey("csrf_token");
    assertThat(withCookies.response().headers().first("Access-Control-Allow-Origin"))
        .isEmpty();
  }

  @Test
  void a_page_of_an_allowed_origin_signs_in_and_refreshes_without_cookies() {
    FakeRequest login =
        App.request("POST", "/auth/api/login").with("Origin", "https://spa.example.org");
    Answer signedIn = app.post(login, "username", "ada", "password", "correct horse");

    assertThat(signedIn.response().headers().first("Access-Control-Allow-Origin"))
        .contains("https://spa.example.org");
    FakeRequest refresh =
        App.request("POST", "/auth/api/refresh").with("Origin", "https://spa.example.org");
    Answer refreshed = app.post(refresh, "refresh_token", signedIn.text("refresh_token"));
    assertThat(refreshed.status()).isEqualTo(200);
    assertThat(refreshed.response().headers().first("Access-Control-Allow-Origin"))
        .isPresent();
  }
}
