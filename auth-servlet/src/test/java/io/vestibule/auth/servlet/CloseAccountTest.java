package io.vestibule.auth.servlet;

import static io.vestibule.auth.servlet.DispatchTest.servlet;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.AuthenticatorApp;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.PlainBrowser;
import io.vestibule.auth.testing.SentMails;
import io.vestibule.auth.totp.SecondFactors;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing the own account, over HTTP. */
class CloseAccountTest {
  private static final String PASSWORD = "a horse of one colour";
  private static final String PAGE = "/app/auth/profile/close";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of(PASSWORD), PasswordHash.LOWEST_NEW_COST));

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
  private final SentMails mails = new SentMails();
  private Configuration configuration;
  private Container.Running server;
  private UserStore users;
  private PlainBrowser browser;

  @BeforeEach
  void start() throws Exception {
    configuration = configuration("closing = yes\n");
    server = Container.JETTY.start("/app", context -> {
      AuthFilter.install(context, configuration);
      servlet(context, "who", "/", "/who", (request, response) -> response
          .getWriter()
          .print(request.getRemoteUser()));
    });
    users = configuration.shared(UserStore.class).orElseThrow();
    users.add("Ada", HASH, Set.of("admin"));
    users.add("bob", HASH, Set.of("admin"));
    users.add("eve", HASH, Set.of());
    users.setAddress(user("ada"), "ada@example.org", true);
    browser = signedIn("ada");
  }

  private Configuration configuration(String accounts) {
    AuditListener listener = events::add;
    return Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = session\n[store]\nurl = memory\n[accounts]\nsource = store\n"
            + accounts + "[server]\npublic_url = http://tickets.example.org/app\n[rules]\n"
            + "/** = user\n",
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

  private PlainBrowser signedIn(String name) throws Exception {
    PlainBrowser next = PlainBrowser.at(server.port());
    Map<String, String> typed = Map.of("username", name, "password", PASSWORD, "remember", "1");
    assertThat(next.submit(next.go("/app/auth/login"), "/auth/login", typed).statusCode())
        .isEqualTo(303);
    return next;
  }

  private HttpResponse<String> close(PlainBrowser who, String... fields) throws Exception {
    Map<String, String> typed = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      typed.put(fields[i], fields[i + 1]);
    }
    return who.submit(who.go(PAGE), "/profile/close", typed);
  }

  @Test
  void whoever_closes_the_account_is_gone_with_all_that_was_theirs() throws Exception {
    PlainBrowser phone = signedIn("ada");
    assertThat(browser.go("/app/auth/profile").body()).contains("href=\"" + PAGE + "\"");

    HttpResponse<String> closed = close(browser, "password", PASSWORD);

    assertThat(closed.statusCode()).isEqualTo(303);
    assertThat(closed.headers().firstValue("Location"))
        .hasValue("/app/auth/login?notice=account-closed");
    assertThat(browser.follow(closed).body()).contains("role=\"status\">Your account is closed.");
    assertThat(users.user("ada")).isEmpty();
    assertThat(users.byAddress("ada@example.org")).isEmpty();
    clock.pass(Duration.ofSeconds(3));
    assertThat(browser.go("/app/who").statusCode()).isEqualTo(303);
    assertThat(phone.go("/app/who").statusCode()).as("stay signed in, too").isEqualTo(303);
    Store store = configuration.shared(Store.class).orElseThrow();
    assertThat(store.owned("device", "Ada")).isEmpty();
    Message farewell = mails.next();
    assertThat(farewell.to()).isEqualTo("ada@example.org");
    assertThat(farewell.text()).contains("Your account Ada");
    assertThat(events)
        .filteredOn(event -> event.type() == AuditType.USER_DELETED)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.subject()).isEqualTo("Ada");
          assertThat(event.details()).containsEntry("actor", "Ada");
        });
  }

  @Test
  void whoever_is_called_so_later_is_somebody_else() throws Exception {
    close(browser, "password", PASSWORD);
    users.add("ada", HASH, Set.of());

    assertThat(browser.go("/app/who").statusCode()).isEqualTo(303);
    assertThat(user("ada").email()).isEmpty();
  }

  @Test
  void the_last_administrator_stays() throws Exception {
    assertThat(close(signedIn("bob"), "password", PASSWORD).statusCode()).isEqualTo(303);
    HttpResponse<String> refused = close(browser, "password", PASSWORD);

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("Give somebody else the role first.");
    assertThat(users.user("ada")).isPresent();
    assertThat(browser.go("/app/who").body()).isEqualTo("Ada");
    assertThat(close(signedIn("eve"), "password", PASSWORD).statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong"})
  void without_the_password_nothing_is_closed(String password) throws Exception {
    HttpResponse<String> refused = close(browser, "password", password);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("id=\"err-password\"");
    assertThat(users.user("ada")).isPresent();
  }

  @Test
  void whoever_guesses_the_password_there_must_wait() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(close(browser, "password", "wrong" + i).statusCode()).isEqualTo(422);
    }

    assertThat(close(browser, "password", PASSWORD).statusCode()).isEqualTo(429);
    assertThat(users.user("ada")).isPresent();
  }

  @Test
  void whoever_has_a_second_factor_shows_a_code_too() throws Exception {
    SecondFactors factors = configuration.shared(SecondFactors.class).orElseThrow();
    Secret key = factors.begin(user("eve")).key();
    AuthenticatorApp app = new AuthenticatorApp(key.reveal());
    var unused = factors.confirm(FakeRequest.get("/"), user("eve"), app.code(clock.instant()));
    String factor = user("eve").factor();
    clock.pass(Duration.ofMinutes(2));
    PlainBrowser eve = PlainBrowser.at(server.port());
    Map<String, String> typed = Map.of("username", "eve", "password", PASSWORD);
    HttpResponse<String> half = eve.submit(eve.go("/app/auth/login"), "/auth/login", typed);
    eve.submit(eve.follow(half), "/login/code", Map.of("code", app.code(clock.instant())));
    clock.pass(Duration.ofMinutes(2));

    assertThat(close(eve, "password", PASSWORD).statusCode()).isEqualTo(422);
    assertThat(users.user("eve")).isPresent();
    assertThat(
            close(eve, "password", PASSWORD, "code", app.code(clock.instant())).statusCode())
        .isEqualTo(303);
    assertThat(users.user("eve")).isEmpty();
    Store store = configuration.shared(Store.class).orElseThrow();
    assertThat(store.get("totp", factor)).isEmpty();
  }

  @Test
  void a_program_does_the_same_and_another_site_does_not() throws Exception {
    String path = "/app/auth/api/profile/close";
    String body = "{\"password\":\"" + PASSWORD + "\"}";
    assertThat(browser
            .json(
                "POST",
                path,
                body,
                "Content-Type",
                "application/json",
                "Origin",
                "https://evil.example")
            .statusCode())
        .isEqualTo(403);
    assertThat(users.user("ada")).isPresent();

    HttpResponse<String> closed = browser.json(
        "POST", path, body, "Content-Type", "application/json", "Sec-Fetch-Site", "same-origin");
    assertThat(closed.statusCode()).isEqualTo(204);
    assertThat(users.user("ada")).isEmpty();
  }

  @Test
  void unless_it_is_switched_on_no_account_is_closed() {
    assertThat(configuration("").authenticators())
        .flatMap(named -> named.authenticator().endpoints())
        .extracting(Endpoint::path)
        .contains("/auth/profile")
        .noneMatch(path -> path.contains("close"));
  }
}
