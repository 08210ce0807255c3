package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.account.AccountLinks;
import io.vestibule.auth.examples.ConfigFiles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.AuthenticatorApp;
import io.vestibule.auth.testing.SentMails;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document says what the addresses do: each operation is asked over HTTP, and each answer is held against it. */
class ApiContractTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final Map<String, String> OURS = Map.of("Sec-Fetch-Site", "same-origin");
  private static final String NEXT_PASSWORD = "a horse of many colours";
  private static final Map<String, String> THEIRS =
      Map.of("Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example");

  @Test
  void every_operation_answers_as_the_document_says_and_none_is_missing() throws Exception {
    try (IssuerDemo demo = IssuerDemo.start(new JettyServer(), "refresh_grace = 10s")) {
      Api api = new Api(demo.url());
      api.stranger();
      api.tokens();
      api.codes();
      String cookies = api.session();
      api.sessions(cookies);
      if (registered(demo).contains("POST /auth/api/tokens")) {
        api.apiTokens(cookies);
      }
      api.tickets(cookies);
      api.profile(cookies);
      api.address(demo, cookies);
      api.users(cookies);
      api.resetFactor(demo, cookies);
      api.leave(api.twoFactor(api.password(cookies)));
      api.choosePassword(demo);
      api.forgot();
      api.guesses();

      assertThat(api.contract.operations()).containsAll(registered(demo));
      assertThat(api.contract.driven()).containsAll(registered(demo));
    }
  }

  /** What answers below /auth/api in fact. */
  private static Set<String> registered(IssuerDemo demo) {
    return demo.configuration().authenticators().stream()
        .flatMap(named -> named.authenticator().endpoints().stream())
        .filter(endpoint -> endpoint.path().startsWith("/auth/api/"))
        .map(endpoint -> endpoint.method() + " " + endpoint.path())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A program that holds each answer against the document. */
  private static final class Api {
    private final String url;
    private final Contract contract;

    Api(String url) throws Exception {
      this.url = url;
      String path = "/auth/api/openapi.json";
      HttpResponse<String> document = send("GET", path, Map.of(), "");
      this.contract = new Contract(document.body());
      contract.holds("GET " + path, document);
      assertThat(contract.operations()).allSatisfy(operation -> {
        String key = '"' + operation.split(" ", 2)[1] + "\": {";
        assertThat(document.body().split(Pattern.quote(key), -1)).as(operation).hasSize(2);
      });
    }

    void stranger() throws Exception {
      get("/auth/api/status", Map.of(), 200);
      get("/auth/api/status", Map.of("Authorization", "Bearer vsr_wrong"), 401);
      get("/auth/api/sessions", Map.of(), 401);
      ask("DELETE", "/auth/api/sessions/{id}", "/auth/api/sessions/x", OURS, "", 401);
      post("/auth/api/login", login("password", "wrong"), 401);
      post("/auth/api/login", Map.of("username", "ada"), 422);
      post("/auth/api/login", login("response_type", "id_token"), 400);
      post("/auth/api/login", login("scope", "root"), 400);
      ask("POST", "/auth/api/login", "/auth/api/login", THEIRS, form(login()), 403);
      for (String path : Set.of("login", "logout", "token", "refresh", "status")) {
        String whole = "/auth/api/" + path;
        ask("OPTIONS", whole, whole, Map.of("Origin", "https://spa.example.org"), "", 204);
      }
    }

    void tokens() throws Exception {
      Map<String, Object> first = post("/auth/api/login", login(), 200);
      String access = String.valueOf(first.get("access_token"));
      get("/auth/api/status", Map.of("Authorization", "Bearer " + access), 200);
      String refresh = String.valueOf(first.get("refresh_token"));
      Map<String, Object> second = post("/auth/api/refresh", Map.of("refresh_token", refresh), 200);
      post("/auth/api/refresh", Map.of("refresh_token", refresh), 409);
      post("/auth/api/token", Map.of("refresh_token", refresh), 409);
      post("/auth/api/refresh", Map.of("refresh_token", "vsr_unknown"), 401);
      post("/auth/api/refresh", Map.of(), 400);
      String last = String.valueOf(second.get("refresh_token"));
      post("/auth/api/logout", Map.of("refresh_token", last), 200);
      post("/auth/api/refresh", Map.of("refresh_token", last), 401);
    }

    void codes() throws Exception {
      Map<String, String> asking = login("response_type", "code");
      asking.put("redirect_uri", "com.example.app:/callback");
      asking.put("pkce_code_challenge", CHALLENGE);
      String code = String.valueOf(post("/auth/api/login", asking, 200).get("authorization_code"));
      Map<String, String> exchange =
          Map.of("authorization_code", code, "pkce_code_verifier", VERIFIER);
      post("/auth/api/token", exchange, 200);
      post("/auth/api/token", exchange, 400);
      post("/auth/api/token", Map.of("grant_type", "password"), 400);
    }

    /** A page of the application signs in, and keeps its cookies. */
    String session() throws Exception {
      HttpResponse<String> answer =
          ask("POST", "/auth/api/login", "/auth/api/login", OURS, form(login()), 200);
      return kept(answer);
    }

    private static String kept(HttpResponse<String> answer) {
      return answer.headers().allValues("Set-Cookie").stream()
          .map(cookie -> cookie.split(";", 2)[0])
          .collect(Collectors.joining("; "));
    }

    void sessions(String cookies) throws Exception {
      get("/auth/api/status", Map.of("Cookie", cookies), 200);
      get("/auth/api/sessions", Map.of("Cookie", cookies), 200);
      String path = "/auth/api/sessions/x";
      String template = "/auth/api/sessions/{id}";
      ask("DELETE", template, path, with(OURS, cookies), "", 204);
      ask("DELETE", template, path, with(THEIRS, cookies), "", 403);
    }

    void apiTokens(String cookies) throws Exception {
      String path = "/auth/api/tokens";
      get(path, Map.of(), 401);
      get(path, Map.of("Cookie", cookies), 200);
      Map<String, String> wish = Map.of("name", "ci", "expires", "90d");
      HttpResponse<String> made = ask("POST", path, path, with(OURS, cookies), form(wish), 201);
      ask("POST", path, path, with(OURS, cookies), form(wish), 409);
      ask("POST", path, path, with(OURS, cookies), form(Map.of("name", "")), 422);
      ask("POST", path, path, OURS, form(wish), 401);
      get(path, Map.of("Cookie", cookies), 200);
      String one = path + "/" + JSONObjectUtils.parse(made.body()).get("id");
      ask("DELETE", path + "/{id}", one, with(OURS, cookies), "", 204);
      ask("DELETE", path + "/{id}", one, with(OURS, cookies), "", 404);
    }

    /** The cookies from before are worth nothing after a change. */
    String password(String cookies) throws Exception {
      String path = "/auth/api/password";
      Map<String, String> change =
          Map.of("current_password", ConfigFiles.PASSWORD, "new_password", NEXT_PASSWORD);
      Map<String, String> wrong =
          Map.of("current_password", "wrong", "new_password", NEXT_PASSWORD);
      ask("POST", path, path, OURS, form(change), 401);
      ask("POST", path, path, with(THEIRS, cookies), form(change), 403);
      ask("POST", path, path, with(OURS, cookies), form(Map.of("new_password", "x")), 422);
      ask("POST", path, path, with(OURS, cookies), form(wrong), 422);
      HttpResponse<String> changed =
          ask("POST", path, path, with(OURS, cookies), form(change), 204);
      get("/auth/api/sessions", Map.of("Cookie", cookies), 401);
      String next = kept(changed);
      get("/auth/api/sessions", Map.of("Cookie", next), 200);
      return next;
    }

    /** There is no mail here, so nobody can prove another address. */
    void profile(String cookies) throws Exception {
      String path = "/auth/api/profile";
      String remove = path + "/email/remove";
      Map<String, String> password = Map.of("password", ConfigFiles.PASSWORD);
      get(path, Map.of(), 401);
      get(path, Map.of("Cookie", cookies), 200);
      ask("POST", remove, remove, OURS, form(password), 401);
      ask("POST", remove, remove, with(THEIRS, cookies), form(password), 403);
      ask("POST", remove, remove, with(OURS, cookies), form(Map.of("password", "wrong")), 422);
      ask("POST", remove, remove, with(OURS, cookies), form(Map.of("password", "")), 422);
      ask("POST", remove, remove, with(OURS, cookies), form(password), 204);
    }

    void address(IssuerDemo demo, String cookies) throws Exception {
      String path = "/auth/api/profile/email";
      Map<String, String> change =
          Map.of("email", "ada@example.org", "password", ConfigFiles.PASSWORD);
      ask("POST", path, path, OURS, form(change), 401);
      ask("POST", path, path, with(THEIRS, cookies), form(change), 403);
      ask("POST", path, path, with(OURS, cookies), form(Map.of("email", "ada")), 422);
      ask("POST", path, path, with(OURS, cookies), form(change), 202);
      String link = SentMails.link(demo.mails().next());
      Map<String, String> proof = Map.of("token", link.substring(link.indexOf('=') + 1));
      String confirm = "/auth/api/confirm-address";
      ask("POST", confirm, confirm, OURS, form(proof), 401);
      ask("POST", confirm, confirm, with(THEIRS, cookies), form(proof), 403);
      ask("POST", confirm, confirm, with(OURS, cookies), form(proof), 204);
      ask("POST", confirm, confirm, with(OURS, cookies), form(proof), 410);
    }

    /** What administrators do to others. */
    void users(String cookies) throws Exception {
      String path = "/auth/api/users";
      get(path, Map.of(), 401);
      get(path, Map.of("Cookie", cookies), 200);
      Map<String, String> grace = Map.of("username", "grace", "email", "grace@example.org");
      users("", with(OURS, cookies), grace, 201);
      users("", with(OURS, cookies), grace, 409);
      users("", with(OURS, cookies), Map.of(), 422);
      users("", with(THEIRS, cookies), grace, 403);
      users("", OURS, grace, 401);
      Map<String, String> who = Map.of("username", "grace");
      users("/roles", with(OURS, cookies), Map.of("username", "grace", "roles", "a, b"), 200);
      users("/roles", with(OURS, cookies), who, 422);
      users("/email", with(OURS, cookies), Map.of("username", "grace", "email", "x"), 422);
      users("/email", with(OURS, cookies), who, 200);
      users("/link", with(OURS, cookies), who, 200);
      users("/reset-mfa", with(OURS, cookies), who, 409);
      users("/end-sessions", with(OURS, cookies), who, 200);
      users("/disable", with(OURS, cookies), who, 200);
      users("/link", with(OURS, cookies), who, 409);
      users("/enable", with(OURS, cookies), who, 200);
      users("/delete", with(OURS, cookies), Map.of("username", "ada"), 409);
      users("/delete", with(OURS, cookies), who, 204);
      for (String action : Set.of(
          "roles", "email", "link", "reset-mfa", "end-sessions", "disable", "enable", "delete")) {
        Map<String, String> nobody = Map.of("username", "grace", "roles", "");
        users("/" + action, with(OURS, cookies), nobody, 404);
      }
    }

    private void users(
        String action, Map<String, String> headers, Map<String, String> fields, int status)
        throws Exception {
      String path = "/auth/api/users" + action;
      ask("POST", path, path, headers, form(fields), status);
    }

    /** A factor that is there is taken away by an administrator too. */
    void resetFactor(IssuerDemo demo, String cookies) throws Exception {
      UserStore users = demo.configuration().shared(UserStore.class).orElseThrow();
      users.setFactor(users.user("bob").orElseThrow(), "factor");
      users("/reset-mfa", with(OURS, cookies), Map.of("username", "bob"), 200);
    }

    /** Each change of the factor begins another session. */
    String twoFactor(String cookies) throws Exception {
      String path = "/auth/api/two-factor";
      Map<String, String> password = Map.of("password", NEXT_PASSWORD);
      get(path, Map.of(), 401);
      get(path, Map.of("Cookie", cookies), 200);
      change("/begin", Map.of(), password, 401);
      change("/begin", with(THEIRS, cookies), password, 403);
      change("/begin", with(OURS, cookies), Map.of("password", "wrong"), 422);
      change("/off", with(OURS, cookies), Map.of(), 409);
      HttpResponse<String> begun = change("/begin", with(OURS, cookies), password, 200);
      AuthenticatorApp app =
          new AuthenticatorApp(JSONObjectUtils.parse(begun.body()).get("key").toString());
      change("/confirm", with(OURS, cookies), Map.of("code", "letters"), 422);
      Map<String, String> first = Map.of("code", app.code(Instant.now()));
      HttpResponse<String> on = change("/confirm", with(OURS, cookies), first, 200);
      String next = kept(on);
      get(path, Map.of("Cookie", next), 200);
      change("/begin", with(OURS, next), password, 409);
      Map<String, String> both =
          Map.of("password", NEXT_PASSWORD, "code", app.code(Instant.now(), 1));
      HttpResponse<String> renewed = change("/recovery-codes", with(OURS, next), both, 200);
      change("/recovery-codes", with(OURS, next), both, 422);
      List<?> codes = (List<?>) JSONObjectUtils.parse(renewed.body()).get("recovery_codes");
      signIn(codes.get(1).toString(), codes.get(2).toString());
      Map<String, String> recovery =
          Map.of("password", NEXT_PASSWORD, "code", codes.get(0).toString());
      return kept(change("/off", with(OURS, next), recovery, 204));
    }

    /** With the password alone, then with the code; and with both at once. */
    private void signIn(String one, String other) throws Exception {
      String login = "/auth/api/login";
      String path = login + "/code";
      Map<String, String> password = login("password", NEXT_PASSWORD);
      post(login, password, 401);
      HttpResponse<String> asked = ask("POST", login, login, OURS, form(password), 401);
      String half = kept(asked);
      ask("POST", path, path, OURS, form(Map.of("code", one)), 401);
      ask("POST", path, path, with(THEIRS, half), form(Map.of("code", one)), 403);
      ask("POST", path, path, with(OURS, half), form(Map.of("code", "")), 422);
      ask("POST", path, path, with(OURS, half), form(Map.of("code", "letters")), 401);
      HttpResponse<String> in =
          ask("POST", path, path, with(OURS, half), form(Map.of("code", one)), 200);
      get("/auth/api/sessions", Map.of("Cookie", kept(in)), 200);
      post(login, login("password", NEXT_PASSWORD, "code", one), 401);
      post(login, login("password", NEXT_PASSWORD, "code", other), 200);
    }

    private HttpResponse<String> change(
        String step, Map<String, String> headers, Map<String, String> fields, int status)
        throws Exception {
      String path = "/auth/api/two-factor" + step;
      return ask("POST", path, path, headers, form(fields), status);
    }

    void tickets(String cookies) throws Exception {
      String path = "/auth/api/ticket";
      ask("POST", path, path, with(OURS, cookies), "path=%2Fme", 200);
      ask("POST", path, path, with(OURS, cookies), "path=me", 422);
      ask("POST", path, path, with(THEIRS, cookies), "path=%2Fme", 403);
      ask("POST", path, path, OURS, "path=%2Fme", 401);
    }

    void leave(String cookies) throws Exception {
      String path = "/auth/api/logout";
      ask("POST", path, path, with(THEIRS, cookies), "", 403);
      ask("POST", path, path, with(OURS, cookies), "next=login", 303);
      ask("POST", path, path, OURS, "", 200);
    }

    void choosePassword(IssuerDemo demo) throws Exception {
      String path = "/auth/api/choose-password";
      User bob =
          demo.configuration().shared(UserStore.class).orElseThrow().user("bob").orElseThrow();
      AccountLinks links = demo.configuration().shared(AccountLinks.class).orElseThrow();
      String token = links.issue(AccountLinks.Purpose.RESET, bob, "").reveal();
      Map<String, String> choice = Map.of("token", token, "password", NEXT_PASSWORD);
      ask("POST", path, path, THEIRS, form(choice), 403);
      post(path, Map.of("token", token), 422);
      post(path, choice, 200);
      post(path, choice, 410);
    }

    void forgot() throws Exception {
      String path = "/auth/api/forgot";
      ask("POST", path, path, THEIRS, form(Map.of("username", "bob")), 403);
      post(path, Map.of(), 422);
      for (int i = 0; i < 60; i++) {
        post(path, Map.of("username", "bob"), 202);
      }
      post(path, Map.of("username", "bob"), 429);
    }

    /** Until it is too much. */
    void guesses() throws Exception {
      Map<String, String> wrong = Map.of("username", "bob", "password", "wrong");
      HttpResponse<String> answer = send("POST", "/auth/api/login", Map.of(), form(wrong));
      for (int i = 0; i < 100 && answer.statusCode() == 401; i++) {
        contract.holds("POST /auth/api/login", answer);
        answer = send("POST", "/auth/api/login", Map.of(), form(wrong));
      }
      assertThat(answer.statusCode()).isEqualTo(429);
      contract.holds("POST /auth/api/login", answer);
      contract.holds("POST /auth/api/login", send("POST", "/auth/api/login", OURS, form(wrong)));
    }

    private void get(String path, Map<String, String> fields, int status) throws Exception {
      ask("GET", path, path, fields, "", status);
    }

    private Map<String, Object> post(String path, Map<String, String> form, int status)
        throws Exception {
      return JSONObjectUtils.parse(
          ask("POST", path, path, Map.of(), form(form), status).body());
    }

    private HttpResponse<String> ask(
        String method,
        String template,
        String path,
        Map<String, String> fields,
        String form,
        int status)
        throws Exception {
      HttpResponse<String> answer = send(method, path, fields, form);
      assertThat(answer.statusCode())
          .as("%s %s: %s", method, path, answer.body())
          .isEqualTo(status);
      contract.holds(method + " " + template, answer);
      return answer;
    }

    private HttpResponse<String> send(
        String method, String path, Map<String, String> fields, String form) throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
          .header("Accept", "application/json")
          .method(method, form.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(form));
      if (!form.isEmpty()) {
        request.header("Content-Type", "application/x-www-form-urlencoded");
      }
      fields.forEach(request::header);
      return HTTP.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static Map<String, String> with(Map<String, String> fields, String cookies) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("Cookie", cookies);
    return all;
  }

  private static Map<String, String> login(String... more) {
    Map<String, String> fields =
        new TreeMap<>(Map.of("username", "ada", "password", ConfigFiles.PASSWORD));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return fields;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
