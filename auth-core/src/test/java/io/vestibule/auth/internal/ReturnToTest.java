package io.vestibule.auth.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReturnToTest {
  private static final ReturnTo APP = new ReturnTo("/app", "/auth");
  private static final ReturnTo ROOT = new ReturnTo("", "/auth");

  /** What is known to leave a host, a context or a line, one a line; \\uXXXX stands for a character. */
  static List<String> hostile() throws IOException {
    try (var table = ReturnToTest.class.getResourceAsStream("return-to-hostile.txt")) {
      return new String(table.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#!"))
          .map(ReturnToTest::unescaped)
          .toList();
    }
  }

  private static String unescaped(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      if (line.startsWith("\\u", i)) {
        text.append((char) Integer.parseInt(line.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        text.append(line.charAt(i));
      }
    }
    return text.toString();
  }

  @Test
  void the_table_of_hostile_targets_is_long() throws IOException {
    assertThat(hostile()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(150);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void sends_nobody_to_a_hostile_target(String target) {
    assertThat(ROOT.judge(target)).isEmpty();
    assertThat(APP.judge(target)).isEmpty();
    assertThat(APP.orHome(target)).isEqualTo("/app/");
    assertThat(ROOT.orHome(target)).isEqualTo("/");
  }

  /** Below the context, too: most of them are harmless there, and none of them may leave. */
  @ParameterizedTest
  @CsvSource({"/, //evil.example/x", "/, //", "//evil.example, //evil.example/x"})
  void a_context_path_that_is_none_lets_nobody_out(String context, String target) {
    assertThat(new ReturnTo(context, "/auth").judge(target)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'/my app', /my%20app/x", "/m\u00fcller, /m%C3%BCller/x", "/a(b), /a(b)/x", "'', /x"})
  void a_context_path_of_any_letters_is_returned_into(String decoded, String target) {
    ReturnTo returnTo = new ReturnTo(ReturnTo.encoded(decoded), "/auth");

    assertThat(returnTo.judge(target)).contains(target);
    assertThat(returnTo.page("/x", "")).contains(target);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void a_hostile_target_behind_the_context_path_stays_on_the_host(String target) {
    APP.judge("/app" + target).ifPresent(ReturnToTest::assertStaysInside);
    APP.judge("/app/" + target).ifPresent(ReturnToTest::assertStaysInside);
    APP.judge("/app/x" + target).ifPresent(ReturnToTest::assertStaysInside);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/app /app",
        "/app/ /app/",
        "/app?a=b /app?a=b",
        "/app/orders /app/orders",
        "/app/orders?from=1&to=2 /app/orders?from=1&to=2",
        "/app/orders#last /app/orders",
        "/app/orders?q=a#//evil.example /app/orders?q=a",
        "/app/caf%C3%A9 /app/caf%C3%A9",
        "/app/a%20b /app/a%20b",
        "/app/@ada /app/@ada",
        "/app/a:b /app/a:b",
        "/app/... /app/...",
        "/app/.well-known /app/.well-known",
        "/app/x?next=https://elsewhere.example/ /app/x?next=https://elsewhere.example/",
        "/app/x?q=%0d%0a /app/x?q=%0d%0a",
        "/app/x??? /app/x???",
        "/app/authors /app/authors",
        "/app/x/auth /app/x/auth",
        "/app/Auth /app/Auth",
      })
  void sends_people_back_to_where_they_were(String target, String expected) {
    assertThat(APP.judge(target)).contains(expected);
    assertStaysInside(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/apple",
    "/ap",
    "/APP",
    "/APP/x",
    "/%61pp/x",
    "/app%2Fx",
    "/app%2fx",
    "/app;x/y",
    "/app//x",
    "/app/../x",
    "/app/..",
    "/app/.",
    "/app/./x",
    "/app/x/..",
    "/app/%2e%2e/x",
    "/app/.%2E/x",
    "/app/x;y",
    "/app/x%3by",
    "/app/x%252fy",
    "/app/%25",
    "/app/%",
    "/app/%2",
    "/app/%zz",
    "/app/%c0%af",
    "/app/%ff",
    "/app/%ed%a0%80",
    "/app/%00",
    "/app/%0a",
    "/app/%0d%0aSet-Cookie:a=b",
    "/app/%7f",
    "/app/%c2%85",
    "/app/%e2%80%a8",
    "/app/%e2%80%ae",
    "/app/%5cx",
    "/app/auth",
    "/app/auth/",
    "/app/auth?x=y",
    "/app/auth/login",
    "/app/auth/logout?return_to=/app/",
    "/app/%61uth/logout",
    "/app/a%75th",
    "/app/auth%2flogout",
    "/app?a\\b",
    "/app/x?a\u00e9",
    "app/x",
    "?a=b",
    "#x",
  })
  void stays_inside_the_application_and_out_of_its_own_pages(String target) {
    assertThat(APP.judge(target)).isEmpty();
  }

  @Test
  void knows_its_limit() {
    String longest = "/app/" + "a".repeat(2043);

    assertThat(APP.judge(longest)).contains(longest);
    assertThat(APP.judge(longest + "a")).isEmpty();
    assertThat(APP.judge("/app/#" + "a".repeat(2043))).isEmpty();
    assertThat(APP.judge("")).isEmpty();
    assertThat(ROOT.judge("")).isEmpty();
    assertThat(ROOT.judge("?a=b")).isEmpty();
    assertThat(ROOT.judge("/")).contains("/");
    assertThat(ROOT.judge("/auth/login")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "/orders     |         | /app/orders",
        "/orders     | a=b&c   | /app/orders?a=b&c",
        "/a b/é%/€   |         | -",
        "/a b/é/€    |         | /app/a%20b/%C3%A9/%E2%82%AC",
        "/a?b#c      | d       | /app/a%3Fb%23c?d",
        "/auth/login |         | -",
        "/x          | a\\b    | -",
        "/x          | é       | -",
      })
  void remembers_a_page_by_its_decoded_path(String path, String query, String expected) {
    assertThat(APP.page(path, query == null ? "" : query)).isEqualTo(Optional.ofNullable(expected));
  }

  /** Whatever is put together from the pieces of an attack: what is accepted stays. */
  @Test
  void nothing_that_is_accepted_leaves_the_application() {
    String[] pieces = {
      "/", "//", "\\", "/app", "/app/", "app", "auth", "/auth/", ".", "..", "%2e", "%2E", "%2f",
          "%5c", "%25",
      "%00", "%09", "%0a", "\t", "\n", "\r", " ", ":", "@", "?", "#", ";", "evil.example", "http:",
          "https://",
      "javascript:", "x", "%61", "%c0%af", "%ef%bc%8f", "\u3002", "\uff0f", "[", "]", "&", "=", "%"
    };
    Random random = new Random(4);
    int accepted = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder target = new StringBuilder(random.nextInt(4) > 0 ? "/app/" : "");
      for (int n = random.nextInt(7); n >= 0; n--) {
        target.append(pieces[random.nextInt(pieces.length)]);
      }
      Optional<String> judged = APP.judge(target.toString());
      judged.ifPresent(ReturnToTest::assertStaysInside);
      accepted += judged.isPresent() ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(1_000);
  }

  private static void assertStaysInside(String target) {
    String seen = Browser.resolve("https://host.example/app/auth/login", target);
    String path = seen.replaceFirst("^https://host\\.example", "").replaceFirst("\\?.*$", "");

    assertThat(seen).startsWith("https://host.example/app");
    assertThat(path).matches("/app(/.*)?");
    assertThat(path).doesNotMatch("/app/auth(/.*)?");
    assertThat(URI.create("https://host.example/app/auth/login")
            .resolve(legal(target))
            .getHost())
        .isEqualTo("host.example");
  }

  /** java.net.URI is stricter than browsers about a few characters that change nothing. */
  private static String legal(String target) {
    return target.replaceAll("[\"<>^`{|}\\[\\]]", "_").replaceAll("%(?![0-9A-Fa-f]{2})", "_");
  }
}
