package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Endpoint;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditListener;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.bearer.HostTokens;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.mail.Mailer;
import io.vestibule.auth.mail.Message;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.PlainBrowser;
import io.vestibule.auth.testing.SentMails;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Making an account of one's own, from the login page to the first sign-in, over HTTP and with mails. */
class SelfRegistrationTest {
  private static final String PASSWORD = "a horse of many colours";
  private static final String EVE = "eve.adams@example.org";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of(PASSWORD), PasswordHash.LOWEST_NEW_COST));
  private static final String ON = """
      registration = yes
      registration_domains = example.org, bücher.example
      registration_roles = member, reader
      """;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final SentMails mails = new SentMails();
  private Configuration configuration;
  private Container.Running server;
  private UserStore users;
  private PlainBrowser browser;

  @BeforeEach
  void start() throws Exception {
    configuration = configuration("session", ON, "[roles]\nauditor = alice\n");
    server = Container.JETTY.start("/app", context -> {
      AuthFilter.install(context, configuration);
      servlet(context, "who", "/", "/who", (request, response) -> response
          .getWriter()
          .print(request.getRemoteUser() + " " + request.isUserInRole("member")));
    });
    users = configuration.shared(UserStore.class).orElseThrow();
    users.add("Ada", HASH, Set.of());
    users.setAddress(user("ada"), "ada@example.org", true);
    browser = PlainBrowser.at(server.port());
  }

  private Configuration configuration(String type, String accounts, String more) {
    AuditListener listener = events::add;
    return Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = " + type + "\n[store]\nurl = memory\n[accounts]\n"
            + "source = store\n" + accounts
            + "[server]\npublic_url = http://tickets.example.org/app\n" + more
            + "[rules]\n/** = user\n",
        Path.of(""),
        clock,
        Supplied.nothing().with(Audit.class, Audit.of(listener)).with(Mailer.class, mails));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private User user(String name) {
    return users.user(name).orElseThrow();
  }

  private HttpResponse<String> ask(String email) throws Exception {
    return browser.submit(
        browser.go("/app/auth/register"), "/auth/register", Map.of("email", email));
  }

  private String link(String address) {
    Message mail = mails.next();
    assertThat(mail.to()).isEqualTo(address);
    String link = SentMails.link(mail);
    return link.substring(link.indexOf("/app"));
  }

  private static HttpResponse<String> opened(PlainBrowser who, String link) throws Exception {
    return who.follow(who.go(link));
  }

  private static HttpResponse<String> choose(
      PlainBrowser who, HttpResponse<String> page, String name) throws Exception {
    Map<String, String> typed = Map.of("username", name, "password", PASSWORD);
    return who.submit(page, "/auth/choose-password", typed);
  }

  @Test
  void whoever_reads_the_mail_of_an_address_becomes_a_user_and_signs_in() throws Exception {
    assertThat(browser.go("/app/auth/login").body())
        .contains("<a href=\"/app/auth/register\">Create an account</a>");
    HttpResponse<String> asked = ask(" Eve.Adams@Example.org ");
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body())
        .contains("A mail is on its way to Eve.Adams@Example.org. Its link works for 4 hours.");
    assertThat(users.list("", 10)).as("nothing is kept").hasSize(1);

    String link = link("Eve.Adams@Example.org");
    assertThat(events).last().satisfies(event -> {
      assertThat(event.type()).isEqualTo(AuditType.LINK_ISSUED);
      assertThat(event.subject()).isEmpty();
      assertThat(event.details()).containsEntry("purpose", "register");
    });
    assertThat(link).startsWith("/app/auth/choose-password?token=");
    HttpResponse<String> page = opened(browser, link);
    assertThat(page.body()).contains("name=\"username\" type=\"text\" value=\"Eve.Adams\"");
    HttpResponse<String> done = choose(browser, page, "eve");

    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(browser.follow(done).body()).contains("Your password is set. Sign in.");
    assertThat(browser.go("/app/who").statusCode()).as("nobody is signed in").isEqualTo(303);
    assertThat(user("eve").email()).isEqualTo("Eve.Adams@Example.org");
    assertThat(user("eve").hasVerifiedEmail()).isTrue();
    assertThat(user("eve").roles()).containsExactlyInAnyOrder("member", "reader");
    browser.submit(
        browser.go("/app/auth/login"),
        "/auth/login",
        Map.of("username", EVE, "password", PASSWORD));
    assertThat(browser.go("/app/who").body()).isEqualTo("eve true");
    assertThat(events)
        .filteredOn(event -> event.type() == AuditType.USER_CREATED)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.subject()).isEqualTo("eve");
          assertThat(event.details()).containsEntry("actor", "registration");
        });
  }

  @Test
  void whose_address_it_is_only_its_reader_is_told() throws Exception {
    String free = ask(EVE).body().replace(EVE, "X");
    HttpResponse<String> known = ask("ada@example.org");

    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(known.body().replace("ada@example.org", "X")).isEqualTo(free);
    assertThat(link(EVE)).contains("choose-password");
    Message told = mails.next();
    assertThat(told.to()).isEqualTo("ada@example.org");
    assertThat(told.text())
        .contains("account Ada", "http://tickets.example.org/app/auth/login")
        .doesNotContain("token");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''                                | Enter an e-mail address.
      eve                               | That is no e-mail address of the usual kind
      eve@example.org,mallory@evil.com  | That is no e-mail address of the usual kind
      eve@example.com                   | Use an address of one of these domains: example.org
      eve@sub.example.org               | Use an address of one of these domains: example.org
      """)
  void what_cannot_register_is_said_at_the_field_and_no_mail_leaves(String email, String text)
      throws Exception {
    HttpResponse<String> refused = ask(email);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("id=\"err-email\">" + text);
    assertThat(mails.isEmpty()).isTrue();
  }

  @Test
  void a_domain_may_be_written_in_its_own_letters() throws Exception {
    assertThat(ask("eve@xn--bcher-kva.example").statusCode()).isEqualTo(200);
    link("eve@xn--bcher-kva.example");
  }

  @Test
  void of_two_who_use_one_link_one_becomes_a_user() throws Exception {
    ask(EVE);
    String link = link(EVE);
    HttpResponse<String> page = opened(browser, link);
    PlainBrowser other = PlainBrowser.at(server.port());
    HttpResponse<String> again = opened(other, link);
    assertThat(choose(browser, page, "eve").statusCode()).isEqualTo(303);

    assertThat(choose(other, again, "mallory").statusCode()).isEqualTo(410);
    assertThat(users.user("mallory")).isEmpty();
    assertThat(opened(other, link).statusCode()).isEqualTo(410);
  }

  @Test
  void two_links_to_one_address_make_one_account() throws Exception {
    ask(EVE);
    String first = link(EVE);
    clock.pass(Duration.ofMinutes(10));
    ask(EVE);
    String second = link(EVE);

    assertThat(opened(browser, first).statusCode()).isEqualTo(410);
    HttpResponse<String> page = opened(browser, second);
    users.add("evelyn", HASH, Set.of());
    users.setAddress(user("evelyn"), EVE, true);
    assertThat(choose(browser, page, "eve").statusCode()).isEqualTo(410);
    assertThat(users.user("eve")).isEmpty();
  }

  @Test
  void a_link_is_over_after_four_hours() throws Exception {
    ask(EVE);
    String link = link(EVE);
    clock.pass(Duration.ofHours(4));

    assertThat(opened(browser, link).statusCode()).isEqualTo(410);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada", "ADA", "alice", "Alice"})
  void a_name_that_is_taken_or_has_roles_of_the_file_is_nobodys_to_choose(String name)
      throws Exception {
    ask(EVE);
    HttpResponse<String> page = opened(browser, link(EVE));
    HttpResponse<String> refused = choose(browser, page, name);

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("id=\"err-username\">This user name is taken.");
    assertThat(choose(browser, refused, "eve").statusCode())
        .as("the link works")
        .isEqualTo(303);
    assertThat(user("eve").roles()).doesNotContain("auditor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0430da", "a b", "bob@example.org", ".eve", "e:ve", "\uff45ve"})
  void a_name_that_could_be_read_as_anothers_is_refused(String name) throws Exception {
    ask(EVE);
    HttpResponse<String> page = opened(browser, link(EVE));
    HttpResponse<String> refused = choose(browser, page, name);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("id=\"err-username\"");
    assertThat(users.list("", 10)).hasSize(1);
  }

  @Test
  void a_link_of_somebody_else_in_the_same_browser_does_not_take_the_form_over() throws Exception {
    ask(EVE);
    HttpResponse<String> page = opened(browser, link(EVE));
    assertThat(page.body()).contains("Your e-mail address is " + EVE + ".");
    ask("mallory@example.org");
    HttpResponse<String> planted = opened(browser, link("mallory@example.org"));
    assertThat(planted.body()).contains("Your e-mail address is mallory@example.org.");

    HttpResponse<String> refused = choose(browser, page, "eve");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("Another link was opened in this browser meanwhile.");
    assertThat(users.user("eve")).isEmpty();
  }

  @Test
  void a_link_is_over_for_whoever_looks_for_all_names_that_there_are() throws Exception {
    ask(EVE);
    HttpResponse<String> page = opened(browser, link(EVE));
    for (int i = 0; i < 20; i++) {
      assertThat(choose(browser, page, "ada").statusCode()).isEqualTo(409);
    }

    assertThat(choose(browser, page, "ada").statusCode()).isEqualTo(410);
    assertThat(choose(browser, page, "eve").statusCode()).isEqualTo(410);
    assertThat(users.user("eve")).isEmpty();
  }

  @Test
  void nobody_registers_before_there_is_an_administrator() throws Exception {
    ask(EVE);
    String link = link(EVE);
    users.delete("ada");

    assertThat(ask("mallory@example.org").statusCode()).isEqualTo(200);
    assertThat(choose(browser, opened(browser, link), "eve").statusCode()).isEqualTo(410);
    configuration.auth().close();
    assertThat(mails.isEmpty()).isTrue();
    assertThat(users.isEmpty()).isTrue();
  }

  @Test
  void the_address_itself_may_be_the_name() throws Exception {
    ask(EVE);
    assertThat(choose(browser, opened(browser, link(EVE)), EVE).statusCode()).isEqualTo(303);

    assertThat(user(EVE).name()).isEqualTo(EVE);
  }

  @Test
  void few_mails_leave_because_of_one_network() throws Exception {
    int status = 200;
    int asked = 0;
    while (status == 200 && asked < 100) {
      status = ask("eve" + asked + "@example.org").statusCode();
      asked++;
    }

    assertThat(status).isEqualTo(429);
    assertThat(asked).isGreaterThan(3);
    assertThat(events).anySatisfy(event -> {
      assertThat(event.type()).isEqualTo(AuditType.THROTTLED);
      assertThat(event.details()).containsEntry("actor", "register");
    });
  }

  @Test
  void a_program_asks_with_json() throws Exception {
    assertThat(json(Map.of("email", "x")).body())
        .contains("\"type\":\"bad-email\"", "That is no e-mail address");
    HttpResponse<String> asked = json(Map.of("email", EVE));

    assertThat(asked.statusCode()).isEqualTo(202);
    assertThat(JSONObjectUtils.parse(asked.body())).containsEntry("sent_to", EVE);
    assertThat(json(Map.of("email", EVE), "Origin", "https://evil.example").statusCode())
        .isEqualTo(403);
  }

  private HttpResponse<String> json(Map<String, ?> members, String... fields) throws Exception {
    String[] all = java.util.stream.Stream.concat(
            java.util.stream.Stream.of("Content-Type", "application/json"),
            java.util.stream.Stream.of(fields))
        .toArray(String[]::new);
    return PlainBrowser.at(server.port())
        .json("POST", "/app/auth/api/register", JSONObjectUtils.toJSONString(members), all);
  }

  @Test
  void unless_it_is_switched_on_nobody_registers() {
    assertThat(configuration("session", "", "").authenticators())
        .flatMap(named -> named.authenticator().endpoints())
        .extracting(Endpoint::path)
        .contains("/auth/choose-password")
        .noneMatch(path -> path.contains("register"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      session        | registration = yes, registration_roles = admin          | look after the accounts of all
      session        | registration = yes, registration_roles = two words      | role is a word
      session        | registration = yes, registration_domains = @example.org | is no domain
      basic          | registration = yes                                      | do not stand in the store
      proxy, session | registration = yes                                      | that proxy gives to somebody else
      """)
  void what_would_give_strangers_too_much_is_refused(String type, String accounts, String why) {
    String keys = accounts.replace(", ", "\n") + "\n";
    String proxy = type.startsWith("proxy") ? "[proxy]\nheader = X-User\n" : "";

    assertThatThrownBy(() -> configuration(type, keys, proxy))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why);
  }

  @Test
  void nobody_chooses_the_name_of_a_token_that_the_application_knows() {
    HostTokens tokens = new HostTokens(Map.of("bearer", token -> Optional.of("ci-bot")));

    assertThatThrownBy(() -> Configuration.parse(
            "auth.ini",
            """
            [authentication]
            type = bearer, session
            [store]
            url = memory
            [accounts]
            source = store
            registration = yes
            [server]
            public_url = https://a.example
            """,
            Path.of(""),
            clock,
            Supplied.nothing().with(HostTokens.class, tokens).with(Mailer.class, mails)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("that bearer gives to somebody else");
  }

  @Test
  void without_mail_the_start_is_refused() {
    assertThatThrownBy(
            () -> Configuration.parse("auth.ini", """
            [authentication]
            type = session
            [store]
            url = memory
            [accounts]
            source = store
            registration = yes
            """, Path.of(""), clock, Supplied.nothing()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no mail can be sent");
  }
}
