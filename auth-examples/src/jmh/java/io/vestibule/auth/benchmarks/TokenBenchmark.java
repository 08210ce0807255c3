package io.vestibule.auth.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Form;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A bearer token: seen before, one of 10,000 in turn, and new; beside what nobody can save. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenBenchmark {
  @Param({"RS256", "ES256", "EdDSA"})
  public String contender;

  private TokenMint mint;
  private Auth auth;
  private Auth forgetful;
  private byte[] token;
  private byte[][] many;
  private byte[] signed;
  private byte[] signature;
  private final Map<String, String> users = new HashMap<>();
  private int next;

  @Setup
  public void mint() throws GeneralSecurityException {
    mint = TokenMint.of(contender);
    auth = mint.auth(false);
    forgetful = mint.auth(true);
    many = new byte[10_000][];
    for (int i = 0; i < many.length; i++) {
      many[i] = ("Bearer " + mint.token("user" + i)).getBytes(ISO_8859_1);
    }
    token = many[0];
    String text = new String(token, 7, token.length - 7, ISO_8859_1);
    signed = text.substring(0, text.lastIndexOf('.')).getBytes(ISO_8859_1);
    signature = Base64.getUrlDecoder().decode(text.substring(text.lastIndexOf('.') + 1));
    users.put(Floor.digest(new String(token, ISO_8859_1)), "user0");
    for (byte[] each : many) {
      admitted(auth, each);
    }
  }

  /** Nobody can verify a signature for less. */
  @Benchmark
  public boolean rawJca() throws GeneralSecurityException {
    Signature check = Signature.getInstance(mint.jcaName());
    check.initVerify(mint.publicKey());
    check.update(signed);
    return right(check.verify(signature));
  }

  /** One verification by Nimbus, parsing included, claims not looked at; it has none of its own for EdDSA. */
  @Benchmark
  public boolean nimbus() throws Exception {
    SignedJWT jwt = SignedJWT.parse(new String(token, 7, token.length - 7, ISO_8859_1));
    if (jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.EdDSA)) {
      return rawJca() && jwt.getJWTClaimsSet() != null;
    }
    return right(jwt.verify(
            mint.publicKey() instanceof RSAPublicKey rsa
                ? new RSASSAVerifier(rsa)
                : new ECDSAVerifier((ECPublicKey) mint.publicKey())))
        && jwt.getJWTClaimsSet() != null;
  }

  /** Nobody can know a token again for less, without keeping its text. */
  @Benchmark
  public String digestAndLookUp() {
    return users.get(Floor.digest(new String(token, ISO_8859_1)));
  }

  @Benchmark
  public Decision seenToken() {
    return admitted(auth, token);
  }

  @Benchmark
  public Decision seenTokensInTurn() {
    next = next + 1 == many.length ? 0 : next + 1;
    return admitted(auth, many[next]);
  }

  @Benchmark
  public Decision newToken() {
    return admitted(forgetful, token);
  }

  private static Decision admitted(Auth auth, byte[] field) {
    Decision decision = auth.decide(new BearerRequest(new String(field, ISO_8859_1)), Form::empty);
    if (!(decision instanceof Decision.Admit)) {
      throw new IllegalStateException("refused");
    }
    return decision;
  }

  private static boolean right(boolean verified) {
    if (!verified) {
      throw new IllegalStateException("wrong");
    }
    return true;
  }
}
