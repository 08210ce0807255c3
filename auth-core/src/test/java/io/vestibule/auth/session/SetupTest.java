package io.vestibule.auth.session;

import static io.vestibule.auth.session.Visitor.answer;
import static io.vestibule.auth.session.Visitor.browser;
import static io.vestibule.auth.session.Visitor.model;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResponse.HostSession;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.Roles;
import io.vestibule.auth.password.User;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.store.JdbcStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.Logged;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetupTest {
  private static final String HASH = "$2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final String PASSWORD = "a horse of many colours";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
  private final Store store = JdbcStore.open(url, "", Secret.of(""), clock);
  private final UserStore users = new UserStore(store, Roles.none(), clock);

  private Configuration start() {
    String text =
        "[authentication]\ntype = session\n[store]\nurl = " + url + "\n[rules]\n/** = user\n";
    Configuration configuration =
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), clock);
    configuration.started();
    return configuration;
  }

  private static String link(Configuration configuration) {
    return configuration.shared(Setup.class).flatMap(Setup::link).orElseThrow();
  }

  private static Visitor opened(Configuration configuration) {
    Visitor visitor = new Visitor(configuration.auth());
    visitor.get(link(configuration));
    return visitor;
  }

  private static AuthResponse make(Visitor visitor, String name, String password) {
    return visitor.post("/auth/setup", Map.of("username", name, "password", password));
  }

  @Test
  void the_link_leads_to_the_page_and_out_of_the_address_bar() {
    Configuration configuration = start();
    Visitor visitor = new Visitor(configuration.auth());
    AuthResponse sent = answer(visitor.get(link(configuration)));

    assertThat(sent.status()).isEqualTo(303);
    assertThat(sent.headers().first("Location")).contains("/auth/setup");
    assertThat(sent.headers().first("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Lax", "Max-Age=1800");
    AuthResponse page = answer(visitor.get("/auth/setup"));
    assertThat(page.status()).isEqualTo(200);
    assertThat(((Body.Page) page.body()).name()).isEqualTo("setup");
    assertThat(model(page)).containsEntry("min_length", 12).containsKey("csrf");
    assertThat(page.headers().first("Cache-Control")).contains("no-store");
  }

  /** As where the application is up before its database: nothing but a visit tells that it has come. */
  @ParameterizedTest
  @ValueSource(strings = {"/auth/login", "/auth/setup"})
  void a_store_that_is_down_at_the_start_only_delays_the_link(String page) {
    AtomicBoolean down = new AtomicBoolean(true);
    Configuration configuration =
        start(new Supplied(Map.of(), List.of()).with(Store.class, failing(store, down)));
    Visitor visitor = new Visitor(configuration.auth());
    Setup setup = configuration.shared(Setup.class).orElseThrow();

    assertThat(answer(visitor.get("/auth/login")).status()).isEqualTo(503);
    down.set(false);
    visitor.get(page);
    assertThat(setup.link()).as("looked for lately").isEmpty();
    clock.pass(Duration.ofSeconds(5));
    visitor.get(page);
    assertThat(answer(visitor.get(setup.link().orElseThrow())).status()).isEqualTo(303);
    assertThat(make(visitor, "ada", PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void a_store_that_comes_back_with_users_needs_no_link() {
    AtomicBoolean down = new AtomicBoolean(true);
    Configuration configuration =
        start(new Supplied(Map.of(), List.of()).with(Store.class, failing(store, down)));
    users.add("ada", Secret.of(HASH), Set.of("admin"));
    down.set(false);
    clock.pass(Duration.ofSeconds(5));
    new Visitor(configuration.auth()).get("/auth/login");

    assertThat(configuration.shared(Setup.class).flatMap(Setup::link)).isEmpty();
  }

  private Configuration start(Supplied supplied) {
    String text = "[authentication]\ntype = session\n[store]\nurl = memory\n[rules]\n/** = user\n";
    Configuration configuration =
        Configuration.parse("auth.ini", text, Path.of(""), clock, supplied);
    configuration.started();
    return configuration;
  }

  private static Store failing(Store store, AtomicBoolean down) {
    return (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          if (down.get()) {
            throw new AuthUnavailableException("down", Duration.ofSeconds(5));
          }
          return method.invoke(store, arguments);
        });
  }

  @Test
  void the_first_administrator_is_made_and_signed_in() {
    Visitor visitor = opened(start());
    AuthResponse welcome = make(visitor, " Ada ", PASSWORD);

    assertThat(welcome.status()).isEqualTo(303);
    assertThat(welcome.headers().first("Location")).contains("/");
    assertThat(welcome.hostSession()).isEqualTo(HostSession.RENEW);
    assertThat(users.user("ada").map(User::name)).contains("Ada");
    assertThat(users.user("ada").orElseThrow().roles()).containsExactly("admin");
    Decision decision = visitor.get("/");
    assertThat(Decided.identity(decision).subject()).isEqualTo("Ada");
    assertThat(visitor.jar().keySet()).noneMatch(name -> name.endsWith("_setup"));
  }

  @Test
  void the_link_works_once() {
    Configuration configuration = start();
    Visitor first = opened(configuration);
    Visitor second = opened(configuration);

    assertThat(make(first, "ada", PASSWORD).status()).isEqualTo(303);
    AuthResponse late = make(second, "mallory", PASSWORD);
    assertThat(late.status()).isEqualTo(410);
    assertThat(model(late)).containsEntry("error", "link-used");
    assertThat(answer(second.get("/auth/setup")).status()).isEqualTo(410);
    assertThat(users.user("mallory")).isEmpty();
  }

  @Test
  void a_used_link_stays_used_when_the_administrator_is_gone() {
    Configuration configuration = start();
    Visitor second = opened(configuration);
    make(opened(configuration), "ada", PASSWORD);
    users.delete("ada");

    assertThat(make(second, "mallory", PASSWORD).status()).isEqualTo(410);
    assertThat(users.isEmpty()).isTrue();
  }

  @Test
  void the_link_works_for_thirty_minutes() {
    Visitor visitor = opened(start());
    clock.pass(Duration.ofMinutes(30).minusSeconds(1));
    assertThat(answer(visitor.get("/auth/setup")).status()).isEqualTo(200);
    clock.pass(Duration.ofSeconds(1));
    assertThat(answer(visitor.get("/auth/setup")).status()).isEqualTo(410);
    assertThat(make(visitor, "ada", PASSWORD).status()).isEqualTo(410);
    assertThat(users.isEmpty()).isTrue();
  }

  @Test
  void each_of_two_nodes_makes_a_link_and_both_work_until_one_is_used() {
    Configuration one = start();
    Configuration two = start();
    Visitor atOne = opened(one);
    Visitor atTwo = opened(two);

    assertThat(link(two)).isNotEqualTo(link(one));
    assertThat(answer(atOne.get("/auth/setup")).status()).isEqualTo(200);
    assertThat(answer(atTwo.get("/auth/setup")).status()).isEqualTo(200);
    assertThat(make(atOne, "ada", PASSWORD).status()).isEqualTo(303);
    assertThat(make(atTwo, "mallory", PASSWORD).status()).isEqualTo(410);
    users.delete("ada");
    assertThat(make(atTwo, "mallory", PASSWORD).status()).isEqualTo(410);
  }

  @Test
  void being_told_twice_that_the_application_starts_makes_no_second_link() {
    Configuration configuration = start();
    String before = link(configuration);
    configuration.started();

    assertThat(link(configuration)).isEqualTo(before);
    assertThat(store.list("setup", "", 10)).hasSize(1);
  }

  @Test
  void when_the_only_administrator_is_gone_another_start_makes_a_link_that_works() {
    make(opened(start()), "ada", PASSWORD);
    users.delete("ada");

    assertThat(make(opened(start()), "grace", PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void the_link_is_written_to_the_log_of_the_start() {
    try (Logged log = Logged.start()) {
      Configuration configuration = start();
      assertThat(log.lines())
          .filteredOn(line -> line.contains("io.vestibule.auth.setup"))
          .singleElement()
          .asString()
          .endsWith("Set up the first administrator within 30 minutes: " + link(configuration));
    }
  }

  @Test
  void with_a_user_there_is_no_link_and_an_old_one_is_worth_nothing() {
    Visitor visitor = opened(start());
    users.add("grace", Secret.of(HASH), Set.of());

    assertThat(make(visitor, "mallory", PASSWORD).status()).isEqualTo(410);
    assertThat(start().shared(Setup.class).flatMap(Setup::link)).isEmpty();
    assertThat(users.user("mallory")).isEmpty();
  }

  @Test
  void reading_a_configuration_makes_no_link() {
    Configuration running = start();
    Visitor visitor = opened(running);
    Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = session\n[store]\nurl = " + url + "\n",
        Path.of(""),
        Map.of(),
        clock);
    assertThat(answer(visitor.get("/auth/setup")).status()).isEqualTo(200);
  }

  @Test
  void only_the_digest_of_the_token_is_kept() {
    String token = link(start()).replaceFirst(".*token=", "");
    assertThat(token).hasSize(43);
    assertThat(store.list("setup", "", 10))
        .singleElement()
        .satisfies(entry -> assertThat(entry.value()).doesNotContain(token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/auth/setup",
        "/auth/setup?token=",
        "/auth/setup?token=short",
        "/auth/setup?token=%00",
        "/auth/setup?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void without_the_token_nobody_is_made(String address) {
    Visitor stranger = new Visitor(start().auth());
    stranger.get(address);
    assertThat(answer(stranger.get("/auth/setup")).status()).isEqualTo(410);
    assertThat(make(stranger, "mallory", PASSWORD).status()).isEqualTo(410);
    assertThat(users.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(textBlock = """
      ada, short, weak-password
      ada, passwordpassword, common-password
      Ada, all hail ADA the first, common-password
      ada, '', missing-field
      '', a horse of many colours, missing-field
      a:b, a horse of many colours, unusable-name
      """)
  void what_cannot_be_used_is_said_and_the_link_still_works(
      String name, String password, String code) {
    Visitor visitor = opened(start());
    AuthResponse refused = make(visitor, name, password);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(model(refused)).containsEntry("error", code).doesNotContainValue(password);
    assertThat(users.isEmpty()).isTrue();
    assertThat(make(visitor, "ada", PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void another_site_cannot_post_the_form() {
    Visitor visitor = opened(start());
    AuthResponse refused = answer(visitor.send(
        browser("POST", "/auth/setup").with("Sec-Fetch-Site", "cross-site"),
        Map.of("username", "mallory", "password", PASSWORD)));
    AuthResponse stale = answer(visitor.send(
        browser("POST", "/auth/setup"), Map.of("username", "mallory", "password", PASSWORD)));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(model(stale)).containsEntry("status_message", "stale-page");
    assertThat(users.isEmpty()).isTrue();
  }

  @Test
  void of_many_posts_at_one_time_one_makes_the_administrator() throws Exception {
    Configuration configuration = start();
    List<Callable<Integer>> posts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Visitor visitor = opened(configuration);
      String name = "admin" + i;
      posts.add(() -> make(visitor, name, PASSWORD).status());
    }
    ExecutorService threads = Executors.newFixedThreadPool(posts.size());
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> status : threads.invokeAll(posts)) {
        statuses.add(status.get());
      }
      assertThat(statuses).containsOnlyOnce(303).containsOnly(303, 410);
      assertThat(users.list("", 10)).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }
}
