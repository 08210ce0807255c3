package io.vestibule.auth.servlet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.config.Look;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinTest {
  private static final Ask PROGRAM =
      Ask.bare("GET", "/auth/sessions").with("Accept", "application/json");

  @Test
  void a_program_gets_the_model_under_the_same_names() throws ParseException {
    AuthResponse answer = Shown.PAGES.answer(PROGRAM, States.of("sessions-alone"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(mediaType(answer)).isEqualTo("application/json");
    assertThat(json(answer))
        .containsEntry("username", "ada")
        .containsEntry("csrf", "token-1")
        .containsOnlyKeys("base", "csrf", "return_to", "remember_days", "username", "sessions");
    assertThat(json(answer).get("sessions"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .singleElement()
        .hasToString(String.valueOf(first(States.of("sessions-alone"))));
  }

  @Test
  void a_refused_form_is_a_problem_of_the_same_status() throws ParseException {
    AuthResponse answer = Shown.PAGES.answer(PROGRAM, States.of("login-throttled"));

    assertThat(answer.status()).isEqualTo(429);
    assertThat(mediaType(answer)).isEqualTo("application/problem+json");
    assertThat(json(answer))
        .containsEntry("type", "rate-limited")
        .containsEntry("error", "rate-limited")
        .containsEntry("status", 429L)
        .containsEntry("detail", "Too many attempts. You can try again in 4 minutes (14:31 CET).")
        .containsEntry("retry_after", 238L)
        .containsEntry("retry_at", "2026-11-21T13:31:58Z");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      login-missing   | missing-field   | Enter your user name.
      login-wrong     | bad-credentials | The user name or password is not correct.
      setup-weak      | weak-password   | Use at least 12 characters.
      forbidden       | forbidden       | ''
      error-not-found | not-found       | There is no such page.
      error-never-heard-of | never-heard-of | Detail.
      """)
  void a_problem_says_its_code_and_its_text(String state, String type, String detail)
      throws ParseException {
    assertThat(json(Shown.PAGES.answer(PROGRAM, States.of(state))))
        .containsEntry("type", type)
        .containsEntry("detail", detail);
  }

  @ParameterizedTest
  @CsvSource({
    "/auth, /auth/sessions, false", "/auth, /auth/api/sessions, true",
    "/api/auth, /api/auth/sessions, false", "/api/auth, /api/auth/api/sessions, true",
  })
  void the_object_is_also_what_stands_below_api_for_whoever_asks(
      String base, String path, boolean object) {
    Pages pages = Shown.pages(Look.plain().withBasePath(base));

    assertThat(mediaType(pages.answer(Ask.page(path), States.of("sessions-alone"))))
        .isEqualTo(object ? "application/json" : "text/html;charset=utf-8");
  }

  @Test
  void the_text_of_a_problem_is_in_the_callers_language() throws ParseException {
    AuthResponse answer =
        Shown.PAGES.answer(PROGRAM.with("Accept-Language", "de"), States.of("login-wrong"));

    assertThat(json(answer)).containsEntry("detail", "Benutzername oder Passwort stimmt nicht.");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      Accept           | application/json                     | true
      Accept           | application/problem+json             | true
      Accept           | text/html,application/xhtml+xml      | false
      Accept           | */*                                  | false
      X-Requested-With | XMLHttpRequest                       | true
      Sec-Fetch-Mode   | navigate                             | false
      """)
  void a_person_gets_the_page_and_a_program_or_a_script_the_object(
      String name, String value, boolean object) {
    AuthResponse answer =
        Shown.PAGES.answer(Ask.bare("GET", "/auth/login").with(name, value), States.of("login"));

    assertThat(mediaType(answer))
        .isEqualTo(object ? "application/json" : "text/html;charset=utf-8");
    assertThat(answer.headers()).isEqualTo(Pages.HEADERS);
  }

  @Test
  void what_json_has_no_word_for_is_text() throws ParseException {
    Map<String, Object> model =
        Map.of("when", Instant.EPOCH, "list", List.of(Map.of("deep", Instant.EPOCH)), "yes", true);

    assertThat(json(Shown.PAGES.answer(PROGRAM, States.page(200, "login", model))))
        .containsEntry("when", "1970-01-01T00:00:00Z")
        .containsEntry("list", List.of(Map.of("deep", "1970-01-01T00:00:00Z")))
        .containsEntry("yes", true);
  }

  private static Object first(AuthResponse state) {
    return ((List<?>) ((Body.Page) state.body()).model().get("sessions")).get(0);
  }

  private static String mediaType(AuthResponse answer) {
    return ((Body.Text) answer.body()).mediaType();
  }

  private static Map<String, Object> json(AuthResponse answer) throws ParseException {
    return JSONObjectUtils.parse(answer.body().toString());
  }
}
