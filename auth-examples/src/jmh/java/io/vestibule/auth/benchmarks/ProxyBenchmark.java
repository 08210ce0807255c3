package io.vestibule.auth.benchmarks;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.servlet.AuthFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One request from a trusted proxy, the last of twenty networks, that names the user. Every answer is checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProxyBenchmark {

  /** No filter, or the filter behind twenty trusted networks. */
  @Param({"none", "networks20"})
  public String contender;

  private Filter filter;
  private String reached;
  private FilterChain application;
  private final StubResponse response = new StubResponse();

  @Setup
  public void setUp() {
    application = (request, response) -> reached = String.valueOf(((HttpServletRequest) request).getRemoteUser());
    filter = contender.equals("none")
        ? (request, response, chain) -> chain.doFilter(request, response)
        : new AuthFilter(configuration());
  }

  private static Configuration configuration() {
    String networks = IntStream.range(1, 20).mapToObj(i -> "10." + i + ".0.0/16").collect(Collectors.joining(", "));
    return Configuration.parse(
        "benchmark.ini",
        "[authentication]\ntype = proxy\n[server]\ntrusted_proxies = " + networks + ", 127.0.0.0/8\n",
        Path.of("."),
        Map.of(),
        InstantSource.system());
  }

  /** A user whom the proxy names. The texts are new ones, as on a real connection. */
  @Benchmark
  public String proxied() throws IOException, ServletException {
    reached = "";
    filter.doFilter(
        new StubRequest(
            "/orders",
            "Remote-User", new String("ada"),
            "X-Forwarded-For", "198.51.100.7",
            "X-Forwarded-Proto", "https"),
        response,
        application);
    if (!reached.equals(contender.equals("none") ? "null" : "ada")) {
      throw new IllegalStateException("reached as " + reached);
    }
    return reached;
  }
}
