package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.auth.testing.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeysTest {
  private static final String ISSUER = "https://id.example.org";

  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Mint old = Mint.of("EdDSA", "1");
  private final Mint fresh = Mint.of("EdDSA", "2");
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("jwks.json");
    write(old.jwks());
  }

  /** As if somebody had written it now. */
  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  private Keys keys() throws IOException {
    return Keys.in(new FileKeys(file, KeySet::parse, clock));
  }

  private boolean accepts(Keys keys, Mint signer) {
    JwtVerifier verifier = JwtVerifier.builder()
        .issuer(ISSUER)
        .audience("api")
        .algorithms(JwsAlgorithm.EDDSA)
        .types("at+jwt")
        .keys(keys)
        .clock(clock)
        .build();
    String token = signer.token(Map.of(
        "iss",
        ISSUER,
        "aud",
        "api",
        "sub",
        "ada",
        "exp",
        clock.instant().plus(Duration.ofMinutes(5)).getEpochSecond()));
    return verifier.verify(token) instanceof VerifiedJwt;
  }

  @Test
  void takes_the_keys_of_a_changed_file_and_no_longer_the_old_ones() throws IOException {
    Keys keys = keys();
    long generation = keys.generation();
    clock.pass(Duration.ofMinutes(1));
    write(fresh.jwks());

    assertThat(accepts(keys, fresh)).as("before the next round").isFalse();
    keys.refreshAhead();
    assertThat(accepts(keys, fresh)).isTrue();
    assertThat(accepts(keys, old)).isFalse();
    assertThat(keys.generation())
        .as("what was verified is verified again")
        .isGreaterThan(generation);
  }

  @Test
  void a_second_edit_within_a_tick_of_the_file_system_is_seen_too() throws IOException {
    Keys keys = keys();
    write(fresh.jwks());
    FileTime time = Files.getLastModifiedTime(file);
    keys.refreshAhead();
    Files.writeString(file, old.jwks());
    Files.setLastModifiedTime(file, time);

    keys.refreshAhead();

    assertThat(accepts(keys, old)).isTrue();
    assertThat(accepts(keys, fresh)).isFalse();
  }

  @Test
  void a_file_that_was_only_touched_changes_nothing() throws IOException {
    Keys keys = keys();
    long generation = keys.generation();
    clock.pass(Duration.ofMinutes(1));
    write(old.jwks());

    keys.refreshAhead();

    assertThat(keys.generation()).isEqualTo(generation);
  }

  @Test
  void a_broken_file_changes_nothing_and_a_mended_one_counts() throws IOException {
    Keys keys = keys();
    for (String broken : new String[] {"", "{", "{\"keys\":[]}", "x".repeat(2_000_000)}) {
      clock.pass(Duration.ofMinutes(1));
      write(broken);
      keys.refreshAhead();
      assertThat(accepts(keys, old)).isTrue();
      assertThat(keys.failure()).isPresent();
    }
    Files.delete(file);
    keys.refreshAhead();
    assertThat(accepts(keys, old)).isTrue();
    assertThat(keys.failure()).contains("cannot be read");

    write(fresh.jwks());
    keys.refreshAhead();

    assertThat(accepts(keys, fresh)).isTrue();
    assertThat(keys.failure()).isEmpty();
  }

  @Test
  void a_file_that_is_not_there_or_holds_no_keys_cannot_be_begun_with() throws IOException {
    Files.delete(file);
    assertThatThrownBy(this::keys).isInstanceOf(NoSuchFileException.class);
    write("{}");
    assertThatThrownBy(this::keys).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_pem_file_is_read_again_too() throws IOException {
    write(old.pem());
    Keys keys = Keys.in(new FileKeys(file, PemKeys::parse, clock));
    assertThat(accepts(keys, old)).isTrue();
    clock.pass(Duration.ofMinutes(1));
    write(fresh.pem());
    keys.refreshAhead();

    assertThat(accepts(keys, fresh)).isTrue();
    assertThat(accepts(keys, old)).isFalse();
  }
}
