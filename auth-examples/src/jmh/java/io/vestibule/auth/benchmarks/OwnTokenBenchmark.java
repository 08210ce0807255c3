package io.vestibule.auth.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vestibule.auth.Body;
import io.vestibule.auth.Decision;
import io.vestibule.auth.Form;
import io.vestibule.auth.config.Configuration;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Access tokens of our own issuer: one seen before, 10,000 in turn, and each time a new one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OwnTokenBenchmark {
  private static final Instant NOW = Instant.now();
  private static final int MANY = 10_000;

  private final Map<String, String> users = new HashMap<>();
  private final byte[][] many = new byte[MANY][];
  private final AtomicLong turns = new AtomicLong();
  private Configuration configuration;
  private Configuration forgetful;
  private byte[] seen;
  private byte[] unseen;
  private int next;

  /** The forgetful application lives in two minutes by turns once its token is made, so nothing seen counts twice. */
  @Setup
  public void setUp() {
    configuration = configuration(InstantSource.system());
    forgetful = configuration(() -> NOW.plusSeconds(turns.get() * 61 % 3000));
    Map<String, Object> tokens = post(configuration, "/auth/api/login", Map.of("username", "ada", "password", "secret"));
    for (int i = 0; i < MANY; i++) {
      many[i] = field(tokens);
      admitted(configuration, many[i]);
      tokens = post(configuration, "/auth/api/refresh", Map.of("refresh_token", String.valueOf(tokens.get("refresh_token"))));
    }
    seen = many[0];
    unseen = field(post(forgetful, "/auth/api/login", Map.of("username", "ada", "password", "secret")));
    users.put(Floor.digest(new String(seen, ISO_8859_1)), "ada");
  }

  @TearDown
  public void tearDown() {
    configuration.auth().close();
    forgetful.auth().close();
  }

  /** Nobody can know a token again for less, without keeping its text. */
  @Benchmark
  public String digestAndLookUp() {
    return users.get(Floor.digest(new String(seen, ISO_8859_1)));
  }

  @Benchmark
  public Decision seenOwnToken() {
    return admitted(configuration, seen);
  }

  @Benchmark
  public Decision ownTokensInTurn() {
    next = next + 1 == MANY ? 0 : next + 1;
    return admitted(configuration, many[next]);
  }

  @Benchmark
  public Decision newOwnToken() {
    turns.incrementAndGet();
    return admitted(forgetful, unseen);
  }

  private static Configuration configuration(InstantSource clock) {
    return Configuration.parse(
        "benchmark.ini",
        """
        [authentication]
        type       = session
        [session]
        use_bcrypt = no
        username   = ada
        password   = secret
        [store]
        url        = memory
        [issuer]
        url        = https://api.example.org
        scopes     = orders:read
        access_ttl = 60m
        [rules]
        /**        = scope:orders:read
        """,
        Path.of("."),
        Map.of(),
        clock);
  }

  private static byte[] field(Map<String, Object> tokens) {
    return ("Bearer " + tokens.get("access_token")).getBytes(ISO_8859_1);
  }

  private static Decision admitted(Configuration configuration, byte[] field) {
    Decision decision = configuration.auth().decide(PlainRequest.with(new String(field, ISO_8859_1)), Form::empty);
    if (!(decision instanceof Decision.Admit)) {
      throw new IllegalStateException("refused");
    }
    return decision;
  }

  private static Map<String, Object> post(Configuration configuration, String path, Map<String, String> fields) {
    Map<String, List<String>> form = new HashMap<>();
    fields.forEach((name, value) -> form.put(name, List.of(value)));
    Decision decision = configuration.auth().decide(new PlainRequest("POST", path, ""), () -> new Form(form));
    if (decision instanceof Decision.Answer answer && answer.response().body() instanceof Body.Json json) {
      return json.members();
    }
    throw new IllegalStateException("no tokens: " + decision);
  }
}
