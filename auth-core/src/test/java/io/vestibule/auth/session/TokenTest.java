package io.vestibule.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {

  @Test
  void has_256_bits_and_never_comes_twice() {
    SecureRandom random = new SecureRandom();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      assertThat(seen.add(Token.random(random).reveal())).isTrue();
    }
    assertThat(seen).allSatisfy(text -> assertThat(text).matches("[A-Za-z0-9_-]{43}"));
  }

  @Test
  void is_kept_as_its_digest_only() {
    Token token = Token.parse("A".repeat(43)).orElseThrow();

    assertThat(token.id())
        .isEqualTo("DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo")
        .isNotEqualTo(token.reveal());
    assertThat(token.toString()).isEqualTo("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void is_nothing_else(String text) {
    assertThat(Token.parse(text)).isEmpty();
  }

  @Test
  void may_be_looked_for_in_memory_before_its_letters_are_looked_at() {
    assertThat(Token.ofLength("A".repeat(43)).orElseThrow().isPlausible()).isTrue();
    assertThat(Token.ofLength("A".repeat(42) + "+").orElseThrow().isPlausible()).isFalse();
    assertThat(Token.ofLength("A".repeat(42))).isEmpty();
    assertThat(Token.ofLength("A".repeat(44))).isEmpty();
  }

  @Test
  void is_equal_to_the_same_letters_only() {
    String text = "A".repeat(43);
    Token token = Token.parse(text).orElseThrow();

    assertThat(token).isEqualTo(Token.parse(text).orElseThrow());
    assertThat(token).hasSameHashCodeAs(Token.parse(text).orElseThrow());
    for (int i = 0; i < 43; i++) {
      String other = text.substring(0, i) + "B" + text.substring(i + 1);
      assertThat(token).isNotEqualTo(Token.parse(other).orElseThrow());
    }
    assertThat(token).isNotEqualTo(text);
  }
}
