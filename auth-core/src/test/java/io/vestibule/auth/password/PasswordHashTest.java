package io.vestibule.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.StoredPassword.Unusable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final String REST = "abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu";
  private static final String OF_PASSWORD = "$2b$05$" + REST;

  @ParameterizedTest
  @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
  void accepts_the_three_prefixes_that_mean_the_same(String prefix) {
    StoredPassword stored = PasswordHash.parse(prefix + "05$" + REST);

    assertThat(stored.matches(Secret.of("password"))).isTrue();
    assertThat(stored.matches(Secret.of("Password"))).isFalse();
    assertThat(stored.cost()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      $2x$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu  | must be reset
      $2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2aw   | 59 characters instead of 60
      $2b$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awuA | 61 characters instead of 60
      $2b$05$!bcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu  | is not a well-formed bcrypt hash
      {bcrypt-sha256}$2b$05$abc                                     | 10 characters instead of 60
      $2b$03$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu  | cost 3, and only 4 to 15
      $2b$16$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu  | cost 16, and only 4 to 15
      $argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA             | is not a bcrypt hash
      swordfish                                                     | is not a bcrypt hash
      ''                                                            | is not a bcrypt hash
      """)
  void says_why_a_text_is_no_hash_and_does_not_show_it(String stored, String reason) {
    StoredPassword parsed = PasswordHash.parse(stored);

    assertThat(parsed).isInstanceOfSatisfying(Unusable.class, unusable -> {
      assertThat(unusable.found()).contains(reason).doesNotContain("WG29Kuye", "swordfish");
      assertThat(unusable.cure()).contains("hash-password");
    });
    assertThat(parsed.matches(Secret.of("password"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "15"})
  void accepts_the_costs_at_both_ends(String cost) {
    assertThat(PasswordHash.parse("$2b$" + cost + "$" + REST)).isInstanceOf(PasswordHash.class);
  }

  @Test
  void nobodys_hash_costs_what_a_new_one_does_and_no_password_has_it() {
    assertThat(PasswordHash.nobodys().cost()).isEqualTo(PasswordHash.DEFAULT_COST);
    assertThat(PasswordHash.nobodys().matches(Secret.of("no password"))).isFalse();
  }

  @Test
  void a_new_hash_is_one_that_other_tools_read() {
    String made = PasswordHash.hash(Secret.of("swordfish"), 10);

    assertThat(made).hasSize(60).startsWith("$2b$10$");
    assertThat(PasswordHash.parse(made).matches(Secret.of("swordfish"))).isTrue();
    assertThat(PasswordHash.parse(made).matches(Secret.of("swordfis"))).isFalse();
    assertThat(PasswordHash.hash(Secret.of("swordfish"), 10)).isNotEqualTo(made);
  }

  @Test
  void a_password_of_72_bytes_is_hashed_as_everybody_does_and_a_longer_one_is_marked() {
    String euros = "€".repeat(24);
    String exact = PasswordHash.hash(Secret.of(euros), 10);
    String longer = PasswordHash.hash(Secret.of(euros + "x"), 10);

    assertThat(exact).startsWith("$2b$10$");
    assertThat(PasswordHash.parse(exact).matches(Secret.of(euros))).isTrue();
    assertThat(PasswordHash.parse(exact).matches(Secret.of(euros + "x"))).isFalse();
    assertThat(longer).startsWith("{bcrypt-sha256}$2b$10$");
    assertThat(PasswordHash.parse(longer).matches(Secret.of(euros + "x"))).isTrue();
    assertThat(PasswordHash.parse(longer).matches(Secret.of(euros + "y"))).isFalse();
    assertThat(PasswordHash.parse(longer).matches(Secret.of(euros))).isFalse();
  }

  /** Made with Python: bcrypt over base64(HMAC-SHA-256(key = the 22 characters of salt, password)). */
  @Test
  void the_marked_scheme_is_the_documented_one() {
    StoredPassword stored = PasswordHash.parse(TAGGED_BY_PYTHON);

    assertThat(stored.matches(Secret.of("a".repeat(100)))).isTrue();
    assertThat(stored.matches(Secret.of("a".repeat(101)))).isFalse();
  }

  @Test
  void the_longest_password_has_1024_characters() {
    String longest = PasswordHash.hash(Secret.of("x".repeat(1024)), 10);

    assertThat(PasswordHash.parse(longest).matches(Secret.of("x".repeat(1024)))).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.hash(Secret.of("x".repeat(1025)), 10))
        .withMessageContaining("1024 characters");
  }

  @ParameterizedTest
  @MethodSource("refusedAsNew")
  void refuses_to_hash(String password, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.hash(Secret.of(password), 10))
        .withMessageContaining(reason);
  }

  static Stream<Arguments> refusedAsNew() {
    return Stream.of(
        Arguments.of("", "empty"),
        Arguments.of(" \u2003 ", "blank"),
        Arguments.of("a\0b", "control character"),
        Arguments.of("a\tb", "control character"),
        Arguments.of("a\u0085b", "control character"),
        Arguments.of("a\ud800b", "not well-formed"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 9, 16, 31})
  void refuses_a_cost_that_is_too_low_or_too_high(int cost) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.hash(Secret.of("swordfish"), cost))
        .withMessageContaining("from 10 to 15, but is " + cost);
  }

  @Test
  void composed_and_decomposed_letters_are_the_same_password() {
    StoredPassword stored = PasswordHash.parse(PasswordHash.hash(Secret.of("cafe\u0301"), 10));

    assertThat(stored.matches(Secret.of("caf\u00e9"))).isTrue();
    assertThat(stored.matches(Secret.of("cafe\u0301"))).isTrue();
    assertThat(stored.matches(Secret.of("cafe"))).isFalse();
  }

  @Test
  void a_lone_surrogate_is_not_a_question_mark() {
    StoredPassword stored = PasswordHash.parse(PasswordHash.hash(Secret.of("why?"), 10));

    assertThat(stored.matches(Secret.of("why?"))).isTrue();
    assertThat(stored.matches(Secret.of("why\ud800"))).isFalse();
    assertThat(stored.matches(Secret.of("why\udc00"))).isFalse();
  }

  @Test
  void what_is_refused_unseen_does_not_match_what_is_hashed_in_its_place() {
    StoredPassword stored = PasswordHash.parse(PasswordHash.hash(Secret.of("no password"), 10));

    assertThat(stored.matches(Secret.of(""))).isFalse();
    assertThat(stored.matches(Secret.of("x".repeat(73)))).isFalse();
  }

  @Test
  void prints_neither_hash_nor_salt() {
    assertThat(PasswordHash.parse(OF_PASSWORD)).hasToString("bcrypt hash of cost 5");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      htpasswd -B    | $2y$10$ICwi5E59ecVlZqCZXi2jdes1Kfy9n7EV2.CNxegAw2WswKItiwcvG | swordfish
      htpasswd -B, 5 | $2y$05$ROILhljnCC2ggxaMHxJgfeHhhsT0k1yWIbOZ8wrRKOP/9CuAtipx6 | correct-horse
      Python bcrypt  | $2b$10$q2zrwVluVCvsd7MZi1C6se1ObUtPIKE48hVWR9UkNiZooe0u9atxa | swordfish
      Python bcrypt  | $2b$10$SOLu/S418oREWpzlTqNnoO3wHY9ft0TD6HW/Rt1aNG/pS4FiPc7sO | größe€
      """)
  void reads_what_other_tools_write(String tool, String hash, String password) {
    assertThat(PasswordHash.parse(hash).matches(Secret.of(password))).as(tool).isTrue();
    assertThat(PasswordHash.parse(hash).matches(Secret.of("wrong"))).as(tool).isFalse();
  }

  @Test
  void nobody_has_the_hash_that_stands_in_for_a_missing_one() {
    assertThat(PasswordHash.nobodys(4).cost()).isEqualTo(4);
    assertThat(PasswordHash.nobodys(4).matches(Secret.of("no password"))).isFalse();
  }

  private static final String TAGGED_BY_PYTHON =
      "{bcrypt-sha256}$2b$10$HnayKbhg1X4.COgSwdyc6uXQBWidackoU.IHaorAEkMl16aWhPOo.";
}
