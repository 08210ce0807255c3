package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.X509CertUtils;
import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way: a file, a request, a decision. */
class JwtAuthenticatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Mint RSA = Mint.of("RS256", "r1");
  private static final Mint EC = Mint.of("ES256", "e1");
  private static final Mint CLIENT = Mint.of("ES256", "");
  private static final String ONE = """
      [authentication]
      type = jwt

      [jwt]
      issuer       = https://id.example.org
      audience     = api
      jwks_file    = jwks.json
      roles_claim  = realm_access.roles
      default_role = guest
      mfa_acr      = gold, platinum

      [roles]
      boss = group:admin

      [rules]
      /open     = public
      /admin    = role:boss
      /write    = scope:write
      /pay      = user & mfa & fresh(10m)
      /**       = user
      """;
  private static final String CERTIFICATE = """
      -----BEGIN CERTIFICATE-----
      MIIBeDCCAR2gAwIBAgIUWWiXwnup5kgRcsrgczOEllOJIXUwCgYIKoZIzj0EAwIw
      ETEPMA0GA1UEAwwGY2xpZW50MB4XDTI2MTEyMjAxMjkwNloXDTM2MTExOTAxMjkw
      NlowETEPMA0GA1UEAwwGY2xpZW50MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
      PeRtzuxUCunIke6VGBGk60GBdExN1z6CY6VCajRsMkIRtrVM1GUrDwCNThAhZaXn
      Ex1DqYRVQ2y32SRExvfTeqNTMFEwHQYDVR0OBBYEFJGHi/4tQvUP2Wsl84x2uXWh
      sEN0MB8GA1UdIwQYMBaAFJGHi/4tQvUP2Wsl84x2uXWhsEN0MA8GA1UdEwEB/wQF
      MAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAM1aVjBHT2+Flb/ZhXfJSoBFpgDT1ii9
      TPI1cC76t6xtAiEA7QskYWMt+3F1RGqTWfKKVhbIA3bCg8qeWntE7uwUPWg=
      -----END CERTIFICATE-----
      """;

  @TempDir
  Path folder;

  private final FakeClock clock = new FakeClock(NOW);

  @BeforeEach
  void publish() throws IOException {
    Files.writeString(folder.resolve("jwks.json"), RSA.jwks(EC));
    Files.writeString(folder.resolve("issuer.pem"), EC.pem());
  }

  @Test
  void lets_a_program_in_by_what_its_token_says() {
    Configuration file = configuration(ONE);
    String token = RSA.token(
        claims("realm_access", Map.of("roles", List.of("admin", "dev")), "scope", "read write"));

    Identity identity = admitted(file, bearer("/x", token));

    assertThat(identity.subject()).isEqualTo("ada");
    assertThat(identity.roles()).containsExactlyInAnyOrder("admin", "dev", "boss");
    assertThat(identity.scopes()).containsExactlyInAnyOrder("read", "write");
    assertThat(identity.scheme()).isEqualTo("Bearer");
    assertThat(identity.claims()).containsEntry("iss", "https://id.example.org");
    assertThat(admitted(file, bearer("/admin", token))).isEqualTo(identity);
    assertThat(admitted(file, bearer("/write", token)))
        .isSameAs(admitted(file, bearer("/x", token)));
  }

  /** Whoever registers a client called ada is not ada. */
  @ParameterizedTest
  @CsvSource({"client_id, ada", "azp, ada"})
  void a_clients_own_token_names_no_user(String claim, String client) {
    String own = EC.token(claims(claim, client));
    String hers = EC.token(claims(claim, "spa"));

    assertThat(refused(configuration(ONE), bearer("/x", own)).status()).isEqualTo(401);
    assertThat(admitted(configuration(ONE), bearer("/x", hers)).subject()).isEqualTo("ada");
    Configuration both = configuration(
        ONE.replace("[roles]", "client_prefix = client:\nsubject_prefix = id:\n[roles]"));
    assertThat(admitted(both, bearer("/x", own)).subject()).isEqualTo("id:client:ada");
    assertThat(admitted(both, bearer("/x", hers)).subject()).isEqualTo("id:ada");
  }

  @Test
  void a_client_is_who_comes_where_the_file_says_so() {
    Configuration file =
        configuration(ONE.replace("[roles]", "subject_claim = client_id\n[roles]"));

    assertThat(
            admitted(file, bearer("/x", EC.token(claims("client_id", "ada")))).subject())
        .isEqualTo("ada");
  }

  @Test
  void gives_the_default_role_to_whoever_has_none() {
    assertThat(admitted(configuration(ONE), bearer("/x", EC.token(claims()))).roles())
        .containsExactly("guest");
  }

  @Test
  void tells_a_program_without_a_token_where_to_read_on() {
    AuthResponse answer = refused(configuration(ONE), FakeRequest.get("/x"));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(challenge(answer))
        .isEqualTo("Bearer resource_metadata="
            + "\"http://localhost/.well-known/oauth-protected-resource\"");
  }

  @Test
  void describes_the_resource_to_programs() {
    AuthResponse answer = refused(
        configuration(ONE),
        FakeRequest.get("/.well-known/oauth-protected-resource").at("https://api.example.org"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(((Body.Json) answer.body()).members())
        .containsEntry("resource", "https://api.example.org")
        .containsEntry("authorization_servers", List.of("https://id.example.org"))
        .containsEntry("bearer_methods_supported", List.of("header"));
  }

  @Test
  void a_wrong_token_is_refused_on_open_paths_too_and_says_so_by_the_rfc() {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("aud", "other"));

    AuthResponse answer = refused(file, bearer("/open", token));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(challenge(answer)).startsWith("Bearer error=\"invalid_token\", resource_metadata=");
  }

  @ParameterizedTest
  @CsvSource({
    "typ, ID",
    "typ, Refresh",
    "token_use, id",
    "token_type, refresh",
    "nonce, n",
    "at_hash, h",
    "events, e"
  })
  void an_id_token_and_the_like_are_no_access_tokens(String name, String value) {
    assertThat(refused(configuration(ONE), bearer("/x", RSA.token(claims(name, value))))
            .status())
        .isEqualTo(401);
    assertThat(admitted(configuration(ONE), bearer("/x", RSA.token(claims("typ", "Bearer"))))
            .subject())
        .isEqualTo("ada");
  }

  @Test
  void a_token_dies_at_its_end_though_it_was_seen_before() {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("exp", NOW.plusSeconds(10).getEpochSecond()));

    assertThat(admitted(file, bearer("/x", token)).subject()).isEqualTo("ada");
    clock.pass(Duration.ofSeconds(69));
    assertThat(admitted(file, bearer("/x", token)).subject()).isEqualTo("ada");
    clock.pass(Duration.ofSeconds(1));
    assertThat(challenge(refused(file, bearer("/x", token))))
        .startsWith("Bearer error=\"invalid_token\", error_description=\"The token has expired\"");
  }

  @Test
  void a_seen_token_with_another_payload_is_another_token() {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims());
    admitted(file, bearer("/x", token));

    String[] parts = token.split("\\.", -1);
    String root = parts[0] + "." + Mint.encoded(JSONObjectUtils.toJSONString(claims("sub", "root")))
        + "." + parts[2];
    assertThat(refused(file, bearer("/x", root)).status()).isEqualTo(401);
  }

  @Test
  void a_missing_scope_and_a_missing_factor_are_asked_for_by_the_rfcs() {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("scope", "read"));

    assertThat(refused(file, bearer("/write", token)).status()).isEqualTo(403);
    assertThat(challenge(refused(file, bearer("/write", token))))
        .startsWith("Bearer error=\"insufficient_scope\", scope=\"write\"");
    AuthResponse answer = refused(file, bearer("/pay", token));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(challenge(answer))
        .startsWith("Bearer error=\"insufficient_user_authentication\", "
            + "acr_values=\"gold platinum\", max_age=\"600\"");
    String stronger =
        RSA.token(claims("acr", "gold", "auth_time", NOW.minusSeconds(60).getEpochSecond()));
    assertThat(admitted(file, bearer("/pay", stronger)).methods()).containsExactly("mfa");
    String old =
        RSA.token(claims("acr", "gold", "auth_time", NOW.minusSeconds(601).getEpochSecond()));
    assertThat(refused(file, bearer("/pay", old)).status()).isEqualTo(401);
    String silent = RSA.token(claims("amr", List.of("pwd", "mfa")));
    assertThat(refused(file, bearer("/pay", silent)).status())
        .as("a young token is no young sign-in")
        .isEqualTo(401);
  }

  @Test
  void a_token_in_the_address_is_refused_unless_the_file_allows_it() {
    String token = RSA.token(claims());
    AuthRequest request = FakeRequest.get("/x?a=b&access_token=" + token);

    AuthResponse answer = refused(configuration(ONE), request);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(challenge(answer)).isEqualTo("Bearer error=\"invalid_request\"");

    Configuration lax =
        configuration(ONE.replace("default_role = guest", "insecure_token_in_query = yes"));
    assertThat(admitted(lax, request).subject()).isEqualTo("ada");
    assertThat(lax.warnings().toString()).contains("insecure_token_in_query");
    assertThat(refused(
                lax,
                FakeRequest.get("/x?access_token=" + token)
                    .with("Authorization", "Bearer " + token))
            .status())
        .isEqualTo(401);
  }

  @Test
  void several_issuers_each_judge_their_own() {
    Configuration file = configuration("""
        [authentication]
        type = jwt

        [jwt.one]
        issuer    = https://one.example
        audience  = api
        jwks_file = jwks.json

        [jwt.two]
        issuer         = https://two.example
        audience       = api
        public_key     = issuer.pem
        subject_prefix = two:

        [rules]
        /two = via:jwt.two
        /**  = user
        """);

    String one = RSA.token(claims("iss", "https://one.example"));
    String two = EC.token(claims("iss", "https://two.example"));
    assertThat(admitted(file, bearer("/x", one)).subject()).isEqualTo("ada");
    assertThat(admitted(file, bearer("/two", two)).subject()).isEqualTo("two:ada");
    assertThat(refused(file, bearer("/two", one)).status()).isEqualTo(401);
    assertThat(refused(file, FakeRequest.get("/x")).headers().all("WWW-Authenticate"))
        .as("one of them asks for both")
        .hasSize(1);
    assertThat(refused(file, FakeRequest.get("/two")).headers().all("WWW-Authenticate"))
        .hasSize(1);
    assertThat(refused(file, bearer("/x", RSA.token(claims("iss", "https://two.example"))))
            .status())
        .as("signed by the other one's key")
        .isEqualTo(401);
    assertThat(refused(file, bearer("/x", RSA.token(claims("iss", "https://three.example"))))
            .status())
        .isEqualTo(401);
    assertThat(((Body.Json) refused(file, FakeRequest.get("/.well-known/oauth-protected-resource"))
                .body())
            .members())
        .containsEntry(
            "authorization_servers", List.of("https://one.example", "https://two.example"));
  }

  @Test
  void users_of_two_issuers_may_not_be_mistaken_for_one_another_without_a_warning() {
    String two = """
        [authentication]
        type = jwt

        [jwt.one]
        issuer    = https://one.example
        audience  = api
        jwks_file = jwks.json

        [jwt.two]
        issuer    = https://two.example
        audience  = api
        jwks_file = jwks.json

        [rules]
        /** = user
        """;
    assertThat(configuration(two).warnings().toString()).contains("Write subject_prefix = two:");
  }

  @Test
  void a_service_in_front_may_have_a_header_of_its_own() {
    Configuration file = configuration("""
        [authentication]
        type = jwt

        [jwt.access]
        preset    = cloudflare-access
        issuer    = https://acme.cloudflareaccess.com
        audience  = 4f3c
        jwks_file = jwks.json

        [rules]
        /** = user
        """);
    String token = RSA.token(claims(
        "iss", "https://acme.cloudflareaccess.com",
        "aud", List.of("4f3c"),
        "email", "ada@example.org"));
    FakeRequest get = FakeRequest.get("/x").with("Cf-Access-Jwt-Assertion", token);

    Identity identity = admitted(file, get);
    assertThat(identity.subject()).isEqualTo("ada@example.org");
    assertThat(identity.scheme()).isEqualTo("Cf-Access-Jwt-Assertion");
    assertThat(refused(file, bearer("/x", token)).status()).isEqualTo(403);
    assertThat(refused(file, FakeRequest.get("/x").with("Cf-Access-Jwt-Assertion", "x.y"))
            .status())
        .isEqualTo(403);
    assertThat(refused(
                file,
                FakeRequest.request("POST", "/x")
                    .with("Cf-Access-Jwt-Assertion", token)
                    .with("Origin", "https://evil.example"))
            .status())
        .as("the proxy adds it to whatever another site makes the browser send")
        .isEqualTo(403);
  }

  @Test
  void a_token_bound_to_a_key_needs_a_proof_with_that_key_once() {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("cnf", Map.of("jkt", thumbprint(CLIENT))));
    String proof = proof(CLIENT, token, Map.of());

    assertThat(challenge(refused(file, bearer("/x", token))))
        .as("as if it were not bound")
        .startsWith("Bearer error=\"invalid_token\"");
    assertThat(admitted(file, dpop(token, proof)).subject()).isEqualTo("ada");
    AuthResponse again = refused(file, dpop(token, proof));
    assertThat(again.status()).isEqualTo(401);
    assertThat(challenge(again))
        .startsWith("DPoP error=\"invalid_dpop_proof\", algs=\"ES256 EdDSA");
    assertThat(admitted(file, dpop(token, proof(CLIENT, token, Map.of("jti", "other"))))
            .subject())
        .isEqualTo("ada");
  }

  @ParameterizedTest
  @CsvSource({
    "htm, POST",
    "htm, get",
    "htu, http://localhost/y",
    "htu, https://localhost/x",
    "htu, http://localhost:81/x",
    "htu, http://evil.example/x",
    "htu, /x",
    "ath, AAAA",
    "jti, ''",
    "iat, 1767225538",
    "iat, 1767225662",
    "iat, x"
  })
  void one_claim_of_a_proof_that_is_wrong_is_enough(String name, String value) {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("cnf", Map.of("jkt", thumbprint(CLIENT))));
    Object typed = value.matches("[0-9]+") ? Long.valueOf(value) : value;

    AuthResponse answer = refused(file, dpop(token, proof(CLIENT, token, Map.of(name, typed))));

    assertThat(challenge(answer)).startsWith("DPoP error=\"invalid_dpop_proof\"");
  }

  @Test
  void spellings_of_one_address_are_one() {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("cnf", Map.of("jkt", thumbprint(CLIENT))));

    for (String url : List.of(
        "HTTP://LOCALHOST/x",
        "http://localhost:80/x",
        "http://localhost/x?y#z",
        "http://localhost/%78")) {
      assertThat(admitted(file, dpop(token, proof(CLIENT, token, Map.of("htu", url, "jti", url))))
              .subject())
          .as(url)
          .isEqualTo("ada");
    }
  }

  @Test
  void a_proof_with_another_key_or_header_proves_nothing() {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("cnf", Map.of("jkt", thumbprint(CLIENT))));
    Mint thief = Mint.of("ES256", "");
    Map<String, Object> header = proofHeader(CLIENT);
    Map<String, Object> jwt = new LinkedHashMap<>(header);
    jwt.put("typ", "JWT");
    Map<String, Object> stolen = new LinkedHashMap<>(header);
    stolen.put("jwk", proofHeader(thief).get("jwk"));
    Map<String, Object> critical = new LinkedHashMap<>(header);
    critical.put("crit", List.of());
    Map<String, Object> keyless = new LinkedHashMap<>(header);
    keyless.remove("jwk");

    List<String> proofs = List.of(
        proof(thief, token, Map.of()),
        thief.token(header, proofClaims(token, Map.of())),
        CLIENT.token(jwt, proofClaims(token, Map.of())),
        CLIENT.token(stolen, proofClaims(token, Map.of())),
        CLIENT.token(critical, proofClaims(token, Map.of())),
        CLIENT.token(keyless, proofClaims(token, Map.of())),
        token,
        "",
        "x");
    for (String proof : proofs) {
      assertThat(challenge(refused(file, dpop(token, proof))))
          .startsWith("DPoP error=\"invalid_dpop_proof\"");
    }
    AuthRequest two = dpop(token, proof(CLIENT, token, Map.of()))
        .with("DPoP", proof(CLIENT, token, Map.of("jti", "2")));
    assertThat(refused(file, two).status()).isEqualTo(401);
    assertThat(challenge(refused(file, dpop(RSA.token(claims()), proof(CLIENT, token, Map.of())))))
        .as("a token that is bound to no key")
        .startsWith("DPoP error=\"invalid_token\"");
    AuthRequest right = dpop(token, proof(CLIENT, token, Map.of()));
    assertThat(admitted(file, right).subject())
        .as("none of them has used up the right one")
        .isEqualTo("ada");
  }

  @Test
  void of_many_requests_with_one_proof_one_wins() throws Exception {
    Configuration file = configuration(ONE);
    String token = RSA.token(claims("cnf", Map.of("jkt", thumbprint(CLIENT))));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        FakeRequest request = dpop(token, proof(CLIENT, token, Map.of("jti", "" + round)));
        Callable<Decision> show = () -> file.auth().decide(request, Form::empty);
        List<Callable<Decision>> all = new ArrayList<>(Collections.nCopies(8, show));
        long winners = threads.invokeAll(all).stream()
            .map(JwtAuthenticatorTest::got)
            .filter(Decision.Admit.class::isInstance)
            .count();
        assertThat(winners).isEqualTo(1);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_token_bound_to_a_certificate_needs_that_certificate() throws Exception {
    Configuration file = configuration(ONE);
    X509Certificate certificate = X509CertUtils.parse(CERTIFICATE);
    String thumbprint = X509CertUtils.computeSHA256Thumbprint(certificate).toString();
    String token = RSA.token(claims("cnf", Map.of("x5t#S256", thumbprint)));
    String other = RSA.token(claims("cnf", Map.of("x5t#S256", "AAAA")));

    assertThat(refused(file, bearer("/x", token)).status()).isEqualTo(401);
    assertThat(admitted(file, bearer("/x", token).showing(certificate)).subject())
        .isEqualTo("ada");
    assertThat(refused(file, bearer("/x", other).showing(certificate)).status()).isEqualTo(401);
  }

  @Test
  void a_binding_that_nobody_knows_is_not_met() {
    Configuration file = configuration(ONE);
    for (Object cnf : List.of("x", Map.of(), Map.of("kid", "k"), Map.of("jkt", 1))) {
      assertThat(refused(file, bearer("/x", RSA.token(claims("cnf", cnf)))).status())
          .as("%s", cnf)
          .isEqualTo(401);
    }
  }

  private Configuration configuration(String text) {
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }

  private static Identity admitted(Configuration file, AuthRequest request) {
    Decision decision = file.auth().decide(request, Form::empty);
    return Decided.identity(decision);
  }

  private static AuthResponse refused(Configuration file, AuthRequest request) {
    Decision decision = file.auth().decide(request, Form::empty);
    return Decided.answer(decision);
  }

  private static Decision got(java.util.concurrent.Future<Decision> future) {
    try {
      return future.get();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static String challenge(AuthResponse answer) {
    return String.join(" | ", answer.headers().all("WWW-Authenticate"));
  }

  private static FakeRequest bearer(String path, String token) {
    return FakeRequest.get(path).with("Authorization", "Bearer " + token);
  }

  private static FakeRequest dpop(String token, String proof) {
    return FakeRequest.get("/x").with("Authorization", "DPoP " + token).with("DPoP", proof);
  }

  private static String proof(Mint key, String token, Map<String, ?> other) {
    return key.token(proofHeader(key), proofClaims(token, other));
  }

  private static Map<String, Object> proofHeader(Mint key) {
    try {
      Map<String, Object> jwk = JSONObjectUtils.parse(key.jwk());
      jwk.remove("kid");
      return new LinkedHashMap<>(Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", jwk));
    } catch (ParseException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, Object> proofClaims(String token, Map<String, ?> other) {
    Map<String, Object> claims = new LinkedHashMap<>(Map.of(
        "jti", "1",
        "htm", "GET",
        "htu", "http://localhost/x",
        "iat", NOW.getEpochSecond(),
        "ath", Digests.inBase64Url(token)));
    claims.putAll(other);
    return claims;
  }

  private static String thumbprint(Mint key) {
    try {
      return JWK.parse(key.jwk()).computeThumbprint().toString();
    } catch (ParseException | JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, Object> claims(Object... more) {
    Map<String, Object> claims = new LinkedHashMap<>(Map.of(
        "iss", "https://id.example.org",
        "aud", "api",
        "sub", "ada",
        "exp", NOW.plusSeconds(300).getEpochSecond()));
    for (int i = 0; i < more.length; i += 2) {
      claims.put((String) more[i], more[i + 1]);
    }
    return claims;
  }
}
