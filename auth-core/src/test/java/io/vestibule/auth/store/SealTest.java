package io.vestibule.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
  private final Mac key = SharedKey.random();
  private final Seal seal = new Seal(() -> key, "test", new SecureRandom());

  @Test
  void opens_what_it_sealed() {
    assertThat(seal.open(seal.seal("text, \u00fc"))).contains("text, \u00fc");
    assertThat(seal.open(seal.seal(""))).contains("");
    assertThat(seal.seal("same")).isNotEqualTo(seal.seal("same")).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void opens_nothing_that_was_changed_anywhere() {
    byte[] whole = Base64.getUrlDecoder().decode(seal.seal("text"));
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      assertThat(seal.open(Base64.getUrlEncoder().withoutPadding().encodeToString(changed)))
          .as("byte " + i)
          .isEmpty();
    }
  }

  @Test
  void opens_nothing_that_was_sealed_for_another_purpose_or_by_somebody_else() {
    SecureRandom random = new SecureRandom();
    assertThat(new Seal(() -> key, "other", random).open(seal.seal("text"))).isEmpty();
    Mac theirs = SharedKey.random();
    assertThat(new Seal(() -> theirs, "test", random).open(seal.seal("text"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "====", "\u00fc", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void opens_no_nonsense(String text) {
    assertThat(seal.open(text)).isEmpty();
  }

  @Test
  void another_node_of_the_same_store_opens_it_too() {
    Store store = MemoryStore.of(InstantSource.system());
    SecureRandom random = new SecureRandom();
    String text = new Seal(new SharedKey(store, "k"), "test", random).seal("text");
    assertThat(new Seal(new SharedKey(store, "k"), "test", random).open(text)).contains("text");
  }
}
