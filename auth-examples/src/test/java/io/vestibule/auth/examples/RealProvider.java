package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An OpenID provider that other people made, as a process of its own. It knows the user {@code ann}, and demands PKCE;
 * src/test/resources/providers says how it is set up.
 */
final class RealProvider implements AutoCloseable {
  static final String SECRET = "the-secret-of-the-app";
  static final String PASSWORD = "pässword: with a colon";
  private static final long PATIENCE_SECONDS = 300;
  private static final Path SCRIPTS = Path.of("src/test/resources/providers").toAbsolutePath();

  private final Process process;
  private final Path log;
  private final String issuer;

  private RealProvider(Process process, Path log, String issuer) {
    this.process = process;
    this.log = log;
    this.issuer = issuer;
  }

  /** npm's oidc-provider, installed below target once; it tells this address when somebody signs out. */
  static RealProvider npm(Path folder, String application) throws Exception {
    Path home = Path.of("target/oidc-provider").toAbsolutePath();
    Files.createDirectories(home);
    for (String file : List.of("package.json", "oidc-provider.mjs")) {
      Files.copy(SCRIPTS.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(home.resolve("node_modules/oidc-provider"))) {
      Path log = folder.resolve("npm.log");
      Process npm = start(
          home, log, List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
      if (!npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || npm.exitValue() != 0) {
        throw new IllegalStateException("npm install: " + Files.readString(log));
      }
    }
    int port = freePort();
    return of(
        folder,
        home,
        "http://127.0.0.1:" + port,
        "node",
        "oidc-provider.mjs",
        Integer.toString(port),
        application + "oauth/callback",
        application + "auth/logout",
        application + "oauth/backchannel-logout");
  }

  /** Debian's glewlwyd, which knows this application. */
  static RealProvider glewlwyd(Path folder, String application) throws Exception {
    int port = freePort();
    String address = "http://127.0.0.1:" + port;
    Path home = Files.createDirectories(folder.resolve("glewlwyd"));
    Path plugin = home.resolve("plugin.json");
    Files.writeString(plugin, ProviderPages.glewlwydPlugin(address));
    Path client = home.resolve("client.json");
    Files.writeString(client, ProviderPages.glewlwydClient(application));
    return of(
        folder,
        home,
        address + "/api/oidc",
        "bash",
        SCRIPTS.resolve("glewlwyd.sh").toString(),
        home.toString(),
        Integer.toString(port),
        plugin.toString(),
        client.toString());
  }

  /**
   * Keycloak, unpacked below target by the profile of its name, with this realm; its very first start takes a minute or
   * two. Its administrator is {@code admin}, with the password {@link #PASSWORD}.
   */
  static RealProvider keycloak(Path folder, String realm) throws Exception {
    Path home;
    try (Stream<Path> unpacked = Files.list(Path.of("target/keycloak").toAbsolutePath())) {
      home = unpacked
          .filter(path -> path.getFileName().toString().startsWith("keycloak-"))
          .findFirst()
          .orElseThrow();
    }
    Files.writeString(
        Files.createDirectories(home.resolve("data/import")).resolve("house.json"), realm);
    int port = freePort();
    return of(
        folder,
        home,
        "http://127.0.0.1:" + port + "/realms/house",
        "bash",
        "bin/kc.sh",
        "start-dev",
        "--db=dev-mem",
        "--http-host=127.0.0.1",
        "--http-port=" + port,
        "--http-management-port=" + freePort(),
        "--import-realm");
  }

  private static RealProvider of(Path folder, Path home, String issuer, String... command)
      throws Exception {
    Path log = folder.resolve(URI.create(issuer).getPort() + ".log");
    RealProvider provider = new RealProvider(start(home, log, List.of(command)), log, issuer);
    try {
      provider.await();
      return provider;
    } catch (Exception broken) {
      provider.close();
      throw broken;
    }
  }

  private static Process start(Path home, Path log, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(Map.of(
            "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
            "KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD,
            "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m"));
    return builder.start();
  }

  /** Until it publishes what it is and says that it listens. */
  private void await() throws Exception {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(
            URI.create(issuer + "/.well-known/openid-configuration"))
        .build();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!answers(http, request)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(issuer + " does not answer: " + log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      boolean ready = http.send(request, BodyHandlers.discarding()).statusCode() == 200;
      return ready && log().contains("Listening on");
    } catch (IOException notYet) {
      return false;
    }
  }

  String issuer() {
    return issuer;
  }

  /** What a program may ask of it. */
  ProviderRequests requests() {
    return new ProviderRequests(issuer);
  }

  /** What it has printed. */
  String log() {
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Ends it with all that it started. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    all.forEach(handle ->
        handle.onExit().completeOnTimeout(handle, 20, TimeUnit.SECONDS).join());
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
