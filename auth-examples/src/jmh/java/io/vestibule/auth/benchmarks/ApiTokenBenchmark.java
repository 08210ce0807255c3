package io.vestibule.auth.benchmarks;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.servlet.AuthFilter;
import io.vestibule.auth.token.TokenBook;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.openjdk.jmh.annotations.TearDown;

/** One request with an API token, through the filter to an application that asks who it is. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApiTokenBenchmark {

  /** No filter, or the filter with this store behind it: tokens in it, or tokens and users. */
  @Param({"none", "memory", "h2", "h2users"})
  public String contender;

  private Configuration configuration;
  private Filter filter;
  private String field;
  private String reached;
  private FilterChain application;
  private final StubResponse response = new StubResponse();

  @Setup
  public void setUp() {
    application = (request, response) -> reached = String.valueOf(((HttpServletRequest) request).getRemoteUser());
    String hash = BCrypt.hashpw("correct horse", BCrypt.gensalt(4));
    String url = contender.startsWith("h2") ? "jdbc:h2:mem:" + UUID.randomUUID() : "memory";
    boolean usersInStore = contender.equals("h2users");
    configuration = Configuration.parse(
        "benchmark.ini",
        "[authentication]\ntype = session\n[store]\nurl = " + url + "\n"
            + (usersInStore ? "" : "[users]\nada = " + hash + "\n") + "[rules]\n/** = user\n",
        Path.of("."),
        Map.of(),
        InstantSource.system());
    if (usersInStore) {
      configuration
          .shared(io.vestibule.auth.password.UserStore.class)
          .orElseThrow()
          .add("ada", io.vestibule.auth.Secret.of(hash), java.util.Set.of());
    }
    field = "Bearer "
        + configuration
            .shared(TokenBook.class)
            .orElseThrow()
            .make("ada", "benchmark", List.of(), "1d")
            .text()
            .reveal();
    filter = contender.equals("none")
        ? (request, response, chain) -> chain.doFilter(request, response)
        : new AuthFilter(configuration.auth());
  }

  @TearDown
  public void tearDown() {
    configuration.auth().close();
  }

  /** The field's text is a new one, as on a real connection. */
  @Benchmark
  public String apiToken() throws IOException, ServletException {
    reached = "";
    filter.doFilter(new StubRequest("/orders", "Authorization", new String(field)), response, application);
    if (!reached.equals(contender.equals("none") ? "null" : "ada")) {
      throw new IllegalStateException("reached as " + reached);
    }
    return reached;
  }
}
