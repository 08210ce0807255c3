package io.vestibule.auth.benchmarks;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.mindrot.jbcrypt.BCrypt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One request through the filter to an application that asks who it is. Every answer is checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {
  private static final String CREDENTIALS = "Basic "
      + Base64.getEncoder().encodeToString("ada:correct horse".getBytes(StandardCharsets.UTF_8));

  /** No filter, the floor, or the filter with so many rules. */
  @Param({"none", "floor", "rules2", "rules200", "rules2000"})
  public String contender;

  private Filter filter;
  private String reached;
  private FilterChain application;
  private final StubRequest open = new StubRequest("/public/hello");
  private final StubRequest closed = new StubRequest("/orders", "Accept", "application/json");
  private final StubResponse response = new StubResponse();

  @Setup
  public void setUp() {
    application = (request, response) -> reached = String.valueOf(((HttpServletRequest) request).getRemoteUser());
    filter = switch (contender) {
      case "none" -> (request, response, chain) -> chain.doFilter(request, response);
      case "floor" -> new Floor(Set.of("/public/hello"), Map.of(Floor.digest(CREDENTIALS), "ada"));
      default -> new AuthFilter(configuration(Integer.parseInt(contender.substring(5))).auth());
    };
  }

  private static Configuration configuration(int rules) {
    StringBuilder ini = new StringBuilder("[authentication]\ntype = basic\n[users]\nada = ")
        .append(BCrypt.hashpw("correct horse", BCrypt.gensalt(10)))
        .append("\n[rules]\n");
    for (int i = 2; i < rules; i++) {
      ini.append("/area").append(i).append("/things/** = role:r").append(i).append('\n');
    }
    ini.append("/public/** = public\n/** = user\n");
    return Configuration.parse("benchmark.ini", ini.toString(), Path.of("."), Map.of(), InstantSource.system());
  }

  /** Anybody on a public path. */
  @Benchmark
  public String publicPath() throws IOException, ServletException {
    reached = "";
    filter.doFilter(open, response, application);
    return expect("null");
  }

  /** A program without credentials on a protected path. */
  @Benchmark
  public int denial() throws IOException, ServletException {
    filter.doFilter(closed, response, application);
    if (response.getStatus() != 401 && !contender.equals("none")) {
      throw new IllegalStateException("not refused: " + response.getStatus());
    }
    return response.getStatus();
  }

  /** The same client again, with its password. The field's text is a new one, as on a real connection. */
  @Benchmark
  public String basicAgain() throws IOException, ServletException {
    reached = "";
    filter.doFilter(new StubRequest("/orders", "Authorization", new String(CREDENTIALS)), response, application);
    return expect(contender.equals("none") ? "null" : "ada");
  }

  private String expect(String user) {
    if (!reached.equals(user)) {
      throw new IllegalStateException("reached as " + reached);
    }
    return reached;
  }
}
