package io.vestibule.auth.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mindrot.jbcrypt.BCrypt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The primitives alone: what a request costs if everything around it were free. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PrimitiveBenchmark {
  private final Map<String, String> map = Map.of("/public/hello", "a", "/orders", "b", "/admin", "c");
  private final String hash = BCrypt.hashpw("correct horse", BCrypt.gensalt(10));
  private final String path = "/orders";
  private final String field = "Basic YWRhOmNvcnJlY3QgaG9yc2U=";

  @Benchmark
  public String mapLookUp() {
    return map.get(path);
  }

  @Benchmark
  public String sha256() {
    return Floor.digest(field);
  }

  @Benchmark
  public boolean bcrypt10() {
    return BCrypt.checkpw("correct horse", hash);
  }
}
