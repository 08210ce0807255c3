package io.vestibule.auth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom to believe about where a request comes from. */
class TrustedProxiesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/16"));

  private static Client seen(String peer) {
    return new Client(peer, "http", "inside", 8080, "");
  }

  /** Field lines are parted by {@code +}. */
  private static Client xff(TrustedProxies trusted, String peer, String lines) {
    return trusted.client(
        seen(peer), name -> name.equals("X-Forwarded-For") ? split(lines) : List.of());
  }

  private static Client client(TrustedProxies trusted, Client seen, Map<String, String> fields) {
    return trusted.client(seen, name -> split(fields.getOrDefault(name, "")));
  }

  private static List<String> split(String lines) {
    return lines.isEmpty() ? List.of() : Arrays.asList(lines.split("\\+", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the peer is no proxy: nothing that it says counts
        "203.0.113.1     | 198.51.100.1                          | 203.0.113.1",
        "''              | 198.51.100.1                          | ''",
        // the last one that is not trusted is the client
        "10.0.0.1        | 198.51.100.1                          | 198.51.100.1",
        "10.0.0.1        | 1.1.1.1, 198.51.100.1                 | 198.51.100.1",
        "10.0.0.1        | 1.1.1.1, 198.51.100.1, 10.0.0.2       | 198.51.100.1",
        "10.0.0.1        | 10.9.9.9, 198.51.100.1, 10.0.0.2      | 198.51.100.1",
        "10.0.0.1        | 1.1.1.1+198.51.100.1                  | 198.51.100.1",
        "10.0.0.1        | 198.51.100.1+10.0.0.2                 | 198.51.100.1",
        "10.0.0.1        | 198.51.100.1  ,  10.0.0.2             | 198.51.100.1",
        // all of them are proxies: the one at the far end is the client
        "10.0.0.1        | 10.0.0.3, 10.0.0.2                    | 10.0.0.3",
        "10.0.0.1        | ''                                    | 10.0.0.1",
        // what cannot be read ends the walk at the last one that is sure
        "10.0.0.1        | 198.51.100.1, unknown                 | 10.0.0.1",
        "10.0.0.1        | 198.51.100.1, unknown, 10.0.0.2       | 10.0.0.2",
        "10.0.0.1        | 198.51.100.1,                         | 10.0.0.1",
        "10.0.0.1        | 198.51.100.1, 010.0.0.2               | 10.0.0.1",
        "10.0.0.1        | 198.51.100.1, 999.0.0.1               | 10.0.0.1",
        "10.0.0.1        | 198.51.100.1, localhost               | 10.0.0.1",
        "10.0.0.1        | 198.51.100.1 198.51.100.2             | 10.0.0.1",
        // ports, brackets, zones, one address in two spellings
        "10.0.0.1        | 198.51.100.1:4711                     | 198.51.100.1",
        "10.0.0.1        | 198.51.100.1:                         | 10.0.0.1",
        "10.0.0.1        | 198.51.100.1:70000                    | 10.0.0.1",
        "10.0.0.1        | 2001:DB8::0:1                         | 2001:db8::1",
        "10.0.0.1        | [2001:db8::1]:4711                    | 2001:db8::1",
        "10.0.0.1        | [2001:db8::1]4711                     | 10.0.0.1",
        "10.0.0.1        | [2001:db8::1                          | 10.0.0.1",
        "10.0.0.1        | fe80::1%eth0                          | fe80::1",
        "10.0.0.1        | ::ffff:198.51.100.1                   | 198.51.100.1",
        "10.0.0.1        | 1.1.1.1, ::ffff:10.0.0.2              | 1.1.1.1",
        "::ffff:10.0.0.1 | 198.51.100.1                          | 198.51.100.1",
        "::ffff:a00:1    | 198.51.100.1                          | 198.51.100.1",
        "fd00::5         | 198.51.100.1                          | 198.51.100.1",
        "fd00::5%eth0    | 198.51.100.1                          | 198.51.100.1",
        // a quote that a client left open does not swallow what the proxy wrote
        "10.0.0.1        | \"1.1.1.1, 198.51.100.1               | 198.51.100.1",
      })
  void the_client_is_found_from_the_right(String peer, String field, String client) {
    assertThat(xff(PROXIES, peer, field).address()).isEqualTo(client);
  }

  @Test
  void a_very_long_list_is_walked_no_further_than_anybody_has_proxies() {
    String endless = "1.1.1.1" + ", 10.0.0.2".repeat(5_000);

    assertThat(xff(PROXIES, "10.0.0.1", endless).address()).isEqualTo("10.0.0.2");
  }

  /** RFC 7239, sections 4 and 7.1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "for=198.51.100.1                                            | 198.51.100.1",
        "For=\"[2001:db8:cafe::17]:4711\"                            | 2001:db8:cafe::17",
        "for=192.0.2.60;proto=http;by=203.0.113.43                   | 192.0.2.60",
        "for=192.0.2.43, for=198.51.100.17                           | 198.51.100.17",
        "for=192.0.2.43, for=\"[fd00::1]\"                           | 192.0.2.43",
        "for=192.0.2.43+for=10.0.0.2                                 | 192.0.2.43",
        "for=\"192.0.2.43:_port\"                                    | 192.0.2.43",
        "for=_hidden, for=10.0.0.2                                   | 10.0.0.2",
        "for=unknown                                                 | 10.0.0.1",
        "for=2001:db8::1                                             | 10.0.0.1",
        "for=192.0.2.43;for=192.0.2.44                               | 10.0.0.1",
        "for=192.0.2.43;proto                                        | 10.0.0.1",
        "for=\"192.0.2.43                                            | 10.0.0.1",
        "for=\"192.0.2.4\\3\"                                        | 10.0.0.1",
        "192.0.2.43                                                  | 10.0.0.1",
        "for=\"1.1.1.1, for=198.51.100.1                             | 198.51.100.1",
        "for=1.1.1.1;host=\"a, for=198.51.100.1                      | 198.51.100.1",
        "for=1.1.1.1;host=\"\\\", for=198.51.100.1                   | 198.51.100.1",
      })
  void forwarded_is_read_by_its_grammar_and_from_the_right(String field, String client) {
    Client found = client(PROXIES.byForwarded(), seen("10.0.0.1"), Map.of("Forwarded", field));

    assertThat(found.address()).isEqualTo(client);
  }

  @Test
  void forwarded_says_scheme_and_host_too() {
    Client found = client(
        PROXIES.byForwarded(),
        seen("10.0.0.1"),
        Map.of(
            "Forwarded",
            "for=1.1.1.1;host=evil.example, for=192.0.2.43;proto=https;host=\"example.org:8443\", for=10.0.0.2;host=middle"));

    assertThat(found.address()).isEqualTo("192.0.2.43");
    assertThat(found.origin()).isEqualTo("https://example.org:8443");
  }

  @Test
  void only_the_field_that_is_configured_is_read() {
    Map<String, String> both = Map.of(
        "Forwarded", "for=192.0.2.1;proto=https;host=a.example",
        "X-Forwarded-For", "192.0.2.2",
        "X-Forwarded-Host", "b.example",
        "X-Forwarded-Prefix", "/b");

    Client byForwarded = client(PROXIES.byForwarded(), seen("10.0.0.1"), both);
    Client byX = client(PROXIES, seen("10.0.0.1"), both);

    assertThat(byForwarded).isEqualTo(new Client("192.0.2.1", "https", "a.example", 443, ""));
    assertThat(byX).isEqualTo(new Client("192.0.2.2", "http", "b.example", 80, "/b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // proto       | host                | port  | origin
        "''            | ''                  | ''    | http://inside:8080",
        "https         | ''                  | ''    | https://inside:8080",
        "https         | example.org         | ''    | https://example.org",
        "HTTPS         | Example.ORG         | 443   | https://example.org",
        "https         | example.org:8443    | ''    | https://example.org:8443",
        "https         | example.org:8443    | 443   | https://example.org:8443",
        "https         | example.org         | 8443  | https://example.org:8443",
        "wss           | example.org         | ''    | https://example.org",
        "ws            | example.org         | ''    | http://example.org",
        "https         | [2001:db8::1]:8443  | ''    | https://[2001:db8::1]:8443",
        "''            | example.org         | ''    | http://example.org",
        // the last one is the nearest proxy's own
        "http, https   | evil.example, example.org | '' | https://example.org",
        "http+https    | evil.example+example.org  | '' | https://example.org",
        // what cannot be read is not there
        "gopher        | example.org         | ''    | http://example.org",
        "https         | ev il               | ''    | https://inside:8080",
        "https         | a@example.org       | ''    | https://inside:8080",
        "https         | example.org/x       | ''    | https://inside:8080",
        "https         | example.org:0       | ''    | https://inside:8080",
        "https         | example.org:99999   | ''    | https://inside:8080",
        "https         | ..                  | ''    | https://inside:8080",
        "https         | [::1                | ''    | https://inside:8080",
        "https         | example.org         | 0     | https://example.org",
        "https         | example.org         | x     | https://example.org",
        "https         | example.org         | -1    | https://example.org",
      })
  void what_was_addressed_is_what_the_proxy_says(
      String proto, String host, String port, String origin) {
    Client found = client(
        PROXIES,
        seen("10.0.0.1"),
        Map.of("X-Forwarded-Proto", proto, "X-Forwarded-Host", host, "X-Forwarded-Port", port));

    assertThat(found.origin()).isEqualTo(origin);
  }

  @Test
  void a_host_without_a_port_means_the_port_of_the_scheme_that_the_client_used() {
    Client seen = new Client("10.0.0.1", "http", "example.org", 80, "");

    assertThat(client(PROXIES, seen, Map.of("X-Forwarded-Proto", "https")).origin())
        .isEqualTo("https://example.org");
  }

  @Test
  void each_trusted_proxy_may_append_and_the_outermost_one_knows_what_was_addressed() {
    Client found = client(
        PROXIES,
        seen("10.0.0.1"),
        Map.of(
            "X-Forwarded-For", "1.1.1.1, 198.51.100.1, 10.0.0.2",
            "X-Forwarded-Proto", "ftp, https, http",
            "X-Forwarded-Host", "evil.example, example.org, middle",
            "X-Forwarded-Prefix", "/evil, /app, /x"));

    assertThat(found).isEqualTo(new Client("198.51.100.1", "https", "example.org", 443, "/app"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"/app | /app", "/app/ | /app", "/a/b-c_d.e~f | /a/b-c_d.e~f", "/ | ''", "'' | ''"})
  void a_prefix_comes_in_front_of_the_context_path(String prefix, String path) {
    Client seen = new Client("10.0.0.1", "http", "inside", 80, "/ctx");

    assertThat(client(PROXIES, seen, Map.of("X-Forwarded-Prefix", prefix)).path())
        .isEqualTo(path + "/ctx");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//",
        "///",
        "/a//",
        "//evil.example",
        "evil",
        "/a//b",
        "/\\evil.example",
        "/a;Domain=example",
        "/a b",
        "/a\r\nX: y",
        "/../a",
        "/a/.",
        "/a%2fb",
        "/a?b",
        "/a#b",
        "/ä",
        "https://evil.example/"
      })
  void a_prefix_that_could_mean_something_else_is_not_there(String prefix) {
    Client found = PROXIES.client(
        seen("10.0.0.1"), name -> name.endsWith("Prefix") ? List.of(prefix) : List.of());

    assertThat(found.path()).isEmpty();
  }

  /** Nobody can tell this from two proxies that append: each must set, append or remove the field. */
  @Test
  void a_proxy_that_hands_a_field_on_as_it_came_lets_the_clients_word_through() {
    Client found = PROXIES.client(seen("10.0.0.1"), name -> switch (name) {
      case "X-Forwarded-For" -> List.of("203.0.113.9, 10.0.0.2");
      case "X-Forwarded-Host" -> List.of("evil.example, app.example");
      default -> List.of();
    });

    assertThat(found.host()).isEqualTo("evil.example");
  }

  @Test
  void a_prefix_has_an_end() {
    assertThat(
            client(PROXIES, seen("10.0.0.1"), Map.of("X-Forwarded-Prefix", "/" + "a".repeat(500)))
                .path())
        .isEmpty();
  }

  @Test
  void nobody_is_believed_who_is_not_named() {
    Map<String, String> all = Map.of(
        "X-Forwarded-For",
        "1.1.1.1",
        "X-Forwarded-Host",
        "evil.example",
        "Forwarded",
        "for=1.1.1.1");

    for (TrustedProxies trusted : List.of(TrustedProxies.none(), PROXIES, PROXIES.byForwarded())) {
      assertThat(client(trusted, seen("192.0.2.9"), all)).isEqualTo(seen("192.0.2.9"));
      assertThat(trusted.trusts("192.0.2.9")).isFalse();
      assertThat(trusted.trusts("")).isFalse();
      assertThat(trusted.trusts("10.0.0.1.evil.example")).isFalse();
    }
  }

  /** With everybody trusted there is no telling who is left of the first: that would be whoever asks. */
  @Test
  void where_everybody_is_trusted_only_the_nearest_word_counts() {
    TrustedProxies all = TrustedProxies.insecureEverybody();

    assertThat(all.trusts("203.0.113.1")).isTrue();
    assertThat(xff(all, "203.0.113.1", "1.1.1.1, 198.51.100.1").address())
        .isEqualTo("198.51.100.1");
    assertThat(xff(all, "", "198.51.100.1").address()).isEqualTo("198.51.100.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://example.org          | https://example.org       | ''",
        "https://example.org/         | https://example.org       | ''",
        "HTTPS://Example.org:8443/app | https://example.org:8443  | /app",
        "http://[::1]:8080/a/b/       | http://[::1]:8080         | /a/b",
      })
  void a_public_url_overrules_what_requests_say(String url, String origin, String path) {
    Map<String, String> fields = Map.of(
        "X-Forwarded-For",
        "198.51.100.1",
        "X-Forwarded-Host",
        "other.example",
        "X-Forwarded-Prefix",
        "/x");
    Client seen = new Client("10.0.0.1", "http", "inside", 8080, "/ctx");

    Client proxied = client(PROXIES.at(url), seen, fields);
    Client direct = client(TrustedProxies.none().at(url), seen("192.0.2.9"), fields);

    assertThat(proxied.origin()).isEqualTo(origin);
    assertThat(proxied.path()).isEqualTo(path);
    assertThat(proxied.address()).isEqualTo("198.51.100.1");
    assertThat(direct.origin()).isEqualTo(origin);
    assertThat(direct.address()).isEqualTo("192.0.2.9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "ftp://example.org",
        "https://",
        "https://a@example.org",
        "https://example.org?x",
        "https://example.org/#x",
        "https://example.org//x",
        "https://example.org:x",
        "https:///x"
      })
  void a_public_url_is_a_whole_address(String url) {
    assertThatThrownBy(() -> PROXIES.at(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.9, app.example.org, app.example.org",
    "192.0.2.9, EVIL.example,    evil.example",
    "192.0.2.9, 192.0.2.5,       192.0.2.5",
    "10.0.0.1,  app.example.org, app.example.org",
    "10.0.0.1,  127.0.0.1,       ''",
    "10.0.0.1,  [::1],           ''",
    "10.0.0.1,  localhost,       ''",
  })
  void the_first_pages_address_does_not_hide_what_was_asked_for(
      String peer, String host, String addressed) {
    Client seen = new Client(peer, "http", host, 8080, "");

    assertThat(PROXIES
            .at("https://example.org")
            .addressedHost(seen, name -> List.of())
            .orElse(""))
        .isEqualTo(addressed);
  }

  @Test
  void the_proxy_nearest_to_the_client_tells_what_was_asked_for() {
    Map<String, String> fields = Map.of(
        "X-Forwarded-For", "198.51.100.1, 10.0.0.2",
        "X-Forwarded-Host", "evil.example, nas.lan, inside",
        "Forwarded", "for=198.51.100.1;host=\"nas.lan:8080\", for=10.0.0.2;host=inside");
    Client seen = new Client("10.0.0.1", "http", "127.0.0.1", 8080, "");

    for (TrustedProxies trusted : List.of(PROXIES, PROXIES.byForwarded())) {
      assertThat(trusted.addressedHost(seen, name -> split(fields.getOrDefault(name, ""))))
          .contains("nas.lan");
    }
  }
}
