package io.vestibule.auth.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example.org\r\nBcc: all@example.org",
        "ada@example.org\n",
        "ada@example.org, bob@example.org",
        "ada@example.org;bob@example.org",
        "Ada <ada@example.org>",
        "<ada@example.org>",
        "ada@example.org (Ada)",
        "\"ada\"@example.org",
        "ada @example.org",
        "a\u0000da@example.org",
        "ada@ex\u0131mple.org",
        "ada@[127.0.0.1]"
      })
  void what_is_no_plain_address_gets_no_mail(String to) {
    assertThatThrownBy(() -> new Message(to, "A subject", "A text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a\r\nBcc: b@example.org", "a\nb", "a\u0085b", "a\u2028b", "a\u0000"})
  void a_subject_is_one_line(String subject) {
    assertThatThrownBy(() -> new Message("ada@example.org", subject, "A text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_text_has_lines_and_nothing_else_that_is_not_seen() {
    assertThatThrownBy(() -> new Message("ada@example.org", "A subject", "a\rb"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Message("ada@example.org", "A subject", "a\u001b[2Jb"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Message("ada@example.org", "A subject", "a".repeat(20_001)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printed_it_says_neither_to_whom_it_is_nor_what_it_says() {
    Message message = new Message("ada@example.org", "Your account bob", "https://a/?token=secret");

    assertThat(message.toString()).isEqualTo("a message to a…@example.org");
  }
}
