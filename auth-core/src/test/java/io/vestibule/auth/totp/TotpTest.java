package io.vestibule.auth.totp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vestibule.auth.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
  private static final Totp TOTP =
      new Totp(Secret.of(Base32.encode("12345678901234567890".getBytes(US_ASCII))));

  /** RFC 6238, appendix B: those for SHA-1. */
  @ParameterizedTest
  @CsvSource({
    "59,          94287082",
    "1111111109,  07081804",
    "1111111111,  14050471",
    "1234567890,  89005924",
    "2000000000,  69279037",
    "20000000000, 65353130",
  })
  void computes_the_codes_of_the_rfc(long seconds, String digits) {
    long step = Totp.step(Instant.ofEpochSecond(seconds));

    assertThat("%08d".formatted(TOTP.truncated(step) % 100_000_000)).isEqualTo(digits);
    assertThat(TOTP.code(step)).isEqualTo(digits.substring(2));
  }

  /** RFC 4226, appendix D. */
  @ParameterizedTest
  @CsvSource({
    "0, 1284755224, 755224",
    "1, 1094287082, 287082",
    "2, 137359152,  359152",
    "3, 1726969429, 969429",
    "4, 1640338314, 338314",
    "5, 868254676,  254676",
    "6, 1918287922, 287922",
    "7, 82162583,   162583",
    "8, 673399871,  399871",
    "9, 645520489,  520489",
  })
  void computes_the_codes_of_the_rfc_for_counters(long counter, int truncated, String code) {
    assertThat(TOTP.truncated(counter)).isEqualTo(truncated);
    assertThat(TOTP.code(counter)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
  void finds_a_code_one_step_around_now(long off, boolean found) {
    assertThat(TOTP.stepOf(TOTP.code(1000 + off), 1000, 1))
        .isEqualTo(found ? OptionalLong.of(1000 + off) : OptionalLong.empty());
  }

  @Test
  void keys_are_random_and_as_long_as_the_hash() {
    Totp one = Totp.random(new SecureRandom());

    assertThat(Base32.decode(one.key().reveal())).hasSize(20);
    assertThat(Totp.random(new SecureRandom())).isNotEqualTo(one);
    assertThat(one.toString()).doesNotContain(one.key().reveal());
  }

  /** RFC 4648, 10, without the padding. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void writes_base32_as_the_rfc_does(String plain, String written) {
    assertThat(Base32.encode(plain.getBytes(US_ASCII))).isEqualTo(written);
    assertThat(Base32.decode(written)).isEqualTo(plain.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mz", "M1", "M=", "Mé"})
  void what_is_not_base32_is_refused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Base32.decode(text));
  }
}
