package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server with keys for several tenants says of some whose they are: they open nothing of another one's. */
class TenantKeysTest {
  private static final String ONE = "72f988bf-86f1-41af-91ab-2d7cd011db47";
  private static final String TWO = "9188040d-6c67-4c5b-b112-36a304b66dad";
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Mint MINT = Mint.of("RS256", "key-1");

  @ParameterizedTest
  @CsvSource({
    "https://login.example/{tenantid}/v2.0, https://login.example/" + ONE + "/v2.0, true",
    "https://login.example/" + ONE + "/v2.0, https://login.example/" + ONE + "/v2.0, true",
    "https://login.example/" + ONE + "/v2.0, https://sts.example/" + ONE + "/, true",
    "https://login.example/" + TWO + "/v2.0, https://login.example/" + ONE + "/v2.0, false",
    "https://login.example/" + TWO + ", https://login.example/" + ONE + "/v2.0, false",
    "https://login.example, https://login.example, true",
    "'', https://login.example/" + ONE + "/v2.0, true"
  })
  void a_key_of_a_tenant_signs_for_no_other(String says, String issuer, boolean right) {
    String published = MINT.jwks().replace("\"kid\"", "\"issuer\":\"" + says + "\",\"kid\"");
    String kept = KeySet.parse(published).text();
    for (String keys : List.of(published, kept, KeySet.parse(kept).text())) {
      JwtResult result = JwtVerifier.builder()
          .issuer(issuer)
          .audience("app")
          .algorithms(JwsAlgorithm.RS256)
          .types("JWT")
          .keys(Keys.of(keys))
          .clock(InstantSource.fixed(NOW))
          .build()
          .verify(token(issuer));
      assertThat(result instanceof VerifiedJwt).as("%s of %s", result, keys).isEqualTo(right);
      if (result instanceof RefusedJwt refused) {
        assertThat(refused.detail()).contains("a key that is not the issuer's");
      }
    }
  }

  private static String token(String issuer) {
    Map<String, Object> header = MINT.header();
    header.put("typ", "JWT");
    return MINT.token(
        header, Map.of("iss", issuer, "aud", "app", "exp", NOW.plusSeconds(60).getEpochSecond()));
  }
}
