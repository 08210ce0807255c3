package io.vestibule.auth.benchmarks;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.servlet.AuthFilter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A request of a browser that is signed in, among the cookies that browsers have. Every answer is checked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionBenchmark {
  /** No filter, the floor, the same with a look at the clock, or the filter with a session in this store. */
  @Param({"none", "floor", "clock", "memory", "h2", "postgresql"})
  public String contender;

  private Filter filter;
  private String cookies;
  private String reached;
  private FilterChain application;
  private Configuration configuration;
  private EmbeddedPostgres postgres;
  private final StubResponse response = new StubResponse();

  @Setup
  public void setUp() throws IOException, ServletException {
    application = (request, response) -> reached = String.valueOf(((HttpServletRequest) request).getRemoteUser());
    switch (contender) {
      case "none" -> {
        cookies = SignedIn.among("q".repeat(43));
        filter = (request, response, chain) -> chain.doFilter(request, response);
      }
      case "floor" -> floor(() -> false);
      case "clock" -> {
        long end = System.currentTimeMillis() + TimeUnit.DAYS.toMillis(1);
        floor(() -> System.currentTimeMillis() >= end);
      }
      default -> signIn();
    }
  }

  private void floor(BooleanSupplier over) {
    String token = "q".repeat(43);
    cookies = SignedIn.among(token);
    filter = new CookieFloor(
        Set.of("/public/hello"), SignedIn.COOKIE, Map.of(token, "u0", "other", "u1"), over);
  }

  private void signIn() throws IOException, ServletException {
    configuration = SignedIn.configuration(1, store());
    filter = new AuthFilter(configuration.auth());
    cookies = SignedIn.among(SignedIn.in(filter, "u0"));
  }

  private String store() throws IOException {
    return switch (contender) {
      case "h2" -> "url = jdbc:h2:file:" + Files.createTempDirectory("vestibule-benchmark").resolve("auth");
      case "postgresql" -> {
        postgres = EmbeddedPostgres.start();
        yield "url = jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres\nuser = postgres\npassword = postgres";
      }
      default -> "url = memory";
    };
  }

  @TearDown
  public void tearDown() throws IOException {
    if (configuration != null) {
      configuration.auth().close();
    }
    if (postgres != null) {
      postgres.close();
    }
  }

  /** The next request of the session. */
  @Benchmark
  public String session() throws IOException, ServletException {
    reached = "";
    filter.doFilter(new StubRequest("/orders", "Cookie", cookies), response, application);
    if (!reached.equals(contender.equals("none") ? "null" : "u0")) {
      throw new IllegalStateException("reached as " + reached);
    }
    return reached;
  }
}
