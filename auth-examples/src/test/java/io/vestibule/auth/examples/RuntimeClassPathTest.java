package io.vestibule.auth.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a host of auth-servlet gets at run time is a promise: each jar has its line in docs/dependencies.md. */
class RuntimeClassPathTest {
  private static final int MAX_JARS = 16;
  private static final long MAX_BYTES = 4_300_000;

  @Test
  void is_the_checked_in_list() throws IOException {
    List<String> promised =
        Files.readAllLines(Path.of("src/test/resources/runtime-class-path.txt"));

    assertThat(jars().map(jar -> jar.getFileName().toString()).sorted().toList())
        .isEqualTo(promised);
  }

  @Test
  void stays_within_its_budget() throws IOException {
    List<Path> jars = jars().toList();
    long bytes = 0;
    for (Path jar : jars) {
      bytes += Files.size(jar);
    }

    assertThat(jars).hasSizeLessThanOrEqualTo(MAX_JARS);
    assertThat(bytes).isLessThanOrEqualTo(MAX_BYTES);
  }

  @Test
  void has_a_reason_for_every_jar() throws IOException {
    String reasons = Files.readString(Path.of("../docs/dependencies.md"));

    assertThat(jars().map(jar -> jar.getFileName().toString().replaceAll("-\\d.*", "")))
        .allSatisfy(artifact -> assertThat(reasons).contains("`" + artifact + "`"));
  }

  private static Stream<Path> jars() throws IOException {
    Path servlet = Path.of("../auth-servlet/target");
    String classPath =
        Files.readString(servlet.resolve("runtime-class-path.txt")).strip();
    Stream<Path> theirs = Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of);
    return Stream.concat(theirs, Stream.of(servlet.resolve("auth-servlet-0.1.0-SNAPSHOT.jar")));
  }
}
