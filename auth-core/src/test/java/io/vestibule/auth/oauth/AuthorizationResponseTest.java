package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.Form;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationResponseTest {

  @Test
  void keeps_what_belongs_to_the_code_flow_and_leaves_the_rest() {
    AuthorizationResponse answer = AuthorizationResponse.ofQuery(
        "code=c%2B1&state=s&iss=https%3A%2F%2Fid&session_state=x&scope=");
    assertThat(answer.parameters())
        .isEqualTo(Map.of("code", "c+1", "state", "s", "iss", "https://id"));
    assertThat(AuthorizationResponse.read(answer.write())).contains(answer);
    assertThat(answer.toString()).doesNotContain("c+1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "state=s",
        "code=a&code=b&state=s",
        "code=a&state=s&state=t",
        "code=a&state=s&iss=1&iss=1",
        "code=a&error=access_denied&state=s",
        "code=a&state=s&access_token=t",
        "code=a&state=s&id_token=t",
        "access_token=t&token_type=bearer&state=s",
        "response=eyJ&state=s",
        "code=%zz&state=s",
        "code=%&state=s"
      })
  void anything_else_is_refused(String query) {
    assertThatThrownBy(() -> AuthorizationResponse.ofQuery(query))
        .isInstanceOf(SignInRefusedException.class);
  }

  @Test
  void a_form_is_held_to_the_same() {
    assertThat(
            AuthorizationResponse.of(new Form(Map.of("code", List.of("c"), "state", List.of("s"))))
                .state())
        .isEqualTo("s");
    assertThatThrownBy(() -> AuthorizationResponse.of(
            new Form(Map.of("code", List.of("c", "d"), "state", List.of("s")))))
        .isInstanceOf(SignInRefusedException.class);
    assertThatThrownBy(
            () -> AuthorizationResponse.of(new Form(Map.of("code", List.of("c".repeat(5_000))))))
        .isInstanceOf(SignInRefusedException.class);
  }
}
