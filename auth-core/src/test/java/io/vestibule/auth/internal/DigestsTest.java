package io.vestibule.auth.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class DigestsTest {

  @Test
  void a_challenge_is_the_digest_of_its_verifier() {
    // RFC 7636, appendix B
    assertThat(Digests.inBase64Url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void a_digest_may_be_written_in_hexadecimal_digits() {
    // FIPS 180-4, the example "abc"
    assertThat(Digests.inHex("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void texts_are_the_same_in_all_letters_or_not_at_all() {
    assertThat(Digests.same("naïve", "naïve")).isTrue();
    assertThat(Digests.same("naïve", "naive")).isFalse();
    assertThat(Digests.same("naïve", "naïv")).isFalse();
    assertThat(Digests.same("", "")).isTrue();
  }

  @Test
  void a_copy_leaves_the_keyed_one_as_it_was() throws Exception {
    Mac keyed = Mac.getInstance("HmacSHA256");
    keyed.init(new SecretKeySpec("key".getBytes(UTF_8), "HmacSHA256"));
    Digests.copy(keyed).update("half a message".getBytes(UTF_8));
    assertThat(Digests.copy(keyed).doFinal("one".getBytes(UTF_8)))
        .isEqualTo(Digests.copy(keyed).doFinal("one".getBytes(UTF_8)));
  }

  @Test
  void random_texts_differ_and_fit() {
    SecureRandom random = new SecureRandom();
    String one = Base64Url.random(random, 32);
    assertThat(Base64Url.fits(one, 43)).isTrue();
    assertThat(one).isNotEqualTo(Base64Url.random(random, 32));
  }

  @Test
  void only_the_letters_of_base64url_fit() {
    assertThat(Base64Url.fits("azAZ09-_", 8)).isTrue();
    assertThat(Base64Url.fits("azAZ09-_", 7)).isFalse();
    for (String other : new String[] {"+", "/", "=", " ", ".", "é", "Ā", "\0"}) {
      assertThat(Base64Url.fits(other, 1)).as(other).isFalse();
    }
  }
}
