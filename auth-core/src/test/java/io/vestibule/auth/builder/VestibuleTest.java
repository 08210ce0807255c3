package io.vestibule.auth.builder;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Body;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Headers;
import io.vestibule.auth.Identity;
import io.vestibule.auth.LoginResult;
import io.vestibule.auth.Reason;
import io.vestibule.auth.Secret;
import io.vestibule.auth.UsernamePassword;
import io.vestibule.auth.audit.Audit;
import io.vestibule.auth.audit.AuditEvent;
import io.vestibule.auth.audit.Traced;
import io.vestibule.auth.bearer.HostTokens;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Problem;
import io.vestibule.auth.digest.DigestAlgorithm;
import io.vestibule.auth.digest.DigestAuthenticator;
import io.vestibule.auth.digest.DigestUsers;
import io.vestibule.auth.digest.Nonces;
import io.vestibule.auth.digest.Opaque;
import io.vestibule.auth.internal.Realm;
import io.vestibule.auth.password.HostUsers;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.Decided;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VestibuleTest {
  private static final Map<String, Secret> PASSWORDS =
      Map.of("john", Secret.of("hello"), "susan", Secret.of("bye"));

  @Test
  void basic_in_one_line() {
    Configuration configuration = Vestibule.builder()
        .basic((name, password) -> password.equals(PASSWORDS.get(name)))
        .build();

    assertThat(status(configuration, as("john", "hello"))).isEqualTo(200);
    assertThat(status(configuration, as("john", "bye"))).isEqualTo(401);
    assertThat(status(configuration, as("", ""))).isEqualTo(401);
    assertThat(status(configuration, get("/"))).isEqualTo(401);
  }

  @Test
  void guessing_is_limited_for_lambdas_too() {
    Configuration configuration = Vestibule.builder()
        .basic((name, password) -> password.equals(PASSWORDS.get(name)))
        .set("throttle", "account_attempts", "2")
        .build();

    assertThat(status(configuration, as("john", "1"))).isEqualTo(401);
    assertThat(status(configuration, as("john", "2"))).isEqualTo(401);
    assertThat(status(configuration, as("john", "hello"))).isEqualTo(429);
  }

  @Test
  void the_audit_is_not_told_a_name_that_may_be_a_password() {
    List<AuditEvent> told = new ArrayList<>();
    Configuration configuration = Vestibule.builder()
        .basic((name, password) -> false)
        .supply(Audit.class, Audit.of(told::add))
        .build();
    status(configuration, as("hunter2", "john"));

    assertThat(told).singleElement().extracting(AuditEvent::subject).isEqualTo("");
  }

  @Test
  void several_at_once_with_roles_of_one_resolver() {
    Configuration configuration = Vestibule.builder()
        .realm("Office")
        .basic((name, password) -> password.equals(PASSWORDS.get(name)))
        .digest(name -> Optional.ofNullable(PASSWORDS.get(name)))
        .bearer(token -> Optional.of("susan").filter(name -> token.reveal().equals("secret-token")))
        .header(
            "X-API-Key", token -> Optional.of("john").filter(n -> token.reveal().equals("key")))
        .scheme("Token", token -> Optional.of("john").filter(n -> token.reveal().equals("key")))
        .roles(name -> name.equals("susan") ? Set.of("admin") : Set.of())
        .rule("GET /admin/**", "role:admin")
        .rule("/keys/**", "via:bearer.x-api-key")
        .build();

    assertThat(challenges(configuration))
        .hasSize(5)
        .anySatisfy(one -> assertThat(one).startsWith("Digest realm=\"Office\""))
        .anySatisfy(one -> assertThat(one).isEqualTo("Bearer realm=\"Office\""))
        .last()
        .asString()
        .startsWith("Basic realm=\"Office\"");
    assertThat(status(configuration, at("/admin", "Authorization", "Bearer secret-token")))
        .isEqualTo(200);
    assertThat(status(configuration, at("/admin", "X-API-Key", "key"))).isEqualTo(403);
    assertThat(status(configuration, at("/x", "Authorization", "token key"))).isEqualTo(200);
    assertThat(status(configuration, at("/keys", "Authorization", "Token key"))).isEqualTo(401);
    assertThat(status(configuration, at("/keys", "X-API-Key", "key"))).isEqualTo(200);
    assertThat(status(configuration, at("/x", "Authorization", "Bearer wrong"))).isEqualTo(401);
  }

  @Test
  void basic_and_digest_go_by_another_name_where_no_browser_shall_ask() {
    Configuration configuration = Vestibule.builder()
        .basic((name, password) -> password.equals(PASSWORDS.get(name)))
        .set("basic", "scheme", "XBasic")
        .digest(name -> Optional.ofNullable(PASSWORDS.get(name)))
        .set("digest", "scheme", "XDigest")
        .build();
    String shown = as("john", "hello").header("Authorization").orElseThrow();

    assertThat(challenges(configuration))
        .hasSize(2)
        .anySatisfy(one -> assertThat(one).startsWith("XDigest realm="))
        .last()
        .asString()
        .startsWith("XBasic realm=");
    assertThat(status(configuration, at("/", "Authorization", "X" + shown))).isEqualTo(200);
    assertThat(status(configuration, at("/", "Authorization", "x" + shown))).isEqualTo(200);
    assertThat(status(configuration, at("/", "Authorization", shown))).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "basic,   Digest,  cannot be another name of Basic",
    "basic,   bearer,  cannot be another name of Basic",
    "basic,   'X Y',   cannot be another name of Basic",
    "digest,  Basic,   cannot be another name of Digest",
    "digest,  Token,   he scheme Token belongs to [bearer.token]",
    "basic,   token,   he scheme token belongs to [bearer.token]",
  })
  void a_name_that_belongs_to_another_way_refuses_the_start(
      String way, String scheme, String said) {
    assertThatThrownBy(() -> Vestibule.builder()
            .scheme("Token", token -> Optional.empty())
            .basic((name, password) -> false)
            .digest(name -> Optional.empty())
            .set(way, "scheme", scheme)
            .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(said);
  }

  @Test
  void names_cannot_be_hashed_where_users_are_found_by_their_name_only() {
    assertThatThrownBy(() -> Vestibule.builder()
            .digest(name -> Optional.ofNullable(PASSWORDS.get(name)))
            .set("digest", "userhash", "yes")
            .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("found by their name only");
    assertThatThrownBy(() -> DigestAuthenticator.builder("house", name -> Optional.empty())
            .userhash()
            .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("findHashed");
  }

  @Test
  void nonces_and_opaque_values_of_the_hosts_own_take_the_place_of_ours() {
    Set<String> issued = new HashSet<>();
    Configuration configuration = Vestibule.builder()
        .digest(name -> Optional.ofNullable(PASSWORDS.get(name)))
        .supply(Nonces.class, new Nonces() {
          @Override
          public String issue() {
            issued.add("nonce-" + issued.size());
            return "nonce-" + (issued.size() - 1);
          }

          @Override
          public Optional<Instant> issuedAt(String nonce) {
            return issued.contains(nonce) ? Optional.of(Instant.EPOCH) : Optional.empty();
          }
        })
        .supply(Opaque.class, new Opaque() {
          @Override
          public String issue() {
            return "host";
          }

          @Override
          public boolean accepts(String opaque) {
            return opaque.equals("host");
          }
        })
        .clock(InstantSource.fixed(Instant.EPOCH))
        .build();

    assertThat(challenges(configuration))
        .singleElement()
        .asString()
        .contains("nonce=\"nonce-0\"", "opaque=\"host\"");
    assertThat(status(configuration, digest("nonce-0", "host"))).isEqualTo(200);
    assertThat(status(configuration, digest("nonce-1", "host"))).isEqualTo(401);
    assertThat(status(configuration, digest("nonce-0", "other"))).isEqualTo(401);
  }

  /** John's answer to a challenge, by RFC 7616, 3.4.1. */
  private static FakeRequest digest(String nonce, String opaque) {
    String realm = Realm.DEFAULT;
    String secret =
        DigestAlgorithm.SHA_256.secret("john", realm, Secret.of("hello")).reveal();
    String response =
        sha256(secret + ":" + nonce + ":00000001:cnonce" + opaque + ":auth:" + sha256("GET:/"));
    return at(
        "/",
        "Authorization",
        "Digest username=\"john\", realm=\"" + realm + "\", uri=\"/\", algorithm=SHA-256, nonce=\""
            + nonce + "\", opaque=\"" + opaque + "\", nc=00000001, cnonce=\"cnonce" + opaque
            + "\", qop=auth, response=\"" + response + '"');
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void a_session_asks_the_same_lambda() {
    Configuration configuration = Vestibule.builder()
        .session((name, password) -> password.equals(PASSWORDS.get(name)))
        .set("session", "idle_timeout", "5m")
        .build();

    assertThat(configuration.authenticators()).hasSize(1);
    assertThat(status(configuration, get("/").with("Accept", "text/html"))).isEqualTo(303);
    assertThat(login(configuration, "john", "hello")).isInstanceOf(LoginResult.Admitted.class);
    assertThat(login(configuration, "john", "x")).isInstanceOf(LoginResult.Refused.class);
  }

  @Test
  void an_authenticator_of_the_hosts_own_stands_beside_the_others() {
    Identity cat = Identity.of("cat", "Purr", Instant.EPOCH);
    Configuration configuration = Vestibule.builder()
        .authenticator(
            "cat",
            request -> request.header("X-Purr").isPresent()
                ? AuthResult.authenticated(cat)
                : AuthResult.notAttempted())
        .bearer(token -> Optional.empty())
        .rule("/cats/**", "via:cat")
        .build();

    assertThat(status(configuration, at("/cats", "X-Purr", "yes"))).isEqualTo(200);
    assertThat(status(configuration, get("/cats"))).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens", "token", "bearer", "session", "users", "rules", "none", "cat"})
  void a_way_of_the_hosts_own_has_a_name_of_its_own(String taken) {
    assertThatThrownBy(() -> Vestibule.builder()
            .authenticator("cat", request -> AuthResult.notAttempted())
            .authenticator(taken, request -> AuthResult.notAttempted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + taken + "\" already", "taken are", "basic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my,cat", "my cat", "my.cat", "", "1", "[x"})
  void a_way_of_the_hosts_own_has_a_name_that_type_can_say(String name) {
    assertThatThrownBy(
            () -> Vestibule.builder().authenticator(name, request -> AuthResult.notAttempted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits");
  }

  @Test
  void a_way_of_the_hosts_own_may_begin_as_one_of_ours_does() {
    Configuration configuration = Vestibule.builder()
        .authenticator("bearer-x", request -> AuthResult.notAttempted())
        .build();

    assertThat(configuration.authenticators()).hasSize(1);
  }

  @Test
  void what_was_supplied_is_shared_as_what_was_made() {
    Store store = MemoryStore.of(InstantSource.system());
    Audit audit = Audit.of();
    Configuration configuration = Vestibule.builder()
        .session((name, password) -> true)
        .supply(Store.class, store)
        .supply(Audit.class, audit)
        .build();

    assertThat(configuration.shared(Store.class)).containsSame(store);
    assertThat(configuration.shared(Audit.class)).containsSame(audit);
    configuration.auth().close();
    store.insert(Entry.of("session", "a", "ada", "v", Instant.MAX));
    assertThat(store.get("session", "a")).isPresent();
  }

  static Stream<UnaryOperator<VestibuleBuilder>> sayings() {
    return Stream.of(
        builder -> builder.rule("/admin/**", "role:a"),
        builder -> builder.set("session", "idle_timeout", "5m"),
        builder -> builder.set("rules", "/admin/**", "public"),
        builder -> builder.bearer(token -> Optional.empty()),
        builder -> builder.header("X-Key", token -> Optional.empty()),
        builder -> builder.scheme("Token", token -> Optional.empty()),
        builder -> builder.digest(name -> Optional.empty()),
        builder -> builder.roles(name -> Set.of()),
        builder -> builder.onRefusal(
            refused -> new AuthResponse(refused.status(), Headers.none(), Body.none())),
        builder -> builder.supply(Store.class, MemoryStore.of(InstantSource.system())));
  }

  @ParameterizedTest
  @MethodSource("sayings")
  void what_is_said_twice_is_refused_as_in_a_file(UnaryOperator<VestibuleBuilder> said) {
    VestibuleBuilder once = said.apply(Vestibule.builder());

    assertThatThrownBy(() -> said.apply(once))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keep one");
  }

  @Test
  void what_is_supplied_beside_a_lambda_for_the_same_is_not_dropped_in_silence() {
    VestibuleBuilder digests = Vestibule.builder()
        .supply(DigestUsers.class, name -> Optional.empty())
        .digest(name -> Optional.empty());
    VestibuleBuilder tokens = Vestibule.builder()
        .supply(HostTokens.class, new HostTokens(Map.of("bearer", token -> Optional.empty())))
        .bearer(token -> Optional.empty());

    assertThatThrownBy(digests::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("DigestUsers is there already; keep one");
    assertThatThrownBy(tokens::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("HostTokens is there already; keep one");
  }

  @Test
  void all_ways_share_the_users_so_they_are_named_once() {
    HostUsers people = (name, password) -> password.equals(PASSWORDS.get(name));

    assertThatThrownBy(() -> Vestibule.builder().basic((name, password) -> true).session(people))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("users(theirs)");
    assertThat(Vestibule.builder().basic(people).session(people).build().authenticators())
        .hasSize(2);
    assertThat(Vestibule.builder()
            .users(people)
            .type("session")
            .type("basic")
            .build()
            .authenticators())
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"users, ada, $2a$10$x", "basic, username, ada", "basic, users_file, users.txt"})
  void users_of_a_file_beside_those_of_the_application_are_refused(
      String section, String key, String value) {
    assertThatThrownBy(() -> Vestibule.builder()
            .basic((name, password) -> true)
            .set(section, key, value)
            .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the application supplies its own in Java");
  }

  @Test
  void users_of_the_store_that_nobody_asks_are_warned_of() {
    Configuration configuration = Vestibule.builder()
        .basic((name, password) -> true)
        .set("accounts", "source", "store")
        .build();

    assertThat(configuration.warnings())
        .singleElement()
        .extracting(Problem::code)
        .isEqualTo("AUTH-C084");
  }

  @Test
  void refusals_are_answered_by_one_handler() {
    Configuration configuration = Vestibule.builder()
        .bearer(token -> Optional.of("john").filter(name -> token.reveal().equals("right")))
        .rule("/admin/**", "role:admin")
        .onRefusal(refused -> new AuthResponse(
            refused.status() == 401 ? 418 : refused.status(),
            refused.status() == 403 ? Headers.of("WWW-Authenticate", "None") : Headers.none(),
            Body.text(
                "text/plain",
                refused.status() + " " + refused.reason().map(Reason::code).orElse("none") + " "
                    + refused.challenges())))
        .build();

    AuthResponse none = answer(configuration, get("/"));
    assertThat(none.status()).isEqualTo(418);
    assertThat(none.body()).hasToString("401 none [Bearer realm=\"Authentication Required\"]");
    assertThat(none.headers().first("WWW-Authenticate")).isPresent();
    AuthResponse wrong = answer(configuration, at("/", "Authorization", "Bearer wrong"));
    assertThat(wrong.body().toString()).startsWith("401 bad-credentials [Bearer ");
    AuthResponse role = answer(configuration, at("/admin", "Authorization", "Bearer right"));
    assertThat(role.status()).isEqualTo(403);
    assertThat(role.headers().all("WWW-Authenticate")).containsExactly("None");
  }

  @Test
  void a_handler_that_fails_is_asked_once_and_the_default_answer_is_sent() {
    List<Integer> asked = new ArrayList<>();
    Configuration configuration = Vestibule.builder()
        .bearer(token -> Optional.empty())
        .onRefusal(refused -> {
          asked.add(refused.status());
          throw new IllegalStateException("bug");
        })
        .build();

    assertThat(answer(configuration, get("/")).status()).isEqualTo(401);
    assertThat(asked).containsExactly(401);
  }

  @Test
  void what_is_wrong_is_found_as_in_a_file() {
    assertThatThrownBy(() -> Vestibule.builder().build())
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> Vestibule.builder().type("basic").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("No users are named");
    assertThatThrownBy(() -> Vestibule.builder().type("digest").build())
        .hasMessageContaining("No users are named");
    assertThatThrownBy(() -> Vestibule.builder().type("bearer").build())
        .hasMessageContaining("No tokens are named");
    assertThatThrownBy(
            () -> Vestibule.builder().basic((n, p) -> true).rule("/x", "rol:a").build())
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> Vestibule.builder().set("a", "b", "c\n[rules]\n/** = public"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_unwise_is_a_warning_in_the_log_of_the_start_and_is_told_once() {
    Configuration configuration = Vestibule.builder().type("none").build();
    try (Traced log = Traced.start()) {
      configuration.started();
      configuration.started();

      assertThat(log.text().lines().filter(line -> line.contains("AUTH-C080")))
          .singleElement()
          .asString()
          .contains(" WARN ", "everybody may open everything");
      assertThat(log.text().lines().filter(line -> line.contains(" Rules: ")))
          .singleElement()
          .asString()
          .contains(" INFO ", "only those that say deny count (type = none)");
    }
  }

  /** Each printable character of ASCII, alone and between others, and what looks like syntax. */
  static Stream<String> values() {
    return Stream.concat(
        IntStream.rangeClosed(' ' + 1, '~')
            .mapToObj(c -> String.valueOf((char) c))
            .flatMap(c -> Stream.of(c, c + c, "a" + c, c + "a", " " + c + " ")),
        Stream.of(
            "\"x\"",
            "\"x",
            "x\"",
            "pa${ss}word",
            "${HOME}",
            "$${HOME}",
            "${${",
            "$$$",
            "${",
            "a # b"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void a_value_arrives_as_it_was_given(String value) {
    Configuration configuration = Vestibule.builder()
        .bearer(token -> Optional.empty())
        .set("pages", "title", value)
        .build();

    assertThat(configuration.look().title()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#ops", ";ops", "[ops", "a=b", " ops", "ops ", "", " "})
  void a_key_that_would_not_arrive_is_refused(String key) {
    assertThatThrownBy(() -> Vestibule.builder().set("roles", key, "ada"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot have the key");
  }

  private static FakeRequest as(String name, String password) {
    String pair = Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    return at("/", "Authorization", "Basic " + pair);
  }

  private static LoginResult login(Configuration configuration, String name, String password) {
    return configuration
        .auth()
        .login(request("POST", "/"), new UsernamePassword(name, Secret.of(password)));
  }

  private static FakeRequest at(String path, String name, String value) {
    return get(path).with(name, value);
  }

  private static int status(Configuration configuration, FakeRequest request) {
    return Decided.status(configuration.auth().decide(request, Form::empty));
  }

  private static AuthResponse answer(Configuration configuration, FakeRequest request) {
    return Decided.answer(configuration.auth().decide(request, Form::empty));
  }

  private static List<String> challenges(Configuration configuration) {
    return answer(configuration, get("/")).headers().all("WWW-Authenticate");
  }
}
