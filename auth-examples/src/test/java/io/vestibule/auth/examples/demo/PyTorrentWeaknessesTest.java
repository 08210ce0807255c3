package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.password.PasswordHash;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is weak in pyTorrent, row by row, over Jetty: here it holds. */
class PyTorrentWeaknessesTest {
  private static final String PROXY = """
      [authentication]
      type = proxy
      [server]
      trusted_proxies = 127.0.0.1
      """;
  private static final String STORE = "[store]\nurl = memory\n";
  private static final String ADA = "Remote-User: ada";
  private static final String JSON = "Content-Type: application/json";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of("open sesame"), PasswordHash.LOWEST_NEW_COST));
  private static final String LOCAL = """
      [authentication]
      type = session, basic
      [store]
      url = memory
      [tokens]
      """;

  @Test
  void w_pyt_01_the_header_is_believed_from_the_proxy_alone() throws Exception {
    try (Site site = Site.of(PROXY)) {
      assertThat(site.get("/me", ADA).status()).isEqualTo(200);
      assertThat(site.getDirectly("/me", "Remote-User: admin").status()).isEqualTo(401);
    }
    assertThatThrownBy(() -> Site.of("[authentication]\ntype = proxy\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("trusted_proxies = 127.0.0.1");
  }

  @Test
  void w_pyt_01_a_secret_can_be_asked_for_besides() throws Exception {
    String secret = "[proxy]\nsecret_header = X-Proxy-Secret\nsecret = sixteen letters!\n";
    try (Site site = Site.of(PROXY + secret)) {
      assertThat(site.get("/me", ADA, "X-Proxy-Secret: sixteen letters!").status())
          .isEqualTo(200);
      assertThat(site.get("/me", ADA, "X-Proxy-Secret: another").status()).isEqualTo(401);
      assertThat(site.get("/me", ADA).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"admin@evil.example", "Admin", "ADMIN", "admin!", ".admin.", "ad,min", "admin\t"})
  void w_pyt_02_no_other_name_becomes_admin(String name) throws Exception {
    try (Site site = Site.of(PROXY + STORE + "[proxy]\nauto_create = yes\n")) {
      site.users().add("admin", HASH, Set.of("admin"));
      String field = "Remote-User: " + name + (name.endsWith("\t") ? "x" : "");

      assertThat(site.get("/admin/hello", field).status()).isIn(401, 403);
    }
  }

  @Test
  void w_pyt_02_two_spellings_are_one_user_only_where_that_is_asked_for() throws Exception {
    String users = PROXY + STORE + "[proxy]\n";
    try (Site exact = Site.of(users);
        Site folding = Site.of(users + "fold_case = yes\n")) {
      exact.users().add("admin", HASH, Set.of("admin"));
      folding.users().add("admin", HASH, Set.of("admin"));

      assertThat(exact.get("/me", "Remote-User: Admin").status()).isEqualTo(401);
      assertThat(folding.get("/me", "Remote-User: Admin").body()).contains("\"name\":\"admin\"");
      assertThat(folding.users().add("Admin", HASH, Set.of())).isFalse();
    }
  }

  @Test
  void w_pyt_03_whoever_signs_out_at_the_proxy_is_out() throws Exception {
    try (Site site = Site.of(PROXY)) {
      Raw known = site.get("/me", ADA);

      assertThat(known.status()).isEqualTo(200);
      assertThat(known.fields("Set-Cookie")).isEmpty();
      assertThat(site.get("/me").status()).isEqualTo(401);
    }
  }

  @Test
  void w_pyt_04_a_bypass_is_by_address_and_the_checks_stay_on() throws Exception {
    try (Site site = Site.of(PROXY
        + "[bypass]\nnetworks = 127.0.0.9, 198.51.100.7\nuser = operator\n"
        + "[rules]\n/admin/** = role:admin\n/pay = user & fresh(5m)\n/** = user\n")) {
      assertThat(site.getDirectly("/me").body()).contains("\"name\":\"operator\"");
      assertThat(site.getDirectly("/admin/hello").status()).isEqualTo(403);
      assertThat(site.getDirectly("/pay").status()).isNotEqualTo(200);
      assertThat(site.get("/me", "Host: 127.0.0.9").status()).isEqualTo(401);
      String asked = "X-Forwarded-Host: 10.11.1.5";
      assertThat(site.get("/me", "X-Forwarded-For: 198.51.100.7", asked).status())
          .isEqualTo(200);
      assertThat(site.get("/me", "X-Forwarded-For: 198.51.100.7, 203.0.113.5", asked)
              .status())
          .isEqualTo(401);
      assertThat(site.get("/me", "X-Forwarded-For: 198.51.100.7").status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/%5Cevil.example/",
        "/%09/evil.example",
        "javascript:alert(1)",
        "%2F%2Fevil.example"
      })
  void w_pyt_05_nobody_is_sent_to_another_site(String target) throws Exception {
    try (Site site = Site.of(PROXY)) {
      Raw answer = site.get("/auth/login?return_to=" + target, ADA, "Accept: text/html");

      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.field("Location")).contains("/");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "password", "changeme", "ada"})
  void w_pyt_06_nobody_has_a_password_that_somebody_else_chose(String password) throws Exception {
    try (Site site = Site.of(LOCAL)) {
      site.users().addOutsider("ada", "proxy", Set.of(), "ro");

      for (String name : List.of("admin", "ada")) {
        assertThat(site.post(
                    "/auth/api/login",
                    "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}",
                    JSON)
                .status())
            .isEqualTo(401);
      }
    }
  }

  @Test
  void w_pyt_07_guessing_ends_and_is_told() throws Exception {
    try (Site site = Site.of(LOCAL)) {
      site.users().add("ada", HASH, Set.of());
      for (int guess = 0; guess < 5; guess++) {
        assertThat(login(site, "guess").status()).isEqualTo(401);
      }
      Raw sixth = login(site, "open sesame");

      assertThat(sixth.status()).isEqualTo(429);
      assertThat(sixth.field("Retry-After")).isPresent();
    }
  }

  private static Raw login(Site site, String password) throws Exception {
    return site.post(
        "/auth/api/login", "{\"username\":\"ada\",\"password\":\"" + password + "\"}", JSON);
  }

  @Test
  void w_pyt_08_and_09_whoever_signed_in_makes_a_token_with_an_end_and_a_scope() throws Exception {
    try (Site site = Site.of(LOCAL)) {
      site.users().add("ada", HASH, Set.of());
      String cookie =
          login(site, "open sesame").field("Set-Cookie").orElseThrow().split(";", 2)[0];
      Raw made = site.post(
          "/auth/api/tokens",
          "{\"name\":\"backup\",\"scopes\":[\"read_only\"]}",
          JSON,
          "Cookie: " + cookie,
          "Sec-Fetch-Site: same-origin");
      Matcher token = Pattern.compile("vst_[0-9A-Za-z]{49}").matcher(made.text());

      assertThat(token.find()).as(made.text()).isTrue();
      assertThat(made.text()).contains("\"expires\":\"");
      assertThat(site.get("/me", "Authorization: Bearer " + token.group()).body())
          .contains("\"name\":\"ada\"", "\"scopes\":[\"read_only\"]");
      assertThat(
              site.post("/echo", "x", "Authorization: Bearer " + token.group()).status())
          .isEqualTo(403);
      assertThat(site.get("/me?api_key=" + token.group()).status()).isEqualTo(401);
    }
  }

  @Test
  void w_pyt_10_a_disabled_user_gets_one_status_whoever_reads_it() throws Exception {
    try (Site site = Site.of(PROXY + STORE)) {
      site.users().add("ada", HASH, Set.of());
      site.users().disable("ada");
      Raw program = site.get("/me", ADA, "Accept: application/json");
      Raw person = site.get("/me", ADA, "Accept: text/html");

      assertThat(program.status()).isEqualTo(403);
      assertThat(program.field("Content-Type").orElse("")).startsWith("application/problem+json");
      assertThat(person.status()).isEqualTo(403);
      assertThat(person.field("Content-Type").orElse("")).startsWith("text/html");
      assertThat(person.field("Location")).isEmpty();
    }
  }

  @Test
  void w_pyt_11_a_cookie_without_an_origin_changes_nothing_without_the_token() throws Exception {
    try (Site site = Site.of(LOCAL)) {
      site.users().add("ada", HASH, Set.of());
      String cookie =
          login(site, "open sesame").field("Set-Cookie").orElseThrow().split(";", 2)[0];

      assertThat(site.get("/me", "Cookie: " + cookie).status()).isEqualTo(200);
      assertThat(site.post("/echo", "x", "Cookie: " + cookie).status()).isEqualTo(403);
      assertThat(site.post("/echo", "x", "Cookie: " + cookie, "Origin: http://localhost")
              .status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[proxy]\nauto_create = maybe\n",
        "[proxy]\nauto_create_permission = all\n",
        "[proxy]\npreset = unknown\n",
        "[proxy]\nuser_heder = Remote-User\n",
        "[proxi]\nuser_header = Remote-User\n",
        "[bypass]\nnetworks = everybody\nuser = operator\n"
      })
  void w_pyt_12_what_is_not_understood_stops_the_start(String wrong) {
    assertThatThrownBy(() -> Site.of(PROXY + STORE + wrong))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void w_pyt_13_a_file_that_says_little_opens_nothing() throws Exception {
    try (Site site = Site.of(PROXY + STORE)) {
      assertThat(site.get("/me").status()).isEqualTo(401);
      assertThat(site.get("/me", "Remote-User: newcomer").status()).isEqualTo(401);
      assertThat(site.get("/me", "Host: 127.0.0.1").status()).isEqualTo(401);
      assertThat(site.get("/unheard/of").status()).isEqualTo(401);
    }
  }

  @Test
  void w_pyt_14_groups_become_roles_and_the_address_and_the_name_arrive() throws Exception {
    try (Site site = Site.of(PROXY + "[roles]\nadmin = group:staff\n")) {
      String[] said = {ADA, "Remote-Groups: staff", "Remote-Email: a@example.org", "Remote-Name: A"
      };

      assertThat(site.get("/admin/hello", said).body()).contains("hello ada");
      assertThat(site.get("/me", said).body())
          .contains("\"email\":\"a@example.org\"", "\"name\":\"A\"");
      assertThat(site.get("/admin/hello", ADA).status()).isEqualTo(403);
    }
  }

  @Test
  void w_pyt_15_signing_out_leads_to_the_provider() throws Exception {
    String url = "https://auth.example.org/logout";
    try (Site site = Site.of(PROXY + "[proxy]\nlogout_url = " + url + "\n")) {
      assertThat(site.get("/auth/logout", ADA, "Accept: text/html").field("Location"))
          .contains(url);
      assertThat(site.post("/auth/api/logout", "", ADA).body())
          .contains("\"logout_url\":\"" + url + "\"");
    }
  }
}
