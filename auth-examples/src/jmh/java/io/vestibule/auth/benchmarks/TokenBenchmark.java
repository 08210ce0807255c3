package io.vestibule.auth.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
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

/** A bearer token: seen before, and new; beside what nobody can save. */
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
  private byte[] signed;
  private byte[] signature;
  private final Map<String, String> users = new HashMap<>();

  @Setup
  public void mint() throws GeneralSecurityException {
    mint = TokenMint.of(contender);
    auth = mint.auth(false);
    forgetful = mint.auth(true);
    token = mint.field("user0");
    String text = new String(token, 7, token.length - 7, ISO_8859_1);
    signed = text.substring(0, text.lastIndexOf('.')).getBytes(ISO_8859_1);
    signature = Base64.getUrlDecoder().decode(text.substring(text.lastIndexOf('.') + 1));
    users.put(Floor.digest(new String(token, ISO_8859_1)), "user0");
    mint.admitted(auth, token);
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
    return mint.admitted(auth, token);
  }

  @Benchmark
  public Decision newToken() {
    return mint.admitted(forgetful, token);
  }

  private static boolean right(boolean verified) {
    if (!verified) {
      throw new IllegalStateException("wrong");
    }
    return true;
  }
}
