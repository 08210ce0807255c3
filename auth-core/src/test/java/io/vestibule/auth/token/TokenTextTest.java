package io.vestibule.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTextTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final TokenText token = TokenText.random(RANDOM);

  @Test
  void a_token_can_be_found_by_a_scanner_of_secrets() {
    assertThat(token.reveal()).matches("vst_[0-9A-Za-z]{49}").endsWith(token.ending());
    assertThat(token.ending()).hasSize(4);
  }

  @Test
  void what_was_made_is_read_again() {
    assertThat(TokenText.parse(token.reveal()).map(TokenText::reveal)).contains(token.reveal());
  }

  @Test
  void no_two_tokens_are_alike() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(TokenText.random(RANDOM).reveal())).isTrue();
    }
  }

  @Test
  void one_character_that_was_changed_is_noticed_wherever_it_stands() {
    for (int i = 0; i < token.reveal().length(); i++) {
      StringBuilder changed = new StringBuilder(token.reveal());
      changed.setCharAt(i, changed.charAt(i) == 'x' ? 'y' : 'x');

      assertThat(TokenText.parse(changed.toString())).as("at %d", i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "VST_", "vst-", "vst_ü", "vst_%00", "vst_\u0000", "vst_\uff11"})
  void what_has_another_shape_is_no_token(String text) {
    assertThat(TokenText.parse(text)).isEmpty();
    assertThat(TokenText.parse(text + token.reveal().substring(text.length()))).isEmpty();
    assertThat(TokenText.parse(token.reveal() + text + " ")).isEmpty();
  }

  @Test
  void a_token_does_not_show() {
    assertThat(token.toString()).isEqualTo("***");
  }
}
