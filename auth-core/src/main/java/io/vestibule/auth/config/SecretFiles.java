package io.vestibule.auth.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Warns of secrets that everybody on the machine can read. */
final class SecretFiles {
  /** A hash is made to be lost; what it is worth depends on the password. */
  private static final Pattern HASH =
      Pattern.compile("\\$[0-9a-zA-Z-]+\\$.*|\\{[^}]+}.*", Pattern.DOTALL);

  /** Docker and Kubernetes put secrets there, readable inside of the container. */
  private static final List<Path> PLATFORM =
      List.of(Path.of("/run/secrets"), Path.of("/var/run/secrets"));

  private final Problems problems;

  SecretFiles(Problems problems) {
    this.problems = problems;
  }

  /** Looks at the configuration itself and at the files that it refers to. */
  void check(Path configuration, Collection<CheckedSection> sections) {
    boolean open = TextFile.isReadableByAll(configuration);
    for (CheckedSection section : sections) {
      for (Map.Entry<String, Value> entry : section.values().entrySet()) {
        Value value = entry.getValue();
        if (isSecret(section.schema(), entry.getKey())
            && !HASH.matcher(value.text()).matches()) {
          value.file().ifPresent(file -> check(file, value));
          if (open && !value.outside()) {
            warn(
                "This secret stands in a file that everybody on this machine can read",
                configuration,
                value);
          }
        }
      }
    }
  }

  private void check(Path file, Value value) {
    Path whole = file.toAbsolutePath().normalize();
    if (PLATFORM.stream().noneMatch(whole::startsWith) && TextFile.isReadableByAll(file)) {
      warn("The file of this secret can be read by everybody on this machine", file, value);
    }
  }

  private void warn(String message, Path file, Value value) {
    problems.add(
        Code.SECRET_READABLE_BY_ALL,
        value.place(),
        message,
        "Run: chmod o-r " + Optional.ofNullable(file.getFileName()).orElse(file));
  }

  private static boolean isSecret(Section schema, String key) {
    return Catalog.key(schema, key)
        .filter(known -> known.type() == Key.Type.SECRET)
        .isPresent();
  }
}
