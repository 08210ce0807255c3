package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.FakeRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieTest {

  @ParameterizedTest(name = "{0} at {1}, secure {2}: {3}")
  @CsvSource({
    "vestibule, /,        true,  __Host-vestibule_session",
    "vestibule, /,        false, vestibule_session",
    "vestibule, /app,     true,  __Secure-vestibule_app_session",
    "vestibule, /app,     false, vestibule_app_session",
    "My Shop!,  /a/b c,   false, my-shop-_a-b-c_session",
  })
  void is_named_after_the_application_and_its_path(
      String application, String path, boolean secure, String name) {
    assertThat(Cookie.of("session", application, secure, path).name()).isEqualTo(name);
  }

  @Test
  void over_tls_it_is_bound_to_the_host_and_hidden_from_scripts() {
    Cookie cookie = Cookie.of("session", "shop", true, "/");

    assertThat(cookie.set("abc").all("Set-Cookie"))
        .containsExactly("__Host-shop_session=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void over_plain_http_the_browser_must_still_take_it() {
    Cookie cookie = Cookie.of("session", "shop", false, "/app");

    assertThat(cookie.set("abc").all("Set-Cookie"))
        .containsExactly("shop_app_session=abc; Path=/app; HttpOnly; SameSite=Lax");
  }

  @Test
  void it_lives_as_long_as_it_is_told() {
    assertThat(Cookie.of("device", "shop", false, "/")
            .set("abc", Duration.ofDays(30))
            .all("Set-Cookie"))
        .containsExactly("shop_device=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
  }

  @Test
  void it_is_taken_back_with_the_same_name_and_path() {
    assertThat(Cookie.of("session", "shop", true, "/").delete().all("Set-Cookie"))
        .containsExactly("__Host-shop_session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void the_sessions_cookie_is_another_one_over_tls_and_below_another_path() {
    Cookies cookies = new Cookies("shop");
    FakeRequest plain = FakeRequest.get("/a");

    assertThat(cookies.session(plain)).isSameAs(cookies.session(plain));
    assertThat(cookies.session(plain).name()).isEqualTo("shop_session");
    assertThat(cookies.session(plain.at("https://example.org")).name())
        .isEqualTo("__Host-shop_session");
    assertThat(cookies.session(plain).name()).isEqualTo("shop_session");
  }
}
