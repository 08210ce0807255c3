package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.auth.Form;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialFormTest {

  @Test
  void a_name_and_a_password_are_taken_as_they_were_typed() {
    CredentialForm form = form(" ada", " pass ");

    assertThat(form.username()).isEqualTo(" ada");
    assertThat(form.password().reveal()).isEqualTo(" pass ");
    assertThat(form.missing()).isEmpty();
  }

  @Test
  void a_password_may_be_blank_and_a_name_may_not() {
    assertThat(form("ada", " ").missing()).isEmpty();
    assertThat(form(" ", "").missing()).containsExactly("username", "password");
    assertThat(new CredentialForm(Form.empty()).missing()).containsExactly("username", "password");
  }

  @Test
  void nobody_has_a_name_of_more_than_320_characters() {
    assertThat(form("a".repeat(320), "x").missing()).isEmpty();
    assertThat(form("a".repeat(321), "x").missing()).containsExactly("username");
    assertThat(form("a".repeat(321), "x").username()).isEmpty();
  }

  private static CredentialForm form(String username, String password) {
    return new CredentialForm(
        new Form(Map.of("username", List.of(username), "password", List.of(password))));
  }
}
