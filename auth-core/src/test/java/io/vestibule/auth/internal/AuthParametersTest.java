package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthParametersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b                 | b",
        "A=b                 | b",
        "a = b               | b",
        "x=1,a=b,y=2         | b",
        ", ,x=1 , , a=b,,    | b",
        "a=\"b\"             | b",
        "a=\"b, c=d\"        | b, c=d",
        "a=\"b\\\"c\"        | b\"c",
        "a=\"b\\c\"          | bc",
        "a=\"b\\\\\"         | b\\",
        "a=\"b\\\\\\\"c\",d=e | b\\\"c",
        "a=\"ü\"             | ü",
        "aa=1,a=b,aaa=2      | b",
      })
  void reads_a_value_whatever_stands_around_it(String text, String value) {
    assertThat(AuthParameters.parse(text).orElseThrow().get("a")).contains(value);
  }

  @Test
  void the_empty_quotation_is_a_value_and_a_missing_name_is_none() {
    AuthParameters read = AuthParameters.parse("a=\"\"").orElseThrow();

    assertThat(read.get("a")).contains("");
    assertThat(read.get("b")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " , ",
        "a",
        "a=",
        "a=,b=c",
        "=b",
        "a=b c=d",
        "a=\"b\"c=d",
        "a=\"b",
        "a=\"b\\\"",
        "a=\"b\\",
        "a=b,A=c",
        "a=b,a=b",
        "a=ü",
        "ü=a",
        "a\"=b",
        "a=b\u0000",
        "a=b\nc=d",
      })
  void what_is_malformed_or_said_twice_is_nothing(String text) {
    assertThat(AuthParameters.parse(text)).isEmpty();
  }

  @Test
  void holds_as_many_as_32() {
    assertThat(AuthParameters.parse(parameters(32)).orElseThrow().get("p31")).contains("31");
    assertThat(AuthParameters.parse(parameters(33))).isEmpty();
  }

  @Test
  void tells_names_apart_that_have_the_same_hash() {
    assertThat("a~".hashCode()).isEqualTo("b_".hashCode());

    AuthParameters read = AuthParameters.parse("a~=1,B_=2").orElseThrow();

    assertThat(read.get("a~")).contains("1");
    assertThat(read.get("b_")).contains("2");
  }

  private static String parameters(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "p" + i + "=" + i)
        .collect(Collectors.joining(","));
  }
}
