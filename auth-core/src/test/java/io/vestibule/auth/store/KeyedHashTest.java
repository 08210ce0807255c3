package io.vestibule.auth.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyedHashTest {
  private static final int MANY = 1 << 14;
  private final KeyedHash hash = new KeyedHash(new Random(1));

  @Test
  void texts_that_collide_for_java_do_not_collide_here() {
    Set<Integer> hashes = new HashSet<>();
    Set<Integer> javas = new HashSet<>();
    for (int i = 0; i < MANY; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 14; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      hashes.add(of(text.toString()));
      javas.add(text.toString().hashCode());
    }

    assertThat(javas).hasSize(1);
    assertThat(hashes).hasSizeGreaterThan(MANY - 10);
  }

  /** Else somebody could fill one chain by choosing the last letters. */
  @Test
  void the_last_letters_count_in_every_bit() {
    Set<Integer> chains = new HashSet<>();
    for (int i = 0; i < 1 << 12; i++) {
      chains.add(of("0123456" + (char) (i >> 6) + (char) (i & 63) + "\0\0\0\0\0") & (MANY - 1));
    }

    assertThat(chains).hasSizeGreaterThan(3_000);
  }

  @Test
  void is_another_one_in_another_process_and_the_same_in_one() {
    KeyedHash other = new KeyedHash(new Random(2));

    assertThat(of("ada")).isEqualTo(of("ada")).isEqualTo(hash.of("xadax".getBytes(US_ASCII), 1, 4));
    assertThat(other.of("ada".getBytes(US_ASCII), 0, 3)).isNotEqualTo(of("ada"));
    assertThat(of("ada")).isNotEqualTo(of("adb")).isNotEqualTo(of("ada\0"));
  }

  private int of(String text) {
    return hash.of(text.getBytes(US_ASCII), 0, text.length());
  }
}
