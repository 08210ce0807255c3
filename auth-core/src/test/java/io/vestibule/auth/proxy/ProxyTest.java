package io.vestibule.auth.proxy;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.server.From;
import io.vestibule.auth.testing.Decided;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identity from a trusted proxy's header, through the real loader. */
class ProxyTest {
  private static final String PROXY = "10.0.0.1";
  private static final String TRUSTED = "[server]\ntrusted_proxies = 10.0.0.0/24\n";
  private static final String PLAIN = "[authentication]\ntype = proxy\n" + TRUSTED;
  private static final String STORE = "[store]\nurl = memory\n";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));

  private Configuration load(String... texts) {
    InstantSource clock = now::get;
    return Configuration.parse(
        "auth.ini", String.join("", texts), Path.of("/etc/app"), Map.of(), clock);
  }

  private static Decision decide(Configuration configuration, String peer, FakeRequest request) {
    return configuration
        .auth()
        .decide(new From(peer, configuration.trustedProxies(), request), Form::empty);
  }

  private static Identity admitted(Configuration configuration, FakeRequest request) {
    Decision decision = decide(configuration, PROXY, request);
    return Decided.identity(decision);
  }

  private static AuthResponse answered(Configuration configuration, FakeRequest request) {
    return answered(configuration, PROXY, request);
  }

  private static AuthResponse answered(
      Configuration configuration, String peer, FakeRequest request) {
    Decision decision = decide(configuration, peer, request);
    return Decided.answer(decision);
  }

  private static FakeRequest as(String user) {
    return get("/orders").with("Remote-User", user);
  }

  private static UserStore users(Configuration configuration) {
    return configuration.shared(UserStore.class).orElseThrow();
  }

  // Who is believed.

  @Test
  void a_trusted_proxy_says_who_the_user_is() {
    Identity ada = admitted(load(PLAIN), as("ada"));

    assertThat(ada.subject()).isEqualTo("ada");
    assertThat(ada.scheme()).isEqualTo("Remote-User");
    assertThat(ada.methods()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.1", "10.0.1.1", "", "::1", "10.0.0.1.evil.example"})
  void anybody_else_says_nothing(String peer) {
    assertThat(answered(load(PLAIN), peer, as("admin")).status()).isEqualTo(401);
  }

  @Test
  void an_ipv4_peer_in_ipv6_clothes_is_the_same_proxy() {
    assertThat(decide(load(PLAIN), "::ffff:10.0.0.1", as("ada")))
        .isInstanceOf(Decision.Admit.class);
  }

  /** What X-Forwarded-For says of the peer does not make it one. */
  @Test
  void the_socket_decides_who_the_proxy_is() {
    FakeRequest request = as("admin").with("X-Forwarded-For", PROXY);

    assertThat(answered(load(PLAIN), "203.0.113.1", request).status()).isEqualTo(401);
  }

  @Test
  void without_trusted_proxies_nothing_starts() {
    assertThatThrownBy(() -> load("[authentication]\ntype = proxy\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nothing says who may send it")
        .hasMessageContaining("trusted_proxies = 127.0.0.1");
  }

  @Test
  void everybody_is_believed_only_where_the_file_says_so() {
    Configuration open =
        load("[authentication]\ntype = proxy\n[server]\ninsecure_trust_all_proxies = yes\n");

    assertThat(decide(open, "203.0.113.1", as("ada"))).isInstanceOf(Decision.Admit.class);
    assertThat(open.warnings()).hasSize(1);
  }

  @Test
  void the_header_of_this_very_request_decides() {
    Configuration configuration = load(PLAIN);
    admitted(configuration, as("ada"));

    assertThat(answered(configuration, get("/orders")).status()).isEqualTo(401);
    assertThat(admitted(configuration, as("bob")).subject()).isEqualTo("bob");
  }

  // What the field may hold.

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void an_empty_field_is_no_identity(String value) {
    assertThat(answered(load(PLAIN), as(value)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "' ada ', ada",
    "ada lovelace, ada lovelace",
    "ada@example.org, ada@example.org",
    "a-b_c.d, a-b_c.d",
    "ADA, ADA"
  })
  void a_name_is_taken_as_it_is(String value, String name) {
    assertThat(admitted(load(PLAIN), as(value)).subject()).isEqualTo(name);
  }

  /** Containers hand bytes over as Latin-1. */
  @ParameterizedTest
  @CsvSource({"Ã¤da, äda", "äda€, äda€", "aÌ\u0088da, äda"})
  void a_name_in_utf8_is_read_as_such(String value, String name) {
    assertThat(admitted(load(PLAIN), as(value)).subject()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ada, evil", "ada,evil", "äda", "a\tb", "ad\u00c2\u0085a", "a\u202eb", "a\ud800b"})
  void what_can_be_nobodys_name_is_refused_and_nobody_becomes_somebody(String value) {
    assertThat(answered(load(PLAIN), as(value)).status()).isEqualTo(401);
  }

  @Test
  void a_name_has_an_end() {
    assertThat(answered(load(PLAIN), as("a".repeat(256))).status()).isEqualTo(401);
    assertThat(admitted(load(PLAIN), as("a".repeat(255))).subject()).hasSize(255);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Remote-User", "remote-user", "Remote-Email", "Remote-Name", "Remote-Groups"})
  void a_field_that_comes_twice_is_a_bad_request(String field) {
    FakeRequest twice = as("ada")
        .with("Remote-Email", "a@b")
        .with("Remote-Name", "a")
        .with("Remote-Groups", "a")
        .with(field, "evil");

    assertThat(answered(load(PLAIN), twice).status()).isEqualTo(400);
    assertThat(answered(load(PLAIN, "[rules]\n/orders = optional\n"), twice).status())
        .isEqualTo(400);
  }

  @Test
  void from_a_stranger_it_is_only_ignored() {
    assertThat(answered(load(PLAIN), "203.0.113.1", as("ada").with("Remote-User", "evil"))
            .status())
        .isEqualTo(401);
  }

  @Test
  void the_address_may_be_the_name() {
    Configuration configuration = load(PLAIN, "[proxy]\nuser_header = Remote-Email\n");
    FakeRequest shown = get("/orders").with("Remote-Email", "ada@example.org");

    assertThat(admitted(configuration, shown).subject()).isEqualTo("ada@example.org");
    assertThat(admitted(configuration, shown).claims()).containsEntry("email", "ada@example.org");
    assertThat(answered(configuration, shown.with("Remote-Email", "eve@example.org"))
            .status())
        .isEqualTo(400);
  }

  @Test
  void only_the_configured_field_is_read() {
    Configuration configuration = load(PLAIN, "[proxy]\nuser_header = X-Remote-User\n");

    assertThat(answered(configuration, as("ada")).status()).isEqualTo(401);
    assertThat(
            admitted(configuration, get("/orders").with("x-remote-user", "ada")).subject())
        .isEqualTo("ada");
    assertThat(
            answered(configuration, get("/orders").with("X_Remote_User", "ada")).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "generic,      Remote-User,          Remote-Email,         Remote-Name,                     Remote-Groups,      ','",
    "tinyauth,     Remote-User,          Remote-Email,         Remote-Name,                     Remote-Groups,      ','",
    "authelia,     Remote-User,          Remote-Email,         Remote-Name,                     Remote-Groups,      ','",
    "authentik,    X-authentik-username, X-authentik-email,    X-authentik-name,                X-authentik-groups, |",
    "oauth2-proxy, X-Forwarded-User,     X-Forwarded-Email,    X-Forwarded-Preferred-Username,  X-Forwarded-Groups, ','",
  })
  void a_preset_knows_what_the_service_calls_its_fields(
      String preset, String user, String email, String name, String groups, String separator) {
    Configuration configuration = load(
        PLAIN, "[proxy]\npreset = " + preset + "\n[roles]\neditor = group:staff\nadmin = ada\n");

    Identity ada = admitted(
        configuration,
        get("/orders")
            .with(user, "ada")
            .with(email, "ada@example.org")
            .with(name, "Ada Lovelace")
            .with(groups, "users" + separator + " staff"));

    assertThat(ada.subject()).isEqualTo("ada");
    assertThat(ada.roles()).containsExactlyInAnyOrder("editor", "admin");
    assertThat(ada.claims())
        .containsEntry("email", "ada@example.org")
        .containsEntry("name", "Ada Lovelace")
        .containsEntry("groups", List.of("users", "staff"));
  }

  @Test
  void groups_that_cannot_be_read_give_nothing() {
    Configuration configuration = load(PLAIN, "[roles]\nadmin = group:staff\n");

    assertThat(admitted(
                configuration, as("ada").with("Remote-Groups", ",, st\u00c2\u0085aff,\tother ,"))
            .claims())
        .containsEntry("groups", List.of("other"));
    assertThat(admitted(configuration, as("ada").with("Remote-Groups", "g,".repeat(5000)))
            .claims())
        .extractingByKey("groups")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(200);
  }

  @Test
  void a_proxy_does_not_say_when_somebody_proved_anything() {
    Configuration configuration = load(PLAIN, "[rules]\n/orders = user & fresh(10m)\n/** = user\n");

    assertThat(answered(configuration, as("ada")).status()).isEqualTo(403);
  }

  // The second proof.

  @Test
  void with_a_secret_the_address_alone_is_not_enough() {
    Configuration configuration =
        load(PLAIN, "[proxy]\nsecret_header = X-Proxy-Secret\nsecret = sixteen letters!\n");

    assertThat(answered(configuration, as("ada")).status()).isEqualTo(401);
    assertThat(
            answered(configuration, as("ada").with("X-Proxy-Secret", "wrong")).status())
        .isEqualTo(401);
    assertThat(answered(
                configuration,
                as("ada")
                    .with("X-Proxy-Secret", "sixteen letters!")
                    .with("X-Proxy-Secret", "sixteen letters!"))
            .status())
        .isEqualTo(401);
    assertThat(admitted(configuration, as("ada").with("X-Proxy-Secret", "sixteen letters!"))
            .subject())
        .isEqualTo("ada");
    assertThat(answered(
                configuration, "203.0.113.1", as("ada").with("X-Proxy-Secret", "sixteen letters!"))
            .status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secret = sixteen letters!                           | belong together",
        "secret_header = X-Secret                            | belong together",
        "secret_header = X-Secret~secret = short            | too short",
        "user_header = Remote_User                           | letters, digits and hyphens",
        "user_header = Authorization                         | free for this",
        "user_header = X-Forwarded-For                       | free for this",
        "logout_url = //evil.example                         | no address of a page",
        "logout_url = javascript:alert(1)                    | no address of a page",
        "preset = keycloak                                   | preset must be one of a few words",
        "auto_create = yes                                   | none are kept in a store",
        "auto_create_permission = admin                      | must be one of a few words",
      })
  void what_cannot_be_meant_stops_the_start(String lines, String message) {
    assertThatThrownBy(() -> load(PLAIN, "[proxy]\n", lines.replace("~", "\n"), "\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  // Names.

  @Test
  void a_domain_is_taken_off_only_where_every_name_must_have_it() {
    Configuration configuration = load(PLAIN, "[proxy]\nuser_domain = Example.org\n");

    assertThat(admitted(configuration, as("ada@example.ORG")).subject()).isEqualTo("ada");
    for (String other : List.of(
        "ada", "admin@evil.example", "@example.org", "a@b@example.org", "ada@sub.example.org")) {
      assertThat(answered(configuration, as(other)).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "Ada", "ADA"})
  void a_name_is_one_user_in_any_case_where_that_is_asked_for(String said) {
    Configuration configuration =
        load(PLAIN, "[proxy]\nfold_case = yes\n", "[roles]\neditor = ada\n");

    Identity ada = admitted(configuration, as(said));

    assertThat(ada.subject()).isEqualTo("ada");
    assertThat(ada.roles()).containsExactly("editor");
  }

  /** The letter é as one character, and as e with an accent behind it; in capitals, too. */
  @ParameterizedTest
  @ValueSource(strings = {"zo\u00e9", "zoe\u0301", "ZO\u00c9", "ZOE\u0301"})
  void the_case_and_the_composition_of_letters_beyond_ascii_do_not_matter_then(String said) {
    String onTheWire = new String(said.getBytes(UTF_8), ISO_8859_1);

    assertThat(
            admitted(load(PLAIN, "[proxy]\nfold_case = yes\n"), as(onTheWire)).subject())
        .isEqualTo("zo\u00e9");
  }

  @Test
  void the_domain_is_taken_off_before_the_case() {
    Configuration configuration =
        load(PLAIN, "[proxy]\nuser_domain = example.org\nfold_case = yes\n");

    assertThat(admitted(configuration, as("Ada@Example.Org")).subject()).isEqualTo("ada");
    assertThat(answered(configuration, as("Ada")).status()).isEqualTo(401);
  }

  @Test
  void two_names_that_would_become_one_user_stop_the_start() {
    String fold = "[proxy]\nfold_case = yes\n";
    String two = "[roles]\nadmin = Ada\neditor = ada\n";

    load(PLAIN, two);
    assertThatThrownBy(() -> load(PLAIN, fold, two))
        .hasMessageContaining("\"Ada\" and \"ada\" are one user with fold_case")
        .hasMessageContaining("Write ada.");
    assertThatThrownBy(() -> load(PLAIN, STORE, fold, two))
        .hasMessageContaining("\"ada\" and \"Ada\" are one user with fold_case")
        .hasMessageContaining("Write Ada.");
  }

  // With users in a store.

  @ParameterizedTest
  @ValueSource(strings = {"ada", "Ada", "ADA"})
  void a_known_user_keeps_the_spelling_of_the_store_in_any_case(String said) {
    Configuration configuration =
        load(PLAIN, STORE, "[proxy]\nfold_case = yes\n", "[roles]\neditor = Ada\n");
    users(configuration).add("Ada", hash(), Set.of("admin"));

    Identity ada = admitted(configuration, as(said));

    assertThat(ada.subject()).isEqualTo("Ada");
    assertThat(ada.roles()).containsExactlyInAnyOrder("admin", "editor");
  }

  /** The store has each folded name once, so that no two known users can be meant by one name. */
  @Test
  void of_two_spellings_one_user_is_made() {
    Configuration configuration =
        load(PLAIN, STORE, "[proxy]\nfold_case = yes\nauto_create = yes\n");

    assertThat(admitted(configuration, as("Ada")).subject()).isEqualTo("ada");
    assertThat(admitted(configuration, as("ADA")).subject()).isEqualTo("ada");
    assertThat(users(configuration).list("", 10)).hasSize(1);
    assertThat(users(configuration).add("aDa", hash(), Set.of("admin"))).isFalse();
  }

  @Test
  void a_user_who_is_disabled_is_so_in_any_case() {
    Configuration configuration = load(PLAIN, STORE, "[proxy]\nfold_case = yes\n");
    users(configuration).add("ada", hash(), Set.of());
    users(configuration).disable("ada");

    assertThat(answered(configuration, as("ADA")).status()).isEqualTo(403);
  }

  @Test
  void with_a_user_store_only_known_and_active_users_come_in() {
    Configuration configuration = load(PLAIN, STORE, "[roles]\neditor = group:staff\n");
    users(configuration).add("ada", hash(), Set.of("admin"));
    users(configuration).add("gone", hash(), Set.of());
    users(configuration).disable("gone");

    assertThat(admitted(configuration, as("ada").with("Remote-Groups", "staff")).roles())
        .containsExactlyInAnyOrder("admin", "editor");
    assertThat(answered(configuration, as("bob")).status()).isEqualTo(401);
    assertThat(answered(configuration, as("gone")).status()).isEqualTo(403);
  }

  @Test
  void a_name_in_another_case_is_another_name() {
    Configuration configuration = load(PLAIN, STORE, "[proxy]\nauto_create = yes\n");
    users(configuration).add("admin", hash(), Set.of("admin"));

    assertThat(answered(configuration, as("Admin")).status()).isEqualTo(401);
    assertThat(users(configuration).list("", 10)).hasSize(1);
  }

  @Test
  void users_that_are_disabled_are_out_within_two_seconds() {
    Configuration configuration = load(PLAIN, STORE);
    users(configuration).add("ada", hash(), Set.of());
    admitted(configuration, as("ada"));

    users(configuration).disable("ada");
    now.updateAndGet(time -> time.plus(Duration.ofSeconds(2)));

    assertThat(answered(configuration, as("ada")).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "user,  none, '',    ''",
    "user,  ro,   '',    profile:read",
    "user,  rw,   '',    profile:read profile:write",
    "user,  full, '',    profile:read profile:write",
    "admin, none, admin, profile:read profile:write",
    "boss,  ro,   boss,  profile:read",
  })
  void others_are_made_where_that_is_asked_for(
      String role, String permission, String roles, String scopes) {
    Configuration configuration = load(
        PLAIN,
        STORE,
        "[proxy]\nauto_create = yes\nauto_create_role = " + role + "\nauto_create_permission = "
            + permission + "\n");

    Identity made = admitted(configuration, as("new"));

    assertThat(made.roles()).containsExactlyInAnyOrder(words(roles));
    assertThat(made.scopes()).containsExactlyInAnyOrder(words(scopes));
    Member member = users(configuration).member("new").orElseThrow();
    assertThat(member.hasPassword()).isFalse();
    assertThat(member.provider()).isEqualTo("proxy");
    assertThat(member.user().disabled()).isFalse();
  }

  @Test
  void a_host_may_mean_something_else_by_a_permission() {
    Configuration configuration =
        load(PLAIN, STORE, "[proxy]\nauto_create = yes\nauto_create_permission = rw\n");

    assertThat(admitted(configuration, as("librarian")).scopes()).containsExactly("books:RW");
  }

  @Test
  void what_was_made_stays_in_step_until_it_has_a_password() {
    Configuration configuration =
        load(PLAIN, STORE, "[proxy]\nauto_create = yes\nauto_create_role = admin\n");
    admitted(configuration, as("ada"));
    admitted(configuration, as("bob"));
    users(configuration).setRoles("ada", Set.of("guest"));
    users(configuration).setRoles("bob", Set.of("guest"));
    users(configuration).setHash("bob", hash());
    users(configuration).add("eve", hash(), Set.of("guest"));
    now.updateAndGet(time -> time.plus(Duration.ofSeconds(2)));

    assertThat(admitted(configuration, as("ada")).roles()).containsExactly("admin");
    assertThat(admitted(configuration, as("bob")).roles()).containsExactly("guest");
    assertThat(admitted(configuration, as("eve")).roles()).containsExactly("guest");
  }

  @Test
  void a_disabled_user_is_not_made_again() {
    Configuration configuration = load(PLAIN, STORE, "[proxy]\nauto_create = yes\n");
    admitted(configuration, as("ada"));
    users(configuration).disable("ada");
    now.updateAndGet(time -> time.plus(Duration.ofSeconds(2)));

    assertThat(answered(configuration, as("ada")).status()).isEqualTo(403);
  }

  @Test
  void nobody_signs_in_with_a_password_to_an_account_that_has_none() {
    Configuration configuration = load(
        "[authentication]\ntype = proxy, basic\n", TRUSTED, STORE, "[proxy]\nauto_create = yes\n");
    admitted(configuration, as("ada"));

    for (String password : List.of("", "!", "ada")) {
      String pair =
          java.util.Base64.getEncoder().encodeToString(("ada:" + password).getBytes(UTF_8));
      assertThat(answered(configuration, get("/orders").with("Authorization", "Basic " + pair))
              .status())
          .isEqualTo(401);
    }
  }

  // Other sites, and the pages.

  @Test
  void another_site_cannot_use_the_identity_that_a_proxy_adds() {
    FakeRequest post = request("POST", "/orders").with("Remote-User", "ada");

    assertThat(answered(load(PLAIN), post.with("Sec-Fetch-Site", "cross-site")).status())
        .isEqualTo(403);
    assertThat(
            answered(load(PLAIN), post.with("Origin", "https://evil.example")).status())
        .isEqualTo(403);
    admitted(load(PLAIN), post.with("Sec-Fetch-Site", "same-origin"));
    admitted(load(PLAIN), post.with("Origin", "http://localhost"));
    admitted(
        load(PLAIN),
        post.with("Origin", "https://example.org")
            .with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "example.org"));
    admitted(load(PLAIN), post);
  }

  @Test
  void a_person_whom_the_proxy_does_not_name_is_told_so_and_shown_no_form() {
    FakeRequest page = get("/orders?a=b").with("Accept", "text/html");
    AuthResponse sent = answered(load(PLAIN), page);
    assertThat(sent.status()).isEqualTo(303);
    assertThat(sent.headers().first("Location"))
        .contains("/auth/login?return_to=%2Forders%3Fa%3Db");

    AuthResponse shown =
        answered(load(PLAIN), get("/auth/login?return_to=%2Forders").with("Accept", "text/html"));

    assertThat(shown.status()).isEqualTo(401);
    assertThat(shown.headers().first("WWW-Authenticate")).isPresent();
    assertThat(shown.body()).isInstanceOf(Body.Page.class);
    assertThat(((Body.Page) shown.body()).name()).isEqualTo("error");
  }

  private static String said(AuthResponse answer) {
    return answer.body() instanceof Body.Page page
        ? String.valueOf(page.model().get("detail"))
        : String.valueOf(answer.body());
  }

  @ParameterizedTest
  @CsvSource({
    "nobody-here, '',     right",
    "Ada,         '',     right",
    "'a,b',       '',     right",
    "ada,         secret, wrong",
    "gone,        '',     right",
  })
  void whom_the_proxy_names_in_vain_is_told_so(String user, String secret, String shown) {
    Configuration configuration = load(
        PLAIN,
        STORE,
        secret.isEmpty()
            ? ""
            : "[proxy]\nsecret_header = X-Proxy-Secret\nsecret = " + "s".repeat(32) + "\n");
    users(configuration).add("ada", hash(), Set.of());
    users(configuration).add("gone", hash(), Set.of());
    users(configuration).disable("gone");
    FakeRequest login = get("/auth/login").with("Remote-User", user).with("X-Proxy-Secret", shown);
    AuthResponse page = answered(configuration, login.with("Accept", "text/html"));
    assertThat(page.status()).isEqualTo(401);
    assertThat(said(page)).contains("does not accept the user whom the service in front");

    AuthResponse program = answered(
        configuration, as(user).with("X-Proxy-Secret", shown).with("Accept", "text/plain"));
    assertThat(said(program)).doesNotContain("password");
    assertThat(said(answered(configuration, get("/auth/login").with("Accept", "text/html"))))
        .contains("did not say who you are");
  }

  @ParameterizedTest
  @CsvSource({"proxy, basic", "basic, proxy"})
  void who_comes_around_the_proxy_is_asked_for_a_password_where_the_file_names_one(
      String one, String other) {
    Configuration configuration = load(
        "[authentication]\ntype = " + one + ", " + other + "\n",
        "[basic]\nuse_bcrypt = no\n[users]\nada = open sesame\n",
        TRUSTED);
    for (String target : List.of("/me", "/auth/login")) {
      AuthResponse answer =
          answered(configuration, "203.0.113.1", get(target).with("Accept", "text/html"));
      assertThat(answer.status()).as(target).isEqualTo(401);
      assertThat(answer.headers().all("WWW-Authenticate"))
          .singleElement()
          .asString()
          .startsWith("Basic ");
    }
    assertThat(decide(
            configuration,
            "203.0.113.1",
            get("/me").with("Authorization", "Basic YWRhOm9wZW4gc2VzYW1l")))
        .isInstanceOf(Decision.Admit.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/auth/login?return_to=%2Forders%3Fa%3Db, /orders?a=b",
    "/auth/login,                             /",
    "/auth/login?return_to=https://evil.example, /",
    "/auth/login?return_to=//evil.example,    /",
    "/auth/login?return_to=%2F%5Cevil.example, /",
  })
  void whom_the_proxy_names_goes_on_to_the_page(String target, String location) {
    AuthResponse answer = answered(load(PLAIN), get(target).with("Remote-User", "ada"));

    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.headers().first("Location")).contains(location);
  }

  @Test
  void nobody_types_a_password_where_a_proxy_signs_in() {
    AuthResponse answer = answered(
        load(PLAIN), request("POST", "/auth/api/login").with("Accept", "application/json"));

    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({"GET", "POST"})
  void signing_out_ends_nothing_here_and_leads_where_it_can(String method) {
    FakeRequest logout =
        request(method, "/auth/logout").with("Remote-User", "ada").with("Accept", "text/html");
    Configuration elsewhere =
        load(PLAIN, "[proxy]\nlogout_url = https://auth.example.org/logout?a=b\n");

    assertThat(answered(load(PLAIN), logout).headers().first("Location")).contains("/");
    assertThat(answered(elsewhere, logout).headers().first("Location"))
        .contains("https://auth.example.org/logout?a=b");
    assertThat(answered(elsewhere, logout).headers().all("Set-Cookie")).isEmpty();
  }

  @Test
  void a_program_that_signs_out_is_told_who_could() {
    AuthResponse answer = answered(
        load(PLAIN, "[proxy]\nlogout_url = https://auth.example.org/logout\n"),
        request("POST", "/auth/api/logout").with("Remote-User", "ada"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(((Body.Json) answer.body()).members())
        .containsEntry("logout_managed_by_provider", true)
        .containsEntry("logout_url", "https://auth.example.org/logout");
  }

  @Test
  void anybody_may_ask_who_they_are() {
    Configuration configuration = load(PLAIN, "[roles]\nadmin = ada\n");
    AuthResponse stranger = answered(configuration, get("/auth/api/status"));
    AuthResponse ada = answered(configuration, get("/auth/api/status").with("Remote-User", "ada"));

    assertThat(stranger.status()).isEqualTo(200);
    assertThat(((Body.Json) stranger.body()).members())
        .containsEntry("authenticated", false)
        .doesNotContainKey("username");
    assertThat(((Body.Json) ada.body()).members())
        .containsEntry("authenticated", true)
        .containsEntry("username", "ada")
        .containsEntry("roles", List.of("admin"))
        .containsEntry("methods", List.of())
        .doesNotContainKeys("scopes", "authenticated_at");
  }

  @Test
  void the_status_spells_scopes_as_other_ways_do() {
    Configuration configuration =
        load(PLAIN, STORE, "[proxy]\nauto_create = yes\nauto_create_permission = rw\n");

    AuthResponse ada = answered(configuration, get("/auth/api/status").with("Remote-User", "ada"));

    assertThat(((Body.Json) ada.body()).members())
        .containsEntry("scope", "profile:read profile:write");
  }

  @Test
  void addresses_begin_with_what_the_proxy_took_off() {
    AuthResponse sent = answered(
        load(PLAIN),
        get("/orders").with("Accept", "text/html").with("X-Forwarded-Prefix", "/tools"));

    assertThat(sent.headers().first("Location"))
        .contains("/tools/auth/login?return_to=%2Ftools%2Forders");
  }

  @Test
  void tinyauth_is_another_name_for_it() {
    Configuration configuration = load("[authentication]\ntype = tinyauth\n", TRUSTED);

    assertThat(configuration.authenticators().get(0).name()).isEqualTo("proxy");
    assertThat(admitted(configuration, as("ada")).subject()).isEqualTo("ada");
  }

  private static Secret hash() {
    return Secret.of(PasswordHash.hash(Secret.of("correct horse"), PasswordHash.LOWEST_NEW_COST));
  }

  private static String[] words(String text) {
    return text.isEmpty() ? new String[0] : text.split(" ");
  }
}
