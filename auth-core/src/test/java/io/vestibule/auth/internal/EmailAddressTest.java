package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

  @ParameterizedTest
  @CsvSource({
    "ada@example.org, ada@example.org",
    "Ada@EXAMPLE.org, ada@example.org",
    "a.b+tag@mail.example.org, a.b+tag@mail.example.org",
    "ADMIN@XN--BCHER-KVA.example, admin@xn--bcher-kva.example",
    "root@localhost, root@localhost"
  })
  void there_is_one_spelling(String text, String spelling) {
    assertThat(EmailAddress.parse(text)).map(EmailAddress::toString).contains(spelling);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ada",
        "ada@",
        "@example.org",
        "ada@evil.example@example.org",
        "\"ada@evil.example\"@example.org",
        "ada@example.org ",
        " ada@example.org",
        "ada @example.org",
        "ada@example.org\u0000",
        "ada@example.org\n",
        "ada@example.org,eve@evil.example",
        "Ada <ada@example.org>",
        "ada(comment)@example.org",
        "ada@[192.0.2.1]",
        "ada@example..org",
        "ada@.example.org",
        "ada@example.org.",
        "ada@-example.org",
        "ada@example",
        ".ada@example.org",
        "a..b@example.org",
        "ada\uff20example.org",
        "ada@\uff45xample.org",
        "ada@ex\u0430mple.org",
        "ad\u0430@example.org",
        "ada@example\u3002org",
        "ada@exam\u200bple.org",
        "ada@b\u00fccher.example",
        "ada@\u212aelvin.example",
        "admin\u0131@example.org"
      })
  void what_two_readers_could_read_differently_is_no_address(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void nothing_endless_is_an_address() {
    assertThat(EmailAddress.parse("a".repeat(65) + "@example.org")).isEmpty();
    assertThat(EmailAddress.parse("a@" + "b".repeat(300) + ".org")).isEmpty();
    assertThat(EmailAddress.parse("@".repeat(100_000))).isEmpty();
  }

  @Test
  void a_file_may_write_a_domain_in_its_own_letters() {
    assertThat(EmailAddress.written("b\u00fccher.example")).contains("xn--bcher-kva.example");
    assertThat(EmailAddress.written("EXAMPLE.org")).contains("example.org");
    assertThat(EmailAddress.written("@example.org")).isEmpty();
    assertThat(EmailAddress.written("*.example.org")).isEmpty();
    assertThat(EmailAddress.written("")).isEmpty();
  }
}
