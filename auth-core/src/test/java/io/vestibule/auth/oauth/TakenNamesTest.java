package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether somebody from elsewhere can be called as somebody is whom another way of signing in knows. */
class TakenNamesTest {
  private static final String HASH =
      PasswordHash.hash(Secret.of("open sesame"), PasswordHash.LOWEST_NEW_COST);
  private static final String ANYTHING = "0".repeat(64);

  private final FakeClock clock = new FakeClock(Instant.now());
  private FakeProvider provider;

  @TempDir
  private Path folder;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    write("users.txt", "ada:" + HASH + ":editor");
    write("digest.txt", "ada:house:{SHA-256}" + ANYTHING);
    write("tokens.txt", "ada:" + ANYTHING);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private void write(String file, String line) throws IOException {
    Files.writeString(folder.resolve(file), line + "\n");
  }

  private Configuration with(String way, String more) {
    String text = """
        [authentication]
        type = oauth%s
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        anyone = yes
        username_claim = preferred_username
        %s
        """.formatted(
            way.isEmpty() ? "" : ", " + way,
            provider.issuer(),
            FakeProvider.CLIENT_SECRET,
            more.replace(" ; ", "\n"));
    return Configuration.parse("auth.ini", text, folder, Map.of(), clock);
  }

  private Browser named(String name, Configuration configuration) {
    provider.signedIn(name, Map.of("preferred_username", name));
    return new Browser(configuration.auth());
  }

  private static Identity signedIn(Browser browser) {
    assertThat(browser.signIn("/auth/oauth/login").status()).isEqualTo(303);
    return Decided.identity(browser.open("/page"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "basic  | [basic] ; users_file = users.txt",
        "basic  | [basic] ; username = ada ; password = open sesame ; use_bcrypt = no",
        "basic  | [basic] ; use_bcrypt = no ; [users] ; ada = open sesame",
        "digest | [digest] ; users_file = digest.txt ; realm = house",
        "bearer | [bearer] ; tokens_file = tokens.txt",
        "bearer.ci | [bearer.ci] ; tokens_file = tokens.txt ; header = X-Key",
        "''     | [bypass] ; networks = 10.0.0.0/24 ; user = ada",
      })
  void nobody_is_called_as_somebody_whom_another_way_knows(String way, String section) {
    Configuration configuration = with(way, section);
    assertThat(Browser.model(named("ada", configuration).signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");
    assertThat(signedIn(named("bob", configuration)).subject()).isEqualTo("bob");
  }

  @Test
  void nobody_is_called_as_somebody_whom_the_proxy_has_brought() {
    Configuration configuration = with(
        "proxy",
        "[proxy] ; auto_create = yes ; [store] ; url = memory ; [server] ; trusted_proxies = 10.0.0.1");
    Browser early = named("cyd", configuration);
    assertThat(signedIn(early).subject()).isEqualTo("cyd");
    UserStore users = configuration.shared(UserStore.class).orElseThrow();
    users.addOutsider("ada", "proxy", Set.of(), "ro");
    users.addOutsider("cyd", "proxy", Set.of(), "ro");

    assertThat(Browser.model(named("ada", configuration).signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");
    assertThat(early.open("/page")).isInstanceOf(Decision.Answer.class);
    assertThat(signedIn(named("bob", configuration)).subject()).isEqualTo("bob");
  }

  @ParameterizedTest
  @CsvSource({"users.txt, basic", "digest.txt, digest", "tokens.txt, bearer"})
  void a_guest_whose_name_another_way_learns_is_signed_out(String file, String way)
      throws IOException {
    Configuration configuration = with(
        way,
        "[" + way + "] ; " + (way.equals("bearer") ? "tokens_file = " : "users_file = ") + file
            + (way.equals("digest") ? " ; realm = house" : ""));
    Browser bob = named("bob", configuration);
    signedIn(bob);

    String line = Files.readString(folder.resolve(file));
    write(file, line + line.replace("ada", "bob").replace('0', '1'));
    clock.pass(Duration.ofSeconds(20));

    assertThat(bob.open("/page")).isInstanceOf(Decision.Answer.class);
    assertThat(Browser.model(bob.signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");
  }

  @ParameterizedTest
  @CsvSource({"basic, users.txt", "digest, digest.txt"})
  void where_accounts_are_linked_it_is_that_user_with_their_roles_and_for_as_long_as_their_password(
      String way, String file) throws IOException {
    write("digest.txt", "ada:house:{SHA-256}" + ANYTHING + ":editor");
    String realm = way.equals("digest") ? " ; realm = house" : "";
    Configuration configuration =
        with(way, "link_by = username ; [" + way + "] ; users_file = " + file + realm);
    Browser ada = named("ada", configuration);
    Identity linked = signedIn(ada);
    assertThat(linked.subject()).isEqualTo("ada");
    assertThat(linked.roles()).containsExactly("editor");
    clock.pass(Duration.ofSeconds(20));
    assertThat(ada.open("/page")).isInstanceOf(Decision.Admit.class);

    String later = PasswordHash.hash(Secret.of("open later"), PasswordHash.LOWEST_NEW_COST);
    String line = Files.readString(folder.resolve(file)).strip();
    write(file, line.replace(HASH, later).replace(ANYTHING, "1".repeat(64)));
    clock.pass(Duration.ofSeconds(20));
    assertThat(ada.open("/page")).isInstanceOf(Decision.Answer.class);
  }

  @Test
  void where_nobody_knows_who_is_there_nobody_gets_a_plain_name() {
    Configuration configuration = Vestibule.builder()
        .set("oauth", "issuer", provider.issuer())
        .set("oauth", "client_id", "app")
        .set("oauth", "client_secret", FakeProvider.CLIENT_SECRET)
        .set("oauth", "anyone", "yes")
        .set("oauth", "username_claim", "preferred_username")
        .type("oauth")
        .basic((name, password) -> password.reveal().equals("open sesame"))
        .build();

    assertThat(signedIn(named("ada", configuration)).subject())
        .endsWith(":ada")
        .isNotEqualTo("ada");
  }

  @Test
  void a_session_by_password_is_not_touched_by_what_other_ways_know() {
    Configuration configuration = with(
        "session, digest, bearer",
        "[session] ; users_file = users.txt ; [digest] ; users_file = digest.txt ; realm = house"
            + " ; [bearer] ; tokens_file = tokens.txt");
    FakeRequest login = FakeRequest.request("POST", "/auth/api/login")
        .with("Sec-Fetch-Site", "same-origin")
        .with("Accept", "application/json");
    Form form = new Form(Map.of("username", List.of("ada"), "password", List.of("open sesame")));
    AuthResponse answer = Decided.answer(configuration.auth().decide(login, () -> form));
    String cookie = answer.headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .filter(pair -> pair.contains("_session="))
        .findFirst()
        .orElseThrow();

    assertThat(configuration
            .auth()
            .decide(FakeRequest.get("/page").with("Cookie", cookie), Form::empty))
        .isInstanceOf(Decision.Admit.class);
  }
}
