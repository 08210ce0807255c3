package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Secret;
import io.vestibule.auth.account.AccountLinks;
import io.vestibule.auth.account.AccountLinks.Purpose;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditListener;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.PlainBrowser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page to which a link leads that stands in for a password, over HTTP. */
class ChoosePasswordTest {
  private static final String OLD = "a horse of one colour";
  private static final String NEW = "a horse of many colours";
  private static final String PAGE = "/app/auth/choose-password";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of(OLD), PasswordHash.LOWEST_NEW_COST));

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private Configuration configuration;
  private Container.Running server;
  private UserStore users;
  private AccountLinks links;
  private PlainBrowser browser;

  @BeforeEach
  void start() throws Exception {
    String text = "[authentication]\ntype = session\n[store]\nurl = memory\n[rules]\n/** = user\n";
    AuditListener listener = events::add;
    configuration = Configuration.parse(
        "auth.ini",
        text,
        Path.of(""),
        clock,
        Supplied.nothing().with(Audit.class, Audit.of(listener)));
    server = Container.JETTY.start("/app", context -> {
      AuthFilter.install(context, configuration);
      servlet(context, "who", "/", "/who", (request, response) -> response
          .getWriter()
          .print(request.getRemoteUser()));
    });
    users = configuration.shared(UserStore.class).orElseThrow();
    links = configuration.shared(AccountLinks.class).orElseThrow();
    users.add("Ada", HASH, Set.of());
    browser = PlainBrowser.at(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private User ada() {
    return users.user("ada").orElseThrow();
  }

  private String link() {
    return PAGE + "?token=" + links.issue(Purpose.RESET, ada(), "").reveal();
  }

  private HttpResponse<String> opened(String link) throws Exception {
    return browser.follow(browser.go(link));
  }

  private HttpResponse<String> choose(HttpResponse<String> page, String password) throws Exception {
    return browser.submit(page, "/auth/choose-password", Map.of("password", password));
  }

  private static String field(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private int signIn(String password) throws Exception {
    PlainBrowser other = PlainBrowser.at(server.port());
    return other
        .submit(
            other.go("/app/auth/login"),
            "/auth/login",
            Map.of("username", "ada", "password", password))
        .statusCode();
  }

  @Test
  void whoever_has_forgotten_the_password_chooses_another_one_and_signs_in_with_it()
      throws Exception {
    HttpResponse<String> page = opened(link());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("API tokens keep working; revoke those that you do not trust.")
        .contains("Your user name is Ada.", "value=\"Ada\" autocomplete=\"username\"")
        .contains("autocomplete=\"new-password\"", "aria-describedby=\"rules caps\"");

    HttpResponse<String> done = choose(page, NEW);

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(field(done, "Location")).isEqualTo("/app/auth/login?notice=password-set");
    assertThat(browser.follow(done).body())
        .contains("role=\"status\">Your password is set. Sign in.");
    assertThat(signIn(OLD)).isEqualTo(401);
    assertThat(signIn(NEW)).isEqualTo(303);
    assertThat(events)
        .filteredOn(event -> event.type() == AuditType.PASSWORD_RESET)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.subject()).isEqualTo("Ada");
          assertThat(event.details()).containsEntry("actor", "reset-link");
        });
  }

  @Test
  void the_token_leaves_the_address_at_once_and_is_told_to_no_other_site() throws Exception {
    String link = link();
    HttpResponse<String> sent = browser.go(link + "&ui_locales=de");

    assertThat(sent.statusCode()).isEqualTo(303);
    assertThat(field(sent, "Location")).isEqualTo(PAGE + "?ui_locales=de");
    assertThat(field(sent, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(field(sent, "Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Max-Age=1800");
    HttpResponse<String> page = browser.follow(sent);
    assertThat(page.body())
        .contains("Ihr Benutzername ist Ada.")
        .doesNotContain(link.substring(link.length() - 43));
  }

  @Test
  void nobody_is_signed_in_by_a_link_and_whoever_was_here_is_signed_out() throws Exception {
    browser.submit(
        browser.go("/app/auth/login"), "/auth/login", Map.of("username", "ada", "password", OLD));
    assertThat(browser.go("/app/who").body()).isEqualTo("Ada");

    choose(opened(link()), NEW);

    assertThat(browser.go("/app/who").statusCode()).isEqualTo(303);
  }

  @Test
  void looking_at_a_link_uses_nothing_up_and_setting_the_password_does() throws Exception {
    String link = link();
    for (int i = 0; i < 3; i++) {
      assertThat(PlainBrowser.at(server.port()).go(link).statusCode()).isEqualTo(303);
    }
    HttpResponse<String> page = opened(link);
    HttpResponse<String> again = opened(link);
    assertThat(choose(page, NEW).statusCode()).isEqualTo(303);

    HttpResponse<String> over = choose(opened(link()), OLD + "!");
    assertThat(over.statusCode()).isEqualTo(303);
    assertThat(choose(again, "another horse altogether").statusCode()).isEqualTo(410);
    HttpResponse<String> late = opened(link);
    assertThat(late.statusCode()).isEqualTo(410);
    assertThat(late.body())
        .contains("This link was used already or is too old. Ask for a new one.")
        .doesNotContain("<form");
  }

  @Test
  void a_link_whose_time_is_over_meanwhile_sets_nothing() throws Exception {
    HttpResponse<String> page = opened(link());
    clock.pass(Duration.ofHours(1));

    assertThat(choose(page, NEW).statusCode()).isEqualTo(410);
    assertThat(signIn(OLD)).isEqualTo(303);
  }

  @Test
  void whoever_was_disabled_meanwhile_gets_no_password() throws Exception {
    HttpResponse<String> page = opened(link());
    users.disable("ada");

    assertThat(choose(page, NEW).statusCode()).isEqualTo(410);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      short                    | Use at least 12 characters.
      passwordpassword         | This password is on a list of common passwords.
      I am ada the first of us | This password is on a list of common passwords.
      ''                       | Enter your password.
      """)
  void what_cannot_be_used_is_said_at_the_field_and_the_link_still_works(
      String password, String text) throws Exception {
    HttpResponse<String> refused = choose(opened(link()), password);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("id=\"err-password\">" + text);
    assertThat(choose(refused, NEW).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?token=", "?token=short", "?token=%00"})
  void without_a_token_there_is_no_form(String query) throws Exception {
    int status = browser.go(PAGE + query).statusCode();

    assertThat(status).isIn(400, 410);
    assertThat(browser.post(PAGE, Map.of("password", NEW)).statusCode()).isEqualTo(410);
  }

  @Test
  void another_site_cannot_send_the_form() throws Exception {
    String link = link();
    String token = link.substring(link.length() - 43);
    HttpResponse<String> refused =
        sent(Map.of("token", token, "password", NEW), "Origin", "https://evil.example");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(signIn(OLD)).isEqualTo(303);
  }

  @Test
  void a_program_sends_the_token_and_the_password_as_json() throws Exception {
    String token = links.issue(Purpose.INVITE, ada(), "").reveal();
    HttpResponse<String> refused = sent(Map.of("token", token, "password", "short"));
    HttpResponse<String> done = sent(Map.of("token", token, "password", NEW));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("\"type\":\"weak-password\"").doesNotContain(token);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(JSONObjectUtils.parse(done.body()))
        .isEqualTo(Map.of("username", "Ada", "login_url", "/app/auth/login"));
    assertThat(sent(Map.of("token", token, "password", NEW)).statusCode()).isEqualTo(410);
  }

  /** As a program without cookies does. */
  private HttpResponse<String> sent(Map<String, ?> members, String... fields) throws Exception {
    String[] all = Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(fields))
        .toArray(String[]::new);
    return PlainBrowser.at(server.port())
        .json("POST", "/app/auth/api/choose-password", JSONObjectUtils.toJSONString(members), all);
  }

  @Test
  void a_link_of_another_purpose_sets_no_password() throws Exception {
    String token = links.issue(Purpose.ADDRESS, ada(), "ada@example.org").reveal();

    assertThat(opened(PAGE + "?token=" + token).statusCode()).isEqualTo(410);
  }

  @Test
  void where_users_stand_in_the_file_there_is_no_such_page() {
    Configuration file = Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = session\n[users]\nada = " + HASH.reveal() + "\n[store]\n"
            + "url = memory\n",
        Path.of(""),
        Map.of(),
        clock);

    assertThat(file.authenticators())
        .flatMap(named -> named.authenticator().endpoints())
        .noneMatch(endpoint -> endpoint.path().contains("choose-password"));
    assertThat(file.shared(AccountLinks.class)).isEmpty();
  }
}
