package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.PasswordHash;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.Decided;
import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether somebody from elsewhere is a local user. */
class LinkTest {
  private static final Secret HASH = Secret.of("$2b$12$" + "a".repeat(53));
  private FakeProvider provider;
  private Configuration configuration;

  @BeforeEach
  void start() throws IOException {
    provider = FakeProvider.start();
    provider.signedIn(
        "ann",
        Map.of("email", "ann@example.com", "email_verified", true, "preferred_username", "annie"));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Browser browser(String link) {
    String text = """
        [authentication]
        type = oauth, session
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        authorized_domains = example.com
        %s
        [store]
        url = memory
        """.formatted(provider.issuer(), FakeProvider.CLIENT_SECRET, link);
    configuration =
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), InstantSource.system());
    users().add("ann@example.com", HASH, Set.of("editor"));
    users().add("annie", HASH, Set.of("author"));
    return new Browser(configuration.auth());
  }

  private UserStore users() {
    return configuration.shared(UserStore.class).orElseThrow();
  }

  private static Identity signedIn(Browser browser) {
    assertThat(browser.signIn("/auth/oauth/login").status()).isEqualTo(303);
    return Decided.identity(browser.open("/page"));
  }

  @Test
  void without_a_rule_a_local_user_of_the_same_name_is_somebody_else() {
    assertThat(Browser.model(browser("").signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");
    Browser barred = browser("");
    users().disable("ann@example.com");
    assertThat(Browser.model(barred.signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");
  }

  @Test
  void by_email_the_local_user_of_this_verified_address_signs_in() {
    Identity ann = signedIn(browser("link_by = email"));
    assertThat(ann.subject()).isEqualTo("ann@example.com");
    assertThat(ann.roles()).containsExactly("editor");
  }

  @Test
  void by_username_the_local_user_of_this_name_signs_in() {
    Identity annie = signedIn(browser("link_by = username"));
    assertThat(annie.subject()).isEqualTo("annie");
    assertThat(annie.roles()).containsExactly("author");
  }

  @ParameterizedTest
  @CsvSource({
    "'oauth, session', email, yes, 1",
    "'session, oauth', username, yes, 1",
    "'oauth, session', none, yes, 0",
    "'session, oauth', email, no, 0"
  })
  void the_start_warns_where_a_linked_guest_goes_past_a_second_factor(
      String ways, String link, String enabled, int warnings) {
    String text = """
        [authentication]
        type = %s
        [oauth]
        issuer = %s
        client_id = app
        client_secret = %s
        authorized_domains = example.com
        link_by = %s
        [store]
        url = jdbc:h2:mem:linked
        [totp]
        enabled = %s
        """.formatted(ways, provider.issuer(), FakeProvider.CLIENT_SECRET, link, enabled);
    Configuration read =
        Configuration.parse("auth.ini", text, Path.of(""), Map.of(), InstantSource.system());
    try (Auth auth = read.auth()) {
      assertThat(read.warnings())
          .filteredOn(warning -> warning.toString().contains("second factor"))
          .hasSize(warnings)
          .allMatch(warning -> warning.toString().contains("auth.ini:8:"));
      assertThat(auth).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "email, email, ann@example.com",
    "email, preferred_username, ann@example.com",
    "username, email, annie",
    "username, preferred_username, annie"
  })
  void a_local_user_who_is_barred_is_out_whatever_the_provider_says(
      String link, String called, String user) {
    Browser browser = browser("link_by = " + link + "\nusername_claim = " + called);
    signedIn(browser);
    users().disable(user);
    users().delete(user.equals("annie") ? "ann@example.com" : "annie");
    assertThat(browser.get("/page").status()).isEqualTo(303);
    assertThat(Browser.model(browser.signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-not-allowed");
  }

  @Test
  void a_guest_whose_name_becomes_a_local_users_is_out() {
    provider.signedIn("eve", named("ceo", "eve@example.com"));
    Browser eve = browser("username_claim = preferred_username");
    assertThat(signedIn(eve).subject()).isEqualTo("ceo");

    users().add("ceo", HASH, Set.of("editor"));
    assertThat(eve.get("/page").status()).isEqualTo(303);
    provider.signedIn("eve", named("eve2", "eve@example.com"));
    assertThat(Browser.model(eve.signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");
  }

  @Test
  void nobody_sees_where_somebody_of_the_same_name_was_signed_in_before() {
    provider.signedIn("eve", named("ceo", "eve@example.com"));
    Browser eve = browser("username_claim = preferred_username");
    signedIn(eve);
    String secret = PasswordHash.hash(Secret.of("open sesame"), PasswordHash.LOWEST_NEW_COST);
    users().add("ceo", Secret.of(secret), Set.of());
    Browser ceo = new Browser(configuration.auth());
    Map<String, List<String>> form =
        Map.of("username", List.of("ceo"), "password", List.of("open sesame"));
    assertThat(ceo.post("/auth/login", form).status()).isEqualTo(303);

    assertThat(rows(ceo))
        .singleElement()
        .satisfies(row -> assertThat((Map<?, ?>) row).extracting("method").isEqualTo("password"));
    users().delete("ceo");
    assertThat(rows(eve)).singleElement().satisfies(row -> assertThat((Map<?, ?>) row)
        .extracting("method")
        .isNotEqualTo("password"));
  }

  private static List<?> rows(Browser browser) {
    return (List<?>) Browser.model(browser.get("/auth/sessions")).get("sessions");
  }

  @Test
  void a_name_that_a_local_user_had_is_reserved_for_nobody_who_was_refused_it() {
    provider.signedIn("eve", named("annie", "eve@example.com"));
    Browser eve = browser("username_claim = preferred_username");
    assertThat(Browser.model(eve.signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");

    users().delete("annie");
    provider.signedIn("ann", named("annie", "ann@example.com"));
    assertThat(signedIn(new Browser(configuration.auth())).subject()).isEqualTo("annie");
  }

  @ParameterizedTest
  @CsvSource({
    "ada@example.org, login:eve",
    "ADA@example.org, login:eve",
    "Eve@Example.com, eve@example.com",
    "eve, eve"
  })
  void a_name_with_an_at_sign_is_the_verified_address_or_none(String claimed, String subject) {
    provider.signedIn("eve", named(claimed, "eve@example.com"));
    Browser eve = browser("username_claim = preferred_username\n[roles]\nadmin = ada@example.org");
    Identity signedIn = signedIn(eve);
    assertThat(signedIn.subject()).isEqualTo(subject);
    assertThat(signedIn.roles()).isEmpty();
  }

  @Test
  void the_roles_of_an_address_go_with_it_and_not_with_a_name_of_before() {
    provider.signedIn("ada", named("x", "ada@example.com"));
    Browser ada = browser("[roles]\nadmin = ada@example.com\nauditor = ada.b@example.com");
    assertThat(signedIn(ada).roles()).containsExactly("admin");

    provider.signedIn("ada", named("x", "ada.b@example.com"));
    Identity later = signedIn(ada);
    assertThat(later.subject()).isEqualTo("ada@example.com");
    assertThat(later.roles()).containsExactly("auditor");
  }

  private static Map<String, Object> named(String username, String email) {
    return Map.of("email", email, "email_verified", true, "preferred_username", username);
  }
}
