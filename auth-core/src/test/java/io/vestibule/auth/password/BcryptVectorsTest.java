package io.vestibule.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.Secret;
import io.vestibule.auth.password.StoredPassword.Unusable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published bcrypt vectors, read where they lie and skipped where they do not. */
class BcryptVectorsTest {
  private static Map<String, Object> file = Map.of();

  @BeforeAll
  static void find_the_vectors() throws Exception {
    Optional<Path> found = Stream.of(
            System.getProperty("vectors.dir", ""), "../shared/vectors", "../../shared/vectors")
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "bcrypt", "bcrypt.json"))
        .filter(Files::isRegularFile)
        .findFirst();
    assumeTrue(found.isPresent(), "no bcrypt vectors: set -Dvectors.dir to their folder");
    file = JSONObjectUtils.parse(Files.readString(found.orElseThrow()));
  }

  @Test
  void every_row_of_a_known_prefix_gets_the_right_answer() {
    int seen = 0;
    for (Map<String, Object> row : rows("vectors")) {
      byte[] bytes = HexFormat.of().parseHex((String) row.getOrDefault("password_hex", ""));
      String password = new String(bytes, UTF_8);
      String hash = (String) row.getOrDefault("hash", "");
      if (hash.startsWith("$2x$") || !Arrays.equals(password.getBytes(UTF_8), bytes)) {
        continue;
      }
      seen++;
      boolean allowed = bytes.length > 0 && bytes.length <= 72;
      assertThat(PasswordHash.parse(hash).matches(Secret.of(password)))
          .as("%s", row)
          .isEqualTo(allowed && Boolean.TRUE.equals(row.get("match")));
    }
    assertThat(seen).isEqualTo(57);
  }

  @Test
  void the_faulty_prefix_is_refused() {
    List<Map<String, Object>> faulty = rows("vectors").stream()
        .filter(row -> ((String) row.getOrDefault("hash", "")).startsWith("$2x$"))
        .toList();
    assertThat(faulty)
        .isNotEmpty()
        .allSatisfy(row -> assertRefused((String) row.getOrDefault("hash", "")));
  }

  @Test
  void malformed_hashes_and_cost_bombs_are_refused_when_they_are_read() {
    List<Map<String, Object>> rows = Stream.concat(
            rows("malformed_hashes").stream(), rows("cost_bombs").stream())
        .toList();
    assertThat(rows)
        .hasSize(35)
        .allSatisfy(row -> assertRefused((String) row.getOrDefault("hash", "")));
  }

  @Test
  void settings_without_a_digest_are_refused() {
    assertThat(texts("invalid_settings_crypt_blowfish"))
        .isNotEmpty()
        .allSatisfy(BcryptVectorsTest::assertRefused);
  }

  private static void assertRefused(String hash) {
    StoredPassword parsed = PasswordHash.parse(hash);
    assertThat(parsed).as(hash).isInstanceOf(Unusable.class);
    assertThat(parsed.matches(Secret.of("password"))).as(hash).isFalse();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(String name) {
    return (List<Map<String, Object>>) (List<?>) file.getOrDefault(name, List.of());
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(String name) {
    return (List<String>) (List<?>) file.getOrDefault(name, List.of());
  }
}
