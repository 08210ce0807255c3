package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.password.HostRoles;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sign-ins with an OpenID provider of which only the issuer is known. */
class FlowTest {
  @TempDir
  private Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Auth auth(String... more) {
    return configuration(more).auth();
  }

  private Configuration configuration(String... more) {
    String text = """
        [authentication]
        type = oauth
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        %s
        [rules]
        /fresh/** = fresh(5m)
        /pay/** = mfa
        /vault/** = mfa & fresh(5m)
        /admin/** = role:admin
        /** = user
        """.formatted(
            provider.issuer(),
            FakeProvider.CLIENT_SECRET,
            more.length == 0 ? "authorized_domains = example.com" : String.join("\n", more));
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }

  /** With all addresses in the file, so that nothing is asked before it is needed. */
  private Auth undiscovered(String more) {
    String issuer = provider.issuer();
    return auth(
        "authorized_domains = example.com",
        "authorization_endpoint = " + issuer + "/authorize",
        "token_endpoint = " + issuer + "/token",
        "userinfo_endpoint = " + issuer + "/userinfo",
        "jwks_url = " + issuer + "/jwks",
        more);
  }

  private static Identity identity(Browser browser) {
    return Decided.identity(browser.open("/page"));
  }

  @Test
  void an_issuer_alone_is_enough_for_a_whole_sign_in() {
    Browser browser = new Browser(auth());
    AuthResponse back = browser.signIn("/orders?day=1");

    assertThat(back.status()).isEqualTo(303);
    assertThat(Browser.location(back)).isEqualTo("/orders?day=1");
    assertThat(back.headers().first("Referrer-Policy")).contains("no-referrer");
    assertThat(new Browser(auth()).get("/auth/oauth/login").headers().first("Referrer-Policy"))
        .contains("no-referrer");
    Identity ann = identity(browser);
    assertThat(ann.subject()).isEqualTo("ann@example.com");
    assertThat(ann.claims())
        .containsEntry("sub", "ann")
        .containsEntry("iss", provider.issuer())
        .containsEntry("name", "Ann");
  }

  @Test
  void no_token_reaches_the_browser() {
    Browser browser = new Browser(auth());
    AuthResponse back = browser.signIn("/");
    String all =
        back.headers().fields().stream().map(Headers.Field::value).toList() + " " + browser.jar();
    assertThat(all).doesNotContain("eyJ", "access", "refresh");
    assertThat(browser.jar()).hasSize(2).containsKey("vestibule_session");
  }

  @Test
  void ten_tabs_that_begin_at_once_all_come_back() {
    Browser browser = new Browser(auth());
    List<URI> tabs = Stream.iterate(0, i -> i + 1)
        .limit(10)
        .map(i -> browser.sentTo("/tab/" + i))
        .toList();
    List<String> answers = tabs.stream().map(browser::answerOf).toList();
    for (int i = 9; i >= 0; i--) {
      assertThat(Browser.location(browser.get(answers.get(i)))).isEqualTo("/tab/" + i);
    }
    assertThat(identity(browser).subject()).isEqualTo("ann@example.com");
  }

  @Test
  void a_browser_keeps_a_bounded_number_of_attempts() {
    Browser browser = new Browser(auth());
    for (int i = 0; i < 40; i++) {
      browser.sentTo("/tab/" + i);
      now.updateAndGet(instant -> instant.plusSeconds(1));
    }
    assertThat(browser.jar()).hasSize(12);
    assertThat(String.join("", browser.jar().keySet()).length()
            + String.join("", browser.jar().values()).length())
        .isLessThan(4_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 150, 300, 500, 900})
  void tabs_with_long_addresses_leave_room_for_every_other_request(int length) {
    Browser browser = new Browser(auth());
    List<String> targets = Stream.iterate(0, i -> i + 1)
        .limit(30)
        .map(i -> "/tab/" + i + "?q=" + (i % 2 == 0 ? "x" : "%20").repeat(length / 3))
        .toList();
    List<URI> tabs = new ArrayList<>();
    for (String target : targets) {
      tabs.add(browser.sentTo(target));
      assertThat(browser.cookies()).hasSizeLessThan(4_000);
      now.updateAndGet(instant -> instant.plusSeconds(1));
    }
    for (int i = 20; i < 30; i++) {
      AuthResponse back = browser.get(browser.answerOf(tabs.get(i)));
      assertThat(back.status()).as("the last ten of them come back").isEqualTo(303);
      assertThat(Browser.location(back)).isIn(targets.get(i), "/");
    }
    assertThat(identity(browser).subject()).isEqualTo("ann@example.com");
  }

  @Test
  void tabs_that_do_not_see_each_other_fit_too_whatever_their_addresses() {
    Browser all = new Browser(auth());
    for (int i = 0; i < 6; i++) {
      Browser tab = new Browser(auth());
      tab.sentTo("/tab/" + i + "?q=" + "x".repeat(900));
      all.jar().putAll(tab.jar());
    }
    assertThat(all.cookies()).hasSizeLessThan(6_000);
    Browser one = new Browser(auth());
    assertThat(Browser.location(one.signIn("/tab?q=" + "x".repeat(400)))).endsWith("xx");
  }

  @Test
  void an_answer_works_once() {
    Browser browser = new Browser(auth());
    Map<String, String> before = Map.copyOf(started(browser));
    String answer = browser.answerOf(address);
    assertThat(browser.get(answer).status()).isEqualTo(303);
    browser.jar().putAll(before);
    assertRefused(browser.get(answer), 400, "oauth-stale");
  }

  private URI address = URI.create("");

  private Map<String, String> started(Browser browser) {
    address = browser.sentTo("/");
    return browser.jar();
  }

  @Test
  void of_many_who_bring_the_same_answer_at_once_one_gets_in() throws Exception {
    Auth auth = auth();
    Browser first = new Browser(auth);
    String answer = first.answerOf(first.sentTo("/"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Browser copy = new Browser(auth);
      copy.jar().putAll(first.jar());
      results.add(threads.submit(() -> copy.get(answer).status()));
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> result : results) {
      statuses.add(result.get());
    }
    threads.shutdownNow();
    assertThat(statuses).containsOnlyOnce(303);
  }

  @Test
  void a_flood_of_made_up_codes_costs_the_provider_no_more_than_sixty_requests_a_minute() {
    Auth auth = auth();
    Browser stranger = new Browser(auth);
    String state =
        Browser.query(URI.create(stranger.answerOf(stranger.sentTo("/")))).get("state");
    Map<String, String> attempt = Map.copyOf(stranger.jar());
    AuthResponse last = stranger.get("/");
    for (int i = 0; i < 100; i++) {
      stranger.jar().putAll(attempt);
      last = stranger.get(
          "/oauth/callback?iss=" + provider.issuer() + "&state=" + state + "&code=made-up");
    }

    assertThat(provider.seen("/token")).hasSize(60);
    assertRefused(last, 429, "oauth-too-many");
    assertThat(last.headers().first("Retry-After")).contains("60");
    now.updateAndGet(instant -> instant.plusSeconds(60));
    assertThat(new Browser(auth).signIn("/").status()).isEqualTo(303);
  }

  @Test
  void sign_ins_that_come_to_a_good_end_are_not_counted() {
    Auth auth = auth();
    for (int i = 0; i < 70; i++) {
      assertThat(new Browser(auth).signIn("/").status()).isEqualTo(303);
    }
  }

  @Test
  void a_flood_of_beginnings_costs_the_provider_no_more_than_three_hundred_requests_a_minute() {
    Auth auth = auth();
    AuthResponse last = new Browser(auth).get("/auth/oauth/login");
    for (int i = 0; i < 310; i++) {
      last = new Browser(auth).get("/auth/oauth/login");
    }

    assertRefused(last, 429, "oauth-too-many");
    assertThat(provider.seen("/par")).hasSize(300);
  }

  @Test
  void an_answer_of_another_browser_is_refused() {
    Auth auth = auth();
    Browser victim = new Browser(auth);
    Browser attacker = new Browser(auth);
    victim.sentTo("/");
    String answer = attacker.answerOf(attacker.sentTo("/"));
    assertRefused(victim.get(answer), 400, "oauth-stale");
    assertThat(provider.seen("/token")).isEmpty();
  }

  @Test
  void a_code_of_another_attempt_is_refused_by_its_verifier() {
    Browser browser = new Browser(auth());
    String stolen = browser.answerOf(browser.sentTo("/"));
    String mine = browser.answerOf(browser.sentTo("/"));
    String swapped = mine.replaceAll("code=[^&]*", "code=" + codeOf(stolen));
    assertRefused(browser.get(swapped), 502, "oauth-failed");
  }

  private static String codeOf(String answer) {
    return Browser.query(URI.create(answer)).get("code");
  }

  @Test
  void an_attempt_that_took_too_long_is_refused() {
    Browser browser = new Browser(auth());
    String answer = browser.answerOf(browser.sentTo("/"));
    now.updateAndGet(instant -> instant.plus(Attempts.LIFE).plusSeconds(1));
    assertRefused(browser.get(answer), 400, "oauth-stale");
  }

  @Test
  void an_attempt_goes_on_at_another_node_that_shares_the_store() {
    String store = "authorized_domains = example.com\n[store]\nurl = jdbc:h2:file:data";
    Browser browser;
    String answer;
    try (Auth one = auth(store)) {
      browser = new Browser(one);
      answer = browser.answerOf(browser.sentTo("/"));
    }
    try (Auth restarted = auth(store)) {
      assertThat(browser.at(restarted).get(answer).status()).isEqualTo(303);
      assertThat(identity(browser).subject()).isEqualTo("ann@example.com");
    }
  }

  @Test
  void a_form_that_the_provider_posts_is_taken_over_the_bridge() {
    Browser browser = new Browser(undiscovered("response_mode = form_post"));
    URI sent = browser.sentTo("/orders");
    assertThat(Browser.query(sent)).containsEntry("response_mode", "form_post");
    URI byQuery = URI.create(sent.toString().replace("&response_mode=form_post", ""));
    Map<String, String> answer = Browser.query(URI.create(browser.answerOf(byQuery)));
    AuthResponse bridge = browser.postFromElsewhere(
        "/oauth/callback",
        Map.of(
            "code", List.of(answer.get("code")),
            "state", List.of(answer.get("state")),
            "iss", List.of(answer.get("iss"))));
    assertThat(bridge.headers().first("Referrer-Policy")).contains("no-referrer");
    assertThat(Browser.location(bridge))
        .startsWith("/oauth/callback?bridged=")
        .doesNotContain(answer.get("code"));
    assertThat(Browser.location(browser.get(Browser.location(bridge)))).isEqualTo("/orders");
    assertThat(identity(browser).subject()).isEqualTo("ann@example.com");
  }

  @Test
  void who_is_not_on_the_list_is_told_so_and_gets_no_session() {
    provider.signedIn("eve", Map.of("email", "eve@evil.example", "email_verified", true));
    Browser browser = new Browser(auth());
    assertRefused(browser.signIn("/"), 403, "oauth-not-allowed");
    assertThat(browser.jar()).isEmpty();
  }

  @Test
  void an_address_that_nobody_verified_does_not_count() {
    provider.signedIn("eve", Map.of("email", "eve@example.com", "email_verified", false));
    assertRefused(new Browser(auth()).signIn("/"), 403, "oauth-unverified");
    provider.signedIn("eve", Map.of("email", "eve@example.com"));
    assertRefused(new Browser(auth()).signIn("/"), 403, "oauth-unverified");
  }

  @Test
  void groups_become_roles_and_are_looked_at_again_after_a_restart() {
    provider.signedIn("ann", Map.of("realm_access", Map.of("roles", List.of("ops", "dev"))));
    String store = "\n[store]\nurl = jdbc:h2:file:data\n[roles]\nadmin = group:ops";
    String groups = "authorized_groups = %s\ngroups_claim = realm_access.roles" + store;
    Browser browser;
    try (Auth auth = auth(groups.formatted("ops, qa"))) {
      browser = new Browser(auth);
      browser.signIn("/");
      assertThat(identity(browser).roles()).containsExactly("admin");
      assertThat(identity(browser).subject()).isEqualTo("login:ann");
      assertThat(browser.open("/admin/x")).isInstanceOf(Decision.Admit.class);
    }
    try (Auth other = auth(groups.formatted("qa"))) {
      assertThat(browser.at(other).get("/page").status()).isEqualTo(303);
    }
  }

  @Test
  void whatever_a_provider_tells_fits_into_a_session() {
    String long1 = "\u4e2d".repeat(190);
    provider.signedIn(
        "ann",
        Map.of(
            "email",
            "ann@example.com",
            "email_verified",
            true,
            "name",
            long1,
            "preferred_username",
            long1,
            "sid",
            "\u4e2d",
            "groups",
            Stream.generate(() -> long1).limit(30).toList()));
    Browser browser = new Browser(auth());
    assertThat(browser.signIn("/").status()).isEqualTo(303);
    assertThat(identity(browser).subject()).isEqualTo("ann@example.com");
  }

  @Test
  void a_flag_of_userinfo_speaks_of_the_address_that_stands_beside_it() {
    provider.signedIn("ann", Map.of("email", "ann@example.com", "email_verified", true));
    Browser browser = new Browser(auth());
    assertThat(browser.signIn("/").status()).isEqualTo(303);
    assertThat(provider.seen("/userinfo")).isEmpty();
    provider.signedIn("eve", Map.of("email", "eve@example.com"));
    assertRefused(new Browser(auth()).signIn("/"), 403, "oauth-unverified");
    assertThat(provider.seen("/userinfo")).hasSize(1);
  }

  @Test
  void a_name_belongs_to_one_subject_however_often_it_is_claimed() {
    Auth auth = auth();
    new Browser(auth).signIn("/");
    provider.signedIn("other", Map.of("email", "ann@example.com", "email_verified", true));
    assertRefused(new Browser(auth).signIn("/"), 403, "oauth-name-taken");
    provider.signedIn("ann", Map.of("email", "ann.b@example.com", "email_verified", true));
    Browser browser = new Browser(auth);
    browser.signIn("/");
    assertThat(identity(browser).subject()).isEqualTo("ann@example.com");
  }

  @Test
  void fresh_sends_back_to_the_provider_and_asks_for_a_new_proof() {
    Browser browser = new Browser(undiscovered(""));
    browser.signIn("/");
    now.updateAndGet(instant -> instant.plusSeconds(600));
    URI again = browser.sentTo("/fresh/x");
    assertThat(Browser.query(again)).containsEntry("prompt", "login").containsEntry("max_age", "0");
  }

  @Test
  void a_silent_sign_in_of_which_nobody_says_when_it_was_proved_is_not_fresh() {
    provider.tellsNoTime().lacks("pushed_authorization_request_endpoint");
    Browser browser = new Browser(auth());
    browser.signIn("/auth/oauth/login");
    assertThat(identity(browser).authenticatedAt()).isEqualTo(Instant.EPOCH);
    URI again = browser.sentTo("/fresh/x");
    assertThat(Browser.query(again))
        .containsEntry("claims", "{\"id_token\":{\"auth_time\":{\"essential\":true}}}");

    assertRefused(browser.get(browser.answerOf(again)), 403, "oauth-not-fresh");
    browser.signIn("/auth/oauth/login");
    assertThat(browser.open("/fresh/x")).isInstanceOf(Decision.Answer.class);
  }

  @Test
  void a_provider_that_is_trusted_to_ask_again_is_fresh_when_it_was_asked_to_and_only_then() {
    provider.tellsNoTime();
    Browser browser = new Browser(
        auth("authorized_domains = example.com", "insecure_assume_reauthentication = yes"));
    browser.signIn("/auth/oauth/login");
    assertThat(browser.open("/fresh/x")).isInstanceOf(Decision.Answer.class);

    assertThat(Browser.location(browser.signIn("/fresh/x"))).isEqualTo("/fresh/x");
    assertThat(browser.open("/fresh/x")).isInstanceOf(Decision.Admit.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pay/x", "/vault/x"})
  void whoever_comes_back_without_the_second_factor_is_told_and_not_sent_round(String page) {
    Browser browser = new Browser(auth());
    browser.signIn("/auth/oauth/login");
    String session = browser.jar().toString();
    URI again = browser.sentTo(page);

    assertRefused(browser.get(browser.answerOf(again)), 403, "oauth-no-second-factor");
    assertThat(browser.jar()).hasToString(session);
    assertThat(browser.open("/page")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void a_second_factor_that_the_provider_reports_opens_what_asks_for_it() {
    Browser browser = new Browser(auth());
    browser.signIn("/auth/oauth/login");
    assertThat(browser.open("/pay/x")).isInstanceOf(Decision.Answer.class);
    provider.signedIn(
        "ann",
        Map.of("email", "ann@example.com", "email_verified", true, "amr", List.of("pwd", "mfa")));

    assertThat(Browser.location(browser.signIn("/pay/x"))).isEqualTo("/pay/x");
    assertThat(browser.open("/pay/x")).isInstanceOf(Decision.Admit.class);
    now.updateAndGet(instant -> instant.plusSeconds(600));
    assertThat(Browser.location(browser.signIn("/vault/x"))).isEqualTo("/vault/x");
    assertThat(browser.open("/vault/x")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void fresh_is_met_by_the_time_that_the_provider_tells() {
    Browser browser = new Browser(auth());
    browser.signIn("/");
    assertThat(browser.open("/fresh/x")).isInstanceOf(Decision.Admit.class);
    now.updateAndGet(instant -> instant.plusSeconds(600));
    assertThat(Browser.location(browser.signIn("/fresh/x"))).isEqualTo("/fresh/x");
    assertThat(browser.open("/fresh/x")).isInstanceOf(Decision.Admit.class);
  }

  @Test
  void a_browser_that_keeps_no_session_is_not_sent_around_for_ever() {
    Browser browser = new Browser(auth());
    AuthResponse back = browser.signIn("/");
    for (int i = 0; i < 10 && back.status() == 303; i++) {
      browser.jar().remove("vestibule_session");
      back = browser.signIn("/");
    }
    assertRefused(back, 400, "oauth-loop");
  }

  @Test
  void a_provider_that_is_down_costs_strangers_a_page_and_nobody_else_anything() {
    Browser known = new Browser(auth());
    known.signIn("/");
    provider.down();
    assertThat(identity(known).subject()).isEqualTo("ann@example.com");
    Auth restarted = auth();
    AuthResponse page = new Browser(restarted).get("/auth/oauth/login");
    assertRefused(page, 503, "oauth-unavailable");
    assertThat(page.headers().first("Retry-After")).isPresent();
  }

  @Test
  void a_request_is_handed_in_beforehand_where_the_provider_offers_that() {
    provider.onlyTakesPushed();
    Browser browser = new Browser(auth());
    URI sent = browser.sentTo("/");
    assertThat(Browser.query(sent)).containsOnlyKeys("client_id", "request_uri");
    assertThat(browser.get(browser.answerOf(sent)).status()).isEqualTo(303);
  }

  @Test
  void what_the_provider_says_stands_in_no_page() {
    provider.with(Fault.ACCESS_DENIED);
    AuthResponse page = new Browser(auth()).signIn("/");
    assertRefused(page, 403, "oauth-declined");
    assertThat(Browser.model(page).toString()).doesNotContain("script", "access_denied");
  }

  @Test
  void what_a_stranger_makes_up_leaves_nothing_in_the_store() {
    Configuration node =
        configuration("authorized_domains = example.com", "[store]", "url = memory");
    Browser stranger = new Browser(node.auth());
    for (String madeUp : List.of("error=x", "code=x")) {
      String state = Browser.query(stranger.sentTo("/auth/oauth/login")).get("state");
      AuthResponse page = stranger.get(
          "/oauth/callback?" + madeUp + "&state=" + state + "&iss=" + provider.issuer());
      assertThat(page.status()).isGreaterThanOrEqualTo(400);
    }
    Store store = node.shared(Store.class).orElseThrow();
    assertThat(store.list("oauth-used", "", 10)).isEmpty();

    stranger.signIn("/auth/oauth/login");
    assertThat(store.list("oauth-used", "", 10)).hasSize(1);
  }

  @Test
  void whatever_breaks_on_the_way_back_has_a_page_and_a_row_and_tells_no_secret() {
    HostRoles broken = (subject, groups) -> {
      throw new IllegalStateException("secret of the host");
    };
    String text = "[authentication]\ntype = oauth\nissuer = " + provider.issuer()
        + "\nclient_id = app\nclient_secret = " + FakeProvider.CLIENT_SECRET
        + "\nanyone = yes\n";
    Auth auth = Configuration.parse(
            "auth.ini", text, folder, clock, Supplied.nothing().with(HostRoles.class, broken))
        .auth();
    AuthResponse page = new Browser(auth).signIn("/auth/oauth/login");
    assertRefused(page, 502, "oauth-failed");
    assertThat(Browser.model(page).toString()).doesNotContain("secret of the host");
  }

  @Test
  void a_subject_of_255_characters_has_a_name() {
    String subject = "s".repeat(255);
    provider.signedIn(subject, Map.of());
    Browser browser = new Browser(auth("anyone = yes"));
    assertThat(browser.signIn("/auth/oauth/login").status()).isEqualTo(303);
    Identity signedIn = identity(browser);
    assertThat(signedIn.subject()).matches("login:[0-9a-f]{64}");
    assertThat(signedIn.claims()).containsEntry("sub", subject);
  }

  private static void assertRefused(AuthResponse page, int status, String code) {
    assertThat(page.status()).as(page.body().toString()).isEqualTo(status);
    assertThat(Browser.model(page)).containsEntry("code", code).containsKey("reference");
    assertThat(page.headers().first("Location")).isEmpty();
  }
}
