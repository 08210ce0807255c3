package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.issuer.App.Answer;
import io.vestibule.auth.testing.Decided;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An app opens a browser, gets a code at its redirect URI, and exchanges it. */
class CodeFlowTest {
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  private final App app = new App();

  private static String address(String... more) {
    return addressAt(App.CALLBACK, more);
  }

  private static String addressAt(String redirectUri, String... more) {
    StringBuilder address = new StringBuilder("/auth/authorize?response_type=code&redirect_uri=")
        .append(URLEncoder.encode(redirectUri, StandardCharsets.UTF_8));
    for (String pair : more) {
      address.append('&').append(pair);
    }
    return more.length > 0 && more[0].contains("challenge")
        ? address.toString()
        : address.append("&pkce_code_challenge=").append(CHALLENGE).toString();
  }

  private static FakeRequest browser(String target, String cookies) {
    FakeRequest request = FakeRequest.request("GET", target)
        .at(App.ISSUER)
        .with("Accept", "text/html")
        .with("Sec-Fetch-Mode", "navigate");
    return cookies.isEmpty() ? request : request.with("Cookie", cookies);
  }

  private AuthResponse visit(String target, String cookies) {
    return Decided.answer(app.auth().decide(browser(target, cookies), Form::empty));
  }

  private static String location(AuthResponse answer) {
    assertThat(answer.status()).isEqualTo(303);
    return answer.headers().first("Location").orElseThrow();
  }

  /** Signs in on the login page to which an address leads, and gives the session's cookie. */
  private String signedIn() {
    FakeRequest form = App.request("POST", "/auth/login").with("Sec-Fetch-Site", "same-origin");
    Answer answer = app.post(form, "username", "ada", "password", "correct horse");
    return cookies(answer.response());
  }

  /** Says yes to the page that asks, as the form on it does. */
  private AuthResponse allow(String address, String cookies) {
    AuthResponse page = visit(address, cookies);
    assertThat(page.status()).isEqualTo(200);
    return decide(page, cookies, "decision", "allow");
  }

  private AuthResponse decide(AuthResponse page, String cookies, String... more) {
    Body.Page question = (Body.Page) page.body();
    assertThat(question.name()).isEqualTo("authorize");
    String[] fields = new String[more.length + 2];
    fields[0] = "request";
    fields[1] = question.model().get("request").toString();
    System.arraycopy(more, 0, fields, 2, more.length);
    FakeRequest form = App.request("POST", "/auth/authorize")
        .with("Sec-Fetch-Site", "same-origin")
        .with("Cookie", cookies);
    return app.post(form, fields).response();
  }

  private static Map<String, java.util.List<String>> parameters(String location) {
    return Form.ofQuery(location.substring(location.indexOf('?') + 1))
        .orElseThrow()
        .fields();
  }

  private static String code(String location) {
    return parameters(location).get("code").get(0);
  }

  private Answer exchange(String code, String... more) {
    String[] fields = new String[more.length + 4];
    System.arraycopy(
        new String[] {"authorization_code", code, "pkce_code_verifier", VERIFIER}, 0, fields, 0, 4);
    System.arraycopy(more, 0, fields, 4, more.length);
    return app.post("/auth/api/token", fields);
  }

  @Test
  void whoever_is_not_signed_in_sees_the_login_page_and_comes_back() {
    String address = address("state=xyz");
    String login = location(visit(address, ""));

    assertThat(login).startsWith("/auth/login?return_to=");
    assertThat(URLDecoder.decode(login.substring(login.indexOf('=') + 1), StandardCharsets.UTF_8))
        .isEqualTo(address);
    String location = location(allow(address, signedIn()));
    assertThat(location).startsWith("com.example.app:/callback?code=vsc_");
    assertThat(parameters(location))
        .containsEntry("state", java.util.List.of("xyz"))
        .containsEntry("iss", java.util.List.of(App.ISSUER));
  }

  @Test
  void the_login_page_says_where_the_browser_will_go_on_to() {
    String login = location(visit(addressAt("http://127.0.0.1:5000/callback"), ""));

    Body.Page page = (Body.Page) visit(login, "").body();
    assertThat(page.name()).isEqualTo("login");
    assertThat(page.model()).containsEntry("leads_to", "http://127.0.0.1:5000");
    Body.Page own = (Body.Page) visit("/auth/login?return_to=%2Fpage", "").body();
    assertThat(own.model()).doesNotContainKey("leads_to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {App.CALLBACK, "http://127.0.0.1:5555/callback", "http://127.0.0.1/callback"})
  void nobody_who_is_signed_in_is_sent_unasked_where_any_program_may_wait(String redirectUri) {
    AuthResponse answer = visit(addressAt(redirectUri, "scope=read", "client_id=x"), signedIn());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().first("Location")).isEmpty();
    Body.Page page = (Body.Page) answer.body();
    assertThat(page.name()).isEqualTo("authorize");
    assertThat(page.model())
        .containsEntry("username", "ada")
        .containsEntry("client", "x")
        .containsEntry("scopes", java.util.List.of("read"))
        .containsKey("csrf");
    assertThat(page.model().get("leads_to").toString()).matches("com.example.app:|http://127.*");
    assertThat(app.store().owned(Codes.KIND, "ada")).isEmpty();
  }

  @Test
  void an_https_address_is_one_partys_own_and_needs_no_question() {
    AuthResponse answer = visit(addressAt("https://spa.example.org/callback"), signedIn());

    assertThat(location(answer)).startsWith("https://spa.example.org/callback?code=vsc_");
  }

  @Test
  void whoever_says_no_is_sent_back_without_a_code() {
    String cookies = signedIn();
    for (String[] no : new String[][] {{"decision", "deny"}, {}, {"decision", ""}}) {
      String location = location(decide(visit(address("state=1"), cookies), cookies, no));
      assertThat(parameters(location))
          .containsEntry("error", java.util.List.of("access_denied"))
          .containsEntry("state", java.util.List.of("1"))
          .doesNotContainKey("code");
    }
  }

  @Test
  void no_other_page_can_say_yes() {
    String cookies = signedIn();
    String request = address("state=1").substring("/auth/authorize?".length());
    for (FakeRequest foreign : java.util.List.of(
        App.request("POST", "/auth/authorize").with("Sec-Fetch-Site", "cross-site"),
        App.request("POST", "/auth/authorize").with("Origin", "https://evil.example"),
        App.request("POST", "/auth/authorize"))) {
      Answer answer =
          app.post(foreign.with("Cookie", cookies), "request", request, "decision", "allow");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.response().headers().first("Location")).isEmpty();
    }
    assertThat(app.store().owned(Codes.KIND, "ada")).isEmpty();
  }

  @Test
  void an_old_browser_says_yes_with_the_token_of_the_form() {
    AuthResponse page = visit(address("state=1"), signedIn());
    String csrf = ((Body.Page) page.body()).model().get("csrf").toString();
    String session = signedIn() + "; " + cookies(page);
    String request = address("state=1").substring("/auth/authorize?".length());

    Answer answer = app.post(
        App.request("POST", "/auth/authorize").with("Cookie", session),
        "request",
        request,
        "decision",
        "allow",
        "csrf",
        csrf);
    assertThat(location(answer.response())).startsWith("com.example.app:/callback?code=vsc_");
  }

  @Test
  void a_yes_to_what_may_not_be_asked_for_is_none() {
    String cookies = signedIn();
    FakeRequest form = App.request("POST", "/auth/authorize")
        .with("Sec-Fetch-Site", "same-origin")
        .with("Cookie", cookies);
    String evil = addressAt("https://evil.example/callback").substring("/auth/authorize?".length());

    assertThat(app.post(form, "request", evil, "decision", "allow").status()).isEqualTo(400);
    assertThat(app.post(form, "decision", "allow").status()).isEqualTo(400);
    String faulty = address("scope=root").substring("/auth/authorize?".length());
    assertThat(location(app.post(form, "request", faulty, "decision", "allow").response()))
        .contains("error=invalid_scope");
  }

  @Test
  void whoever_has_signed_out_meanwhile_begins_again() {
    AuthResponse page = visit(address("state=1"), signedIn());

    String location = location(decide(page, "", "decision", "allow"));
    assertThat(location).isEqualTo(address("state=1"));
  }

  @Test
  void a_code_is_exchanged_for_tokens_once() {
    String code = code(location(allow(address("scope=read"), signedIn())));

    Answer tokens = exchange(code, "redirect_uri", App.CALLBACK);
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.text("scope")).isEqualTo("read");
    assertThat(app.with(tokens.text("access_token"), "/read/x")).isInstanceOf(Decision.Admit.class);
    assertThat(exchange(code, "redirect_uri", App.CALLBACK).text("error"))
        .isEqualTo("invalid_grant");
    assertThat(app.refresh(tokens.text("refresh_token")).status()).isEqualTo(401);
  }

  @Test
  void the_names_of_oauth_work_as_well() {
    String address = "/auth/authorize?response_type=code&client_id=app&redirect_uri="
        + "com.example.app%3A%2Fcallback&code_challenge=" + CHALLENGE
        + "&code_challenge_method=S256&state=1";
    String code = code(location(allow(address, signedIn())));

    Answer tokens = app.post(
        "/auth/api/token",
        "grant_type",
        "authorization_code",
        "code",
        code,
        "code_verifier",
        VERIFIER,
        "client_id",
        "app",
        "redirect_uri",
        App.CALLBACK);
    assertThat(tokens.status()).isEqualTo(200);
    Answer refreshed = app.post(
        "/auth/api/token",
        "grant_type",
        "refresh_token",
        "refresh_token",
        tokens.text("refresh_token"));
    assertThat(refreshed.status()).isEqualTo(200);
    app.pass(Duration.ofSeconds(1));
    Answer again = app.post(
        "/auth/api/token",
        "grant_type",
        "refresh_token",
        "refresh_token",
        tokens.text("refresh_token"));
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text("error")).isEqualTo("invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\nX: y", "\u0000", " ", "\u00e9", "\u007f"})
  void a_form_with_what_no_address_holds_leads_nowhere(String odd) {
    String request = address("state=x" + odd).substring("/auth/authorize?".length());
    FakeRequest form = App.request("POST", "/auth/authorize").with("Sec-Fetch-Site", "same-origin");

    for (FakeRequest shown : List.of(form, form.with("Cookie", signedIn()))) {
      Answer answer = app.post(shown, "request", request, "decision", "allow");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.response().headers().first("Location")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/callback",
        "https://spa.example.org/callback/",
        "//evil.example",
        "/page",
        ""
      })
  void nobody_is_sent_to_an_address_that_is_not_on_the_list(String redirectUri) {
    AuthResponse refused = visit(addressAt(redirectUri), signedIn());

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.headers().first("Location")).isEmpty();
    assertThat(((Body.Page) refused.body()).name()).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource({
    "response_type=token, invalid_request",
    "pkce_code_challenge=short, invalid_request",
    "pkce_code_challenge=, invalid_request",
    "pkce_code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=, invalid_request",
    "code_challenge_method=plain, invalid_request",
    "scope=root, invalid_scope"
  })
  void a_faulty_request_is_told_the_app(String parameter, String error) {
    String address = parameter.contains("challenge=")
        ? address(parameter, "state=1")
        : address("state=1", parameter);

    String location = location(visit(address, ""));
    assertThat(location).startsWith("com.example.app:/callback?error=");
    assertThat(parameters(location))
        .containsEntry("error", java.util.List.of(error))
        .containsEntry("state", java.util.List.of("1"))
        .doesNotContainKey("code");
  }

  @Test
  void a_code_for_another_verifier_client_or_address_gives_nothing() {
    String cookies = signedIn();
    String other = "a".repeat(43);

    assertThat(app.post(
                "/auth/api/token",
                "authorization_code",
                code(location(allow(address("x=y"), cookies))),
                "pkce_code_verifier",
                other)
            .text("error"))
        .isEqualTo("invalid_grant");
    assertThat(exchange(
                code(location(allow(address("x=y"), cookies))),
                "redirect_uri",
                "https://spa.example.org/callback")
            .text("error"))
        .isEqualTo("invalid_grant");
    assertThat(exchange(code(location(allow(address("x=y"), cookies))), "client_id", "other")
            .text("error"))
        .isEqualTo("invalid_grant");
  }

  @Test
  void what_is_missing_at_the_exchange_is_said() {
    assertThat(app.post("/auth/api/token").text("error")).isEqualTo("invalid_request");
    assertThat(app.post("/auth/api/token", "authorization_code", "vsc_x").text("error"))
        .isEqualTo("invalid_request");
    assertThat(app.post("/auth/api/token", "grant_type", "password").text("error"))
        .isEqualTo("unsupported_grant_type");
    assertThat(app.post("/auth/api/refresh").text("error")).isEqualTo("invalid_request");
  }

  /** TRB-27, TRB-28: an app with a login form of its own. */
  @Test
  void a_password_gives_a_code_where_a_code_is_asked_for() {
    Answer answer = app.signIn(
        "response_type", "code",
        "redirect_uri", "https://spa.example.org/callback",
        "pkce_code_challenge", CHALLENGE,
        "state", "a b");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().headers().first("Set-Cookie")).isEmpty();
    assertThat(answer.text("redirect_to"))
        .startsWith("https://spa.example.org/callback?code=vsc_")
        .contains("&state=a%20b&");
    Answer tokens = exchange(answer.text("authorization_code"));
    assertThat(tokens.text("username")).isEqualTo("ada");
    assertThat(app.heard(AuditType.LOGIN)).singleElement().satisfies(event -> {
      assertThat(event.outcome()).isEqualTo(AuditEvent.Outcome.SUCCESS);
      assertThat(event.subject()).isEqualTo("ada");
    });
    assertThat(app.heard(AuditType.TOKEN_CREATED)).hasSize(1);
  }

  @Test
  void codes_and_refresh_tokens_that_give_nothing_are_told_the_audit() {
    assertThat(exchange("vsc_unknown").status()).isEqualTo(400);
    assertThat(app.refresh("vsr_unknown").status()).isEqualTo(401);

    assertThat(app.heard(AuditType.TOKEN_REFUSED))
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.reason()).isEqualTo("invalid-grant"));
  }

  @Test
  void a_code_and_a_challenge_belong_together() {
    assertThat(app.signIn("pkce_code_challenge", CHALLENGE).text("error"))
        .isEqualTo("invalid_request");
    Answer without = app.signIn("response_type", "code", "redirect_uri", App.CALLBACK);
    assertThat(without.status()).isEqualTo(400);
    Answer nowhere = app.signIn("response_type", "code", "pkce_code_challenge", CHALLENGE);
    assertThat(nowhere.status()).isEqualTo(400);
    assertThat(app.signIn("response_type", "id_token").text("error"))
        .isEqualTo("unsupported_response_type");
  }

  @Test
  void an_access_token_signs_nobody_in_for_a_code() {
    String token = app.signIn().text("access_token");
    FakeRequest asking = browser(address("state=1"), "").with("Authorization", "Bearer " + token);

    AuthResponse answer = Decided.answer(app.auth().decide(asking, Form::empty));
    assertThat(URI.create(location(answer)).getPath()).isEqualTo("/auth/login");
  }

  @Test
  void a_code_of_a_user_who_is_disabled_meanwhile_gives_nothing() {
    String code = code(location(allow(address("state=1"), signedIn())));
    app.users().disable("ada");
    app.pass(Duration.ofSeconds(2));

    assertThat(exchange(code).text("error")).isEqualTo("invalid_grant");
    assertThat(app.store().owned(RefreshTokens.KIND, "ada")).isEmpty();
  }

  /** TRB-22: nobody who stays signed in sees the login page again, though the session ended long ago. */
  @Test
  void whoever_stays_signed_in_is_refreshed_on_the_way() {
    FakeRequest form = App.request("POST", "/auth/login").with("Sec-Fetch-Site", "same-origin");
    Answer signedIn =
        app.post(form, "username", "ada", "password", "correct horse", "remember", "1");
    app.pass(Duration.ofDays(2));

    AuthResponse login = visit(address("state=1"), cookies(signedIn.response()));
    AuthResponse back = visit(location(login), cookies(signedIn.response()));
    AuthResponse home = visit(location(back), cookies(back));
    String code = code(location(allow(location(home), cookies(back))));
    Answer tokens = exchange(code);
    assertThat(tokens.text("username")).isEqualTo("ada");
  }

  private static String cookies(AuthResponse answer) {
    return answer.headers().all("Set-Cookie").stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .collect(java.util.stream.Collectors.joining("; "));
  }
}
