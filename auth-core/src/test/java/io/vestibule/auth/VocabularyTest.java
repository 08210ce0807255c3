package io.vestibule.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.internal.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  /** Each of these is taken apart in one place; a new variant must be thought of there. */
  @Test
  void the_closed_lists_are_closed() {
    assertThat(variants(AuthResult.class))
        .containsExactlyInAnyOrder("NotAttempted", "Authenticated", "Rejected");
    assertThat(variants(Challenge.class)).containsExactlyInAnyOrder("Header", "Redirect");
    assertThat(variants(Need.class)).containsExactlyInAnyOrder("SignIn", "Retry", "StepUp");
    assertThat(variants(Requirement.class))
        .containsExactlyInAnyOrder("Open", "Lenient", "Closed", "Demands");
    assertThat(variants(Decision.class)).containsExactlyInAnyOrder("Pass", "Admit", "Answer");
    assertThat(variants(LoginResult.class)).containsExactlyInAnyOrder("Admitted", "Refused");
    assertThat(variants(Body.class)).containsExactlyInAnyOrder("None", "Text", "Json", "Page");
    assertThat(variants(Endpoint.Action.class)).containsExactlyInAnyOrder("Plain", "Guarded");
  }

  private static List<String> variants(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .toList();
  }

  /** Programs and translations know them by these: a change breaks hosts. */
  @ParameterizedTest
  @CsvSource({
    "MALFORMED,  401, bad-credentials",
    "INVALID,    401, bad-credentials",
    "EXPIRED,    401, bad-credentials",
    "DOUBLED,    400, bad-request",
    "AMBIGUOUS,  401, bad-credentials",
    "NOT_ACCEPTED, 401, not-accepted",
    "THROTTLED,  429, rate-limited",
    "MISPLACED,  400, misplaced-credentials",
    "CODE_REQUIRED, 401, code-required",
    "DISABLED,   403, account-disabled",
    "CROSS_SITE, 403, cross-site",
    "INSUFFICIENT_SCOPE, 403, insufficient-scope",
  })
  void each_reason_has_a_status_and_a_code(Reason reason, int status, String code) {
    assertThat(Reason.values()).hasSize(12);
    assertThat(reason.status()).isEqualTo(status);
    assertThat(reason.code()).isEqualTo(code);
  }

  @Test
  void a_secret_does_not_show() {
    assertThat(Secret.of("hunter2").toString()).isEqualTo("***");
    assertThat(new UsernamePassword("ada", Secret.of("hunter2")).toString())
        .doesNotContain("hunter2");
  }

  @Test
  void secrets_are_equal_by_their_text() {
    assertThat(Secret.of("ä")).isEqualTo(Secret.of("ä")).hasSameHashCodeAs(Secret.of("ä"));
    assertThat(Secret.of("ä")).isNotEqualTo(Secret.of("a"));
  }

  @Test
  void an_identity_needs_a_subject() {
    assertThatThrownBy(() -> Identity.of(" ", "Card", Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: b=c", "a\nb", "a\u0000", "a\u007f"})
  void no_header_value_splits_a_response(String value) {
    assertThatThrownBy(() -> Headers.of("X-A", value)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "X A", "X:", "X\n"})
  void no_header_name_is_anything_but_a_name(String name) {
    assertThatThrownBy(() -> Headers.of(name, "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headers_keep_their_order_and_ignore_the_case_of_names() {
    Headers headers = Headers.of("A", "1").and("b", "2").and("a", "3");

    assertThat(headers.all("a")).containsExactly("1", "3");
    assertThat(headers.first("B")).contains("2");
    assertThat(headers.first("c")).isEmpty();
  }

  @Test
  void a_challenge_quotes_and_escapes_what_it_carries() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("realm", "say \"hi\" \\ bye");
    parameters.put("algorithm", "SHA-256");

    assertThat(Challenge.header("Digest", parameters).toString())
        .isEqualTo("Digest realm=\"say \\\"hi\\\" \\\\ bye\", algorithm=SHA-256");
    assertThat(Challenge.header("Negotiate", Map.of()).toString()).isEqualTo("Negotiate");
  }

  @ParameterizedTest(name = "[{0}] -> [{1}]")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Basic abc     | abc",
        "bAsIc abc     | abc",
        "Basic   abc   | abc",
        "Basic         | ''",
        "Basica abc    | -",
        "Bas           | -",
        "Bearer abc    | -",
        "''            | -",
      })
  void reads_what_stands_after_the_scheme(String field, String expected) {
    assertThat(FakeRequest.get("/").with("Authorization", field).authorization("Basic"))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void a_form_field_that_comes_twice_is_no_value() {
    Form form = new Form(Map.of("a", List.of("1"), "b", List.of("1", "2")));

    assertThat(form.value("a")).contains("1");
    assertThat(form.value("b")).isEmpty();
    assertThat(form.value("c")).isEmpty();
  }

  @Test
  void a_query_is_read_as_a_form_is() {
    Form form = Form.ofQuery("a=1%2B1&b=x+y&b=%C3%A4&c&&=d&e=f=g").orElseThrow();

    assertThat(form.fields())
        .isEqualTo(Map.of(
            "a", List.of("1+1"),
            "b", List.of("x y", "ä"),
            "c", List.of(""),
            "e", List.of("f=g")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1&b=%zz", "a=1&%=2", "a=1&b=%C"})
  void a_query_that_cannot_be_decoded_has_no_parameters(String query) {
    assertThat(Form.ofQuery(query)).isEmpty();
    assertThat(FakeRequest.get("/?" + query).parameter("a")).isEmpty();
  }

  @Test
  void a_query_has_at_most_a_hundred_parameters() {
    assertThat(Form.ofQuery("a=1" + "&b=2".repeat(99)).flatMap(form -> form.value("a")))
        .contains("1");
    assertThat(Form.ofQuery("a=1" + "&b=2".repeat(100))).isEmpty();
  }

  @Test
  void a_parameter_that_comes_twice_is_no_value() {
    assertThat(FakeRequest.get("/?a=1&b=2").parameter("a")).contains("1");
    assertThat(FakeRequest.get("/?a=1&a=2").parameter("a")).isEmpty();
    assertThat(FakeRequest.get("/").parameter("a")).isEmpty();
  }

  @Test
  void a_browser_is_sent_on_without_a_copy_unless_the_fields_say_otherwise() {
    assertThat(AuthResponse.seeOther("/a").headers())
        .isEqualTo(Headers.NO_STORE.and("Location", "/a"));
    Headers own = Headers.of("Cache-Control", "private");
    AuthResponse answer = AuthResponse.seeOther("/a", own);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.headers().all("Cache-Control")).containsExactly("private");
  }

  @Test
  void a_problem_says_its_type_status_and_detail_before_the_rest() {
    AuthResponse answer = AuthResponse.problem(429, "busy", "Wait.", Map.of("retry_after", 5));

    Body.Json json = (Body.Json) answer.body();
    assertThat(json.mediaType()).isEqualTo("application/problem+json");
    assertThat(json.members().keySet()).containsExactly("type", "status", "detail", "retry_after");
    assertThat(answer.headers()).isEqualTo(Headers.NO_STORE);
    assertThat(new Body.Json(Map.of()).mediaType()).isEqualTo("application/json");
  }

  @Test
  void fields_are_added_to_an_answer_that_does_the_same_to_the_hosts_session() {
    AuthResponse answer = AuthResponse.seeOther("/a").with(AuthResponse.HostSession.END);

    assertThat(answer.with(Headers.of("A", "b")).hostSession())
        .isEqualTo(AuthResponse.HostSession.END);
    assertThat(answer.with("A", "b").headers().first("A")).contains("b");
  }

  @Test
  void a_wait_is_rounded_up_and_is_a_second_at_least() {
    assertThat(RetryAfter.of(Duration.ofMillis(2001)).seconds()).isEqualTo(3);
    assertThat(RetryAfter.of(Duration.ofSeconds(2)).headers())
        .isEqualTo(Headers.of("Retry-After", "2"));
    assertThat(RetryAfter.of(Duration.ZERO).seconds()).isEqualTo(1);
  }

  @Test
  void foreign_text_stays_on_its_line_of_the_log() {
    assertThat(Printable.of("/a b")).isEqualTo("/a b");
    assertThat(Printable.of("a\r\nb\u001b[0m\u2028\u202e\u0085"))
        .isEqualTo("a\\u000d\\u000ab\\u001b[0m\\u2028\\u202e\\u0085");
    assertThat(Printable.of("ä€")).isEqualTo("ä€");
    assertThat(Printable.of("\ue000\u0378")).isEqualTo("\\ue000\\u0378");
    assertThat(Printable.of("x".repeat(300))).hasSize(201).endsWith("…");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost,         localhost",
    "https://example.org:8443, example.org",
    "http://[::1],             [::1]",
    "http://[::1]:8080,        [::1]"
  })
  void the_host_is_that_of_the_origin_where_nothing_else_is_known(String origin, String host) {
    assertThat(FakeRequest.get("/").at(origin).addressedHost()).contains(host);
  }
}
