package io.vestibule.auth.token;

import static io.vestibule.auth.FakeRequest.get;
import static io.vestibule.auth.FakeRequest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.AuthResponse;
import io.vestibule.auth.Body;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.testing.FakeClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser that says neither Sec-Fetch-Site nor Origin nor Referer shows the hidden field of the form. */
class OldBrowserTest {
  private final Configuration configuration = Configuration.parse(
      "auth.ini",
      "[authentication]\ntype = session\nusername = ada\npassword = " + TokenContract.HASH
          + "\n[store]\nurl = memory\n",
      Path.of(""),
      Map.of(),
      new FakeClock(Instant.parse("2026-03-01T12:00:00Z")));
  private final Person ada = Person.signedIn(configuration.auth(), "ada");

  private static FakeRequest page(String method, String path) {
    return request(method, path).with("Accept", "text/html");
  }

  private Map<String, Object> model(String path) {
    AuthResponse answer = Person.answer(ada.send(get(path).with("Accept", "text/html"), Map.of()));
    return ((Body.Page) answer.body()).model();
  }

  private int post(String path, Map<String, List<String>> fields) {
    return Person.answer(ada.send(page("POST", path), fields)).status();
  }

  private static Map<String, List<String>> wish(String csrf) {
    return Map.of("name", List.of("ci"), "expires", List.of("90d"), "csrf", List.of(csrf));
  }

  @Test
  void makes_and_revokes_a_token_by_the_forms_of_the_pages() {
    String csrf = String.valueOf(model("/auth/tokens/new").get("csrf"));
    assertThat(post("/auth/tokens", wish(csrf))).isEqualTo(201);

    Map<String, Object> list = model("/auth/tokens");
    String id = ((List<?>) list.get("tokens"))
        .stream()
            .map(row -> String.valueOf(((Map<?, ?>) row).get("id")))
            .findFirst()
            .orElseThrow();
    assertThat(list).containsEntry("csrf", csrf);
    assertThat(post("/auth/tokens/revoke", Map.of("id", List.of(id)))).isEqualTo(403);
    assertThat(post("/auth/tokens/revoke", Map.of("id", List.of(id), "csrf", List.of(csrf))))
        .isEqualTo(303);
    assertThat((List<?>) model("/auth/tokens").get("tokens")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong"})
  void makes_none_without_the_right_field(String csrf) {
    model("/auth/tokens/new");

    assertThat(post("/auth/tokens", wish(csrf))).isEqualTo(403);
  }

  @Test
  void the_field_helps_no_other_site() {
    String csrf = String.valueOf(model("/auth/tokens/new").get("csrf"));
    FakeRequest foreign = page("POST", "/auth/tokens").with("Sec-Fetch-Site", "cross-site");

    assertThat(Person.answer(ada.send(foreign, wish(csrf))).status()).isEqualTo(403);
  }

  @Test
  void the_field_of_another_browser_is_worth_nothing() {
    String csrf = String.valueOf(model("/auth/tokens/new").get("csrf"));
    Person other = Person.signedIn(configuration.auth(), "ada");
    Person.answer(other.send(page("GET", "/auth/tokens/new"), Map.of()));

    assertThat(
            Person.answer(other.send(page("POST", "/auth/tokens"), wish(csrf))).status())
        .isEqualTo(403);
  }
}
