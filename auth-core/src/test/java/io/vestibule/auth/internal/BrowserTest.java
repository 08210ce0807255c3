package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The yardstick of the return-to tests must itself be straight: each row as Chromium and Firefox resolve it. */
class BrowserTest {

  @ParameterizedTest
  @CsvSource({
    "/x, https://host.example/x",
    "x, https://host.example/a/x",
    "../x, https://host.example/x",
    "../../../x, https://host.example/x",
    "/a/%2e%2E/x, https://host.example/x",
    "/a/.., https://host.example/",
    "//evil.example/x, https://evil.example/x",
    "/\\evil.example, https://evil.example/",
    "\\\\evil.example/x, https://evil.example/x",
    "\\/evil.example/x, https://evil.example/x",
    "///evil.example/x, https://evil.example/x",
    "'/\t/evil.example/x', https://evil.example/x",
    "'/\n/evil.example/x', https://evil.example/x",
    "' //evil.example/x', https://evil.example/x",
    "https:evil.example, https://host.example/a/evil.example",
    "https:/evil.example, https://host.example/evil.example",
    "http:evil.example/x, http://evil.example/x",
    "https:\\\\evil.example/x, https://evil.example/x",
    "//host.example@evil.example/x, https://evil.example/x",
    "//evil.example\\@host.example/x, https://evil.example/@host.example/x",
    "javascript:alert(1), javascript:alert(1)",
    "?q, https://host.example/a/b?q",
    "/x?a\\b, https://host.example/x?a\\b",
  })
  void resolves_as_browsers_do(String input, String expected) {
    assertThat(Browser.resolve("https://host.example/a/b", input)).isEqualTo(expected);
  }
}
