package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.Supplied;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.throttle.Limits;
import io.vestibule.auth.throttle.Throttle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

/** A verified address is typed in place of the name, at every place that asks for one. */
class SignInByAddressTest {
  private static final String PASSWORD = "correct horse";
  private static final Secret HASH = Secret.of(BCrypt.hashpw(PASSWORD, BCrypt.gensalt(4)));
  private static final Secret OTHER = Secret.of(BCrypt.hashpw("another one", BCrypt.gensalt(4)));
  private static final String ADDRESS = "ada@example.org";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final List<AuditEvent> heard = new ArrayList<>();
  private final Configuration configuration = Configuration.parse(
      "auth.ini",
      """
      [authentication]
      type = session, basic
      [accounts]
      source = store
      [store]
      url = memory
      [issuer]
      url = https://app.example.org
      [rules]
      /** = user
      """,
      Path.of(""),
      clock,
      Supplied.nothing().with(Audit.class, Audit.of(heard::add)));
  private final Auth auth = configuration.auth();
  private final UserStore users = configuration.shared(UserStore.class).orElseThrow();

  @BeforeEach
  void ada_has_verified_her_address_and_bob_has_not() {
    users.add("Ada", HASH, Set.of("staff"));
    users.add("bob", HASH, Set.of());
    users.setAddress(users.user("ada").orElseThrow(), "Ada@Example.org", true);
    users.setAddress(users.user("bob").orElseThrow(), "bob@example.org", false);
  }

  private static FakeRequest api(String target) {
    return FakeRequest.request("POST", target)
        .at("https://app.example.org")
        .with("Accept", "application/json")
        .with("Sec-Fetch-Site", "same-origin");
  }

  private AuthResponse send(FakeRequest request, String name, String password) {
    Form form = new Form(Map.of("username", List.of(name), "password", List.of(password)));
    return ((Decision.Answer) auth.decide(request, () -> form)).response();
  }

  private AuthResponse signIn(String name, String password) {
    return send(api("/auth/api/login").with("Sec-Fetch-Mode", "cors"), name, password);
  }

  private Decision basic(String name, String password) {
    String shown = Base64.getEncoder()
        .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    return auth.decide(FakeRequest.get("/x").with("Authorization", "Basic " + shown), Form::empty);
  }

  @ParameterizedTest
  @ValueSource(strings = {ADDRESS, "ADA@example.ORG", " ada@example.org "})
  void the_login_page_knows_the_user_and_who_it_is_is_the_name(String typed) {
    AuthResponse page = send(
        FakeRequest.request("POST", "/auth/login")
            .with("Accept", "text/html")
            .with("Sec-Fetch-Mode", "navigate")
            .with("Sec-Fetch-Site", "same-origin"),
        typed,
        PASSWORD);

    assertThat(page.status()).isEqualTo(303);
    assertThat(heard).extracting(AuditEvent::subject).containsExactly("Ada");
    assertThat(auth.decide(FakeRequest.get("/x").with("Cookie", cookies(page)), Form::empty))
        .isInstanceOfSatisfying(Decision.Admit.class, in -> {
          assertThat(in.identity().subject()).isEqualTo("Ada");
          assertThat(in.identity().claims())
              .containsEntry("email", "Ada@Example.org")
              .containsEntry("email_verified", true);
        });
  }

  private static String cookies(AuthResponse answer) {
    return String.join(
        "; ",
        answer.headers().all("Set-Cookie").stream()
            .map(field -> field.split(";", 2)[0])
            .toList());
  }

  @Test
  void basic_and_the_servlet_login_know_the_user_too() {
    assertThat(basic(ADDRESS, PASSWORD))
        .isInstanceOfSatisfying(
            Decision.Admit.class, in -> assertThat(in.identity().subject()).isEqualTo("Ada"));
    assertThat(basic(ADDRESS, PASSWORD)).as("remembered").isInstanceOf(Decision.Admit.class);
    assertThat(
            auth.login(FakeRequest.get("/x"), new UsernamePassword(ADDRESS, Secret.of(PASSWORD))))
        .isInstanceOfSatisfying(
            LoginResult.Admitted.class,
            in -> assertThat(in.admit().identity().subject()).isEqualTo("Ada"));
  }

  @Test
  void a_program_gets_tokens_of_the_user() {
    AuthResponse tokens = send(
        FakeRequest.request("POST", "/auth/api/login").at("https://app.example.org"),
        ADDRESS,
        PASSWORD);

    assertThat(((Body.Json) tokens.body()).members())
        .containsEntry("username", "Ada")
        .containsKey("access_token");
  }

  @Test
  void an_address_that_is_not_verified_or_nobodys_is_a_wrong_name() {
    for (String name : List.of("bob@example.org", "eve@example.org", "ada@", "@", "a@b@c")) {
      assertThat(signIn(name, PASSWORD).status()).as(name).isEqualTo(401);
    }
    assertThat(heard).hasSize(5).allSatisfy(event -> assertThat(event.subject()).isEmpty());
  }

  @Test
  void a_name_comes_before_an_address() {
    users.add(ADDRESS, OTHER, Set.of());

    assertThat(signIn(ADDRESS, PASSWORD).status()).isEqualTo(401);
    assertThat(signIn(ADDRESS, "another one").status()).isEqualTo(200);
    assertThat(heard.get(1).subject()).isEqualTo(ADDRESS);
  }

  @Test
  void name_and_address_have_one_budget_together() {
    for (String name : List.of("ada", ADDRESS, "ADA", "Ada@Example.org", "Ada")) {
      assertThat(signIn(name, "wrong").status()).isEqualTo(401);
    }

    assertThat(signIn(ADDRESS, PASSWORD).status()).isEqualTo(429);
    assertThat(signIn("ada", PASSWORD).status()).isEqualTo(429);
    assertThat(signIn("bob", PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void a_device_is_known_again_by_the_address_and_by_the_name() {
    AuthResponse first = signIn("ada", PASSWORD);
    String known = first.headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .filter(cookie -> cookie.contains("_known="))
        .findFirst()
        .orElseThrow();
    for (int i = 0; i < 5; i++) {
      signIn("ada", "wrong" + i);
    }

    assertThat(signIn(ADDRESS, PASSWORD).status()).isEqualTo(429);
    assertThat(send(api("/auth/api/login").with("Cookie", known), ADDRESS, PASSWORD)
            .status())
        .isEqualTo(200);
  }

  @Test
  void what_is_changed_counts_two_seconds_later_at_most() {
    assertThat(signIn(ADDRESS, PASSWORD).status()).isEqualTo(200);
    assertThat(signIn("new@example.org", PASSWORD).status()).isEqualTo(401);
    users.setAddress(users.user("ada").orElseThrow(), "new@example.org", true);
    clock.pass(Duration.ofSeconds(2));

    assertThat(signIn("new@example.org", PASSWORD).status()).isEqualTo(200);
    assertThat(signIn(ADDRESS, PASSWORD).status()).isEqualTo(401);
  }

  private UserStore counted(AtomicInteger reads) {
    Store memory = MemoryStore.of(clock);
    Store counting = (Store) Proxy.newProxyInstance(
        Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
          reads.incrementAndGet();
          try {
            return method.invoke(memory, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
    UserStore counted = new UserStore(counting, Roles.none(), clock);
    counted.add("Ada", HASH, Set.of());
    counted.add("carol@example.org", HASH, Set.of());
    counted.setAddress(counted.user("ada").orElseThrow(), ADDRESS, true);
    clock.pass(Duration.ofSeconds(2));
    return counted;
  }

  @Test
  void an_address_that_nobody_has_costs_as_many_reads_as_one_that_somebody_has() {
    AtomicInteger reads = new AtomicInteger();
    UserStore counted = counted(reads);

    for (int round = 0; round < 2; round++) {
      reads.set(0);
      assertThat(counted.nameBehind(ADDRESS)).contains("Ada");
      int known = reads.getAndSet(0);
      assertThat(counted.nameBehind("eve@example.org")).isEmpty();
      assertThat(reads).as("round " + round).hasValue(known);
    }
  }

  /** First new, then known for two seconds, and at last refused before the password is looked at. */
  @Test
  void a_whole_attempt_reads_as_much_whether_or_not_the_address_or_the_name_is_known() {
    AtomicInteger reads = new AtomicInteger();
    UserStore counted = counted(reads);
    PasswordGuard guard = new PasswordGuard(
        new UserPasswords(
            () -> counted, HashGate.ofAllCores(), new VerifiedCredentials(Duration.ZERO, clock)),
        Throttle.inMemory(Limits.DEFAULT, clock),
        Audit.none(),
        clock);
    List<Integer> expected = List.of(4, 1, 1, 1, 1, 0);

    for (String name :
        List.of(ADDRESS, "eve@example.org", "carol@example.org", "dave@example.org")) {
      clock.pass(Duration.ofSeconds(2));
      List<Integer> each = new ArrayList<>();
      for (int i = 0; i < expected.size(); i++) {
        reads.set(0);
        guard.check(
            FakeRequest.get("/").from("192.0.2.1"),
            new UsernamePassword(name, Secret.of("wrong " + i)),
            any -> Optional.empty());
        each.add(reads.get());
      }
      assertThat(each).as(name).isEqualTo(expected);
    }
  }

  @Test
  void whoever_is_new_is_known_at_once_however_often_the_name_was_tried() {
    UserStore counted = counted(new AtomicInteger());
    assertThat(counted.findLately("new@example.org")).isEmpty();
    counted.add("new@example.org", HASH, Set.of());

    assertThat(counted.findLately("new@example.org")).isPresent();
    assertThat(counted.find("new@example.org")).isPresent();
  }

  @Test
  void what_changes_while_it_is_read_is_not_remembered_as_it_was() {
    RecentUsers recent = new RecentUsers(Duration.ofSeconds(2), clock);
    long before = recent.changes();
    recent.changed("new");
    recent.saw("new", Optional.empty(), before);
    assertThat(recent.isAbsent("new")).isFalse();

    recent.saw("new", Optional.empty(), recent.changes());
    assertThat(recent.isAbsent("new")).isTrue();
    clock.pass(Duration.ofSeconds(2));
    assertThat(recent.isAbsent("new")).isFalse();
  }
}
