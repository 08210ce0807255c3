package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Written;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of people who sign in at a provider: their API tokens, and tokens of our own issuer. */
class GuestTokensTest {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  /** For how long another node, or the same one, may believe what it has read. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  private static final Duration ALMOST_OVER = Duration.ofMinutes(4);

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private FakeProvider provider;
  private Configuration node;
  private Auth auth;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
    are("ops");
    node = node("");
    auth = node.auth();
  }

  @AfterEach
  void stop() {
    auth.close();
    provider.close();
  }

  private Configuration node(String more) {
    return Configuration.parse(
        "auth.ini",
        """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        client_secret = %s
        authorized_groups = ops, dev
        %s
        [roles]
        admin = group:ops
        [store]
        url = jdbc:h2:file:./data/auth
        [server]
        allowed_origins = https://spa.example.org
        [issuer]
        url = http://localhost:8080
        custom_schemes = com.example.app
        [rules]
        /pay/** = mfa & fresh(10m)
        /** = user
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET, more),
        folder,
        Map.of(),
        clock);
  }

  /** In which groups ann is at the provider, from her next sign-in or renewal on. */
  private void are(String... groups) {
    provider.signedIn("ann", Map.of("groups", List.of(groups)));
  }

  private Browser signedIn() {
    Browser ann = new Browser(auth);
    ann.signIn("/");
    return ann;
  }

  private static String token(Browser browser) throws Exception {
    AuthResponse made =
        browser.post("/auth/api/tokens", Map.of("name", List.of("ci"), "expires", List.of("365d")));
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return String.valueOf(JSONObjectUtils.parse(Written.body(made)).get("token"));
  }

  private Decision with(String token) {
    return auth.decide(
        FakeRequest.get("/page").with("Authorization", "Bearer " + token), Form::empty);
  }

  private Set<String> roles(String token) {
    return Decided.identity(with(token)).roles();
  }

  @Test
  void a_token_has_the_roles_of_its_owners_latest_sign_in() throws Exception {
    String token = token(signedIn());
    assertThat(roles(token)).containsExactly("admin");

    are("dev");
    signedIn();
    clock.pass(BOUND);
    assertThat(roles(token)).isEmpty();

    are("ops");
    signedIn();
    clock.pass(BOUND);
    assertThat(roles(token)).containsExactly("admin");
  }

  @Test
  void a_token_has_the_roles_of_the_latest_renewal() throws Exception {
    String token = token(signedIn());
    are("dev");
    clock.pass(ALMOST_OVER);
    node.shared(Renewals.class).orElseThrow().round();
    clock.pass(BOUND);

    assertThat(roles(token)).isEmpty();
  }

  @Test
  void a_token_rests_once_its_owner_may_not_in_and_wakes_with_the_next_sign_in() throws Exception {
    String token = token(signedIn());
    are("none");
    new Browser(auth).signIn("/");
    clock.pass(BOUND);
    assertThat(with(token)).isInstanceOf(Decision.Answer.class);

    are("dev");
    signedIn();
    clock.pass(BOUND);
    assertThat(roles(token)).isEmpty();
  }

  @Test
  void a_token_rests_once_the_provider_renews_no_more() throws Exception {
    String token = token(signedIn());
    provider.revoke("ann");
    clock.pass(ALMOST_OVER);
    node.shared(Renewals.class).orElseThrow().round();
    clock.pass(BOUND);

    assertThat(with(token)).isInstanceOf(Decision.Answer.class);
  }

  @Test
  void a_token_rests_where_its_owner_has_not_come_back_for_90_days() throws Exception {
    String token = token(signedIn());
    clock.pass(Duration.ofDays(89));
    assertThat(roles(token)).containsExactly("admin");
    clock.pass(Duration.ofDays(2));
    assertThat(with(token)).isInstanceOf(Decision.Answer.class);

    signedIn();
    clock.pass(BOUND);
    assertThat(roles(token)).containsExactly("admin");
  }

  @Test
  void a_token_outlives_the_session_and_a_restart() throws Exception {
    Browser ann = signedIn();
    String token = token(ann);
    ann.post("/auth/logout", Map.of());
    auth.close();
    node = node("");
    auth = node.auth();

    assertThat(roles(token)).containsExactly("admin");
  }

  @Test
  void whom_the_file_lets_in_no_more_has_no_tokens_either() throws Exception {
    String token = token(signedIn());
    auth.close();
    Configuration stricter = Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = oauth\nissuer = " + provider.issuer()
            + "\nclient_id = app\nclient_secret = x\nauthorized_groups = dev\n"
            + "[store]\nurl = jdbc:h2:file:./data/auth\n",
        folder,
        Map.of(),
        clock);
    auth = stricter.auth();

    assertThat(with(token)).isInstanceOf(Decision.Answer.class);
  }

  /** Where the browser is sent once its user says that the app may. */
  private static URI allowed(Browser browser, String address) {
    Map<String, Object> question = Browser.model(browser.get(address));
    Map<String, List<String>> yes = Map.of(
        "csrf", List.of(String.valueOf(question.get("csrf"))),
        "request", List.of(String.valueOf(question.get("request"))),
        "decision", List.of("allow"));
    return URI.create(Browser.location(browser.post("/auth/authorize", yes)));
  }

  @Test
  void a_token_says_when_the_sign_in_was_proved_only_where_the_provider_did() throws Exception {
    String wanted = "/auth/authorize?response_type=code&redirect_uri=com.example.app%3A%2Fcallback"
        + "&pkce_code_challenge=" + CHALLENGE;
    assertThat(claims(wanted)).containsKey("auth_time");
    provider.tellsNoTime();
    assertThat(claims(wanted)).doesNotContainKey("auth_time");
  }

  private Map<String, Object> claims(String wanted) throws Exception {
    String token = String.valueOf(tokens(wanted).get("access_token"));
    assertThat(Decided.identity(with(token)).subject()).isEqualTo("login:ann");
    return SignedJWT.parse(token).getJWTClaimsSet().getClaims();
  }

  private Map<String, Object> tokens(String wanted) {
    Browser browser = new Browser(auth);
    browser.signIn(wanted);
    return post(
        "/auth/api/token",
        Map.of(
            "authorization_code", code(allowed(browser, wanted)), "pkce_code_verifier", VERIFIER));
  }

  @Test
  void a_sign_in_elsewhere_proves_nothing_for_a_program_that_was_let_in_before() throws Exception {
    String wanted = "/auth/authorize?response_type=code&redirect_uri=com.example.app%3A%2Fcallback"
        + "&pkce_code_challenge=" + CHALLENGE;
    provider.signedIn("ann", Map.of("groups", List.of("ops"), "amr", List.of("pwd")));
    Map<String, Object> tokens = tokens(wanted);
    Object then = SignedJWT.parse(String.valueOf(tokens.get("access_token")))
        .getJWTClaimsSet()
        .getClaim("auth_time");
    clock.pass(Duration.ofDays(3));
    provider.signedIn("ann", Map.of("groups", List.of("dev"), "amr", List.of("pwd", "mfa")));
    signedIn();

    assertThat(status(String.valueOf(tokens.get("refresh_token"))).members())
        .containsEntry("methods", List.of("pwd"));
    Map<String, Object> next = post(
        "/auth/api/refresh", Map.of("refresh_token", String.valueOf(tokens.get("refresh_token"))));
    String token = String.valueOf(next.get("access_token"));
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getClaims())
        .containsEntry("amr", List.of("pwd"))
        .containsEntry("auth_time", then)
        .containsEntry("roles", List.of());
    FakeRequest paying = FakeRequest.get("/pay/x").with("Authorization", "Bearer " + token);
    assertThat(auth.decide(paying, Form::empty)).isInstanceOf(Decision.Answer.class);
  }

  /** The whole road of an app: its browser is sent to the provider, back to us, and to the app with a code. */
  @Test
  void an_app_gets_tokens_for_a_sign_in_at_the_provider() {
    Browser browser = new Browser(auth);
    String wanted = "/auth/authorize?response_type=code&redirect_uri=com.example.app%3A%2Fcallback"
        + "&pkce_code_challenge=" + CHALLENGE + "&state=xyz";

    AuthResponse back = browser.signIn(wanted);
    assertThat(Browser.location(back)).isEqualTo(wanted);
    URI app = allowed(browser, wanted);
    assertThat(app.toString())
        .startsWith("com.example.app:/callback?code=vsc_")
        .contains("state=xyz");
    Map<String, Object> tokens = post(
        "/auth/api/token", Map.of("authorization_code", code(app), "pkce_code_verifier", VERIFIER));

    assertThat(roles(String.valueOf(tokens.get("access_token")))).containsExactly("admin");
    assertThat(
            Decided.identity(with(String.valueOf(tokens.get("access_token")))).subject())
        .isEqualTo("login:ann");

    are("dev");
    signedIn();
    Map<String, Object> next = post(
        "/auth/api/refresh", Map.of("refresh_token", String.valueOf(tokens.get("refresh_token"))));
    assertThat(next.get("roles")).isEqualTo(List.of());

    are("none");
    new Browser(auth).signIn("/");
    assertThat(answer(
                "/auth/api/refresh",
                Map.of("refresh_token", String.valueOf(next.get("refresh_token"))))
            .status())
        .isEqualTo(401);
  }

  @Test
  void status_tells_whether_the_sign_in_behind_a_refresh_token_stands() {
    Browser browser = signedIn();
    String address = "/auth/authorize?response_type=code&redirect_uri=com.example.app%3A%2Fcallback"
        + "&pkce_code_challenge=" + CHALLENGE;
    URI app = allowed(browser, address);
    Map<String, Object> tokens = post(
        "/auth/api/token", Map.of("authorization_code", code(app), "pkce_code_verifier", VERIFIER));
    String refresh = String.valueOf(tokens.get("refresh_token"));

    assertThat(status("").members()).containsEntry("authenticated", false);
    assertThat(status(refresh).members())
        .containsEntry("authenticated", true)
        .containsEntry("username", "login:ann")
        .doesNotContainKeys("access_token", "refresh_token");
    assertThat(with(refresh)).isInstanceOf(Decision.Answer.class);
    post("/auth/api/refresh", Map.of("refresh_token", refresh));
    FakeRequest old = FakeRequest.get("/auth/api/status").with("Refresh-Token", refresh);
    assertThat(Decided.answer(auth.decide(old, Form::empty)).status()).isEqualTo(401);
    FakeRequest twice = old.with("Refresh-Token", refresh);
    assertThat(Decided.answer(auth.decide(twice, Form::empty)).status()).isEqualTo(401);
  }

  @Test
  void a_password_is_refused_with_the_ways_that_there_are() throws Exception {
    FakeRequest login =
        FakeRequest.request("POST", "/auth/api/login").with("Origin", "https://spa.example.org");
    AuthResponse refused = Decided.answer(
        auth.decide(login, () -> form(Map.of("username", "ann", "password", "secret"))));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.headers().first("Access-Control-Allow-Origin"))
        .contains("https://spa.example.org");
    Map<String, Object> problem = JSONObjectUtils.parse(Written.body(refused));
    assertThat(problem).containsEntry("type", "no-password");
    assertThat((List<?>) problem.get("providers"))
        .singleElement()
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("name", "oauth")
        .containsKey("login_url");
  }

  private Body.Json status(String refreshToken) {
    FakeRequest request = FakeRequest.get("/auth/api/status");
    FakeRequest shown =
        refreshToken.isEmpty() ? request : request.with("Refresh-Token", refreshToken);
    return (Body.Json) Decided.answer(auth.decide(shown, Form::empty)).body();
  }

  private static String code(URI address) {
    return address.toString().replaceFirst(".*[?&]code=([^&]*).*", "$1");
  }

  private Map<String, Object> post(String path, Map<String, String> fields) {
    AuthResponse answer = answer(path, fields);
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return ((Body.Json) answer.body()).members();
  }

  private AuthResponse answer(String path, Map<String, String> fields) {
    clock.pass(Duration.ofSeconds(1));
    return Decided.answer(auth.decide(
        FakeRequest.request("POST", path).with("Accept", "application/json"), () -> form(fields)));
  }

  private static Form form(Map<String, String> fields) {
    return new Form(fields.entrySet().stream()
        .collect(java.util.stream.Collectors.toMap(
            Map.Entry::getKey, field -> List.of(field.getValue()))));
  }
}
