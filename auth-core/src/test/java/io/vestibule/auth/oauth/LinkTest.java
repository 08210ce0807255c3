package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Decision;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Secret;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.password.UserStore;
import io.vestibule.auth.testing.FakeProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    return ((Decision.Admit) browser.open("/page")).identity();
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

  @Test
  void a_local_user_who_is_barred_is_out_whatever_the_provider_says() {
    Browser browser = browser("link_by = email");
    signedIn(browser);
    users().disable("ann@example.com");
    assertThat(browser.get("/page").status()).isEqualTo(303);
    assertThat(Browser.model(browser.signIn("/auth/oauth/login")))
        .containsEntry("code", "oauth-name-taken");
  }
}
