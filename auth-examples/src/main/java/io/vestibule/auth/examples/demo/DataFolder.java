package io.vestibule.auth.examples.demo;

import io.vestibule.auth.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a demo that was given no file keeps its users and sessions. A temporary one goes when the demo stops. */
record DataFolder(Path folder, boolean temporary) {
  private static final String TEXT = """
      [authentication]
      type = session, basic

      [basic]
      realm = Demo

      [store]
      url = jdbc:h2:file:vestibule

      [pages]
      title = Vestibule demo
      """;

  /** This folder, which is made when it is missing, or a temporary one. */
  static DataFolder of(Optional<Path> chosen) throws Refused {
    try {
      return chosen.isPresent()
          ? new DataFolder(Files.createDirectories(chosen.get()), false)
          : new DataFolder(Files.createTempDirectory("vestibule-data-"), true);
    } catch (IOException impossible) {
      throw Refused.start("cannot make the folder for the data: " + impossible);
    }
  }

  /** People sign in on a page, programs by HTTP Basic; all of them stand in the store. */
  Configuration configuration() {
    return Configuration.parse(
        "(the demo's own)", TEXT, folder.toAbsolutePath(), Map.of(), InstantSource.system());
  }

  /** Removes it, if it is temporary. */
  void leave() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException left) {
      System.err.println("did not remove " + folder + ": " + left);
    }
  }
}
