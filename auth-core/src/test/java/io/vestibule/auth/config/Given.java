package io.vestibule.auth.config;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Configurations as the tests write them. */
final class Given {
  static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-05-01T12:00:00Z"));
  static final Path FOLDER = Path.of("/etc/app");

  private Given() {}

  static Configuration ini(String... lines) {
    return file("auth.ini", Map.of(), lines);
  }

  static Configuration ini(Map<String, String> environment, String... lines) {
    return file("auth.ini", environment, lines);
  }

  static Configuration properties(String... lines) {
    return file("auth.properties", Map.of(), lines);
  }

  static Configuration file(String name, Map<String, String> environment, String... lines) {
    return new Loader(Corpus.FACTORIES, environment, NOON)
        .parse(new SourceText(name, String.join("\n", lines)), FOLDER);
  }

  /** What the only authenticator, a sample, was given. */
  static Settings sample(Map<String, String> environment, String... lines) {
    String head = "[authentication]\ntype = sample\n[sample]\n";
    boolean titled = String.join("\n", lines).matches("(?s).*title\\s*=.*")
        || environment.keySet().stream().anyMatch(name -> name.contains("TITLE"));
    return settings(
        ini(environment, head + (titled ? "" : "title = x\n") + String.join("\n", lines)), 0);
  }

  static Settings sample(String... lines) {
    return sample(Map.of(), lines);
  }

  static Settings settings(Configuration configuration, int index) {
    return ((SampleFactory.Sample) configuration.authenticators().get(index).authenticator())
        .settings();
  }

  static List<String> names(Configuration configuration) {
    return configuration.authenticators().stream()
        .map(Configuration.Named::name)
        .toList();
  }
}
