package io.vestibule.auth.jwt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Published test vectors, read where they lie; tests are skipped where they do not. */
final class Vectors {

  private Vectors() {}

  static Path folder(String name) {
    Path found = Stream.of(
            System.getProperty("vectors.dir", ""), "../shared/vectors", "../../shared/vectors")
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isDirectory)
        .findFirst()
        .orElse(Path.of("missing"));
    assumeTrue(
        Files.isDirectory(found), "no " + name + " vectors: set -Dvectors.dir to their folder");
    return found;
  }

  static Map<String, Object> read(Path file) {
    try {
      return JSONObjectUtils.parse(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (ParseException noJson) {
      throw new IllegalArgumentException(file.toString(), noJson);
    }
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> rows(Map<String, Object> object, String name) {
    return (List<Map<String, Object>>) (List<?>) object.getOrDefault(name, List.of());
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Map<String, Object> object, String name) {
    return object.get(name) instanceof Map<?, ?> member ? (Map<String, Object>) member : Map.of();
  }
}
