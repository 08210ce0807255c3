package io.vestibule.auth.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CookieFieldsTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
      s=1                        | 1
      a=0; s=1; b=2              | 1
      a=0;s=1;b=2                | 1
      `  s=1  ; a=0`             | 1
      s="1"                      | 1
      s="                        | "
      s=                         | ``
      s=a=b                      | a=b
      s=1; s=1                   | 1
      xs=0; s=1                  | 1
      s2=0; s=1                  | 1
      a=s=0; s=1                 | 1
      s; s=1                     | 1
      `s\t=0; s=1`               | 1
      """)
  void finds_the_cookie_among_others(String field, String value) {
    assertThat(CookieFields.value(Collections.enumeration(List.of(field)), "s")).contains(value);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      a=1
      S=1
      xs=1
      s2=1
      s
      ;
      a=s=1
      a="; xs=1
      s=1; s=2
      s=1; a=0; s=1; s=2
      """)
  void finds_nothing_where_it_is_missing_or_does_not_agree(String field) {
    assertThat(CookieFields.value(Collections.enumeration(List.of(field)), "s")).isEmpty();
  }

  @Test
  void lists_the_different_values_where_somebody_must_know_of_them_all() {
    List<String> fields = List.of("xs=0; s=2; s=1", "s=\"2\"; S=3", "a=s=4; s=");

    assertThat(CookieFields.values(Collections.enumeration(fields), "s"))
        .containsExactly("2", "1", "");
    assertThat(CookieFields.values(Collections.enumeration(fields), "b")).isEmpty();
    assertThat(CookieFields.values(null, "s")).isEmpty();
  }

  @Test
  void looks_into_all_fields() {
    assertThat(CookieFields.value(Collections.enumeration(List.of("a=0", "s=1")), "s"))
        .contains("1");
    assertThat(CookieFields.value(Collections.enumeration(List.of("s=1", "s=2")), "s"))
        .isEmpty();
    assertThat(CookieFields.value(null, "s")).isEmpty();
    assertThat(CookieFields.value(Collections.emptyEnumeration(), "s")).isEmpty();
  }
}
