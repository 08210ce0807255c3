package io.vestibule.auth.examples.schemes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vestibule.auth.Secret;
import io.vestibule.auth.builder.Vestibule;
import io.vestibule.auth.examples.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real clients sign in by Digest where their own limits allow it: the table of docs/digest.md, row by row. */
@Tag("counterparts")
class DigestClientsTest {
  private static final Path PROGRAMS = Path.of("src/test/resources/digest");
  private static final Path PAGE = Path.of("../docs/digest.md");
  private static final List<String> OFFERS =
      List.of("SHA-256", "MD5", "SHA-256, MD5", "SHA-512-256", "SHA-256-sess", "MD5-sess");

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
    "curl",
    "wget",
    "Python requests",
    "HttpURLConnection 17",
    "HttpURLConnection 25",
    "Apache HttpClient 5.5"
  })
  void signs_in_where_its_own_limits_allow(String client) throws Exception {
    assertThat(row(
            client, url -> run(command(client, url)).matches("(?s).*(Hello, john!|status=200).*")))
        .isEqualTo(listed(client));
  }

  @Test
  void chromium_signs_in_too() throws Exception {
    try (Chromium chromium = Chromium.start(folder, true)) {
      assertThat(row("Chromium", url -> {
            chromium.go(url.replace("://", "://john:hello@"));
            return chromium.source().contains("Hello, john!");
          }))
          .isEqualTo(listed("Chromium"));
    }
  }

  /** What a client makes of each offer. */
  private static String row(String client, Attempt attempt) throws Exception {
    List<String> cells = new ArrayList<>(List.of(client));
    for (String offer : OFFERS) {
      Server server = HelloServer.start(
          0,
          Vestibule.builder()
              .digest(name -> Optional.of(Secret.of("hello")).filter(any -> name.equals("john")))
              .set("digest", "algorithms", offer)
              .build());
      try {
        cells.add(
            attempt.signsIn(FlaskHttpAuthTest.base(server) + "/page?a=b&c=%20d") ? "yes" : "no");
      } finally {
        server.stop();
      }
    }
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Tries to sign in. */
  @FunctionalInterface
  private interface Attempt {
    boolean signsIn(String url) throws Exception;
  }

  private static String listed(String client) throws Exception {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("| " + client + " |"))
        .findFirst()
        .orElse("the page does not list " + client);
  }

  private static List<String> command(String client, String url) throws Exception {
    return switch (client) {
      case "curl" -> List.of("curl", "-sS", "--digest", "-u", "john:hello", url);
      case "wget" -> List.of("wget", "-qO-", "--user=john", "--password=hello", url);
      case "Python requests" ->
        List.of(
            "/usr/bin/python3",
            "-c",
            "import sys, requests; from requests.auth import HTTPDigestAuth; "
                + "print(requests.get(sys.argv[1], auth=HTTPDigestAuth('john', 'hello')).text)",
            url);
      case "HttpURLConnection 17" ->
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            PROGRAMS.resolve("UrlConnection.java").toString(),
            url);
      case "HttpURLConnection 25" ->
        List.of(newer().toString(), PROGRAMS.resolve("UrlConnection.java").toString(), url);
      default ->
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            PROGRAMS.resolve("ApacheClient.java").toString(),
            url);
    };
  }

  /** The JDK 25 beside this one. */
  private static Path newer() throws Exception {
    Path beside =
        Path.of(System.getProperty("java.home")).toRealPath().resolve("..").normalize();
    try (Stream<Path> all = Files.list(beside)) {
      Optional<Path> java = all.filter(jdk -> String.valueOf(jdk.getFileName()).contains("25"))
          .map(jdk -> jdk.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
      assumeTrue(java.isPresent(), "there is no JDK 25 beside " + beside);
      return java.orElseThrow();
    }
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return out;
  }
}
