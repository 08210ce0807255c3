package io.vestibule.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureEnginesTest {
  private final SignatureEngine bouncyCastle = SignatureEngine.bouncyCastle().orElseThrow();

  @Test
  void bouncy_castle_is_found_where_it_is_on_the_class_path() {
    assertThat(bouncyCastle.name()).startsWith("Bouncy Castle 1.");
  }

  @Test
  void the_machine_itself_is_enough() {
    List<SignatureEngine> alone = List.of(SignatureEngine.JDK);

    assertThat(SignatureEngines.ecdsaAmong(alone)).isSameAs(SignatureEngine.JDK);
    assertThat(SignatureEngines.ed25519Among(alone)).isSameAs(SignatureEngine.JDK);
  }

  @Test
  void an_engine_that_passes_its_test_may_be_chosen_for_curves_and_for_nothing_else() {
    List<SignatureEngine> alone = List.of(bouncyCastle);

    assertThat(SignatureEngines.ecdsaAmong(alone)).isSameAs(bouncyCastle);
    assertThat(SignatureEngines.ed25519Among(alone)).isSameAs(bouncyCastle);
    assertThat(SignatureEngines.of(JwsAlgorithm.RS256)).isSameAs(SignatureEngine.JDK);
    assertThat(SignatureEngines.of(JwsAlgorithm.PS512)).isSameAs(SignatureEngine.JDK);
  }

  @Test
  void both_engines_agree() throws Exception {
    for (String algorithm : List.of("ES256", "ES384", "ES512", "EdDSA")) {
      Mint mint = Mint.of(algorithm, "k");
      CompactJws right = CompactJws.parse(mint.sign("{}", "{}"), 8192).orElseThrow();
      byte[] wrong = right.signature();
      wrong[7] ^= 1;
      JwsAlgorithm known = JwsAlgorithm.of(algorithm).orElseThrow();
      for (SignatureEngine engine : List.of(SignatureEngine.JDK, bouncyCastle)) {
        var key = engine.own(mint.publicKey());
        assertThat(engine.verify(known, key, right.signingInput(), right.signature()))
            .as("%s by %s", algorithm, engine.name())
            .isTrue();
        assertThat(engine.verify(known, key, right.signingInput(), wrong)).isFalse();
        assertThat(engine.verify(known, key, right.signingInput(), new byte[0])).isFalse();
      }
    }
  }
}
