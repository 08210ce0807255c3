package io.vestibule.auth.benchmarks;

import io.vestibule.auth.Auth;
import io.vestibule.auth.Decision;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 10,000 bearer tokens in turn, all of them seen before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokensInTurnBenchmark {
  @Param("RS256")
  public String contender;

  private final byte[][] many = new byte[10_000][];
  private TokenMint mint;
  private Auth auth;
  private int next;

  @Setup
  public void mint() throws GeneralSecurityException {
    mint = TokenMint.of(contender);
    auth = mint.auth(false);
    for (int i = 0; i < many.length; i++) {
      many[i] = mint.field("user" + i);
      mint.admitted(auth, many[i]);
    }
  }

  @Benchmark
  public Decision seenTokensInTurn() {
    next = next + 1 == many.length ? 0 : next + 1;
    return mint.admitted(auth, many[next]);
  }
}
