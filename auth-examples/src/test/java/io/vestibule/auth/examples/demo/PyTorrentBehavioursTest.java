package io.vestibule.auth.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Secret;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.password.Member;
import io.vestibule.auth.password.PasswordHash;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pyTorrent's users know, row by row, over Jetty: as there, or as it should be there. */
class PyTorrentBehavioursTest {
  private static final String PROXY = """
      [authentication]
      type = tinyauth
      [server]
      trusted_proxies = 127.0.0.1
      """;
  private static final String STORE = "[store]\nurl = memory\n";
  private static final String AUTO_CREATE = "[proxy]\nauto_create = yes\n";
  private static final String ADA = "Remote-User: ada";
  private static final String NAME = "\"name\":\"ada\"";
  private static final Secret HASH =
      Secret.of(PasswordHash.hash(Secret.of("open sesame"), PasswordHash.LOWEST_NEW_COST));

  // PYT-04 to PYT-06: the header.

  @Test
  void pyt_04_one_field_says_who_it_is_and_a_blank_one_says_nothing() throws Exception {
    try (Site site = Site.of(PROXY)) {
      assertThat(site.get("/me", "Remote-User:   ada  ").body()).contains(NAME);
      assertThat(site.get("/me", "Remote-User:").status()).isEqualTo(401);
      assertThat(site.get("/me", "Remote-User:  ").status()).isEqualTo(401);
      assertThat(site.get("/me", "X-Remote-User: ada", "Remote-Email: ada@example.org")
              .status())
          .isEqualTo(401);
    }
    try (Site site = Site.of(PROXY + "[proxy]\nuser_header = X-Who\n")) {
      assertThat(site.get("/me", "X-Who: ada").body()).contains(NAME);
      assertThat(site.get("/me", ADA).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada@evil.example", "ada!", "-ada-", "a/d/a"})
  void pyt_05_no_name_is_bent_until_it_fits(String name) throws Exception {
    try (Site anybody = Site.of(PROXY);
        Site known = Site.of(PROXY + STORE)) {
      known.users().add("ada", HASH, Set.of("admin"));

      assertThat(anybody.get("/me", "Remote-User: " + name).body())
          .contains("\"name\":\"" + name + "\"");
      assertThat(known.get("/me", "Remote-User: " + name).status()).isEqualTo(401);
    }
  }

  @Test
  void pyt_06_a_known_name_is_that_user() throws Exception {
    try (Site site = Site.of(PROXY + STORE)) {
      site.users().add("ada", HASH, Set.of("admin"));

      assertThat(site.get("/me", ADA).body()).contains(NAME, "\"roles\":[\"admin\"]");
      assertThat(site.get("/admin/hello", ADA).body()).contains("hello ada");
    }
  }

  // PYT-07 to PYT-12: users who are made.

  @Test
  void pyt_07_nobody_is_made_unless_that_is_asked_for() throws Exception {
    try (Site site = Site.of(PROXY + STORE)) {
      assertThat(site.get("/me", ADA).status()).isEqualTo(401);
      assertThat(site.users().isEmpty()).isTrue();
    }
    try (Site site = Site.of(PROXY + STORE + AUTO_CREATE)) {
      assertThat(site.get("/me", ADA).body()).contains(NAME);
      Member made = site.users().member("ada").orElseThrow();
      assertThat(made.hasPassword()).isFalse();
      assertThat(made.user().disabled()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"user, []", "admin, '[\"admin\"]'"})
  void pyt_08_they_have_the_role_that_the_file_names(String role, String roles) throws Exception {
    try (Site site = Site.of(PROXY + STORE + AUTO_CREATE + "auto_create_role = " + role + "\n")) {
      assertThat(site.get("/me", ADA).body()).contains("\"roles\":" + roles);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "user,  none, '[]'",
    "user,  ro,   '[\"profile:read\"]'",
    "user,  rw,   '[\"profile:read\",\"profile:write\"]'",
    "user,  full, '[\"profile:read\",\"profile:write\"]'",
    "admin, none, '[\"profile:read\",\"profile:write\"]'",
  })
  void pyt_09_their_permission_reaches_the_application_as_scopes(
      String role, String permission, String scopes) throws Exception {
    try (Site site = Site.of(PROXY + STORE + AUTO_CREATE + "auto_create_role = " + role
        + "\nauto_create_permission = " + permission + "\n")) {
      assertThat(site.get("/me", ADA).body()).contains("\"scopes\":" + scopes);
    }
  }

  @Test
  void pyt_10_whoever_was_made_is_kept_in_step_with_the_file() throws Exception {
    try (Site site = Site.of(PROXY + STORE + AUTO_CREATE + "auto_create_permission = rw\n")) {
      site.users().addOutsider("ada", "proxy", Set.of("admin"), "full");

      assertThat(site.get("/me", ADA).body())
          .contains("\"roles\":[]", "\"scopes\":[\"profile:read\",\"profile:write\"]");
      assertThat(site.users().member("ada").orElseThrow().ownRoles()).isEmpty();
    }
  }

  @Test
  void pyt_11_whoever_has_a_password_keeps_what_they_were_given() throws Exception {
    try (Site site = Site.of(PROXY + STORE + AUTO_CREATE)) {
      site.users().addOutsider("ada", "proxy", Set.of("admin"), "full");
      site.users().setHash("ada", HASH);

      assertThat(site.get("/me", ADA).body()).contains("\"roles\":[\"admin\"]");
      assertThat(site.users().member("ada").orElseThrow().ownRoles()).containsExactly("admin");
    }
  }

  @Test
  void pyt_12_a_disabled_user_is_refused_whatever_the_header_says() throws Exception {
    try (Site site = Site.of(PROXY + STORE + AUTO_CREATE)) {
      site.users().add("ada", HASH, Set.of());
      site.users().disable("ada");

      assertThat(site.get("/me", ADA).status()).isEqualTo(403);
      assertThat(site.users().member("ada").orElseThrow().user().disabled()).isTrue();
    }
  }

  // PYT-14 to PYT-18: signing in and out.

  @Test
  void pyt_14_the_login_page_takes_the_header_and_shows_no_form() throws Exception {
    try (Site site = Site.of(PROXY)) {
      Raw known = site.get("/auth/login?return_to=/hello", ADA, "Accept: text/html");
      Raw nobody = site.get("/auth/login", "Accept: text/html");

      assertThat(known.status()).isEqualTo(303);
      assertThat(known.field("Location")).contains("/hello");
      assertThat(nobody.status()).isEqualTo(401);
      assertThat(nobody.body()).contains("did not say who you are").doesNotContain("<form");
    }
  }

  @Test
  void pyt_15_signing_out_is_a_safe_way_to_the_first_page() throws Exception {
    try (Site site = Site.of(PROXY)) {
      Raw answer = site.get("/auth/logout", ADA, "Accept: text/html");

      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.field("Location")).contains("/");
      assertThat(answer.fields("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void pyt_16_nobody_signs_in_with_a_password_beside_the_proxy() throws Exception {
    String json = "Content-Type: application/json";
    String credentials = "{\"username\":\"ada\",\"password\":\"open sesame\"}";
    try (Site site = Site.of(PROXY + STORE)) {
      site.users().add("ada", HASH, Set.of());

      assertThat(site.post("/auth/api/login", credentials, json).status()).isEqualTo(401);
    }
    try (Site local = Site.of("[authentication]\ntype = local\n" + STORE)) {
      local.users().add("ada", HASH, Set.of());

      Raw answer = local.post("/auth/api/login", credentials, json);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("\"username\":\"ada\"");
    }
  }

  @Test
  void pyt_17_anybody_may_ask_who_they_are() throws Exception {
    try (Site site = Site.of(PROXY)) {
      Raw nobody = site.get("/auth/api/status");

      assertThat(nobody.status()).isEqualTo(200);
      assertThat(nobody.body()).contains("\"authenticated\":false").doesNotContain("username");
      assertThat(site.get("/auth/api/status", ADA).body()).contains("\"username\":\"ada\"");
    }
  }

  @Test
  void pyt_18_a_program_learns_that_the_provider_signs_it_out() throws Exception {
    try (Site site = Site.of(PROXY)) {
      Raw answer = site.post("/auth/api/logout", "", ADA);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("\"logout_managed_by_provider\":true");
    }
  }

  // PYT-29 to PYT-32: where a request comes from.

  @Test
  void pyt_29_a_trusted_proxy_tells_address_scheme_host_port_and_prefix() throws Exception {
    String[] way = {
      "X-Forwarded-For: 198.51.100.7",
      "X-Forwarded-Proto: https",
      "X-Forwarded-Host: example.org",
      "X-Forwarded-Port: 8443",
      "X-Forwarded-Prefix: /tools",
      "Origin: https://example.org:8443"
    };
    try (Site site = Site.of("""
        [authentication]
        type = session, basic
        [users]
        ada = %s
        [server]
        trusted_proxies = 127.0.0.1
        [bypass]
        networks = 198.51.100.0/24
        user = operator
        addressed_as = example.org
        """.formatted(HASH.reveal()))) {
      Raw login = site.get("/auth/login", way);

      assertThat(login.body()).contains("action=\"/tools/auth/login\"");
      assertThat(login.field("Set-Cookie").orElse("")).contains("; Path=/tools", "; Secure");
      assertThat(site.post("/me", "", way).status()).isNotEqualTo(403);
      assertThat(site.get("/me", way).body()).contains("\"name\":\"operator\"");
      assertThat(site.getDirectly("/me", way).status()).isEqualTo(401);
      assertThat(site.getDirectly("/auth/login", way).body()).contains("action=\"/auth/login\"");
    }
  }

  @Test
  void pyt_30_a_host_name_opens_nothing_and_the_file_that_says_so_is_explained() throws Exception {
    String bypass = "[bypass]\nnetworks = 127.0.0.9\nuser = operator\n";
    try (Site site = Site.of(PROXY + bypass)) {
      assertThat(site.get("/me", "Host: 10.11.1.11:8090").status()).isEqualTo(401);
      assertThat(site.getDirectly("/me", "Host: 10.11.1.11:8090").body())
          .contains("\"name\":\"operator\"");
      assertThat(site.getDirectly("/me", "Host: anything.example").status()).isEqualTo(401);
      assertThat(site.getDirectly("/admin/hello").status()).isEqualTo(403);
      assertThat(Raw.send(
                  Site.STRANGER,
                  site.running().port(),
                  "POST",
                  "/echo",
                  "x",
                  "Origin: https://evil.example")
              .status())
          .isEqualTo(403);
    }
    assertThatThrownBy(() -> Site.of(PROXY + bypass + "hosts = 10.11.1.11:8090, 10.11.1.11\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("A client writes the host name into its request itself")
        .hasMessageContaining("networks = 10.11.1.0/24");
  }

  @Test
  void pyt_31_the_user_of_the_bypass_is_named_and_never_a_disabled_one() throws Exception {
    String networks = "[bypass]\nnetworks = 127.0.0.9\n";
    assertThatThrownBy(() -> Site.of(PROXY + networks)).isInstanceOf(ConfigurationException.class);
    try (Site site = Site.of(PROXY + STORE + networks + "user = operator\n")) {
      assertThat(site.getDirectly("/me").status()).isEqualTo(401);
      site.users().add("admin", HASH, Set.of("admin"));
      assertThat(site.getDirectly("/me").status()).isEqualTo(401);
      site.users().add("operator", HASH, Set.of());
      assertThat(site.getDirectly("/me").body()).contains("\"name\":\"operator\"", "\"roles\":[]");
      site.users().disable("operator");
      assertThat(site.getDirectly("/me").status()).isEqualTo(401);
    }
  }

  /** Profiles are the application's; it can save a choice by the name, and tell that nobody signed in. */
  @Test
  void pyt_32_the_application_sees_one_and_the_same_user_who_did_not_sign_in() throws Exception {
    try (Site site = Site.of(PROXY + "[bypass]\nnetworks = 127.0.0.9\nuser = operator\n")) {
      for (String target : List.of("/me", "/async/me", "/forward?to=/me")) {
        assertThat(site.getDirectly(target).body())
            .as(target)
            .contains("\"name\":\"operator\"", "\"authType\":\"BYPASS\"", "\"methods\":[]");
      }
    }
  }

  // PYT-42: sockets are opened as pages are. PYT-45 is in FrontProxyTest, with a real nginx.

  @Test
  void pyt_42_a_socket_knows_its_user_by_bypass_header_and_session() throws Exception {
    try (Site site = Site.of("""
        [authentication]
        type = proxy, session
        [users]
        bob = %s
        [server]
        trusted_proxies = 127.0.0.1
        [bypass]
        networks = 127.0.0.9
        user = operator
        """.formatted(HASH.reveal()))) {
      String session = site.post(
              "/auth/api/login",
              "{\"username\":\"bob\",\"password\":\"open sesame\"}",
              "Content-Type: application/json")
          .field("Set-Cookie")
          .orElseThrow()
          .split(";", 2)[0];

      assertThat(socket(site, Site.PROXY, ADA)).contains(NAME);
      assertThat(socket(site, Site.PROXY, "Cookie: " + session)).contains("\"name\":\"bob\"");
      assertThat(socket(site, Site.STRANGER)).contains("\"name\":\"operator\"");
      assertThat(socket(site, Site.PROXY)).startsWith("HTTP/1.1 401");
      assertThat(socket(site, Site.PROXY, ADA, "Origin: https://evil.example"))
          .startsWith("HTTP/1.1 403");
    }
  }

  /** The handshake and all that follows until the server closes: the message stands in it as it is (RFC 6455). */
  private static String socket(Site site, String from, String... fields) throws Exception {
    return WebSocketWire.open(from, site.running().port(), "/ws/me", fields);
  }

  // Other systems' rows about the same matter.

  @Test
  void tny_04_what_tinyauth_says_of_a_user_arrives() throws Exception {
    try (Site site = Site.of(PROXY + "[roles]\neditor = group:staff\n")) {
      String[] said = {
        ADA,
        "Remote-Name: Ada Lovelace",
        "Remote-Email: ada@example.org",
        "Remote-Groups: staff,house",
        "Remote-Sub: 4711"
      };

      assertThat(site.get("/me", said).body())
          .contains(
              "\"roles\":[\"editor\"]",
              "\"email\":\"ada@example.org\"",
              "\"name\":\"Ada Lovelace\"",
              "\"groups\":[\"staff\",\"house\"]");
      assertThat(site.getDirectly("/public/hello", said).body()).contains("hello anonymous");
    }
    try (Site open = Site.of(PROXY + "[rules]\n/headers = optional\n")) {
      assertThat(open.getDirectly("/headers", ADA, "Remote-Sub: 4711").body())
          .doesNotContain("4711")
          .doesNotContainIgnoringCase("remote-");
    }
  }

  /** TISBackup's own login behind a proxy that ends TLS, with the three fields that its nginx sends. */
  @Test
  void tis_28_a_login_behind_tls_knows_scheme_and_client() throws Exception {
    String[] way = {
      "X-Real-IP: 198.51.100.7", "X-Forwarded-For: 198.51.100.7", "X-Forwarded-Proto: https"
    };
    String wrong =
        "Authorization: Basic " + Base64.getEncoder().encodeToString("ada:wrong".getBytes(UTF_8));
    try (Site site = Site.of("""
        [authentication]
        type = flask-login, basic
        [users]
        ada = %s
        [throttle]
        account_attempts = 2
        [server]
        trusted_proxies = 127.0.0.1
        """.formatted(HASH.reveal()))) {
      assertThat(site.get("/auth/login", way).field("Set-Cookie").orElse(""))
          .contains("; Secure")
          .startsWith("__Host-");
      for (int guess = 0; guess < 2; guess++) {
        assertThat(site.get("/me", with(way, wrong)).status()).isEqualTo(401);
      }
      assertThat(site.get("/me", with(way, wrong)).status()).isEqualTo(429);
      assertThat(site.get("/me", "X-Real-IP: 198.51.100.7", wrong).status()).isEqualTo(401);
    }
  }

  private static String[] with(String[] fields, String more) {
    String[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = more;
    return all;
  }
}
