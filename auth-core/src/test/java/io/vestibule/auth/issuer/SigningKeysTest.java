package io.vestibule.auth.issuer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import io.vestibule.auth.store.Entry;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.store.Store;
import io.vestibule.auth.testing.FakeClock;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private final FakeClock clock = new FakeClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = MemoryStore.of(clock);
  private final SigningKeys keys = keys();

  private SigningKeys keys() {
    return new SigningKeys(store, Duration.ofDays(30), clock);
  }

  private List<String> published(SigningKeys node) {
    return node.published().stream().map(SigningKey::kid).toList();
  }

  @Test
  void the_first_key_is_made_when_it_is_needed_and_is_the_same_on_all_nodes() {
    String first = keys.signing().kid();

    assertThat(keys().signing().kid()).isEqualTo(first);
    assertThat(published(keys())).containsExactly(first);
  }

  @Test
  void a_key_that_another_node_threw_away_is_gone_though_the_clock_was_put_back() {
    String first = keys.signing().kid();
    clock.pass(Duration.ofHours(-2));
    keys().revoke(first);

    assertThat(published(keys)).isEmpty();
  }

  @Test
  void what_a_key_signs_its_open_half_verifies() throws Exception {
    SigningKey key = keys.signing();
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(keys().signing().open());
    signature.update("text".getBytes(UTF_8));

    assertThat(signature.verify(Base64.getUrlDecoder().decode(key.sign("text"))))
        .isTrue();
  }

  @Test
  void the_name_of_a_key_is_its_thumbprint() throws Exception {
    SigningKey key = keys.signing();

    assertThat(JWK.parse(key.jwk()).computeThumbprint()).hasToString(key.kid());
    assertThat(key.jwk()).doesNotContainKey("d");
  }

  @Test
  void the_next_key_is_known_before_it_signs_and_the_one_before_until_its_tokens_have_ended() {
    String first = keys.signing().kid();
    String second = keys.rotate().kid();

    assertThat(published(keys)).containsExactly(first, second);
    clock.pass(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(keys.signing().kid()).isEqualTo(first);
    clock.pass(Duration.ofSeconds(1));
    assertThat(keys.signing().kid()).isEqualTo(second);
    clock.pass(Duration.ofMinutes(64));
    assertThat(published(keys)).containsExactly(first, second);
    clock.pass(Duration.ofMinutes(1));
    assertThat(published(keys)).containsExactly(second);
  }

  @Test
  void a_key_that_is_old_is_followed_by_itself() {
    String first = keys.signing().kid();
    clock.pass(Duration.ofDays(30));
    assertThat(keys.signing().kid()).isEqualTo(first);
    assertThat(published(keys)).hasSize(1);

    clock.pass(Duration.ofSeconds(1));
    assertThat(keys.signing().kid()).isEqualTo(first);
    assertThat(published(keys)).hasSize(2);
    clock.pass(Duration.ofMinutes(10));
    assertThat(keys.signing().kid()).isNotEqualTo(first);
  }

  @Test
  void turning_twice_makes_one_key() {
    keys.signing();
    String second = keys.rotate().kid();

    assertThat(keys.rotate().kid()).isEqualTo(second);
    assertThat(keys().rotate().kid()).isEqualTo(second);
    assertThat(keys.list()).hasSize(2);
  }

  @Test
  void another_node_hears_of_a_key_within_two_seconds() {
    SigningKeys other = keys();
    String first = keys.signing().kid();
    assertThat(published(other)).containsExactly(first);
    String second = keys.rotate().kid();

    clock.pass(Duration.ofSeconds(2));
    assertThat(published(other)).containsExactly(first, second);
  }

  @Test
  void a_key_that_is_thrown_away_neither_signs_nor_verifies() {
    String first = keys.signing().kid();

    assertThat(keys.revoke("unknown")).isFalse();
    assertThat(keys.revoke(first)).isTrue();
    assertThat(published(keys)).isEmpty();
    assertThat(keys.signing().kid()).isNotEqualTo(first);
  }

  @Test
  void a_key_whose_successor_is_thrown_away_stays_as_if_there_had_been_none() {
    String first = keys.signing().kid();
    String second = keys.rotate().kid();
    clock.pass(Duration.ofMinutes(5));

    assertThat(keys.revoke(second)).isTrue();
    clock.pass(Duration.ofMinutes(80));
    assertThat(keys.signing().kid()).isEqualTo(first);
    assertThat(keys.list())
        .singleElement()
        .extracting(SigningKeys.Listed::expires)
        .isEqualTo(Instant.MAX);
  }

  @Test
  void a_key_that_signs_in_place_of_one_that_was_thrown_away_stays_until_its_tokens_have_ended() {
    String first = keys.signing().kid();
    String second = keys.rotate().kid();
    clock.pass(Duration.ofMinutes(60));
    keys.rotate();
    keys.revoke(second);
    clock.pass(Duration.ofMinutes(9));

    assertThat(keys.signing().kid()).isEqualTo(first);
    clock.pass(Duration.ofMinutes(60));
    assertThat(published(keys)).contains(first);
    clock.pass(Duration.ofMinutes(10));
    assertThat(published(keys)).doesNotContain(first);
  }

  /** Whoever made its successor may have died before saying so. */
  @Test
  void an_older_key_without_an_end_gets_one_when_a_key_is_made() {
    String first = keys.signing().kid();
    String second = keys.rotate().kid();
    Entry old = store.get(SigningKeys.KIND, SigningKey.id(1)).orElseThrow();
    store.replace(old.with(old.value(), Instant.MAX));
    clock.pass(Duration.ofDays(1));
    assertThat(published(keys)).containsExactly(first, second);

    String third = keys.rotate().kid();
    clock.pass(Duration.ofSeconds(2));
    assertThat(published(keys)).containsExactly(second, third);
  }

  @Test
  void the_list_says_which_key_signs() {
    String first = keys.signing().kid();
    keys.rotate();

    assertThat(keys.list()).extracting(SigningKeys.Listed::signing).containsExactly(true, false);
    assertThat(keys.list().get(0).kid()).isEqualTo(first);
  }
}
