package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo jar against what other people made: htpasswd, Python's bcrypt, curl, TISBackup's file. */
@Tag("counterparts")
class CounterpartsTest {
  private static final Path SAMPLE =
      Path.of("../auth-core/src/test/resources/samples/tisbackup-basic.ini");
  private static final String PASSWORD = "pässword: with a colon";
  private static final int SIGTERM = 128 + 15;

  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({"jetty, B", "tomcat, B", "jetty, BC12", "tomcat, BC12"})
  void lets_in_whom_htpasswd_wrote_down(String container, String bcrypt) throws Exception {
    Path users = folder.resolve("users.txt");
    run(PASSWORD, "htpasswd", "-ci" + bcrypt, users.toString(), "ada");

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
    try (DemoProcess demo = start(container, SAMPLE)) {
      String refused = curl(demo.url() + "hello");

      assertThat(refused)
          .startsWith("HTTP/1.1 401")
          .containsIgnoringCase(
              "WWW-Authenticate: Basic realm=\"TISBackup Admin\", charset=\"UTF-8\"");
    }
  }

  @Test
  void lets_in_with_a_known_password_in_the_file_of_tisbackup() throws Exception {
    String known = Files.readString(SAMPLE)
        .replaceAll(
            "(?m)^password = .*$", "password = " + pythonHash(PASSWORD).replace("$", "\\$"));
    try (DemoProcess demo = start("jetty", ConfigFiles.write(folder, known))) {
      assertThat(curl(demo.url() + "hello", "admin:" + PASSWORD)).endsWith("hello admin\n");
      assertThat(curl(demo.url() + "hello", "admin:wrong")).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void reports_five_mistakes_at_once() throws Exception {
    Path config = ConfigFiles.write(folder, """
        [authentication]
        type = basic
        raelm = Back office
        use_bcrypt = maybe
        [users]
        ada = hunter2
        [rulez]
        [rules]
        admin/** = user
        """);

    try (DemoProcess check = DemoProcess.start(folder, "check-config", config.toString())) {
      assertThat(check.status()).isEqualTo(1);
      assertThat(check.out() + check.err())
          .contains("auth.ini:3:", "auth.ini:4:", "auth.ini:6:", "auth.ini:7:", "auth.ini:9:")
          .contains("5 problems")
          .doesNotContain("hunter2");
    }
  }

  private void assertLetsIn(String container, String users, String name) throws Exception {
    Path config =
        ConfigFiles.write(folder, "[authentication]\ntype = basic\nrealm = House\n" + users + "\n");
    try (DemoProcess demo = start(container, config)) {
      String hello = demo.url() + "hello";

      assertThat(curl(hello, name + ":" + PASSWORD)).endsWith("hello " + name + "\n");
      assertThat(curl(demo.url() + "admin/hello", name + ":" + PASSWORD))
          .startsWith("HTTP/1.1 403");
      assertThat(curl(hello, name + ":wrong"))
          .startsWith("HTTP/1.1 401")
          .containsIgnoringCase("WWW-Authenticate: Basic realm=\"House\", charset=\"UTF-8\"");
      assertThat(curl(hello, "nobody:" + PASSWORD)).startsWith("HTTP/1.1 401");
      assertThat(curl(demo.url() + "public/hello")).endsWith("hello anonymous\n");

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
            password,
            "/usr/bin/python3",
            "-c",
            "import bcrypt, sys; password = sys.stdin.buffer.read();"
                + " print(bcrypt.hashpw(password, bcrypt.gensalt(10)).decode())")
        .strip();
  }

  private static String curl(String url) throws Exception {
    return run("", "curl", "-sS", "-i", url);
  }

  private static String curl(String url, String user) throws Exception {
    return run("user = \"" + user + "\"\n", "curl", "-sS", "-i", "-K", "-", url);
  }

  /** Other people's programs read from standard input what is not ASCII: arguments would depend on the locale. */
  private static String run(String in, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(in.getBytes(UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }
}
