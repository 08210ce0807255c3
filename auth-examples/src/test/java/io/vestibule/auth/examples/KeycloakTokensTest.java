package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens of a real Keycloak, set up as docs/jwt.md says; under the profile {@code keycloak}. */
@Tag("packaged")
@Tag("keycloak")
class KeycloakTokensTest {
  private static final Map<String, String> ITSELF = Map.of("grant_type", "client_credentials");
  private static final Map<String, String> ANN =
      Map.of("grant_type", "password", "username", "ann", "password", RealProvider.PASSWORD);

  @TempDir
  static Path shared;

  @TempDir
  Path folder;

  private static RealProvider keycloak;

  @BeforeAll
  static void start() throws Exception {
    keycloak = RealProvider.keycloak(
        shared,
        ProviderPages.realm(
            "http://127.0.0.1/", new RSAKeyGenerator(2048).generate().toPublicJWK()));
  }

  @AfterAll
  static void end() {
    keycloak.close();
  }

  @Test
  void are_taken_as_they_were_issued_and_not_with_any_change() throws Exception {
    String ofAnn = keycloak.requests().token("script", ANN);
    String ofTheScript = keycloak.requests().token("script", ITSELF);
    try (DemoProcess demo = demo(ProviderPages.iniForTokens(keycloak))) {
      Bearer ann = new Bearer(demo.url(), ofAnn);
      assertThat(ann.me()).contains("\"editor\"", "ann@example.com");
      ann.isTakenOnlyAsItIs();
      new Bearer(demo.url(), ofTheScript).isTakenOnlyAsItIs();
    }
  }

  @Test
  void that_are_bound_to_a_key_are_taken_once_for_each_proof_of_it() throws Exception {
    DPoPProofFactory proofs = proofs();
    String endpoint = keycloak.requests().endpoint("token_endpoint");
    String token = ProviderRequests.token(
        Client.of(endpoint)
            .as("script", RealProvider.SECRET)
            .with("DPoP", proofs.createDPoPJWT("POST", URI.create(endpoint)).serialize()),
        ITSELF);
    try (DemoProcess demo = demo(ProviderPages.iniForTokens(keycloak))) {
      Client program = demo.client().with("Authorization", "DPoP " + token);
      Client proven = program.with("DPoP", proof(proofs, demo, token));
      assertThat(proven.get("/me").statusCode()).isEqualTo(200);

      assertThat(proven.get("/me").statusCode()).as("again").isEqualTo(401);
      assertThat(program.get("/me").statusCode()).as("unproven").isEqualTo(401);
      assertThat(program.with("DPoP", proof(proofs(), demo, token)).get("/me").statusCode())
          .as("another key")
          .isEqualTo(401);
      assertThat(new Bearer(demo.url(), token).me()).as("as if unbound").startsWith("401 ");
    }
  }

  private static DPoPProofFactory proofs() throws Exception {
    return new DefaultDPoPProofFactory(
        new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256);
  }

  private static String proof(DPoPProofFactory proofs, DemoProcess demo, String token)
      throws Exception {
    URI address = URI.create(demo.url() + "me");
    return proofs.createDPoPJWT("GET", address, new DPoPAccessToken(token)).serialize();
  }

  @Test
  void are_refused_by_introspection_once_their_session_has_ended() throws Exception {
    String ofAnn = keycloak.requests().token("script", ANN);
    try (DemoProcess demo = demo("""
        [authentication]
        type = introspection
        issuer = %s
        client_id = https://tickets.example.org
        client_secret = %s
        audience = https://tickets.example.org
        roles_claim = realm_access.roles
        cache = 0
        """.formatted(keycloak.issuer(), RealProvider.SECRET))) {
      Bearer ann = new Bearer(demo.url(), ofAnn);
      assertThat(ann.me()).startsWith("200 ").contains("\"editor\"", "ann@example.com");

      KeycloakAdmin.of(keycloak).throwOut("ann");

      assertThat(ann.me()).startsWith("401 ");
    }
  }

  private DemoProcess demo(String text) throws Exception {
    DemoProcess demo = SessionFiles.start(ConfigFiles.write(folder, text), 0);
    demo.url();
    return demo;
  }
}
