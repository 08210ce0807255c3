package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Secret;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditListener;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.mail.Mailer;
import io.vestibule.auth.mail.Message;
import io.vestibule.auth.password.AddressChange;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.PlainBrowser;
import io.vestibule.auth.testing.SentMails;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking for another password on the login page, over HTTP. */
class ForgotTest {
  private static final String PAGE = "/app/auth/forgot";
  private static final String OLD = "a horse of one colour";
  private static final String NEW = "a horse of many colours";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of(OLD), PasswordHash.LOWEST_NEW_COST));
  private static final String FILE = """
      [authentication]
      type = session
      [accounts]
      source = store
      [server]
      public_url = http://tickets.example.org/app
      [pages]
      title = Tickets
      """;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final SentMails sent = new SentMails();
  private Configuration configuration;
  private Container.Running server;
  private UserStore users;
  private PlainBrowser browser;

  @BeforeEach
  void start() throws Exception {
    AuditListener listener = events::add;
    configuration = Configuration.parse(
        "auth.ini",
        FILE + "[store]\nurl = memory\n",
        Path.of(""),
        clock,
        Supplied.nothing()
            .with(Audit.class, Audit.of(listener))
            .with(Mailer.class, sent)
            .with(Store.class, watched(MemoryStore.of(clock))));
    server = Container.JETTY.start("/app", context -> AuthFilter.install(context, configuration));
    users = configuration.shared(UserStore.class).orElseThrow();
    users.add("Ada", HASH, Set.of());
    assertThat(users.setAddress(user("ada"), "ada@example.org", true)).isEqualTo(AddressChange.SET);
    browser = PlainBrowser.at(server.port());
  }

  /** A store that remembers what the threads of requests ask of it. */
  private Store watched(Store store) {
    return (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          if (!Thread.currentThread().getName().startsWith("vestibule-")) {
            asked.add(method.getName());
          }
          return method.invoke(store, arguments);
        });
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private User user(String name) {
    return users.user(name).orElseThrow();
  }

  private HttpResponse<String> ask(String typed) throws Exception {
    return browser.submit(browser.go(PAGE), "/auth/forgot", Map.of("username", typed));
  }

  private HttpResponse<String> signIn(PlainBrowser at, String password) throws Exception {
    return at.submit(
        at.go("/app/auth/login"), "/auth/login", Map.of("username", "ada", "password", password));
  }

  /** Where a link of a mail leads at this server. */
  private static String path(Message message) {
    String link = SentMails.link(message);
    assertThat(link).startsWith("http://tickets.example.org/app/auth/choose-password?token=");
    return link.substring("http://tickets.example.org".length());
  }

  /** All that is on its way is sent before the end. */
  private void assertNothingMore() throws Exception {
    server.close();
    assertThat(sent.isEmpty()).isTrue();
  }

  @Test
  void whoever_has_forgotten_the_password_gets_a_link_by_mail_and_chooses_another()
      throws Exception {
    HttpResponse<String> login = browser.go("/app/auth/login");
    assertThat(login.body()).contains("<a href=\"/app/auth/forgot\">Forgot your password?</a>");

    HttpResponse<String> answer = ask("ada");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("If there is such an account with a verified address")
        .contains("60 minutes")
        .doesNotContain("<form", "ada");
    Message message = sent.next();
    assertThat(message.to()).isEqualTo("ada@example.org");
    assertThat(message.subject()).isEqualTo("Choose a new password for Tickets");
    assertThat(message.text()).contains("your account Ada at Tickets");

    HttpResponse<String> page = browser.follow(browser.go(path(message)));
    HttpResponse<String> done =
        browser.submit(page, "/auth/choose-password", Map.of("password", NEW));
    assertThat(done.statusCode()).isEqualTo(303);
    assertThat(signIn(PlainBrowser.at(server.port()), OLD).statusCode()).isEqualTo(401);
    assertThat(signIn(PlainBrowser.at(server.port()), NEW).statusCode()).isEqualTo(303);
    assertThat(sent.next().subject()).isEqualTo("Your password for Tickets was changed");
    assertNothingMore();
  }

  @Test
  void the_audit_hears_of_the_link_and_for_whom_it_was_made() throws Exception {
    ask("ada");
    ask("nobody");
    sent.next();
    server.close();

    assertThat(events)
        .filteredOn(event -> event.type() == AuditType.LINK_ISSUED)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.subject()).isEqualTo("Ada");
          assertThat(event.client()).isEqualTo("127.0.0.1");
          assertThat(event.details())
              .containsEntry("purpose", "reset")
              .containsEntry("actor", "forgot");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "ADA", " Ada ", "ada@example.org", "Ada@Example.ORG"})
  void the_name_or_the_verified_address_may_be_typed_as_on_the_login_page(String typed)
      throws Exception {
    ask(typed);

    assertThat(sent.next().to()).isEqualTo("ada@example.org");
  }

  @Test
  void everybody_is_answered_the_same_and_only_those_get_a_mail_who_can_use_it() throws Exception {
    users.add("Unproved", HASH, Set.of());
    users.setAddress(user("unproved"), "unproved@example.org", false);
    users.add("Nowhere", HASH, Set.of());
    users.add("Off", HASH, Set.of());
    users.setAddress(user("off"), "off@example.org", true);
    users.disable("off");
    users.addOutsider("Guest", "proxy", Set.of(), "");
    users.setAddress(user("guest"), "guest@example.org", true);
    List<String> answers = new ArrayList<>();
    for (String typed : List.of(
        "ada",
        "nobody",
        "unproved",
        "unproved@example.org",
        "nowhere",
        "off",
        "off@example.org",
        "guest",
        "nobody@example.org",
        "ada@example.org, off@example.org",
        "ada\r\nBcc: off@example.org",
        "\u0000",
        "x".repeat(250))) {
      HttpResponse<String> answer = ask(typed);
      answers.add(answer.statusCode() + answer.body().replaceAll("name=\"csrf\"[^>]*", ""));
    }

    assertThat(answers).hasSize(13).containsOnly(answers.get(0));
    assertThat(sent.next().to()).isEqualTo("ada@example.org");
    assertNothingMore();
  }

  @Test
  void no_request_does_more_for_a_user_than_for_nobody() throws Exception {
    ask("nobody");
    asked.clear();
    ask("nobody");
    List<String> forNobody = List.copyOf(asked);
    asked.clear();
    ask("ada");

    assertThat(asked).isEqualTo(forNobody);
    sent.next();
  }

  @Test
  void a_link_ends_when_the_address_is_not_the_users_any_more() throws Exception {
    ask("ada");
    String link = path(sent.next());
    users.setAddress(user("ada"), "other@example.org", true);

    HttpResponse<String> page = browser.follow(browser.go(link));
    assertThat(page.statusCode()).isEqualTo(410);
  }

  @Test
  void whoever_asks_on_and_on_ends_no_link_and_fills_no_mailbox() throws Exception {
    ask("ada");
    String link = path(sent.next());
    for (int i = 0; i < 5; i++) {
      ask("ada");
    }

    assertThat(browser.follow(browser.go(link)).statusCode()).isEqualTo(200);
    clock.pass(Duration.ofMinutes(10));
    ask("ada");
    sent.next();
    assertNothingMore();
  }

  @Test
  void a_network_that_asks_too_often_must_wait_whomever_it_asks_about() throws Exception {
    HttpResponse<String> page = browser.go(PAGE);
    for (int i = 0; i < 60; i++) {
      assertThat(browser
              .submit(page, "/auth/forgot", Map.of("username", "nobody" + i))
              .statusCode())
          .isEqualTo(200);
    }
    HttpResponse<String> tooMany = ask("ada");

    assertThat(tooMany.statusCode()).isEqualTo(429);
    assertThat(tooMany.headers().firstValue("Retry-After")).contains("3600");
    assertThat(tooMany.body()).contains("Too many attempts.", "<form");
    assertThat(events).last().satisfies(event -> {
      assertThat(event.type()).isEqualTo(AuditType.THROTTLED);
      assertThat(event.outcome()).isEqualTo(AuditEvent.Outcome.DENIED);
      assertThat(event.subject()).isEmpty();
    });
    clock.pass(Duration.ofHours(1));
    assertThat(ask("ada").statusCode()).isEqualTo(200);
  }

  @Test
  void an_empty_field_is_said_at_the_field() throws Exception {
    HttpResponse<String> refused = ask("  ");

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("id=\"err-username\">Enter your user name.");
  }

  @Test
  void another_site_can_ask_for_nothing() throws Exception {
    HttpResponse<String> refused =
        program("{\"username\":\"ada\"}", "Origin", "https://evil.example");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertNothingMore();
  }

  private HttpResponse<String> program(String body, String... fields) throws Exception {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(fields));
    return PlainBrowser.at(server.port())
        .json("POST", "/app/auth/api/forgot", body, all.toArray(String[]::new));
  }

  @Test
  void a_program_asks_in_json_and_the_mail_speaks_its_language() throws Exception {
    HttpResponse<String> answer =
        program("{\"username\":\"ada\"}", "Accept-Language", "de-CH, en;q=0.7");
    HttpResponse<String> other = program("{\"username\":\"nobody\"}");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(JSONObjectUtils.parse(answer.body()))
        .isEqualTo(Map.of("asked", true, "minutes", 60L));
    assertThat(other.statusCode()).isEqualTo(202);
    assertThat(other.body()).isEqualTo(answer.body());
    assertThat(sent.next().subject()).isEqualTo("Neues Passwort für Tickets");
    assertThat(program("{}").statusCode()).isEqualTo(422);
    assertThat(program("{\"username\":[\"ada\",\"bob\"]}").statusCode()).isEqualTo(422);
    assertNothingMore();
  }

  @Test
  void without_mails_there_is_no_such_page_and_no_link_to_it() {
    Configuration without = Configuration.parse(
        "auth.ini", FILE + "[store]\nurl = memory\n", Path.of(""), Map.of(), clock);

    assertThat(without.authenticators())
        .flatMap(named -> named.authenticator().endpoints())
        .noneMatch(endpoint -> endpoint.path().contains("forgot"));
    without.auth().close();
  }
}
