package io.vestibule.auth.proxy;

import static io.vestibule.auth.FakeRequest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.server.From;
import io.vestibule.auth.testing.Decided;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing out where a proxy signs people in, and a login page too: each ends what it began. */
class SignOutBesideSessionTest {
  private static final String ELSEWHERE = "https://auth.example.org/logout?a=b";

  private static Configuration load(String type, String more) {
    return Configuration.parse(
        "auth.ini",
        "[authentication]\ntype = " + type + """

            [session]
            username = ada
            password = open sesame
            use_bcrypt = no
            [server]
            trusted_proxies = 10.0.0.1
            """ + more,
        Path.of(""),
        Map.of(),
        InstantSource.system());
  }

  private static Configuration managed(String type) {
    return load(type, "[proxy]\nlogout_url = " + ELSEWHERE + "\n");
  }

  private static AuthResponse ask(Configuration configuration, FakeRequest request, Form form) {
    Decision decision = configuration
        .auth()
        .decide(new From("10.0.0.1", configuration.trustedProxies(), request), () -> form);
    return Decided.answer(decision);
  }

  private static AuthResponse ask(Configuration configuration, FakeRequest request) {
    return ask(configuration, request, Form.empty());
  }

  private static FakeRequest page(String method) {
    return request(method, "/auth/logout")
        .with("Accept", "text/html")
        .with("Sec-Fetch-Site", "same-origin");
  }

  private static FakeRequest program() {
    return request("POST", "/auth/api/logout").with("Sec-Fetch-Site", "same-origin");
  }

  /** The cookie of a session of ada's. */
  private static String signedIn(Configuration configuration) {
    Form form = new Form(Map.of("username", List.of("ada"), "password", List.of("open sesame")));
    FakeRequest login = request("POST", "/auth/api/login").with("Sec-Fetch-Site", "same-origin");
    return ask(configuration, login, form).headers().all("Set-Cookie").stream()
        .map(field -> field.split(";", 2)[0])
        .filter(pair -> pair.contains("_session="))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isAlive(Configuration configuration, String cookie) {
    FakeRequest request = request("GET", "/orders").with("Cookie", cookie);
    return configuration
            .auth()
            .decide(new From("192.0.2.9", configuration.trustedProxies(), request), Form::empty)
        instanceof Decision.Admit;
  }

  private static Map<String, Object> json(AuthResponse answer) {
    return ((Body.Json) answer.body()).members();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void whoever_the_proxy_signs_in_is_sent_to_where_they_sign_out(String type) {
    AuthResponse shown = ask(managed(type), page("GET").with("Remote-User", "ada"));

    assertThat(shown.status()).isEqualTo(303);
    assertThat(shown.headers().first("Location")).contains(ELSEWHERE);
    assertThat(shown.headers().all("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void without_an_address_they_are_sent_to_the_first_page(String type) {
    for (String method : List.of("GET", "POST")) {
      AuthResponse shown = ask(load(type, ""), page(method).with("Remote-User", "ada"));

      assertThat(shown.status()).as(method).isEqualTo(303);
      assertThat(shown.headers().first("Location")).as(method).contains("/");
    }
  }

  /** A form of ours may not redirect to another site (CSP, form-action), so the page goes on by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void the_button_ends_the_session_here_and_goes_on(String type) {
    Configuration configuration = managed(type);
    String cookie = signedIn(configuration);
    FakeRequest both = page("POST").with("Remote-User", "ada").with("Cookie", cookie);

    assertThat(ask(configuration, page("GET").with("Remote-User", "ada").with("Cookie", cookie))
            .body())
        .isInstanceOfSatisfying(
            Body.Page.class, shown -> assertThat(shown.name()).isEqualTo("logout"));
    AuthResponse answer = ask(configuration, both);

    assertThat(answer.headers().first("Refresh")).contains("0; url=" + ELSEWHERE);
    assertThat(answer.headers().all("Set-Cookie"))
        .anyMatch(field -> field.contains("_session=") && field.contains("Max-Age=0"));
    assertThat(isAlive(configuration, cookie)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void another_site_ends_nothing(String type) {
    Configuration configuration = managed(type);
    String cookie = signedIn(configuration);
    FakeRequest forged = request("POST", "/auth/logout")
        .with("Accept", "text/html")
        .with("Sec-Fetch-Site", "cross-site")
        .with("Remote-User", "ada")
        .with("Cookie", cookie);

    assertThat(ask(configuration, forged).status()).isEqualTo(403);
    assertThat(isAlive(configuration, cookie)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void a_program_is_told_who_signs_it_out(String type) {
    Configuration configuration = managed(type);
    String cookie = signedIn(configuration);

    AuthResponse both =
        ask(configuration, program().with("Remote-User", "ada").with("Cookie", cookie));
    AuthResponse proxied = ask(configuration, program().with("Remote-User", "ada"));

    for (AuthResponse answer : List.of(both, proxied)) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(json(answer))
          .containsOnly(
              Map.entry("logout_managed_by_provider", true), Map.entry("logout_url", ELSEWHERE));
    }
    assertThat(isAlive(configuration, cookie)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void whoever_signed_in_here_signs_out_here(String type) {
    Configuration configuration = managed(type);
    String cookie = signedIn(configuration);

    assertThat(json(ask(configuration, program().with("Cookie", cookie))))
        .containsOnly(Map.entry("authenticated", false));
    assertThat(isAlive(configuration, cookie)).isFalse();
    assertThat(json(ask(configuration, request("GET", "/auth/api/status"))))
        .doesNotContainKey("logout_managed_by_provider");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void the_status_says_so_too(String type) {
    Configuration configuration = managed(type);
    FakeRequest status = request("GET", "/auth/api/status");

    assertThat(json(ask(configuration, status.with("Remote-User", "ada"))))
        .containsEntry("username", "ada")
        .containsEntry("logout_managed_by_provider", true);
    assertThat(json(ask(configuration, status.with("Cookie", signedIn(configuration)))))
        .containsEntry("username", "ada")
        .doesNotContainKey("logout_managed_by_provider");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy, session", "session, proxy"})
  void a_stranger_who_sends_the_field_is_nobody(String type) {
    Configuration configuration = managed(type);
    FakeRequest forged = page("GET").with("Remote-User", "ada");
    Decision decision = configuration
        .auth()
        .decide(new From("192.0.2.9", configuration.trustedProxies(), forged), Form::empty);

    assertThat(Decided.answer(decision).headers().first("Location")).isEmpty();
  }
}
