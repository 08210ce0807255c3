package io.vestibule.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.vestibule.auth.testing.FakeClock;
import io.vestibule.auth.testing.TamperedTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.ParseException;
import java.time.Instant;
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
  void one_bit_claim_or_header_that_is_another_makes_another_token(Recorded recorded) {
    JwtVerifier verifier = verifier(recorded);
    Map<String, String> tampered = TamperedTokens.of(recorded.token());

    assertThat(tampered).hasSizeGreaterThan(200).doesNotContainValue(recorded.token());
    tampered.values().removeIf(token -> verifier.verify(token) instanceof RefusedJwt);
    assertThat(tampered.keySet()).isEmpty();
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
