package io.vestibule.auth.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in the finished demo jar. */
@Tag("packaged")
class DemoJarTest {
  private static final Path JAR = Path.of("target/auth-examples.jar");

  @Test
  void has_everything_once_and_nothing_that_is_no_longer_true() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();

      assertThat(names)
          .doesNotHaveDuplicates()
          .contains("jakarta/servlet/Filter.class", "io/vestibule/auth/servlet/AuthFilter.class")
          .anyMatch(name -> name.startsWith("org/eclipse/jetty/ee10/"))
          .anyMatch(name -> name.startsWith("org/apache/catalina/"))
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"));
    }
  }

  @Test
  void names_the_authenticators_of_the_library_and_of_the_examples() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      ZipEntry services =
          jar.getEntry("META-INF/services/io.vestibule.auth.config.AuthenticatorFactory");

      assertThat(new String(jar.getInputStream(services).readAllBytes(), UTF_8).lines())
          .contains(
              "io.vestibule.auth.basic.BasicFactory",
              "io.vestibule.auth.examples.apikey.ApiKeyFactory");
    }
  }

  @Test
  void carries_the_drivers_of_both_databases() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      ZipEntry drivers = jar.getEntry("META-INF/services/java.sql.Driver");

      assertThat(new String(jar.getInputStream(drivers).readAllBytes(), UTF_8).lines())
          .contains("org.h2.Driver", "org.postgresql.Driver");
    }
  }

  @Test
  void tells_no_time_of_its_build() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      assertThat(jar.stream()
              .filter(entry -> entry.getName().startsWith("io/vestibule/"))
              .map(ZipEntry::getTimeLocal)
              .distinct())
          .containsExactly(LocalDateTime.of(2026, 1, 1, 0, 0));
    }
  }
}
