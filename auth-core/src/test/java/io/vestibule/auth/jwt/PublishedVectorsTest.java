package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Wycheproof and the JOSE cookbook through the public verifier. Their payloads are no claims, so whoever gets as far as
 * the payload has had his signature accepted.
 */
class PublishedVectorsTest {
  private static final String ACCEPTED = "the payload is no JSON object";
  private static final Mint OURS = Mint.of("RS256", "r1");

  /** Labelled valid, though a ? stands inside of a part. */
  private static final Set<Integer> MISSPELT = Set.of(372, 373);

  /** Labelled invalid for padding that the file has lost: letter by letter they are 357, which is labelled valid. */
  private static final Set<Integer> TWINS_OF_357 = Set.of(367, 370);

  @Test
  void no_invalid_signature_of_wycheproof_is_accepted_and_every_valid_one_is(
      TestReporter reporter) {
    Map<String, Object> file =
        Vectors.read(Vectors.folder("wycheproof").resolve("json_web_signature_test.json"));
    int valid = 0;
    int invalid = 0;
    int keyForAnother = 0;
    int twins = 0;
    for (Map<String, Object> group : Vectors.rows(file, "testGroups")) {
      Map<String, Object> key =
          Vectors.object(group, group.containsKey("public") ? "public" : "private");
      for (Map<String, Object> test : Vectors.rows(group, "tests")) {
        String jws = String.valueOf(test.get("jws"));
        boolean accepted = isAccepted(key, jws);
        int id = ((Number) test.getOrDefault("tcId", 0)).intValue();
        if (TWINS_OF_357.contains(id)) {
          twins++;
          assertThat(accepted).as("what 357 is, its twins are: %s", test).isTrue();
        } else if (!"valid".equals(test.get("result")) || MISSPELT.contains(id)) {
          invalid++;
          assertThat(accepted).as("%s", test).isFalse();
        } else if (!isFor(key, jws)) {
          keyForAnother++;
          assertThat(accepted)
              .as("the key says that it is for another: %s", test)
              .isFalse();
        } else {
          valid++;
          assertThat(accepted).as("%s", test).isTrue();
        }
      }
    }
    reporter.publishEntry(
        "wycheproof JWS",
        valid + " valid accepted, " + invalid + " invalid refused, " + keyForAnother
            + " refused because the key is for another algorithm, " + twins
            + " labelled invalid that are letter by letter a valid one");
    assertThat(valid + invalid + keyForAnother + twins).isEqualTo(401);
    assertThat(keyForAnother).isEqualTo(4);
  }

  @Test
  void no_encrypted_token_of_wycheproof_is_accepted_valid_or_not(TestReporter reporter) {
    Map<String, Object> file =
        Vectors.read(Vectors.folder("wycheproof").resolve("json_web_encryption_test.json"));
    int seen = 0;
    for (Map<String, Object> group : Vectors.rows(file, "testGroups")) {
      for (Map<String, Object> test : Vectors.rows(group, "tests")) {
        seen++;
        JwtResult result = verifier(Keys.of(OURS.jwks()), JwsAlgorithm.RS256)
            .verify(String.valueOf(test.get("jwe")));
        assertThat(result)
            .as("%s", test)
            .isEqualTo(RefusedJwt.malformed("not three parts of base64url, or too long"));
        assertThat(isAccepted(Vectors.object(group, "private"), String.valueOf(test.get("jwe"))))
            .isFalse();
      }
    }
    reporter.publishEntry("wycheproof JWE", seen + " refused");
    assertThat(seen).isEqualTo(139);
  }

  @Test
  void no_unfit_key_of_wycheproof_is_used(TestReporter reporter) {
    Map<String, Object> file =
        Vectors.read(Vectors.folder("wycheproof").resolve("json_web_key_test.json"));
    int valid = 0;
    int invalid = 0;
    for (Map<String, Object> group : Vectors.rows(file, "testGroups")) {
      Map<String, Object> keys =
          Vectors.object(group, group.containsKey("public") ? "public" : "private");
      for (Map<String, Object> test : Vectors.rows(group, "tests")) {
        boolean expected = "valid".equals(test.get("result"));
        assertThat(isAccepted(keys, String.valueOf(test.get("jws"))))
            .as("%s", test)
            .isEqualTo(expected);
        valid += expected ? 1 : 0;
        invalid += expected ? 0 : 1;
      }
    }
    reporter.publishEntry("wycheproof JWK", valid + " used, " + invalid + " refused");
    assertThat(valid).isEqualTo(5);
    assertThat(invalid).isEqualTo(21);
  }

  @Test
  void of_the_cookbook_the_compact_signatures_are_accepted_and_nothing_else(TestReporter reporter)
      throws IOException {
    Set<String> accepted = new HashSet<>();
    int refused = 0;
    for (Path file : cookbook()) {
      Map<String, Object> example = Vectors.read(file);
      Map<String, Object> key = Vectors.object(Vectors.object(example, "input"), "key");
      Map<String, Object> output = Vectors.object(example, "output");
      for (String form : List.of("compact", "json", "json_flat")) {
        Object token = output.get(form);
        if (token != null
            && isAccepted(key, token instanceof String compact ? compact : json(token))) {
          accepted.add(file.getFileName() + " " + form);
        } else if (token != null) {
          refused++;
        }
      }
    }
    reporter.publishEntry("JOSE cookbook", accepted.size() + " accepted, " + refused + " refused");
    assertThat(accepted)
        .containsExactlyInAnyOrder(
            "4_1.rsa_v15_signature.json compact",
            "4_2.rsa-pss_signature.json compact",
            "4_3.ecdsa_signature.json compact",
            "4_4.hmac-sha2_integrity_protection.json compact",
            "jws.json compact");
    assertThat(refused).isGreaterThan(35);
  }

  private static List<Path> cookbook() throws IOException {
    try (Stream<Path> files = Files.walk(Vectors.folder("jose-cookbook"))) {
      return files
          .filter(file -> file.toString().endsWith(".json") && !file.toString().contains("/jwk/"))
          .toList();
    }
  }

  private static boolean isAccepted(Map<String, Object> key, String token) {
    try {
      Keys keys = Keys.of(JSONObjectUtils.toJSONString(key));
      return isAccepted(verifier(keys, publicOnes()), token)
          || isAccepted(
              verifier(keys, JwsAlgorithm.HS256, JwsAlgorithm.HS384, JwsAlgorithm.HS512), token);
    } catch (IllegalArgumentException noUsableKey) {
      return false;
    }
  }

  private static boolean isAccepted(JwtVerifier verifier, String token) {
    JwtResult result = verifier.verify(token);
    return result instanceof VerifiedJwt
        || (result instanceof RefusedJwt refused && refused.detail().equals(ACCEPTED));
  }

  private static JwtVerifier verifier(Keys keys, JwsAlgorithm... algorithms) {
    return JwtVerifier.builder()
        .issuer("joe")
        .audience("us")
        .algorithms(algorithms)
        .types("JWT")
        .orWithoutType()
        .keys(keys)
        .build();
  }

  private static JwsAlgorithm[] publicOnes() {
    return Stream.of(JwsAlgorithm.values())
        .filter(algorithm -> !algorithm.isSymmetric())
        .toArray(JwsAlgorithm[]::new);
  }

  /** RFC 7517, 4.4: a key that names an algorithm is for no other. */
  private static boolean isFor(Map<String, Object> key, String jws) {
    String header = jws.substring(0, jws.indexOf('.'));
    String named = new String(
        java.util.Base64.getUrlDecoder().decode(header), java.nio.charset.StandardCharsets.UTF_8);
    Object algorithm = key.get("alg");
    return algorithm == null || named.contains("\"" + algorithm + "\"");
  }

  private static String json(Object token) {
    return token instanceof Map<?, ?> map
        ? JSONObjectUtils.toJSONString(Map.copyOf(castToText(map)))
        : String.valueOf(token);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> castToText(Map<?, ?> map) {
    return (Map<String, Object>) map;
  }
}
