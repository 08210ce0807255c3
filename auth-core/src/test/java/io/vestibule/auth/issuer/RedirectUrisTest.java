package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUrisTest {
  private final RedirectUris uris = new RedirectUris(
      List.of(
          "https://app.example.org/cb",
          "https://app.example.org/cb?tenant=1",
          "http://127.0.0.1/callback",
          "http://[::1]:8080/callback",
          "http://localhost:3000/cb"),
      List.of("com.example.app"));

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.2/cb", "http://[::1]/cb", "http://localhost/cb"})
  void http_may_stand_on_the_list_where_it_stays_on_the_device(String uri) {
    assertThat(RedirectUris.faultOfUri(uri)).isEmpty();
    assertThat(RedirectUris.faultOfUri(uri.replace("/cb", ".example/cb"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.org/cb",
        "https://app.example.org/cb?tenant=1",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:49152/callback",
        "http://[::1]/callback",
        "http://[::1]:1/callback",
        "http://localhost:3000/cb",
        "com.example.app:/callback",
        "com.example.app://callback/x?y=z",
        "COM.example.app:/callback"
      })
  void a_code_may_be_sent_where_the_list_says(String uri) {
    assertThat(uris.allows(uri)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/cb",
        "//app.example.org/cb",
        "https:app.example.org/cb",
        "https:///cb",
        "https://app.example.org",
        "https://app.example.org/cb/",
        "https://app.example.org/cb/../cb",
        "https://app.example.org/cb?tenant=2",
        "https://app.example.org/cb?",
        "https://app.example.org/cb#",
        "https://app.example.org/cb#code",
        "https://app.example.org:443/cb",
        "https://APP.example.org/cb",
        "https://user@app.example.org/cb",
        "https://app.example.org@evil.example/cb",
        "https://app.example.org.evil.example/cb",
        "https://app.example.org\\@evil.example/cb",
        "https://app.example.org/c\u00e7b",
        "http://app.example.org/cb",
        "https://127.0.0.1/callback",
        "http://127.0.0.1/callback/x",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:65536/callback",
        "http://127.0.0.1:99999999999/callback",
        "http://127.0.0.1:8080@evil.example/callback",
        "http://127.0.0.2/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://localhost:3001/cb",
        "http://localhost/cb",
        "com.example.appx:/callback",
        "com.example.app",
        "com.example.app:/a b",
        "com.example.app:/a\nb",
        "javascript:alert(1)"
      })
  void and_nowhere_else(String uri) {
    assertThat(uris.allows(uri)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.org/cb,",
    "http://127.0.0.1/cb,",
    "http://[::1]:5/cb,",
    "http://localhost:3000/cb,",
    "com.example.app:/cb,",
    "http://app.example.org/cb, http",
    "https://app.example.org/cb#x, absolute",
    "https://ann@app.example.org/cb, absolute",
    "/cb, absolute",
    "javascript:alert(1), browsers",
    "data:text/html;base64;x, browsers"
  })
  void what_is_wrong_with_an_address_of_the_list_is_said(String uri, String part) {
    assertFault(RedirectUris.faultOfUri(uri), part);
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.app,",
    "myapp,",
    "javascript, browsers",
    "https, browsers",
    "com.example.app:, no scheme",
    "Com.Example, no scheme",
    "1app, no scheme"
  })
  void what_is_wrong_with_a_scheme_is_said(String scheme, String part) {
    assertFault(RedirectUris.faultOfScheme(scheme), part);
  }

  private static void assertFault(java.util.Optional<String> fault, String part) {
    if (part == null) {
      assertThat(fault).isEmpty();
    } else {
      assertThat(fault.orElseThrow()).contains(part);
    }
  }
}
