package io.vestibule.auth.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.auth.AuthRequest;
import io.vestibule.auth.AuthResult;
import io.vestibule.auth.Identity;
import io.vestibule.auth.Need;
import io.vestibule.auth.Requirement;
import io.vestibule.auth.Secret;
import io.vestibule.auth.bearer.BearerAuthenticator;
import io.vestibule.auth.bearer.TokenHash;
import io.vestibule.auth.digest.DigestAuthenticator;
import io.vestibule.auth.digest.DigestUser;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Digest and static tokens beside their primitives. Each answer of Digest serves once, so a client makes one for each
 * request: what the server takes is {@code digest} less {@code digestClient}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SchemeBenchmark {
  private static final String REALM = "api";
  private static final HexFormat HEX = HexFormat.of();

  private final DigestUser ada =
      DigestUser.ofPassword("ada", Set.of(), REALM, Secret.of("correct horse"));
  private final DigestAuthenticator digest =
      DigestAuthenticator.of(REALM, name -> Optional.of(ada).filter(one -> one.name().equals(name)));
  private final String ha1 = hash("ada:" + REALM + ":correct horse");
  private final Identity owner = Identity.of("ci", "Bearer", Instant.EPOCH);
  private final String token = TokenHash.newToken(new java.security.SecureRandom()).reveal();
  private final Map<TokenHash, Identity> owners = Map.of(TokenHash.of(Secret.of(token)), owner);
  private final BearerAuthenticator bearer =
      BearerAuthenticator.of(REALM, shown -> Optional.ofNullable(owners.get(TokenHash.of(shown))));
  private final AuthRequest tokenRequest = PlainRequest.with("Bearer " + token);
  private String nonce = "";
  private String opaque = "";
  private int count;
  private long issued;

  @Benchmark
  public String digestClient() {
    return answer();
  }

  @Benchmark
  public AuthResult digest() {
    AuthResult result = digest.authenticate(PlainRequest.with(answer()));
    if (!(result instanceof AuthResult.Authenticated)) {
      throw new IllegalStateException(result.toString());
    }
    return result;
  }

  @Benchmark
  public String digestTwoHashes() {
    return hash(ha1 + ":" + nonce + ":00000001:0a4f113b:auth:" + hash("GET:/orders"));
  }

  @Benchmark
  public AuthResult staticToken() {
    return bearer.authenticate(tokenRequest);
  }

  @Benchmark
  public Identity staticTokenFloor() {
    return owners.get(TokenHash.of(Secret.of(token)));
  }

  private String answer() {
    long now = System.nanoTime();
    if (nonce.isEmpty() || now - issued > 60_000_000_000L) {
      String asked = digest
          .challenges(new Need.SignIn(PlainRequest.with(""), Requirement.SIGNED_IN))
          .get(0)
          .toString();
      nonce = asked.replaceFirst(".*nonce=\"([^\"]*)\".*", "$1");
      opaque = asked.replaceFirst(".*opaque=\"([^\"]*)\".*", "$1");
      issued = now;
      count = 0;
    }
    String nc = HEX.toHexDigits(++count);
    String response =
        hash(ha1 + ":" + nonce + ":" + nc + ":0a4f113b:auth:" + hash("GET:/orders"));
    return "Digest username=\"ada\", realm=\"api\", nonce=\"" + nonce + "\", uri=\"/orders\", "
        + "algorithm=SHA-256, qop=auth, nc=" + nc + ", cnonce=\"0a4f113b\", opaque=\"" + opaque
        + "\", response=\"" + response + '"';
  }

  private static String hash(String text) {
    try {
      return HEX.formatHex(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1)));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
