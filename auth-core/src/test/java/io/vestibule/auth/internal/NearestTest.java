package io.vestibule.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> NAMES =
      List.of("realm", "users_file", "username", "use_bcrypt", "issuer", "on", "authentication");

  @ParameterizedTest
  @CsvSource({
    "relm,realm",
    "raelm,realm",
    "reallm,realm",
    "realn,realm",
    "isuer,issuer",
    "REALM,realm",
    "users-file,users_file",
    "usersfile,users_file",
    "user,username",
    "auth,authentication",
    "realm_name,realm",
    "no,on",
  })
  void finds_what_was_meant(String word, String name) {
    assertThat(Nearest.of(word, NAMES)).contains(name);
  }

  @ParameterizedTest
  @CsvSource({"xyz", "a", "database", "rxyzm"})
  void finds_nothing_where_nothing_is_near(String word) {
    assertThat(Nearest.of(word, NAMES)).isEmpty();
  }

  @Test
  void gives_up_on_words_that_are_no_names() {
    assertThat(Nearest.of("", NAMES)).isEmpty();
    assertThat(Nearest.of("realm".repeat(20), NAMES)).isEmpty();
  }

  @Test
  void the_hint_asks() {
    assertThat(Nearest.hint("relm", NAMES)).containsExactly("Did you mean \"realm\"?");
    assertThat(Nearest.hint("xyz", NAMES)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ab,ba,1",
    "abc,abc,0",
    "abc,abd,1",
    "abc,ac,1",
    "ac,abc,1",
    "kitten,sitting,3",
    "ca,abc,3"
  })
  void counts_slips(String a, String b, int slips) {
    assertThat(Nearest.distance(a, b)).isEqualTo(slips);
  }
}
