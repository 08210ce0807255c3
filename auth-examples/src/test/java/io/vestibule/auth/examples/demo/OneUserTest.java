package io.vestibule.auth.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OneUserTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void has_a_password_of_at_least_96_bits_that_is_easy_to_type() {
    String password = OneUser.random(RANDOM).password().reveal();

    assertThat(password).matches("([2-9a-hjkmnp-z]{5}-){3}[2-9a-hjkmnp-z]{5}");
    double bits = password.replace("-", "").length() * Math.log(31) / Math.log(2);
    assertThat(bits).isGreaterThanOrEqualTo(96);
  }

  @Test
  void is_another_each_time() {
    assertThat(Stream.generate(() -> OneUser.random(RANDOM).password().reveal()).limit(20))
        .doesNotHaveDuplicates();
  }

  @Test
  void shows_its_password_nowhere_else() {
    OneUser user = OneUser.random(RANDOM);

    assertThat(user.toString()).doesNotContain(user.password().reveal());
    assertThat(user.configuration().summary().toString())
        .doesNotContain(user.password().reveal());
    assertThat(user.configuration().warnings()).isEmpty();
  }
}
