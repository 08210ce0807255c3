package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditListener;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.mail.Mailer;
import io.vestibule.auth.mail.Message;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.PlainBrowser;
import io.vestibule.auth.token.TokenBook;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Administrators look after the users of the store, on pages and by programs, over HTTP. */
class UsersTest {
  private static final String PASSWORD = "a horse of one colour";
  private static final String NEW = "a horse of many colours";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of(PASSWORD), PasswordHash.LOWEST_NEW_COST));
  private static final String USERS = "/auth/users";
  private static final Pattern LINK = Pattern.compile("/auth/choose-password\\?token=[\\w-]{43}");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Message> sent = new LinkedBlockingQueue<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private Configuration configuration;
  private Container.Running server;
  private UserStore users;
  private PlainBrowser root;

  @BeforeEach
  void start() throws Exception {
    start("", Supplied.nothing());
  }

  private void start(String more, Supplied supplied) throws Exception {
    AuditListener listener = events::add;
    String text = "[authentication]\ntype = session, basic\n[store]\nurl = memory\n[accounts]\n"
        + "source = store\n[roles]\nstaff = Ada\n" + more + "\n[rules]\n/** = user\n";
    configuration = Configuration.parse(
        "auth.ini",
        text,
        Path.of(""),
        clock,
        supplied.with(Audit.class, Audit.of(listener)).with(Store.class, store));
    server = Container.JETTY.start("/", context -> {
      AuthFilter.install(context, configuration);
      servlet(context, "who", "/", "/who", (request, response) -> response
          .getWriter()
          .print(request.getRemoteUser()));
    });
    users = configuration.shared(UserStore.class).orElseThrow();
    users.add("root", HASH, Set.of("admin"));
    users.add("Ada", HASH, Set.of("editor"));
    root = PlainBrowser.at(server.port());
    if (more.isEmpty()) {
      root.signIn("root", PASSWORD);
    }
    events.clear();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private PlainBrowser signedIn(String name) throws Exception {
    PlainBrowser browser = PlainBrowser.at(server.port());
    assertThat(browser.signIn(name, PASSWORD).statusCode()).isEqualTo(303);
    return browser;
  }

  private int signIn(String name, String password) throws Exception {
    return PlainBrowser.at(server.port()).signIn(name, password).statusCode();
  }

  private User user(String name) {
    return users.user(name).orElseThrow();
  }

  private HttpResponse<String> page(String name) throws Exception {
    return root.go(USERS + "/user?username=" + name);
  }

  /** Sends the form of this action on the page of a user. */
  private HttpResponse<String> act(String name, String action, Map<String, String> fields)
      throws Exception {
    return root.submit(page(name), USERS + "/" + action, fields);
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  private static String link(String text) {
    Matcher link = LINK.matcher(PlainBrowser.text(text));
    assertThat(link.find()).as(text).isTrue();
    return link.group();
  }

  private List<String> told() {
    return events.stream()
        .map(event -> event.type().word() + " " + event.subject() + " by "
            + event.details().getOrDefault("actor", ""))
        .toList();
  }

  @Test
  void the_list_shows_each_user_and_finds_those_who_are_looked_for() throws Exception {
    users.disable("ada");
    String all = root.go(USERS).body();
    String found = root.go(USERS + "?search=AD").body();

    assertThat(all)
        .contains("username=root", ">Ada</a>", "<span class=\"badge\">Disabled</span>")
        .contains("editor, staff")
        .contains("<a href=\"/auth/users\" aria-current=\"page\">Users</a>");
    assertThat(found).contains("username=Ada").doesNotContain("username=root");
    assertThat(root.go(USERS + "?search=nobody").body()).contains("There is no such user.");
  }

  @Test
  void a_long_list_comes_in_pages() throws Exception {
    for (int i = 100; i < 150; i++) {
      users.add("user" + i, HASH, Set.of());
    }
    String first = root.go(USERS).body();
    Matcher more = Pattern.compile("href=\"([^\"]*after=[^\"]*)\"").matcher(first);
    assertThat(more.find()).isTrue();
    String second = root.go(PlainBrowser.text(more.group(1))).body();

    assertThat(first).contains("username=Ada", "username=user147").doesNotContain("user149");
    assertThat(second).contains("username=user149").doesNotContain("username=Ada", "after=");
  }

  @Test
  void a_user_who_is_added_gets_a_link_that_is_shown_once_and_chooses_the_password()
      throws Exception {
    HttpResponse<String> made = root.submit(
        root.go(USERS + "/new"),
        USERS,
        Map.of("username", " Grace ", "email", "grace@example.org", "roles", "editor, writer"));

    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).contains("You will not see it again.");
    assertThat(user("grace").roles()).containsExactlyInAnyOrder("editor", "writer");
    assertThat(user("grace").email()).isEqualTo("grace@example.org");
    assertThat(user("grace").hasVerifiedEmail()).isFalse();
    assertThat(root.go(USERS).body()).contains("No password yet");
    assertThat(told()).containsExactly("user-created Grace by root", "link-issued Grace by root");

    PlainBrowser grace = PlainBrowser.at(server.port());
    HttpResponse<String> form = grace.follow(grace.go(link(made.body())));
    assertThat(
            grace.submit(form, "/auth/choose-password", Map.of("password", NEW)).statusCode())
        .isEqualTo(303);
    assertThat(signIn("grace", NEW)).isEqualTo(303);
    assertThat(user("grace").hasVerifiedEmail()).isFalse();
    assertThat(page("grace").body()).doesNotContain("No password yet", "token=");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''    | ''    | ''        | 422 | err-name  | Enter a user name.
      a:b   | ''    | ''        | 422 | err-name  | A user name has at most 255 characters
      ADA   | ''    | ''        | 409 | err-name  | This user name is taken.
      grace | a@b@c | ''        | 422 | err-email | That is no e-mail address
      grace | ''    | o\u0001dd | 422 | err-roles | A role is a word
      """)
  void what_cannot_be_used_is_said_at_its_field(
      String name, String email, String roles, int status, String id, String text)
      throws Exception {
    HttpResponse<String> refused = root.submit(
        root.go(USERS + "/new"), USERS, Map.of("username", name, "email", email, "roles", roles));

    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(refused.body()).contains("id=\"" + id + "\">" + text, "aria-invalid=\"true\"");
    assertThat(users.user("grace")).isEmpty();
  }

  @Test
  void roles_and_address_are_replaced() throws Exception {
    HttpResponse<String> done = act("ada", "roles", Map.of("roles", "writer  reader"));

    assertThat(location(done)).isEqualTo(USERS + "/user?username=Ada&done=roles");
    assertThat(root.follow(done).body()).contains("role=\"status\">The roles are saved.");
    assertThat(user("ada").roles()).containsExactlyInAnyOrder("writer", "reader", "staff");
    act("ada", "email", Map.of("email", "ada@example.org"));
    assertThat(user("ada").email()).isEqualTo("ada@example.org");
    act("ada", "roles", Map.of("roles", ""));
    assertThat(user("ada").roles()).containsExactly("staff");
    assertThat(told())
        .containsExactly(
            "user-changed Ada by root", "email-changed Ada by root", "user-changed Ada by root");
  }

  @Test
  void whoever_is_disabled_is_out_and_comes_back_only_when_enabled() throws Exception {
    PlainBrowser ada = signedIn("ada");
    act("ada", "disable", Map.of());
    clock.pass(Duration.ofSeconds(2));

    assertThat(ada.go("/who").statusCode()).isEqualTo(303);
    assertThat(signIn("ada", PASSWORD)).isEqualTo(403);
    act("ada", "enable", Map.of());
    assertThat(signIn("ada", PASSWORD)).isEqualTo(303);
    assertThat(ada.go("/who").statusCode()).isEqualTo(303);
  }

  @Test
  void sessions_are_ended_and_the_user_signs_in_anew() throws Exception {
    PlainBrowser ada = signedIn("ada");
    HttpResponse<String> done = act("ada", "end-sessions", Map.of());
    clock.pass(Duration.ofSeconds(2));

    assertThat(root.follow(done).body()).contains("All sessions are ended.");
    assertThat(ada.go("/who").statusCode()).isEqualTo(303);
    assertThat(signIn("ada", PASSWORD)).isEqualTo(303);
  }

  @Test
  void a_second_factor_is_taken_away_from_whoever_has_one() throws Exception {
    assertThat(page("ada").body()).doesNotContain("Turn second factor off");
    users.setFactor(user("ada"), "factor");
    act("ada", "reset-mfa", Map.of());

    assertThat(user("ada").hasFactor()).isFalse();
    assertThat(told()).containsExactly("factor-removed Ada by root");
  }

  @Test
  void a_link_to_another_password_leaves_the_one_there_is_until_it_is_used() throws Exception {
    HttpResponse<String> shown = act("ada", "link", Map.of());

    assertThat(shown.statusCode()).isEqualTo(200);
    assertThat(link(shown.body())).hasSizeGreaterThan(60);
    assertThat(signIn("ada", PASSWORD)).isEqualTo(303);
    users.disable("ada");
    assertThat(page("ada").body()).doesNotContain("Show a link");
  }

  @Test
  void deleting_is_asked_about_on_a_page_of_its_own() throws Exception {
    HttpResponse<String> asked = root.go(USERS + "/delete?username=ada");
    assertThat(asked.body()).contains("Everything of Ada ends at once, for good.");
    assertThat(users.user("ada")).isPresent();

    HttpResponse<String> done = root.submit(asked, USERS + "/delete", Map.of());

    assertThat(location(done)).isEqualTo(USERS + "?done=delete");
    assertThat(root.follow(done).body()).contains("The user is deleted.");
    assertThat(users.user("ada")).isEmpty();
    assertThat(page("ada").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"roles", "email", "disable", "link", "reset-mfa", "end-sessions", "delete"})
  void nobody_does_any_of_it_to_the_own_account(String action) throws Exception {
    users.setRoles("ada", Set.of("admin"));
    User before = user("root");
    assertThat(page("root").body()).contains("This is your own account.");
    String csrf =
        PlainBrowser.form(page("ada").body(), USERS + "/roles").hidden().get("csrf");
    HttpResponse<String> refused = root.post(
        USERS + "/" + action,
        Map.of("csrf", csrf, "username", "ROOT", "roles", "", "email", "x@example.org"));

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(user("root")).isEqualTo(before);
    assertThat(told()).isEmpty();
  }

  @Test
  void only_an_administrator_comes_here() throws Exception {
    PlainBrowser ada = signedIn("ada");

    for (String path : List.of(USERS, USERS + "/new", USERS + "/user?username=root")) {
      assertThat(ada.go(path).statusCode()).as(path).isEqualTo(403);
      assertThat(PlainBrowser.at(server.port()).go(path).statusCode()).isEqualTo(303);
    }
    assertThat(ada.post(USERS + "/disable", Map.of("username", "root")).statusCode())
        .isEqualTo(403);
    assertThat(ada.go("/auth/sessions").body()).doesNotContain("/auth/users");
    assertThat(root.go("/auth/sessions").body()).contains("<a href=\"/auth/users\">Users</a>");
    assertThat(user("root").disabled()).isFalse();
  }

  @Test
  void whoever_is_no_administrator_any_more_is_refused_at_once() throws Exception {
    HttpResponse<String> page = page("ada");
    users.add("second", HASH, Set.of("admin"));
    users.setRoles("root", Set.of());

    assertThat(root.submit(page, USERS + "/disable", Map.of()).statusCode()).isEqualTo(403);
    assertThat(user("ada").disabled()).isFalse();
  }

  @Test
  void whoever_signed_in_a_while_ago_proves_it_anew_before_anything_changes() throws Exception {
    HttpResponse<String> page = page("ada");
    clock.pass(Duration.ofMinutes(11));

    assertThat(root.go(USERS).statusCode()).isEqualTo(200);
    assertThat(location(page("ada")))
        .startsWith("/auth/login?confirm=1&return_to=%2Fauth%2Fusers%2Fuser");
    assertThat(root.submit(page, USERS + "/disable", Map.of()).statusCode()).isIn(303, 401);
    assertThat(user("ada").disabled()).isFalse();
  }

  @Test
  void another_site_changes_nothing() throws Exception {
    HttpResponse<String> refused = root.json(
        "POST",
        "/auth/api/users/disable",
        "{\"username\": \"ada\"}",
        "Content-Type",
        "application/json",
        "Origin",
        "https://evil.example");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(user("ada").disabled()).isFalse();
  }

  // Programs

  private String token(String owner, String... scopes) {
    return configuration
        .shared(TokenBook.class)
        .orElseThrow()
        .make(owner, "token " + tokens.incrementAndGet(), List.of(scopes), "1d")
        .text()
        .reveal();
  }

  private HttpResponse<String> api(String token, String method, String path, String body)
      throws Exception {
    return PlainBrowser.at(server.port())
        .json(
            method,
            "/auth/api/users" + path,
            body,
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/json");
  }

  private HttpResponse<String> api(String token, String action, Map<String, Object> members)
      throws Exception {
    return api(token, "POST", action, JSONObjectUtils.toJSONString(members));
  }

  @Test
  void a_program_with_the_scope_does_the_same_as_json() throws Exception {
    String token = token("root", "users");
    HttpResponse<String> list = api(token, "GET", "?search=ada", "");
    HttpResponse<String> made =
        api(token, "", Map.of("username", "grace", "roles", List.of("editor")));
    HttpResponse<String> changed =
        api(token, "/roles", Map.of("username", "ada", "roles", List.of()));

    assertThat(JSONObjectUtils.parse(list.body()).get("users"))
        .asString()
        .contains("Ada", "editor", "staff");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.body()).contains("\"invited\":true", "\"purpose\":\"invite\"");
    assertThat(JSONObjectUtils.parse(made.body()).get("link").toString())
        .startsWith("http://127.0.0.1:" + server.port() + "/auth/choose-password?token=");
    assertThat(changed.body()).contains("\"roles\":[]", "\"given_roles\":[\"staff\"]");
    assertThat(api(token, "/delete", Map.of("username", "grace")).statusCode()).isEqualTo(204);
    assertThat(api(token, "/delete", Map.of("username", "grace")).statusCode()).isEqualTo(404);
    assertThat(told()).contains("user-created grace by root", "user-deleted grace by root");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "roles",
        "email",
        "link",
        "disable",
        "enable",
        "reset-mfa",
        "end-sessions",
        "delete"
      })
  void a_program_does_nothing_to_an_administrator(String action) throws Exception {
    users.add("second", HASH, Set.of("admin"));
    users.add("third", HASH, Set.of("admin"));
    users.disable("third");

    for (String name : List.of("second", "third")) {
      HttpResponse<String> refused = api(
          token("root", "users"),
          "/" + action,
          Map.of("username", name, "roles", List.of(), "email", "a@example.org"));

      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("\"type\":\"administrator\"").doesNotContain("token=");
    }
    assertThat(user("second").roles()).contains("admin");
    assertThat(user("second").disabled()).isFalse();
    assertThat(user("third").disabled()).isTrue();
  }

  @Test
  void a_link_that_a_program_was_shown_ends_when_its_user_becomes_an_administrator()
      throws Exception {
    HttpResponse<String> made = api(token("root", "users"), "", Map.of("username", "grace"));
    String link = JSONObjectUtils.parse(made.body()).get("link").toString();
    String token = link.substring(link.indexOf('=') + 1);
    AccountLinks links = configuration.shared(AccountLinks.class).orElseThrow();
    assertThat(links.find(token)).isPresent();

    act("grace", "roles", Map.of("roles", "admin"));

    assertThat(user("grace").roles()).contains("admin");
    assertThat(links.find(token)).isEmpty();
  }

  @Test
  void a_program_makes_no_administrator() throws Exception {
    Map<String, Object> admin = Map.of("username", "grace", "roles", List.of("admin"));

    assertThat(api(token("root", "users"), "", admin).statusCode()).isEqualTo(403);
    assertThat(users.user("grace")).isEmpty();
    users.add("grace", HASH, Set.of());
    assertThat(api(token("root", "users"), "/roles", admin).statusCode()).isEqualTo(403);
    assertThat(user("grace").roles()).isEmpty();
  }

  @Test
  void saying_nothing_of_roles_takes_none_away() throws Exception {
    HttpResponse<String> refused =
        api(token("root", "users"), "/roles", Map.of("username", "ada", "role", "x"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("\"type\":\"missing-roles\"");
    assertThat(user("ada").roles()).contains("editor");
  }

  @Test
  void a_token_without_the_scope_looks_after_nobody() throws Exception {
    for (String token : List.of(
        token("root"),
        token("root", "deploy", "other"),
        token("root", "read_only", "other", "third"),
        token("ada", "users", "x", "y", "z"))) {
      assertThat(api(token, "GET", "", "").statusCode()).isEqualTo(403);
      assertThat(api(token, "/disable", Map.of("username", "ada")).statusCode()).isEqualTo(403);
    }
    String reads = token("root", "users", "read_only");
    assertThat(api(reads, "GET", "", "").statusCode()).isEqualTo(200);
    assertThat(api(reads, "/disable", Map.of("username", "ada")).statusCode()).isEqualTo(403);
    assertThat(user("ada").disabled()).isFalse();
  }

  @Test
  void a_token_with_the_scope_opens_no_other_page_of_the_account() throws Exception {
    String token = token("root", "users");
    for (String path : List.of("/auth/api/tokens", "/auth/api/usersx", "/auth/users/disable")) {
      int status = PlainBrowser.at(server.port())
          .json(
              "POST",
              path,
              "{\"name\": \"x\"}",
              "Authorization",
              "Bearer " + token,
              "Content-Type",
              "application/json")
          .statusCode();
      assertThat(status).as(path).isIn(401, 403, 404);
    }
  }

  @Test
  void a_password_that_goes_along_with_the_request_is_not_enough() throws Exception {
    String basic = Base64.getEncoder().encodeToString(("root:" + PASSWORD).getBytes(UTF_8));

    assertThat(PlainBrowser.at(server.port())
            .json("GET", "/auth/api/users", "", "Authorization", "Basic " + basic)
            .statusCode())
        .isIn(401, 403);
  }

  @Test
  void nobody_is_left_out_by_odd_names_and_none_breaks_an_answer() throws Exception {
    String token = token("root", "users");
    for (String name : List.of("", " ", "\0", "\ud800", "x".repeat(3000), "a/../b", "<b>")) {
      for (String action : List.of("/roles", "/email", "/link", "/delete", "/disable")) {
        Map<String, Object> members =
            Map.of("username", name, "roles", List.of("x".repeat(100)), "email", "\n");
        assertThat(api(token, action, members).statusCode()).as(action).isIn(400, 404, 422);
      }
    }
    assertThat(root.go(USERS + "?after=%00&search=%ED%A0%80").statusCode()).isIn(200, 400);
    assertThat(root.go(USERS + "/user?username=%00").statusCode()).isIn(400, 404);
  }

  // Mails

  private void startWithMail() throws Exception {
    stop();
    Mailer mailer = sent::add;
    start(
        "[server]\npublic_url = https://app.example.org\n",
        Supplied.nothing().with(Mailer.class, mailer));
  }

  @Test
  void an_invitation_goes_by_mail_where_there_is_an_address_and_verifies_it() throws Exception {
    startWithMail();
    String token = token("root", "users");
    HttpResponse<String> made =
        api(token, "", Map.of("username", "grace", "email", "grace@example.org"));

    assertThat(JSONObjectUtils.parse(made.body()))
        .containsEntry("mailed_to", "grace@example.org")
        .doesNotContainKey("link");
    Message mail = sent.poll(10, TimeUnit.SECONDS);
    assertThat(mail).isNotNull();
    assertThat(mail.to()).isEqualTo("grace@example.org");
    assertThat(mail.text()).contains("https://app.example.org/auth/choose-password?token=");
    String link = link(mail.text());
    String body = JSONObjectUtils.toJSONString(
        Map.of("token", link.substring(link.length() - 43), "password", NEW));
    PlainBrowser.at(server.port())
        .json("POST", "/auth/api/choose-password", body, "Content-Type", "application/json");
    assertThat(user("grace").hasVerifiedEmail()).isTrue();
  }

  @Test
  void an_invitation_that_went_to_a_wrong_address_ends_with_that_address() throws Exception {
    startWithMail();
    String token = token("root", "users");
    api(token, "", Map.of("username", "grace", "email", "wrong@example.org"));
    Message mail = sent.poll(10, TimeUnit.SECONDS);
    assertThat(mail).isNotNull();
    api(token, "/email", Map.of("username", "grace", "email", "grace@example.org"));

    PlainBrowser stranger = PlainBrowser.at(server.port());
    String link = link(mail.text());
    String body = JSONObjectUtils.toJSONString(
        Map.of("token", link.substring(link.length() - 43), "password", NEW));
    assertThat(stranger
            .json("POST", "/auth/api/choose-password", body, "Content-Type", "application/json")
            .statusCode())
        .isEqualTo(410);
  }

  @Test
  void a_link_is_shown_where_the_administrator_wants_to_hand_it_over() throws Exception {
    startWithMail();
    HttpResponse<String> made = api(
        token("root", "users"),
        "",
        Map.of("username", "grace", "email", "grace@example.org", "show", true));

    assertThat(JSONObjectUtils.parse(made.body()))
        .containsKey("link")
        .doesNotContainKey("mailed_to");
    assertThat(sent).isEmpty();
  }

  @Test
  void a_link_to_a_password_that_there_is_goes_to_no_address_that_nobody_has_verified()
      throws Exception {
    startWithMail();
    String token = token("root", "users");
    users.setAddress(user("ada"), "ada@example.org", false);
    assertThat(api(token, "/link", Map.of("username", "ada")).body()).contains("\"link\"");
    users.setAddress(user("ada"), "ada@example.org", true);
    sent.clear();

    assertThat(api(token, "/link", Map.of("username", "ada")).body())
        .contains("\"mailed_to\":\"ada@example.org\"");
    assertThat(Stream.of(sent.poll(10, TimeUnit.SECONDS)).collect(Collectors.toList()))
        .singleElement()
        .satisfies(mail -> assertThat(mail.text()).contains("choose-password?token="));
  }
}
