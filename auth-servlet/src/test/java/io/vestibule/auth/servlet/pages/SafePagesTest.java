package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.Headers;
import io.vestibule.auth.config.Look;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every page, whatever it shows. */
class SafePagesTest {
  private static final String HOSTILE = "zq\"'><script>alert(1)</script>`{{csrf}}{csrf}${csrf}&lt;";

  /** Codes choose a text; times and numbers are no texts. */
  private static final Set<String> CODES = Set.of(
      "error",
      "status_message",
      "code",
      "created",
      "since",
      "last_seen",
      "retry_at",
      "pages",
      "field",
      "expires",
      "lastUsed");

  static Stream<String> states() {
    return States.all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("states")
  void a_hostile_value_is_text_wherever_it_shows(String state) {
    Shown page = Shown.of(hostile(States.of(state)));

    assertThat(page.html().replaceAll("<script src=\"[^\"<>]*\" defer></script>", ""))
        .doesNotContain("<script", "zq\"", "zq&quot;'");
    assertThat(page.html().split("<", -1))
        .hasSameSizeAs(Shown.state(state).html().split("<", -1));
  }

  @Test
  void a_value_is_not_read_as_a_template_or_a_placeholder() {
    Shown page =
        Shown.of(States.page(200, "logout", States.login(Map.of("username", "{csrf}{{csrf}}"))));

    assertThat(page.html()).contains("You are signed in as {csrf}{{csrf}}.");
  }

  @ParameterizedTest
  @MethodSource("states")
  void nothing_runs_or_loads_that_the_policy_forbids(String state) {
    String html = Shown.state(state).html();

    assertThat(html).doesNotContain("<style", " style=", "javascript:", "http://", "https://");
    assertThat(html).doesNotContainPattern(" on[a-z]+=").doesNotContainPattern("<script(?! src=)");
    assertThat(html).doesNotContain("<iframe", "<object", "<base", "http-equiv");
  }

  @ParameterizedTest
  @MethodSource("states")
  void every_id_is_unique_and_every_reference_leads_somewhere(String state) {
    String html = Shown.state(state).html();
    List<String> ids = values(html, " id=\"([^\"]*)\"");

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(values(html, " for=\"([^\"]*)\""));
    assertThat(values(html, " aria-describedby=\"([^\"]*)\"").stream()
            .flatMap(all -> Stream.of(all.split(" "))))
        .allMatch(ids::contains);
    assertThat(html).doesNotContain("aria-describedby=\"\"", "{{", "href=\"\"", "action=\"\"");
  }

  @ParameterizedTest
  @MethodSource("states")
  void a_page_its_style_and_its_script_weigh_30_kb_at_most(String state) {
    int weight = length(Shown.state(state).answer())
        + Stream.of("style", "script").mapToInt(SafePagesTest::asset).sum();

    assertThat(weight).isLessThanOrEqualTo(30 * 1024);
  }

  @ParameterizedTest
  @MethodSource("states")
  void the_fields_of_a_page_keep_it_safe_and_its_status_stays(String state) {
    AuthResponse answer = Shown.state(state).answer();

    assertThat(answer.status()).isEqualTo(States.of(state).status());
    String app = state.startsWith("authorize") ? " com.example.app:" : "";
    assertThat(answer.headers().fields()).hasSameSizeAs(Pages.HEADERS.fields());
    assertThat(answer.headers().first("Content-Security-Policy"))
        .hasValue("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
            + " form-action 'self'" + app + "; base-uri 'none'; frame-ancestors 'none'");
    assertThat(answer.headers().first("Referrer-Policy")).hasValue("same-origin");
    assertThat(answer.headers().first("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.headers().first("Cache-Control")).hasValue("no-store");
  }

  @Test
  void whoever_makes_an_answer_adds_fields_but_opens_no_page() {
    Headers theirs = Headers.of("Retry-After", "5")
        .and("cache-control", "public")
        .and("Content-Security-Policy", "default-src *");
    AuthResponse answer = Shown.of(
            new AuthResponse(429, theirs, new Body.Page("login", States.login(Map.of()))))
        .answer();

    assertThat(answer.headers().first("Retry-After")).hasValue("5");
    assertThat(answer.headers().all("Cache-Control")).containsExactly("no-store");
    assertThat(answer.headers().all("Content-Security-Policy"))
        .hasSize(1)
        .noneMatch(policy -> policy.contains("*"));
  }

  @Test
  void what_is_no_page_stays_as_it_is() {
    AuthResponse text = new AuthResponse(200, Headers.none(), Body.text("text/plain", "hello"));

    assertThat(Shown.PAGES.answer(Ask.page("/"), text)).isSameAs(text);
  }

  @Test
  void a_page_that_nobody_knows_is_refused() {
    assertThatThrownBy(() -> Shown.of(States.page(200, "nowhere", Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no page is named nowhere");
  }

  @Test
  void an_empty_model_still_makes_a_page() {
    assertThat(Templates.PAGES).allSatisfy(name -> assertThat(
            Shown.of(States.page(200, name, Map.of())).html())
        .contains("<h1>")
        .endsWith("</html>\n"));
    assertThat(Shown.of(States.page(200, "login", Map.of())).html())
        .contains("action=\"/app/auth/login\"");
  }

  @Test
  void the_logo_belongs_to_the_application_and_is_named_like_it() {
    Look look = Look.plain()
        .withTitle("Tickets")
        .withLogo("/logo.svg")
        .withLogoDark("data:image/png;base64,AA==");
    String html = Shown.of(Shown.pages(look), States.of("login"), Ask.page("/")).html();

    assertThat(html)
        .contains("<img class=\"logo\" src=\"/app/logo.svg\" alt=\"Tickets\">")
        .contains(
            "<source srcset=\"data:image/png;base64,AA&#x3D;&#x3D;\" media=\"(prefers-color-scheme: dark)\">");
    assertThat(Shown.state("login").html()).doesNotContain("<img");
  }

  private static AuthResponse hostile(AuthResponse state) {
    Body.Page page = (Body.Page) state.body();
    return States.page(state.status(), page.name(), hostile(page.model()));
  }

  private static Map<String, Object> hostile(Map<?, ?> model) {
    Map<String, Object> changed = new HashMap<>();
    model.forEach(
        (name, value) -> changed.put(String.valueOf(name), hostile(String.valueOf(name), value)));
    return changed;
  }

  private static Object hostile(String name, Object value) {
    if (value instanceof List<?> list && !name.equals("missing")) {
      return list.stream()
          .map(row -> row instanceof Map<?, ?> map ? hostile(map) : hostile(name, row))
          .toList();
    }
    boolean text = value instanceof String string && !string.isEmpty() && !CODES.contains(name);
    return text ? HOSTILE : value;
  }

  private static List<String> values(String html, String regex) {
    return java.util.regex.Pattern.compile(regex)
        .matcher(html)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static int asset(String kind) {
    String name = values(Shown.state("login").html(), "/app(/auth/assets/" + kind + "\\.[^\"]*)\"")
        .get(0);
    return length(Shown.PAGES.asset(Ask.bare("GET", name)).orElseThrow());
  }

  private static int length(AuthResponse answer) {
    return ((Body.Text) answer.body()).length();
  }

  @Test
  void the_login_page_of_an_apps_user_may_lead_to_that_app_and_nowhere_else() {
    Map<String, String> allowed = Map.of(
        "com.example.app:", "form-action 'self' com.example.app:;",
        "https://spa.example.org", "form-action 'self' https://spa.example.org;",
        "http://127.0.0.1:5000", "form-action 'self' http://127.0.0.1:5000;",
        "https://spa.example.org; script-src *", "form-action 'self';",
        "*", "form-action 'self';");

    allowed.forEach((target, policy) ->
        assertThat(policyOf(Map.of("leads_to", target))).as(target).contains(policy));
    assertThat(policyOf(Map.of())).contains("form-action 'self';");
  }

  private static String policyOf(Map<String, Object> model) {
    AuthResponse answer = Pages.of(Look.plain())
        .answer(Ask.page("/auth/login"), States.page(200, "login", States.login(model)));
    return answer.headers().first("Content-Security-Policy").orElseThrow();
  }
}
