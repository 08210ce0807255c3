package io.vestibule.auth.session;

import static io.vestibule.auth.FakeRequest.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthUnavailableException;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.AuditType;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.builder.VestibuleBuilder;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Problem;
import io.vestibule.auth.oauth.Browser;
import io.vestibule.auth.password.HostAccounts;
import io.vestibule.auth.password.HostUser;
import io.vestibule.auth.password.HostUsers;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import io.vestibule.auth.token.TokenBook;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users in a table of the application: whatever happens to them there counts here. */
class HostAccountsTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Table table = new Table();
  private final List<AuditEvent> told = new ArrayList<>();

  /** A table that finds names in whatever case, as many databases do. */
  static final class Table implements HostAccounts {
    private record Row(HostUser user, String password) {}

    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private final List<String> verified = new ArrayList<>();
    private boolean down;

    Table() {
      put(HostUser.of("ada", Secret.of("1"))
          .withRoles(Set.of("admin"))
          .withAccount("17")
          .withClaims(Map.of("email", "ada@example.org")));
    }

    void put(HostUser user) {
      put(user, "correct horse");
    }

    void put(HostUser user, String password) {
      rows.put(user.name().toLowerCase(Locale.ROOT), new Row(user, password));
    }

    HostUser ada() {
      return find("ada").orElseThrow();
    }

    @Override
    public boolean verify(String username, Secret password) {
      verified.add(username);
      Row row = rows.get(username.toLowerCase(Locale.ROOT));
      return row != null && password.equals(Secret.of(row.password));
    }

    @Override
    public Optional<HostUser> find(String username) {
      if (down) {
        throw new AuthUnavailableException("the table is down", Duration.ofSeconds(5));
      }
      return Optional.ofNullable(rows.get(username.toLowerCase(Locale.ROOT))).map(Row::user);
    }
  }

  /** What takes somebody's right to be here. */
  static Stream<Consumer<Table>> ends() {
    return Stream.of(
        table -> table.rows.clear(),
        table -> table.put(table.ada().withDisabled(true)),
        table -> table.put(HostUser.of("ada", Secret.of("2")).withAccount("17"), "battery staple"));
  }

  private VestibuleBuilder builder() {
    return Vestibule.builder().clock(clock).supply(Audit.class, Audit.of(told::add));
  }

  private Configuration session() {
    return builder().session(table).set("session", "idle_timeout", "30m").build();
  }

  private static String outcome(Decision decision) {
    return decision instanceof Decision.Admit admit
        ? admit.identity().subject()
        : String.valueOf(Decided.answer(decision).status());
  }

  @ParameterizedTest
  @MethodSource("ends")
  void a_session_ends_with_its_user_and_with_the_password(Consumer<Table> end) {
    Visitor ada = new Visitor(session().auth());
    ada.signIn();
    assertThat(outcome(ada.get("/me"))).isEqualTo("ada");

    end.accept(table);
    clock.pass(Duration.ofSeconds(2));

    assertThat(outcome(ada.get("/me"))).isEqualTo("303");
  }

  /** Another address, so that no page of the login is in between; the table finds some of them and others not. */
  @Test
  void spellings_of_one_name_are_one_account_to_whoever_guesses() {
    Auth auth = builder().session(table).build().auth();
    List<String> spellings = List.of("ada", "ADA", "ada ", " Ada", "\u00e1da", "a\u0301DA");

    List<LoginResult> results = spellings.stream()
        .map(name ->
            auth.login(FakeRequest.get("/"), new UsernamePassword(name, Secret.of("a guess"))))
        .toList();

    assertThat(results)
        .extracting(result -> ((LoginResult.Refused) result).rejection().reason())
        .containsExactly(
            Reason.INVALID,
            Reason.INVALID,
            Reason.INVALID,
            Reason.INVALID,
            Reason.INVALID,
            Reason.THROTTLED);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void a_device_that_stays_signed_in_does_not_outlive_them(Consumer<Table> end) {
    Visitor ada = new Visitor(session().auth());
    ada.signIn("remember", "1");
    clock.pass(Duration.ofMinutes(31));
    assertThat(outcome(ada.get("/me"))).isEqualTo("ada");

    end.accept(table);
    clock.pass(Duration.ofMinutes(31));

    assertThat(outcome(ada.get("/me"))).isEqualTo("303");
  }

  @Test
  void a_changed_password_begins_a_session_at_once() {
    Visitor ada = new Visitor(session().auth());
    ada.signIn();
    ada.get("/me");
    table.put(HostUser.of("ada", Secret.of("2")));

    ada.signIn();
    clock.pass(Duration.ofSeconds(3));

    assertThat(outcome(ada.get("/me"))).isEqualTo("ada");
  }

  @Test
  void roles_and_claims_are_those_of_now() {
    Visitor ada = new Visitor(session().auth());
    ada.signIn();
    assertThat(Decided.identity(ada.get("/me"))).satisfies(identity -> {
      assertThat(identity.roles()).containsExactly("admin");
      assertThat(identity.claims()).containsExactly(Map.entry("email", "ada@example.org"));
    });

    table.put(table.ada().withRoles(Set.of("reader")).withClaims(Map.of()));
    clock.pass(Duration.ofSeconds(2));

    assertThat(Decided.identity(ada.get("/me"))).satisfies(identity -> {
      assertThat(identity.roles()).containsExactly("reader");
      assertThat(identity.claims()).isEmpty();
    });
  }

  @Test
  void the_host_is_asked_about_a_user_once_in_two_seconds() {
    List<String> asked = new ArrayList<>();
    HostAccounts counted = new HostAccounts() {
      @Override
      public boolean verify(String username, Secret password) {
        return table.verify(username, password);
      }

      @Override
      public Optional<HostUser> find(String username) {
        asked.add(username);
        return table.find(username);
      }
    };
    Visitor ada = new Visitor(builder().session(counted).build().auth());
    ada.signIn();
    asked.clear();

    for (int i = 0; i < 10; i++) {
      ada.get("/me");
    }
    assertThat(asked).isEmpty();
    clock.pass(Duration.ofSeconds(2));
    ada.get("/me");
    assertThat(asked).containsExactly("ada");
  }

  @Test
  void the_name_is_the_one_that_the_host_writes() {
    Visitor ada = new Visitor(session().auth());
    ada.post("/auth/login", Map.of("username", "ADA", "password", "correct horse"));

    assertThat(outcome(ada.get("/me"))).isEqualTo("ada");
  }

  /** An answer that comes sooner would tell that there is no such user. */
  @Test
  void the_password_of_nobody_is_checked_like_that_of_somebody() {
    Configuration basic = builder().basic(table).build();
    basic("eve", basic);

    assertThat(table.verified).containsExactly("eve");
    assertThat(told).singleElement().extracting(AuditEvent::subject).isEqualTo("");
  }

  @Test
  void a_disabled_user_is_told_so_for_the_right_password_only() {
    table.put(table.ada().withDisabled(true));
    Configuration basic = builder().basic(table).build();

    assertThat(basic("ada", basic)).isEqualTo("403");
    table.put(table.ada(), "another");
    assertThat(basic("ada", basic)).isEqualTo("401");
    assertThat(told).extracting(AuditEvent::subject).containsExactly("ada", "ada");
  }

  private static String basic(String name, Configuration configuration) {
    String pair = name + ":correct horse";
    return outcome(configuration
        .auth()
        .decide(
            get("/")
                .with(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8))),
            Form::empty));
  }

  @Test
  void api_tokens_rest_while_their_owner_is_disabled_and_end_with_the_account() {
    Configuration configuration =
        builder().session(table).set("store", "url", "memory").build();
    Secret token = configuration
        .shared(TokenBook.class)
        .orElseThrow()
        .make("ada", "ci", List.of(), "90d")
        .text();

    assertThat(bearer(configuration, token)).isEqualTo("ada");
    table.put(table.ada().withDisabled(true));
    clock.pass(Duration.ofSeconds(2));
    assertThat(bearer(configuration, token)).isEqualTo("403");
    table.put(table.ada().withDisabled(false));
    clock.pass(Duration.ofSeconds(2));
    assertThat(bearer(configuration, token)).isEqualTo("ada");
    table.put(table.ada().withAccount("18"));
    clock.pass(Duration.ofSeconds(2));
    assertThat(bearer(configuration, token)).isEqualTo("401");
    table.rows.clear();
    clock.pass(Duration.ofSeconds(2));
    assertThat(bearer(configuration, token)).isEqualTo("401");
  }

  @Test
  void a_program_that_could_not_be_told_whether_its_user_stands_refreshes_with_the_same_token() {
    Auth auth = builder()
        .session(table)
        .set("store", "url", "memory")
        .set("issuer", "url", "https://app.example.org")
        .build()
        .auth();
    AuthResponse signedIn = api(
        auth, "login", Map.of("username", List.of("ada"), "password", List.of("correct horse")));
    String token = String.valueOf(((Body.Json) signedIn.body()).members().get("refresh_token"));
    clock.pass(Duration.ofSeconds(3));
    table.down = true;
    assertThat(api(auth, "refresh", Map.of("refresh_token", List.of(token))).status())
        .isEqualTo(503);
    table.down = false;
    clock.pass(Duration.ofSeconds(5));

    assertThat(api(auth, "refresh", Map.of("refresh_token", List.of(token))).status())
        .isEqualTo(200);
    assertThat(told).extracting(AuditEvent::type).doesNotContain(AuditType.REPLAY);
  }

  private static AuthResponse api(Auth auth, String what, Map<String, List<String>> fields) {
    FakeRequest request = FakeRequest.request("POST", "/auth/api/" + what);
    return Decided.answer(auth.decide(request, () -> new Form(fields)));
  }

  private static String bearer(Configuration configuration, Secret token) {
    return outcome(configuration
        .auth()
        .decide(get("/").with("Authorization", "Bearer " + token.reveal()), Form::empty));
  }

  @Test
  void a_guest_cannot_take_the_name_of_a_user_and_has_every_other() throws IOException {
    assertThat(guest(table, "ada")).isEqualTo("403");
    assertThat(guest(table, "eve")).isEqualTo("eve");
  }

  /** Any name may be a user's then, save one with a colon. */
  @Test
  void where_nobody_can_tell_who_the_users_are_a_guest_has_a_name_that_no_user_can_have()
      throws IOException {
    assertThat(guest(bare(), "ada")).isEqualTo("login:ada");
  }

  /** The same users, of whom nothing but a password can be asked. */
  private HostUsers bare() {
    return (name, password) -> table.verify(name, password);
  }

  private String guest(HostUsers users, String name) throws IOException {
    try (FakeProvider provider = FakeProvider.start(clock)) {
      Configuration configuration = Vestibule.builder()
          .clock(clock)
          .session(users)
          .type("oauth")
          .set("oauth", "issuer", provider.issuer())
          .set("oauth", "client_id", "app")
          .set("oauth", "client_secret", FakeProvider.CLIENT_SECRET)
          .set("oauth", "anyone", "yes")
          .set("oauth", "username_claim", "preferred_username")
          .build();
      provider.signedIn(name, Map.of("preferred_username", name));
      Browser browser = new Browser(configuration.auth());
      int status = browser.signIn("/auth/oauth/login").status();
      return status == 303 ? outcome(browser.open("/me")) : String.valueOf(status);
    }
  }

  @Test
  void the_start_tells_where_sessions_would_outlive_their_users() {
    assertThat(warnings(builder().session(table))).isEmpty();
    assertThat(warnings(builder().basic(bare()))).isEmpty();
    assertThat(warnings(builder().session(bare())))
        .singleElement()
        .asString()
        .contains("sessions end by time only", "HostAccounts");
  }

  private static List<Problem> warnings(VestibuleBuilder builder) {
    return builder.build().warnings();
  }
}
