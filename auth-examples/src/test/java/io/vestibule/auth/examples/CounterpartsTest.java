package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo jar against what other people made: htpasswd, Python's bcrypt, curl, TISBackup's file. */
@Tag("counterparts")
class CounterpartsTest {
  private static final Path SAMPLE = Path.of("../../shared/samples/tisbackup-basic.ini");
  private static final String PASSWORD = "pässword: with a colon";
  private static final int SIGTERM = 128 + 15;

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({"jetty, -B", "tomcat, -B", "jetty, -BC12", "tomcat, -BC12"})
  void lets_in_whom_htpasswd_wrote_down(String container, String bcrypt) throws Exception {
    Path users = folder.resolve("users.txt");
    run("htpasswd", "-cb" + bcrypt.substring(1), users.toString(), "ada", PASSWORD);

    assertLetsIn(container, "users_file = users.txt", "ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "tomcat"})
  void lets_in_whom_python_wrote_down(String container) throws Exception {
    Files.writeString(folder.resolve("users.txt"), "ada:" + pythonHash(PASSWORD) + "\n");

    assertLetsIn(container, "users_file = users.txt", "ada");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jetty", "tomcat"})
  void starts_with_the_file_of_tisbackup_as_it_is(String container) throws Exception {
    assumeTrue(Files.exists(SAMPLE), "TISBackup's sample is not beside the project");
    try (DemoProcess demo = start(container, SAMPLE)) {
      String refused = curl("-i", demo.url() + "hello");

      assertThat(refused)
          .startsWith("HTTP/1.1 401")
          .containsIgnoringCase(
              "WWW-Authenticate: Basic realm=\"TISBackup Admin\", charset=\"UTF-8\"");
    }
  }

  @Test
  void lets_in_with_a_known_password_in_the_file_of_tisbackup() throws Exception {
    assumeTrue(Files.exists(SAMPLE), "TISBackup's sample is not beside the project");
    String known = Files.readString(SAMPLE)
        .replaceAll("(?m)^password = .*$", "password = " + pythonHash(PASSWORD).replace("$", "\\$"));
    try (DemoProcess demo = start("jetty", ConfigFiles.write(folder, known))) {
      assertThat(curl("-u", "admin:" + PASSWORD, demo.url() + "hello")).isEqualTo("hello admin\n");
      assertThat(status("-u", "admin:wrong", demo.url() + "hello")).isEqualTo("401");
    }
  }

  @Test
  void reports_five_mistakes_at_once() throws Exception {
    Path config = ConfigFiles.write(
        folder,
        """
        [authentication]
        type = basic
        usrname = ada
        [users]
        alan = open sesame
        [basic]
        verified_for = soon
        [rulez]
        [rules]
        admin/** = user
        """);

    try (DemoProcess check = DemoProcess.start(folder, "check-config", config.toString())) {
      assertThat(check.status()).isEqualTo(1);
      assertThat(check.out() + check.err())
          .contains("auth.ini:3:", "auth.ini:5:", "auth.ini:7:", "auth.ini:8:", "auth.ini:10:")
          .contains("5 problems");
    }
  }

  private void assertLetsIn(String container, String users, String name) throws Exception {
    Path config =
        ConfigFiles.write(folder, "[authentication]\ntype = basic\nrealm = House\n" + users + "\n");
    try (DemoProcess demo = start(container, config)) {
      String hello = demo.url() + "hello";

      assertThat(curl("-u", name + ":" + PASSWORD, hello)).isEqualTo("hello " + name + "\n");
      assertThat(status("-u", name + ":" + PASSWORD, demo.url() + "admin/hello")).isEqualTo("403");
      assertThat(curl("-i", "-u", name + ":wrong", hello))
          .startsWith("HTTP/1.1 401")
          .containsIgnoringCase("WWW-Authenticate: Basic realm=\"House\", charset=\"UTF-8\"");
      assertThat(status("-u", "nobody:" + PASSWORD, hello)).isEqualTo("401");
      assertThat(curl(demo.url() + "public/hello")).isEqualTo("hello anonymous\n");

      demo.terminate();
      assertThat(demo.status()).isEqualTo(SIGTERM);
    }
  }

  private DemoProcess start(String container, Path config) throws IOException {
    return DemoProcess.start(
        folder,
        "--port",
        "0",
        "--container",
        container,
        "--config",
        config.toAbsolutePath().toString());
  }

  private static String pythonHash(String password) throws Exception {
    return run(
            "/usr/bin/python3",
            "-c",
            "import bcrypt, sys; print(bcrypt.hashpw(sys.argv[1].encode(), bcrypt.gensalt(10)).decode())",
            password)
        .strip();
  }

  private static String status(String... arguments) throws Exception {
    return curl(concat(List.of("-o", "/dev/null", "-w", "%{http_code}"), List.of(arguments)));
  }

  private static String curl(String... arguments) throws Exception {
    return run(concat(List.of("curl", "-sS", "--max-time", "60"), List.of(arguments)));
  }

  private static String[] concat(List<String> first, List<String> second) {
    return Stream.of(first, second)
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  /** Other people's programs take their arguments in the encoding of the locale. */
  private static String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }
}
