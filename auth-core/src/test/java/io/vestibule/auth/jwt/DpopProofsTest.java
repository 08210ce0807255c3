package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import io.vestibule.auth.FakeRequest;
import io.vestibule.auth.internal.Digests;
import io.vestibule.auth.store.MemoryStore;
import io.vestibule.auth.testing.FakeClock;
import java.text.ParseException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Proofs by keys that no client may show (RFC 9449, 4.3, 5 and 7), each for a token that is bound to that very key. */
class DpopProofsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TOKEN = "token";

  private final FakeClock clock = new FakeClock(NOW);
  private final DpopProofs proofs = new DpopProofs(MemoryStore.of(clock), clock);

  private Optional<String> fault(String proof, JWK bound) throws JOSEException {
    FakeRequest request = FakeRequest.get("/x").with("DPoP", proof);
    return proofs.fault(request, TOKEN, bound.computeThumbprint().toString());
  }

  private static Map<String, Object> header(String algorithm, JWK shown) {
    return Map.of("typ", "dpop+jwt", "alg", algorithm, "jwk", shown.toJSONObject());
  }

  private static Map<String, Object> claims() {
    return Map.of(
        "jti", "1",
        "htm", "GET",
        "htu", "http://localhost/x",
        "iat", NOW.getEpochSecond(),
        "ath", Digests.inBase64Url(TOKEN));
  }

  private static JWK publicKey(Mint client) throws ParseException {
    return JWK.parse(client.jwk());
  }

  @Test
  void a_proof_by_the_tokens_own_key_is_good() throws Exception {
    Mint client = Mint.of("ES256", "");
    JWK jwk = publicKey(client);

    assertThat(fault(client.token(header("ES256", jwk), claims()), jwk)).isEmpty();
  }

  @Test
  void a_proof_that_shows_its_private_key_proves_nothing() throws Exception {
    Mint client = Mint.of("ES256", "");
    JWK jwk = client.privateJwk();

    assertThat(fault(client.token(header("ES256", jwk), claims()), jwk))
        .hasValue("shows a private key");
  }

  @Test
  void a_proof_by_a_shared_secret_proves_nothing() throws Exception {
    Mint client = Mint.of("HS256", "");
    JWK jwk = publicKey(client);

    assertThat(fault(client.token(header("HS256", jwk), claims()), jwk))
        .hasValue("is signed by HS256");
  }

  /** The parser fails on this member with an exception that it does not declare. */
  @Test
  void a_proof_with_a_key_that_breaks_the_parser_proves_nothing() throws Exception {
    Mint client = Mint.of("RS256", "");
    Map<String, Object> odd = new HashMap<>(publicKey(client).toJSONObject());
    odd.put("oth", List.of(Map.of("a", 1)));
    Map<String, Object> header = Map.of("typ", "dpop+jwt", "alg", "RS256", "jwk", odd);

    assertThat(fault(client.token(header, claims()), publicKey(client)))
        .hasValue("shows no usable key");
  }

  @Test
  void a_proof_that_nobody_signed_proves_nothing() throws Exception {
    Mint client = Mint.of("ES256", "");
    JWK jwk = publicKey(client);

    assertThat(fault(client.token(header("none", jwk), claims()), jwk))
        .hasValue("is no signed JWT");
    String signed = client.token(header("ES256", jwk), claims());
    assertThat(fault(signed.substring(0, signed.lastIndexOf('.') + 1), jwk))
        .hasValue("is no signed JWT");
  }
}
