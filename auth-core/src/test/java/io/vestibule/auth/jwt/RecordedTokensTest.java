package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.internal.FakeClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens as Keycloak 26 and npm's oidc-provider issued them, with the keys that they published then. */
class RecordedTokensTest {

  /** One token and what it was issued with. */
  private record Recorded(
      String name, String issuer, String audience, String jwks, Instant issued, String token) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Recorded> recorded() {
    return Stream.of("keycloak.json", "oidc-provider.json").flatMap(RecordedTokensTest::read);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void a_token_is_accepted_as_it_was_issued(Recorded recorded) {
    assertThat(verifier(recorded).verify(recorded.token())).isInstanceOf(VerifiedJwt.class);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void one_bit_that_is_another_makes_another_token(Recorded recorded) {
    JwtVerifier verifier = verifier(recorded);
    String[] parts = recorded.token().split("\\.", -1);
    for (int part = 0; part < 3; part++) {
      byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
      for (int bit = 0; bit < bytes.length * 8; bit += 13) {
        byte[] other = bytes.clone();
        other[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(verifier.verify(with(parts, part, other)))
            .as("part %d, bit %d", part, bit)
            .isInstanceOf(RefusedJwt.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void one_claim_or_header_that_is_another_makes_another_token(Recorded recorded)
      throws ParseException {
    JwtVerifier verifier = verifier(recorded);
    String[] parts = recorded.token().split("\\.", -1);
    List<String> changed = new ArrayList<>();
    for (int part = 0; part < 2; part++) {
      String json = new String(Base64.getUrlDecoder().decode(parts[part]), UTF_8);
      for (String member : JSONObjectUtils.parse(json).keySet()) {
        Map<String, Object> members = JSONObjectUtils.parse(json);
        Object value = members.get(member);
        members.put(member, value instanceof Number number ? number.longValue() + 1 : "x" + value);
        changed.add(with(parts, part, JSONObjectUtils.toJSONString(members).getBytes(UTF_8)));
        members.remove(member);
        changed.add(with(parts, part, JSONObjectUtils.toJSONString(members).getBytes(UTF_8)));
      }
    }
    assertThat(changed)
        .hasSizeGreaterThan(15)
        .allSatisfy(token -> assertThat(verifier.verify(token)).isInstanceOf(RefusedJwt.class));
  }

  private static JwtVerifier verifier(Recorded recorded) {
    return JwtVerifier.builder()
        .issuer(recorded.issuer())
        .audience(recorded.audience())
        .algorithms(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.EDDSA)
        .types("at+jwt", "JWT")
        .required("sub")
        .clock(new FakeClock(recorded.issued()))
        .keys(Keys.of(recorded.jwks()))
        .build();
  }

  private static String with(String[] parts, int part, byte[] bytes) {
    String[] changed = parts.clone();
    changed[part] = Mint.encoded(bytes);
    return String.join(".", changed);
  }

  private static Stream<Recorded> read(String name) {
    try (InputStream in = RecordedTokensTest.class.getResourceAsStream(name)) {
      Map<String, Object> file = JSONObjectUtils.parse(new String(in.readAllBytes(), UTF_8));
      return JSONObjectUtils.getJSONObject(file, "tokens").entrySet().stream()
          .map(token -> new Recorded(
              name + " " + token.getKey(),
              (String) file.get("issuer"),
              (String) file.get("audience"),
              JSONObjectUtils.toJSONString(jwks(file)),
              Instant.ofEpochSecond(((Number) file.getOrDefault("at", 0)).longValue()),
              (String) token.getValue()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (ParseException noJson) {
      throw new IllegalArgumentException(name, noJson);
    }
  }

  private static Map<String, Object> jwks(Map<String, Object> file) {
    try {
      return JSONObjectUtils.getJSONObject(file, "jwks");
    } catch (ParseException noJson) {
      throw new IllegalArgumentException(noJson);
    }
  }
}
