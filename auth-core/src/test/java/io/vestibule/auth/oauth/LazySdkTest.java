package io.vestibule.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who signs nobody in with somebody else does not pay for it: no class of the SDK is loaded. */
class LazySdkTest {
  private static final String USERS = """
      [users]
      ada = $2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy
      """;

  @TempDir
  private Path folder;

  @Test
  void without_a_provider_no_class_of_the_sdk_is_loaded() throws Exception {
    assertThat(loaded("[authentication]\ntype = session, basic\n" + USERS)).isZero();
  }

  @Test
  void with_a_provider_some_are() throws Exception {
    assertThat(loaded("""
            [authentication]
            type = oauth
            provider = google
            client_id = a
            client_secret = s
            anyone = yes
            """)).isPositive();
  }

  /** How many classes of the SDK a process loads that reads this file and makes all that it asks for. */
  private long loaded(String config) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("auth.ini"), config);
    Path classes = folder.resolve("classes.log");
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load:file=" + classes,
            "-cp",
            System.getProperty("java.class.path"),
            "io.vestibule.auth.cli.Main",
            "check-config",
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.txt").toFile())
        .start();
    assertThat(process.waitFor())
        .as(Files.readString(folder.resolve("out.txt")))
        .isZero();
    try (Stream<String> lines = Files.lines(classes)) {
      return lines
          .filter(line ->
              line.contains("com.nimbusds.oauth2.") || line.contains("com.nimbusds.openid."))
          .count();
    }
  }
}
