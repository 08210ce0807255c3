package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.testing.Fault;
import io.vestibule.auth.testing.Logged;
import io.vestibule.auth.testing.Part;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a session goes on whose owner somebody else vouched for, and what ends it. */
class StayingTest {
  /** How long another node may believe in a session. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  private static final Duration ALMOST_OVER = Duration.ofMinutes(4);

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-22T10:00:00Z"));
  private FakeProvider provider;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start(clock);
    provider.signedIn("ann", Map.of("groups", List.of("ops")));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Configuration node() {
    return Configuration.parse(
        "auth.ini",
        """
        [authentication]
        type = oauth
        issuer = %s
        client_id = app
        client_secret = %s
        authorized_groups = ops, dev
        [roles]
        admin = group:ops
        [store]
        url = jdbc:h2:file:./data/auth
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET),
        folder,
        Map.of(),
        clock);
  }

  private static void round(Configuration node) {
    node.shared(Renewals.class).orElseThrow().round();
  }

  private static Identity identity(Browser browser) {
    return Decided.identity(browser.open("/page"));
  }

  private static boolean isSignedIn(Browser browser) {
    return browser.open("/page") instanceof Decision.Admit;
  }

  private long refreshes() {
    return provider.seen("/token").stream()
        .filter(
            call -> call.parameter("grant_type").filter("refresh_token"::equals).isPresent())
        .count();
  }

  @Test
  void groups_are_looked_at_again_before_the_access_token_ends() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      assertThat(identity(ann).roles()).containsExactly("admin");

      provider.signedIn("ann", Map.of("groups", List.of("dev")));
      round(node);
      assertThat(refreshes()).isZero();
      clock.pass(ALMOST_OVER);
      round(node);

      assertThat(refreshes()).isEqualTo(1);
      clock.pass(BOUND);
      assertThat(identity(ann).roles()).isEmpty();
    }
  }

  @Test
  void goes_on_for_as_long_as_it_is_renewed() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      for (int i = 1; i <= 5; i++) {
        clock.pass(ALMOST_OVER);
        round(node);
        assertThat(refreshes()).isEqualTo(i);
        assertThat(isSignedIn(ann)).isTrue();
      }
    }
  }

  @Test
  void of_many_nodes_one_renews() {
    Configuration one = node();
    try (Auth auth = one.auth()) {
      new Browser(auth).signIn("/");
      clock.pass(ALMOST_OVER);
      List<Configuration> nodes = IntStream.range(0, 6).mapToObj(i -> node()).toList();

      nodes.parallelStream().forEach(StayingTest::round);

      assertThat(refreshes()).isEqualTo(1);
      nodes.forEach(node -> node.auth().close());
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void ends_when_the_provider_refuses(Fault fault) {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      provider.with(fault);
      clock.pass(ALMOST_OVER);
      round(node);

      clock.pass(BOUND);
      assertThat(isSignedIn(ann)).isFalse();
    }
  }

  static Stream<Fault> refusals() {
    return Stream.of(
        Fault.REFRESH_REFUSED,
        Fault.REFRESH_DENIED,
        Fault.REFRESH_REFUSED_BY_MESSAGE,
        Fault.REFRESH_WANTS_INTERACTION,
        Fault.REFRESH_WANTS_LOGIN,
        Fault.REFRESH_WANTS_CONSENT,
        Fault.REFRESH_WANTS_SELECTION,
        Fault.REFRESH_OF_ANOTHER);
  }

  @ParameterizedTest
  @MethodSource("oddities")
  void goes_on_while_the_provider_answers_what_says_nothing_of_the_person(Fault fault) {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      provider.with(fault);
      clock.pass(ALMOST_OVER);
      for (int i = 1; i <= 3; i++) {
        round(node);
        assertThat(refreshes()).isEqualTo(i);
        clock.pass(Duration.ofSeconds(12));
        assertThat(isSignedIn(ann)).isTrue();
      }

      provider.with().signedIn("ann", Map.of("groups", List.of("dev")));
      round(node);
      clock.pass(BOUND);
      assertThat(identity(ann).roles()).isEmpty();
      assertThat(refreshes()).isEqualTo(4);

      provider.with(Fault.REFRESH_REFUSED);
      clock.pass(ALMOST_OVER);
      round(node);
      clock.pass(BOUND);
      assertThat(isSignedIn(ann)).as("invalid_grant is final").isFalse();
    }
  }

  static Stream<Fault> oddities() {
    return Fault.of(Part.REFRESH)
        .filter(fault -> refusals().noneMatch(refusal -> refusal == fault));
  }

  @ParameterizedTest
  @EnumSource(names = {"USERINFO_NO_JSON", "USERINFO_OF_NOBODY", "USERINFO_DENIED"})
  void goes_on_while_userinfo_answers_what_says_nothing_of_the_person(Fault fault) {
    provider.keepsClaimsForUserinfo();
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      provider.with(fault);
      clock.pass(ALMOST_OVER);
      round(node);
      clock.pass(BOUND);
      assertThat(isSignedIn(ann)).isTrue();

      provider.with(Fault.USERINFO_OF_ANOTHER);
      clock.pass(Duration.ofSeconds(12));
      round(node);
      clock.pass(BOUND);
      assertThat(isSignedIn(ann)).isFalse();
    }
  }

  @Test
  void goes_on_over_a_rotation_of_keys_although_somebody_spent_the_look_at_them() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      clock.pass(ALMOST_OVER);
      provider.with(Fault.LOGOUT_KEY_UNKNOWN);
      assertThat(told(auth, provider.logoutToken("ann", "")).status()).isEqualTo(400);
      provider.replaceKeys().signedIn("ann", Map.of("groups", List.of("dev")));
      round(node);
      clock.pass(BOUND);
      assertThat(identity(ann).roles()).containsExactly("admin");

      clock.pass(Duration.ofMinutes(1));
      round(node);
      clock.pass(BOUND);
      assertThat(identity(ann).roles()).isEmpty();
    }
  }

  @Test
  void a_renewal_that_cannot_be_used_holds_up_no_others_and_is_told_once_a_minute() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      for (int i = 0; i < 30; i++) {
        new Browser(auth).signIn("/");
      }
      provider.with(Fault.REFRESH_CLIENT_REFUSED);
      clock.pass(ALMOST_OVER);
      String words = "renewal is tried again";
      assertThat(lines(words, () -> round(node))).hasSize(1);
      assertThat(refreshes()).as("of 30 it is the provider's fault").isEqualTo(5);
      assertThat(lines(words, () -> round(node))).isEmpty();
      assertThat(refreshes()).isEqualTo(10);
    }
  }

  @Test
  void ends_when_the_new_groups_are_on_no_list() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      provider.signedIn("ann", Map.of("groups", List.of("guests")));
      clock.pass(ALMOST_OVER);
      round(node);

      clock.pass(BOUND);
      assertThat(isSignedIn(ann)).isFalse();
    }
  }

  @Test
  void goes_on_while_the_provider_is_down_and_is_renewed_within_15_seconds_of_its_return()
      throws IOException {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      provider.down();
      clock.pass(Duration.ofMinutes(6));
      round(node);
      assertThat(isSignedIn(ann)).isTrue();
      assertThat(node.shared(ProviderHealth.class)).isPresent();

      provider.up();
      clock.pass(Duration.ofSeconds(12));
      round(node);
      assertThat(refreshes()).isEqualTo(1);
      assertThat(isSignedIn(ann)).isTrue();
    }
  }

  @Test
  void a_provider_that_is_down_holds_up_the_renewals_of_no_other() throws IOException {
    try (FakeProvider dead = FakeProvider.start(clock)) {
      Configuration node = two(dead);
      try (Auth auth = node.auth()) {
        for (int i = 0; i < 51; i++) {
          new Browser(auth).signIn("/auth/oauth/dead");
        }
        clock.pass(Duration.ofSeconds(1));
        Browser ann = new Browser(auth);
        ann.signIn("/auth/oauth/well");
        dead.down();
        provider.signedIn("ann", Map.of("groups", List.of("guests")));
        clock.pass(ALMOST_OVER);
        round(node);

        assertThat(refreshes()).isEqualTo(1);
        clock.pass(BOUND);
        assertThat(isSignedIn(ann)).isFalse();
      }
    }
  }

  private Configuration two(FakeProvider dead) {
    String text = """
        [authentication]
        type = oauth
        [oauth.dead]
        issuer = %1$s
        client_id = app
        client_secret = %2$s
        anyone = yes
        [oauth.well]
        issuer = %3$s
        client_id = app
        client_secret = %2$s
        authorized_groups = ops
        """.formatted(dead.issuer(), FakeProvider.CLIENT_SECRET, provider.issuer());
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }

  @Test
  void goes_on_where_a_refresh_tells_nothing_and_nobody_else_can_be_asked() {
    provider.refreshesWithoutIdToken().lacks("userinfo_endpoint");
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      for (int i = 1; i <= 3; i++) {
        clock.pass(ALMOST_OVER);
        round(node);
        clock.pass(Duration.ofSeconds(15));
        round(node);
        assertThat(refreshes()).as("one each time, none before it is due").isEqualTo(i);
        assertThat(identity(ann).roles()).containsExactly("admin");
      }
    }
  }

  @Test
  void ends_on_every_node_when_somebody_signs_out_at_the_provider() {
    Configuration one = node();
    Configuration two = node();
    try (Auth first = one.auth();
        Auth second = two.auth()) {
      Browser ann = new Browser(first);
      ann.signIn("/");
      assertThat(isSignedIn(ann.at(second))).isTrue();
      String sid = provider.lastSid();

      assertThat(told(second, provider.logoutToken("ann", sid)).status()).isEqualTo(200);

      clock.pass(BOUND);
      assertThat(isSignedIn(ann.at(first))).isFalse();
      assertThat(isSignedIn(ann.at(second))).isFalse();
    }
  }

  @Test
  void ends_in_all_browsers_when_no_session_is_named_and_in_one_when_it_is() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser home = new Browser(auth);
      Browser work = new Browser(auth);
      home.signIn("/");
      work.signIn("/");

      told(auth, provider.logoutToken("ann", "sid-of-somebody-else"));
      assertThat(isSignedIn(home)).isTrue();
      told(auth, provider.logoutToken("ann", ""));
      assertThat(isSignedIn(home)).isFalse();
      assertThat(isSignedIn(work)).isFalse();
    }
  }

  @Test
  void the_audit_names_whom_the_provider_signs_out() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      String name = identity(ann).subject();
      String token = provider.logoutToken("ann", "");
      assertThat(rows(() -> told(auth, token)))
          .singleElement()
          .asString()
          .contains("\"reason\":\"back-channel\",\"subject\":\"" + name + "\"");
      ann.signIn("/");
      String frame =
          ProviderLogout.FRONT + "?iss=" + provider.issuer() + "&sid=" + provider.lastSid();
      assertThat(rows(() -> framed(auth, frame)))
          .singleElement()
          .asString()
          .contains("\"reason\":\"front-channel\",\"subject\":\"" + name + "\"");
      ann.signIn("/");
      provider.with(Fault.REFRESH_REFUSED);
      clock.pass(ALMOST_OVER);
      assertThat(rows(() -> round(node)))
          .singleElement()
          .asString()
          .contains("\"reason\":\"oauth-refresh\",\"subject\":\"" + name + "\"");
    }
  }

  private static List<String> rows(Runnable action) {
    return lines("\"session-ended\"", action);
  }

  private static List<String> lines(String words, Runnable action) {
    return Logged.by(action, words);
  }

  @ParameterizedTest
  @MethodSource("badLogouts")
  void a_logout_token_that_does_not_hold_ends_nothing(Fault fault) {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      provider.with(fault);
      AuthResponse answer = told(auth, provider.logoutToken("ann", ""));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.headers().first("Cache-Control")).contains("no-store");
      assertThat(isSignedIn(ann)).isTrue();
    }
  }

  static Stream<Fault> badLogouts() {
    return Fault.of(Part.LOGOUT_TOKEN);
  }

  @Test
  void a_frame_of_the_provider_ends_the_session_that_it_names_and_no_other() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      String sid = provider.lastSid();
      String frame = ProviderLogout.FRONT + "?iss=" + provider.issuer() + "&sid=";

      assertThat(framed(auth, frame + "wrong").status()).isEqualTo(200);
      assertThat(framed(auth, ProviderLogout.FRONT).status()).isEqualTo(400);
      assertThat(framed(auth, ProviderLogout.FRONT + "?iss=https://evil.example&sid=" + sid)
              .status())
          .isEqualTo(400);
      assertThat(isSignedIn(ann)).isTrue();

      AuthResponse answer = framed(auth, frame + sid);
      assertThat(answer.headers().first("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).contains(provider.issuer()));
      assertThat(isSignedIn(ann)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?provider=1", "?from=menu&provider=1"})
  void signing_out_leads_to_the_provider_with_a_hint_and_back(String query) {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");

      AuthResponse answer = ann.post(
          "/auth/logout" + query, query.isEmpty() ? Map.of("provider", List.of("1")) : Map.of());

      URI next = URI.create((String) Browser.model(answer).get("next"));
      assertThat(next.toString()).startsWith(provider.issuer() + "/logout?");
      assertThat(Browser.query(next))
          .containsEntry("client_id", "app")
          .containsEntry("post_logout_redirect_uri", Browser.HOME + "/auth/logout")
          .containsKey("id_token_hint");
      assertThat(isSignedIn(ann)).isFalse();
    }
  }

  @Test
  void signing_out_here_succeeds_whatever_becomes_of_the_provider() {
    Configuration node = node();
    try (Auth auth = node.auth()) {
      Browser ann = new Browser(auth);
      ann.signIn("/");
      provider.down();
      assertThat(ann.post("/auth/logout", Map.of("provider", List.of("1"))).status())
          .isEqualTo(200);
      assertThat(isSignedIn(ann)).isFalse();
    }
  }

  private static AuthResponse told(Auth auth, String token) {
    FakeRequest request = FakeRequest.request("POST", ProviderLogout.BACK).at(Browser.HOME);
    return Decided.answer(
        auth.decide(request, () -> new Form(Map.of("logout_token", List.of(token)))));
  }

  private static AuthResponse framed(Auth auth, String target) {
    FakeRequest request = FakeRequest.get(target)
        .at(Browser.HOME)
        .with("Sec-Fetch-Site", "cross-site")
        .with("Sec-Fetch-Dest", "iframe");
    return Decided.answer(auth.decide(request, Form::empty));
  }
}
