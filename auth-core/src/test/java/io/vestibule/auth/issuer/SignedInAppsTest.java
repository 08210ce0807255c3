package io.vestibule.auth.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.Form;
import io.vestibule.auth.issuer.App.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A user sees at a browser which programs hold tokens, and ends them (OWASP ASVS 5.0, 10.4.9). */
class SignedInAppsTest {
  private final App app = new App();
  private final String ada = signedIn("ada");

  private String signedIn(String username) {
    Answer answer = app.post(
        App.request("POST", "/auth/login").with("Sec-Fetch-Site", "same-origin"),
        "username",
        username,
        "password",
        "correct horse");
    return answer.response().headers().all("Set-Cookie").stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .collect(Collectors.joining("; "));
  }

  private FakeRequest at(String method, String path, String cookies) {
    return App.request(method, path).with("Sec-Fetch-Site", "same-origin").with("Cookie", cookies);
  }

  private List<Map<?, ?>> programs(String cookies) {
    Answer answer = app.answer(at("GET", "/auth/api/sessions", cookies), Form.empty());
    return ((List<?>) answer.members().get("programs"))
        .stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
  }

  @Test
  void each_program_is_listed_by_what_it_calls_itself_and_nothing_of_its_tokens_is_told() {
    assertThat(programs(ada)).isEmpty();
    Answer tokens = app.signIn("client_id", "phone", "scope", "read");

    Map<?, ?> phone = programs(ada).get(0);
    assertThat(phone.get("client")).isEqualTo("phone");
    assertThat(phone.get("scopes")).isEqualTo(List.of("read"));
    assertThat(phone.get("created")).isEqualTo("2026-03-01T12:00:00Z");
    app.refresh(tokens.text("refresh_token"));
    assertThat(programs(ada).get(0).get("last_seen")).isEqualTo("2026-03-01T12:00:01Z");
    assertThat(phone.toString()).doesNotContain(tokens.text("refresh_token").substring(4, 26));
  }

  @Test
  void the_tokens_of_a_lost_phone_end_and_others_stay() {
    Answer phone = app.signIn("client_id", "phone");
    Answer laptop = app.signIn("client_id", "laptop");
    Object id = programs(ada).stream()
        .filter(row -> row.get("client").equals("phone"))
        .map(row -> row.get("id"))
        .findFirst()
        .orElseThrow();

    assertThat(app.answer(at("DELETE", "/auth/api/sessions/" + id, ada), Form.empty())
            .status())
        .isEqualTo(204);

    assertThat(app.refresh(phone.text("refresh_token")).status()).isEqualTo(401);
    assertThat(app.refresh(laptop.text("refresh_token")).status()).isEqualTo(200);
    assertThat(programs(ada)).hasSize(1);
  }

  @Test
  void ending_all_others_ends_the_programs_too() {
    Answer phone = app.signIn("client_id", "phone");

    app.answer(at("POST", "/auth/sessions/end-others", ada), Form.empty());

    assertThat(app.refresh(phone.text("refresh_token")).status()).isEqualTo(401);
    assertThat(programs(ada)).isEmpty();
  }

  @Test
  void nobody_sees_or_ends_the_programs_of_somebody_else() {
    Answer phone = app.signIn("client_id", "phone");
    Object id = programs(ada).get(0).get("id");
    String bob = signedIn("bob");

    assertThat(programs(bob)).isEmpty();
    app.answer(at("DELETE", "/auth/api/sessions/" + id, bob), Form.empty());
    app.answer(at("POST", "/auth/sessions/end-others", bob), Form.empty());
    assertThat(app.refresh(phone.text("refresh_token")).status()).isEqualTo(200);
  }

  @Test
  void another_site_ends_nothing() {
    Answer phone = app.signIn("client_id", "phone");
    FakeRequest foreign = App.request("POST", "/auth/sessions/end-others")
        .with("Sec-Fetch-Site", "cross-site")
        .with("Cookie", ada);

    assertThat(app.answer(foreign, Form.empty()).status()).isEqualTo(403);
    assertThat(app.refresh(phone.text("refresh_token")).status()).isEqualTo(200);
  }
}
