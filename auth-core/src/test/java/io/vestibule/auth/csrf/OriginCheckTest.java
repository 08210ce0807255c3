package io.vestibule.auth.csrf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.FakeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCheckTest {
  private static final OriginCheck CHECK =
      OriginCheck.of(List.of("https://app.example.org/", "https://[2001:db8:0::1]:8443"));

  private static final String OWN = "https://host.example";

  /** A request with these fields; {@code -} for none, and a blank between two of one name. */
  private static String judged(
      String method, String own, String site, String origin, String referer) {
    FakeRequest request = FakeRequest.request(method, "/orders");
    request = with(request, "Sec-Fetch-Site", site);
    request = with(request, "Origin", origin);
    request = with(request, "Referer", referer);
    return CHECK
        .check(request.at(own))
        .getClass()
        .getSimpleName()
        .toLowerCase(java.util.Locale.ROOT);
  }

  private static FakeRequest with(FakeRequest request, String name, String values) {
    FakeRequest more = request;
    if (!values.equals("-")) {
      for (String value : values.split(" ", -1)) {
        more = more.with(name, value);
      }
    }
    return more;
  }

  @ParameterizedTest(name = "{0} | {1} | {2} -> {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Fetch Metadata is asked first.
        "same-origin | -                        | -                              | trusted",
        "same-origin | https://evil.example     | https://evil.example/          | trusted",
        "none        | -                        | -                              | trusted",
        "cross-site  | -                        | -                              | foreign",
        "cross-site  | https://evil.example     | -                              | foreign",
        "cross-site  | null                     | -                              | foreign",
        "cross-site  | https://host.example     | https://host.example/          | foreign",
        "cross-site  | https://app.example.org  | -                              | trusted",
        "cross-site  | https://app.example.org https://evil.example | -          | foreign",
        "cross-site  | -                        | https://app.example.org/       | foreign",
        "same-site   | https://x.host.example   | -                              | foreign",
        "same-site   | https://app.example.org  | -                              | trusted",
        "same-site   | -                        | -                              | foreign",
        // What is no word of it, or comes twice, is not asked.
        "future      | https://host.example     | -                              | trusted",
        "future      | https://evil.example     | -                              | foreign",
        "future      | -                        | -                              | foreign",
        "Same-Origin | -                        | -                              | foreign",
        "same-origin cross-site | -             | -                              | foreign",
        "same-origin cross-site | https://evil.example | -                       | foreign",
        "cross-site same-origin | https://host.example | -                       | trusted",
        // Then Origin.
        "-           | https://host.example     | -                              | trusted",
        "-           | https://host.example     | https://evil.example/          | trusted",
        "-           | HTTPS://HOST.Example     | -                              | trusted",
        "-           | https://host.example:443 | -                              | trusted",
        "-           | https://app.example.org  | -                              | trusted",
        "-           | https://app.example.org:443 | -                           | trusted",
        "-           | https://[2001:db8::1]:8443 | -                            | trusted",
        "-           | https://[2001:db8::1]    | -                              | foreign",
        "-           | null                     | -                              | foreign",
        "-           | null                     | https://host.example/          | foreign",
        "-           | https://evil.example     | https://host.example/          | foreign",
        "-           | http://host.example      | -                              | foreign",
        "-           | https://host.example:80  | -                              | foreign",
        "-           | https://host.example:8443 | -                             | foreign",
        "-           | https://host.example:0443 | -                             | foreign",
        "-           | https://host.example:99999 | -                            | foreign",
        "-           | https://host.example.    | -                              | foreign",
        "-           | https://host.example:    | -                              | foreign",
        "-           | https://host.example/    | -                              | foreign",
        "-           | https://host.example/x   | -                              | foreign",
        "-           | https://host.example?x   | -                              | foreign",
        "-           | https://host.example.evil.example | -                     | foreign",
        "-           | https://evilhost.example | -                              | foreign",
        "-           | https://x.host.example   | -                              | foreign",
        "-           | https://host.example@evil.example | -                     | foreign",
        "-           | https://evil.example@host.example | -                     | foreign",
        "-           | https://host.example:x@evil.example | -                   | foreign",
        "-           | https://evil.example#@host.example | -                    | foreign",
        "-           | https://evil.example\\@host.example | -                   | foreign",
        "-           | https://host.example%00.evil.example | -                  | foreign",
        "-           | https:host.example       | -                              | foreign",
        "-           | //host.example           | -                              | foreign",
        "-           | host.example             | -                              | foreign",
        "-           | https://                 | -                              | foreign",
        "-           | https://host.example,https://evil.example | -             | foreign",
        "-           | https://host.example https://host.example | -             | foreign",
        "-           | https://host.example https://evil.example | -             | foreign",
        "-           | https://hоst.example     | -                              | foreign",
        // Then Referer.
        "-           | -                        | https://host.example/          | trusted",
        "-           | -                        | https://host.example           | trusted",
        "-           | -                        | https://host.example/a?b#c     | trusted",
        "-           | -                        | https://host.example:443/a     | trusted",
        "-           | -                        | https://host.example?x         | trusted",
        "-           | -                        | https://app.example.org/a      | trusted",
        "-           | -                        | https://evil.example/          | foreign",
        "-           | -                        | https://evil.example/?https://host.example/ | foreign",
        "-           | -                        | https://evil.example/@host.example | foreign",
        "-           | -                        | https://host.example@evil.example/ | foreign",
        "-           | -                        | https://ada@host.example/      | foreign",
        "-           | -                        | https://host.example.evil.example/ | foreign",
        "-           | -                        | https://evil.example\\@host.example/ | foreign",
        "-           | -                        | http://host.example/           | foreign",
        "-           | -                        | about:blank                    | foreign",
        "-           | -                        | null                           | foreign",
        "-           | -                        | /orders                        | foreign",
        "-           | -                        | https://host.example/ https://evil.example/ | foreign",
        // Who says nothing may be an old browser.
        "-           | -                        | -                              | unknown",
      })
  void tells_this_site_from_others(String site, String origin, String referer, String expected) {
    assertThat(judged("POST", OWN, site, origin, referer)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource({
    "https://host.example:443,  https://host.example,      trusted",
    "http://host.example:80,    http://host.example,       trusted",
    "http://host.example,       http://host.example:80,    trusted",
    "https://host.example:80,   https://host.example,      foreign",
    "http://Host.EXAMPLE,       http://host.example,       trusted",
    "http://localhost:8080,     http://localhost:8080,     trusted",
    "http://localhost:8080,     http://localhost:8081,     foreign",
    "http://localhost:8080,     http://127.0.0.1:8080,     foreign",
    "https://host.example.,     https://host.example.,     trusted",
    "https://host.example.,     https://host.example,      foreign",
    "http://[::1]:8080,         http://[0:0:0:0:0:0:0:1]:8080, trusted",
    "https://,                  https://,                  foreign",
    "null,                      null,                      foreign",
    "'',                        '',                        foreign",
  })
  void compares_origins_in_one_spelling(String own, String origin, String expected) {
    assertThat(judged("POST", own, "-", origin, "-")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, trusted", "HEAD, trusted", "OPTIONS, trusted", "POST, foreign", "PUT, foreign",
        "PATCH, foreign",
    "DELETE, foreign", "TRACE, foreign", "CONNECT, foreign", "PROPFIND, foreign", "get, foreign",
        "Post, foreign",
  })
  void only_requests_that_may_change_something_are_judged(String method, String expected) {
    assertThat(judged(method, OWN, "cross-site", "https://evil.example", "-")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "websocket,            https://evil.example, foreign",
    "WebSocket,            https://evil.example, foreign",
    "'h2c, websocket',     https://evil.example, foreign",
    "websocket,            null,                 foreign",
    "websocket,            https://host.example, trusted",
    "websocket,            https://app.example.org, trusted",
    "websocket,            -,                    trusted",
    "h2c,                  https://evil.example, trusted",
  })
  void a_websocket_is_judged_although_it_begins_with_get(
      String upgrade, String origin, String expected) {
    FakeRequest request = with(FakeRequest.get("/live").with("Upgrade", upgrade), "Origin", origin);

    assertThat(CHECK.check(request.at(OWN)).getClass().getSimpleName())
        .isEqualToIgnoringCase(expected);
  }

  @Test
  void says_why_for_the_log() {
    assertThat(CHECK.check(FakeRequest.request("POST", "/")
            .with("Sec-Fetch-Site", "cross-site")
            .with("Origin", "null")
            .at(OWN)))
        .isEqualTo(new Provenance.Foreign("Sec-Fetch-Site is cross-site, Origin is null"));
    assertThat(CHECK.check(
            FakeRequest.request("POST", "/").with("Sec-Fetch-Site", "same-site").at(OWN)))
        .isEqualTo(new Provenance.Foreign("Sec-Fetch-Site is same-site, Origin is missing"));
    assertThat(CHECK.check(FakeRequest.request("POST", "/")
            .with("Origin", "a")
            .with("Origin", "b")
            .at(OWN)))
        .isEqualTo(new Provenance.Foreign("Origin is a, b"));
    assertThat(CHECK.check(FakeRequest.request("POST", "/").with("Referer", "x").at(OWN)))
        .isEqualTo(new Provenance.Foreign("Referer is x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "app.example.org",
        "https://",
        "https://*.example.org",
        "https://app.example.org/x",
        "https://ada@app.example.org",
        "https://app.example.org//",
        "https://app.example.org:0",
        "https://app.example.org:65536",
        "https://[::1",
        "https://[1.2.3.4]",
        "https://täst.example"
      })
  void an_allowed_origin_that_is_none_stops_the_start(String text) {
    assertThatThrownBy(() -> OriginCheck.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no origin");
  }

  @Test
  void an_endless_origin_is_not_read() {
    assertThat(judged("POST", OWN, "-", "https://" + "a".repeat(100_000), "-"))
        .isEqualTo("foreign");
    assertThat(judged("POST", OWN, "-", "-", "https://" + "a".repeat(100_000)))
        .isEqualTo("foreign");
  }
}
