package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditListener;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.mail.Mailer;
import io.vestibule.auth.mail.Message;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.AuthenticatorApp;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.PlainBrowser;
import io.vestibule.auth.testing.SentMails;
import io.vestibule.auth.totp.Confirmed;
import io.vestibule.auth.totp.SecondFactors;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of what is known of a user, and the change of the address, over HTTP and with mails. */
class ProfileTest {
  private static final String PASSWORD = "a horse of one colour";
  private static final String PROFILE = "/app/auth/profile";
  private static final String NEW = "new@example.org";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of(PASSWORD), PasswordHash.LOWEST_NEW_COST));
  private static final String URL = "http://tickets.example.org/app";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final SentMails mails = new SentMails();
  private Configuration configuration;
  private Container.Running server;
  private UserStore users;
  private PlainBrowser browser;

  @BeforeEach
  void start() throws Exception {
    start(Supplied.nothing().with(Mailer.class, mails));
    users.add("Ada", HASH, Set.of("staff", "admin"));
    users.add("bob", HASH, Set.of());
    users.setAddress(user("ada"), "Ada@Example.org", true);
    browser = signedIn("ada");
  }

  private void start(Supplied supplied) throws Exception {
    String text = "[authentication]\ntype = session\n[store]\nurl = memory\n[accounts]\n"
        + "source = store\n[server]\npublic_url = " + URL + "\n[rules]\n/** = user\n";
    AuditListener listener = events::add;
    configuration = Configuration.parse(
        "auth.ini", text, Path.of(""), clock, supplied.with(Audit.class, Audit.of(listener)));
    server = Container.JETTY.start("/app", context -> {
      AuthFilter.install(context, configuration);
      servlet(context, "who", "/", "/who", (request, response) -> response
          .getWriter()
          .print(request.getRemoteUser()));
    });
    users = configuration.shared(UserStore.class).orElseThrow();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private User user(String name) {
    return users.user(name).orElseThrow();
  }

  private PlainBrowser signedIn(String name) throws Exception {
    PlainBrowser next = PlainBrowser.at(server.port());
    Map<String, String> typed = Map.of("username", name, "password", PASSWORD);
    assertThat(next.submit(next.go("/app/auth/login"), "/auth/login", typed).statusCode())
        .isEqualTo(303);
    return next;
  }

  private HttpResponse<String> ask(String email, String password) throws Exception {
    return browser.submit(
        browser.go(PROFILE), "/profile/email", Map.of("email", email, "password", password));
  }

  /** The path of the link in the next mail, which goes to this address. */
  private String link(String address) {
    Message mail = mails.next();
    assertThat(mail.to()).isEqualTo(address);
    String link = SentMails.link(mail);
    assertThat(link).startsWith(URL + "/auth/confirm-address?token=");
    return link.substring(link.indexOf("/app"));
  }

  private static HttpResponse<String> opened(PlainBrowser who, String link) throws Exception {
    return who.follow(who.go(link));
  }

  private static HttpResponse<String> confirm(PlainBrowser who, HttpResponse<String> page)
      throws Exception {
    return who.submit(page, "/confirm-address", Map.of());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElse("");
  }

  private List<AuditEvent> changes() {
    return events.stream()
        .filter(event -> event.type() == AuditType.EMAIL_CHANGED)
        .toList();
  }

  @Test
  void the_profile_says_who_one_is() throws Exception {
    assertThat(browser.go(PROFILE).body())
        .contains("Ada@Example.org", "admin, staff", "aria-current=\"page\">Profile</a>");
    assertThat(browser.go("/app/auth/password").body()).contains("href=\"/app/auth/profile\"");
    assertThat(JSONObjectUtils.parse(
            browser.json("GET", "/app/auth/api/profile", "").body()))
        .containsEntry("username", "Ada")
        .containsEntry("email", "Ada@Example.org")
        .containsEntry("email_verified", true)
        .containsEntry("roles", List.of("admin", "staff"))
        .containsEntry("can_change", true)
        .containsEntry("factor", false);
  }

  @Test
  void a_stranger_is_led_to_the_login_page_and_comes_back() throws Exception {
    PlainBrowser stranger = PlainBrowser.at(server.port());

    assertThat(location(stranger.go(PROFILE)))
        .isEqualTo("/app/auth/login?return_to=%2Fapp%2Fauth%2Fprofile");
    assertThat(stranger.json("GET", "/app/auth/api/profile", "").statusCode()).isEqualTo(401);
  }

  @Test
  void a_new_address_counts_once_its_link_was_confirmed_and_the_old_one_hears_of_it()
      throws Exception {
    HttpResponse<String> sent = ask(" " + NEW + " ", PASSWORD);
    assertThat(sent.statusCode()).isEqualTo(200);
    assertThat(sent.body()).contains("We sent a mail to " + NEW + ".");
    String link = link(NEW);
    assertThat(events).last().satisfies(event -> {
      assertThat(event.type()).isEqualTo(AuditType.LINK_ISSUED);
      assertThat(event.subject()).isEqualTo("Ada");
      assertThat(event.details()).containsEntry("purpose", "address");
    });
    assertThat(user("ada").email()).isEqualTo("Ada@Example.org");

    HttpResponse<String> page = opened(browser, link);
    assertThat(page.body())
        .contains("Is " + NEW + " to be the e-mail address of Ada?")
        .doesNotContain(link.substring(link.length() - 43));
    assertThat(user("ada").email()).isEqualTo("Ada@Example.org");
    HttpResponse<String> done = confirm(browser, page);

    assertThat(location(done)).isEqualTo(PROFILE + "?notice=email-changed");
    assertThat(browser.follow(done).body()).contains("Your e-mail address is changed.", NEW);
    assertThat(user("ada").email()).isEqualTo(NEW);
    assertThat(user("ada").hasVerifiedEmail()).isTrue();
    Message notice = mails.next();
    assertThat(notice.to()).isEqualTo("Ada@Example.org");
    assertThat(notice.text()).contains("Ada").doesNotContain(NEW);
    assertThat(changes()).singleElement().satisfies(event -> assertThat(event.subject())
        .isEqualTo("Ada"));
    assertThat(browser.go("/app/who").body()).as("the session goes on").isEqualTo("Ada");
  }

  @Test
  void a_link_works_once() throws Exception {
    ask(NEW, PASSWORD);
    String link = link(NEW);
    HttpResponse<String> page = opened(browser, link);
    HttpResponse<String> again = opened(browser, link);
    assertThat(confirm(browser, page).statusCode()).isEqualTo(303);

    assertThat(confirm(browser, again).statusCode()).isEqualTo(410);
    HttpResponse<String> late = opened(browser, link);
    assertThat(late.statusCode()).isEqualTo(410);
    assertThat(late.body()).contains("This link was used already or is too old.");
  }

  @Test
  void a_link_is_over_after_four_hours_and_when_another_was_asked_for() throws Exception {
    ask(NEW, PASSWORD);
    String first = link(NEW);
    clock.pass(Duration.ofMinutes(10));
    ask("other@example.org", PASSWORD);
    String second = link("other@example.org");

    assertThat(opened(browser, first).statusCode()).isEqualTo(410);
    assertThat(opened(browser, second).statusCode()).isEqualTo(200);
    clock.pass(Duration.ofHours(4));
    assertThat(opened(signedIn("ada"), second).statusCode()).isEqualTo(410);
  }

  @Test
  void whoever_opens_a_link_that_somebody_else_asked_for_gives_that_one_nothing() throws Exception {
    ask("bob@example.org", PASSWORD);
    String link = link("bob@example.org");

    PlainBrowser stranger = PlainBrowser.at(server.port());
    HttpResponse<String> asked = opened(stranger, link);
    assertThat(location(asked))
        .isEqualTo("/app/auth/login?return_to=%2Fapp%2Fauth%2Fconfirm-address");
    HttpResponse<String> bobs = opened(signedIn("bob"), link);
    assertThat(bobs.statusCode()).isEqualTo(403);
    assertThat(bobs.body()).contains("asked for by another user").doesNotContain("<form");
    String token = link.substring(link.length() - 43);
    assertThat(signedIn("bob")
            .json(
                "POST",
                "/app/auth/api/confirm-address",
                "{\"token\":\"" + token + "\"}",
                "Content-Type",
                "application/json",
                "Sec-Fetch-Site",
                "same-origin")
            .statusCode())
        .isEqualTo(403);
    assertThat(user("ada").email()).isEqualTo("Ada@Example.org");
    assertThat(confirm(browser, opened(browser, link)).statusCode()).isEqualTo(303);
  }

  @Test
  void an_address_that_is_anothers_is_answered_the_same_and_said_only_to_its_reader()
      throws Exception {
    users.setAddress(user("bob"), "bob@example.org", true);
    String free = ask(NEW, PASSWORD).body().replace(NEW, "X").replaceAll("csrf\"[^>]*", "");
    HttpResponse<String> taken = ask("bob@example.org", PASSWORD);

    assertThat(taken.body().replace("bob@example.org", "X").replaceAll("csrf\"[^>]*", ""))
        .isEqualTo(free);
    link(NEW);
    String link = link("bob@example.org");
    HttpResponse<String> refused = confirm(browser, opened(browser, link));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("Another account has this address already.");
    assertThat(user("ada").email()).isEqualTo("Ada@Example.org");
    users.setAddress(user("bob"), "", false);
    assertThat(confirm(browser, opened(browser, link)).statusCode())
        .as("it did nothing, and so was not used up")
        .isEqualTo(303);
    assertThat(user("ada").email()).isEqualTo("bob@example.org");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      new@example.org | wrong                 | err-password
      new@example.org | ''                    | err-password
      ''              | a horse of one colour | err-email
      no address      | a horse of one colour | err-email
      ADA@example.org | a horse of one colour | err-email
      """)
  void what_is_wrong_is_said_at_its_field_and_no_mail_leaves(
      String email, String password, String field) throws Exception {
    HttpResponse<String> refused = ask(email, password);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("id=\"" + field + "\"");
    assertThat(mails.isEmpty()).isTrue();
  }

  @Test
  void whoever_guesses_the_password_there_must_wait() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(ask(NEW, "wrong" + i).statusCode()).isEqualTo(422);
    }

    HttpResponse<String> refused = ask(NEW, PASSWORD);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(mails.isEmpty()).isTrue();
  }

  @Test
  void five_links_an_hour_leave_because_of_one_user_who_is_told_to_wait_then() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(ask("other" + i + "@example.org", PASSWORD).statusCode()).isEqualTo(200);
      assertThat(mails.next().to()).isEqualTo("other" + i + "@example.org");
    }

    HttpResponse<String> refused = ask(NEW, PASSWORD);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("3600");
    assertThat(refused.body()).doesNotContain("We sent a mail");
    assertThat(events).last().satisfies(event -> {
      assertThat(event.type()).isEqualTo(AuditType.THROTTLED);
      assertThat(event.subject()).isEqualTo("Ada");
    });
    clock.pass(Duration.ofHours(1));
    browser = signedIn("ada");
    assertThat(ask(NEW, PASSWORD).statusCode()).isEqualTo(200);
    link(NEW);
  }

  @Test
  void whoever_has_a_second_factor_shows_a_code_too() throws Exception {
    SecondFactors factors = configuration.shared(SecondFactors.class).orElseThrow();
    Secret key = factors.begin(user("ada")).key();
    AuthenticatorApp app = new AuthenticatorApp(key.reveal());
    Confirmed on = factors.confirm(FakeRequest.get("/"), user("ada"), app.code(clock.instant()));
    assertThat(on).isInstanceOf(Confirmed.Active.class);
    assertThat(mails.next().to()).as("the notice").isEqualTo("Ada@Example.org");
    clock.pass(Duration.ofMinutes(2));
    browser = PlainBrowser.at(server.port());
    HttpResponse<String> login = browser.submit(
        browser.go("/app/auth/login"),
        "/auth/login",
        Map.of("username", "ada", "password", PASSWORD));
    browser.submit(browser.follow(login), "/login/code", Map.of("code", app.code(clock.instant())));
    clock.pass(Duration.ofMinutes(2));

    HttpResponse<String> without = ask(NEW, PASSWORD);
    assertThat(without.statusCode()).isEqualTo(422);
    assertThat(without.body()).contains("id=\"err-code\"");
    Map<String, String> all =
        Map.of("email", NEW, "password", PASSWORD, "code", app.code(clock.instant()));
    HttpResponse<String> sent = browser.submit(without, "/profile/email", all);
    assertThat(sent.body()).contains("We sent a mail to " + NEW + ".");
    assertThat(confirm(browser, opened(browser, link(NEW))).statusCode()).isEqualTo(303);
  }

  @Test
  void an_address_is_removed_by_its_owner_and_its_reader_hears_of_it() throws Exception {
    HttpResponse<String> page = browser.go(PROFILE);
    Map<String, String> hidden =
        PlainBrowser.form(page.body(), "/profile/email").hidden();
    HttpResponse<String> wrong = browser.post(
        PROFILE + "/email/remove", Map.of("csrf", hidden.get("csrf"), "password", "wrong"));
    assertThat(wrong.statusCode()).isEqualTo(422);
    HttpResponse<String> removed = browser.post(
        PROFILE + "/email/remove", Map.of("csrf", hidden.get("csrf"), "password", PASSWORD));

    assertThat(removed.statusCode()).isEqualTo(200);
    assertThat(removed.body())
        .contains("Your e-mail address is removed.")
        .doesNotContain("Ada@Example.org");
    assertThat(user("ada").email()).isEmpty();
    assertThat(mails.next().to()).isEqualTo("Ada@Example.org");
    assertThat(changes()).singleElement().satisfies(event -> assertThat(event.reason())
        .isEqualTo("removed"));
  }

  @Test
  void a_program_does_the_same_with_json() throws Exception {
    assertThat(json("/profile/email", Map.of("email", NEW, "password", "wrong")).body())
        .contains("\"type\":\"wrong-password\"");
    assertThat(
            json("/profile/email", Map.of("email", "x", "password", PASSWORD)).body())
        .contains("\"type\":\"bad-email\"", "That is no e-mail address");
    assertThat(
            json("/profile/email", Map.of("email", NEW, "password", PASSWORD)).statusCode())
        .isEqualTo(202);
    String link = link(NEW);
    String token = link.substring(link.length() - 43);
    assertThat(json("/confirm-address", Map.of("token", "nonsense")).statusCode())
        .isEqualTo(410);
    assertThat(json("/confirm-address", Map.of("token", token)).statusCode()).isEqualTo(204);
    assertThat(user("ada").email()).isEqualTo(NEW);
    assertThat(json("/confirm-address", Map.of("token", token)).statusCode()).isEqualTo(410);
    assertThat(json("/profile/email/remove", Map.of("password", PASSWORD)).statusCode())
        .isEqualTo(204);
  }

  private HttpResponse<String> json(String path, Map<String, ?> members) throws Exception {
    return browser.json(
        "POST",
        "/app/auth/api" + path,
        JSONObjectUtils.toJSONString(members),
        "Content-Type",
        "application/json",
        "Sec-Fetch-Site",
        "same-origin");
  }

  @Test
  void another_site_changes_nothing() throws Exception {
    HttpResponse<String> refused = browser.json(
        "POST",
        "/app/auth/api/profile/email/remove",
        JSONObjectUtils.toJSONString(Map.of("password", PASSWORD)),
        "Content-Type",
        "application/json",
        "Origin",
        "https://evil.example");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(browser
            .post(PROFILE + "/email/remove", Map.of("csrf", "x", "password", PASSWORD))
            .statusCode())
        .isNotEqualTo(303);
    assertThat(user("ada").email()).isEqualTo("Ada@Example.org");
  }

  @Test
  void without_mail_nobody_proves_an_address() throws Exception {
    server.close();
    start(Supplied.nothing());
    users.add("Ada", HASH, Set.of());
    browser = signedIn("ada");

    assertThat(browser.go(PROFILE).body())
        .contains("You cannot change your address here.")
        .doesNotContain("id=\"email\"");
    assertThat(configuration.authenticators())
        .flatMap(named -> named.authenticator().endpoints())
        .extracting(Endpoint::path)
        .contains("/auth/profile", "/auth/profile/email/remove")
        .doesNotContain("/auth/profile/email", "/auth/confirm-address");
  }
}
