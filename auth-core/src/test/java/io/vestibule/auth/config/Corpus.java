package io.vestibule.auth.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vestibule.auth.basic.BasicFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that are wrong, and what is said about each. */
final class Corpus {
  static final Path FOLDER = Path.of("src/test/resources/config/broken");

  /** A fixed list, so that a new way of authenticating changes no report. */
  static final List<AuthenticatorFactory> FACTORIES =
      List.of(new BasicFactory(), new SampleFactory("sample"), new SampleFactory("token"));

  private Corpus() {}

  static List<Path> files() {
    return list(FOLDER)
        .filter(file -> file.toString().endsWith(".ini") || file.toString().endsWith(".properties"))
        .sorted()
        .toList();
  }

  static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** A copy that nobody else can read, so that what is said does not hang on how the sources were checked out. */
  static void copyTo(Path folder) throws IOException {
    for (Path file : list(FOLDER).toList()) {
      Path copy = Files.copy(file, folder.resolve(file.getFileName().toString()));
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** What is said about a file: the refusal, or the warnings of a start; without the folder's name. */
  static String report(Path file, Map<String, String> environment) {
    String said;
    try {
      Configuration configuration =
          new Loader(FACTORIES, environment, InstantSource.system()).load(file);
      said = Stream.concat(
              configuration.warnings().stream().map(Problem::toString), Stream.of("started"))
          .collect(Collectors.joining("\n\n"));
    } catch (ConfigurationException refused) {
      said = refused.getMessage();
    }
    return said.replace(file.toAbsolutePath().getParent() + "/", "") + "\n";
  }

  /** The environment that stands beside a file as NAME.env. */
  static Map<String, String> environment(Path file) throws IOException {
    Path env = file.resolveSibling(stem(file) + ".env");
    Map<String, String> environment = new TreeMap<>();
    if (Files.exists(env)) {
      for (String line : Files.readString(env, UTF_8).lines().toList()) {
        int equals = line.indexOf('=');
        environment.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return environment;
  }
}
