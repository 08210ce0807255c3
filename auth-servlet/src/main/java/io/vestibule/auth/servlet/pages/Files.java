package io.vestibule.auth.servlet.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the templates, texts, the style and the script come from: the host's folder first, then its class path,
 * then our own jar. Read at the start only.
 */
final class Files {
  /** Where a host's own files lie on its class path. */
  static final String CLASS_PATH = "META-INF/vestibule/pages/";

  private final Optional<Path> folder;
  private final ClassLoader loader;

  Files(Optional<Path> folder, ClassLoader loader) {
    this.folder = folder;
    this.loader = loader;
  }

  /**
   * The text of the nearest file of this name.
   *
   * @throws IllegalStateException when there is none
   */
  String text(String name) {
    return own(name)
        .or(() -> builtIn(name))
        .orElseThrow(() -> new IllegalStateException("there is no page file " + name));
  }

  /** The host's own file of this name. */
  Optional<String> own(String name) {
    Optional<Path> file =
        folder.map(path -> path.resolve(name)).filter(java.nio.file.Files::isRegularFile);
    return file.isPresent()
        ? Optional.of(read(file.get()))
        : read(loader.getResourceAsStream(CLASS_PATH + name));
  }

  /** Our own file of this name. */
  static Optional<String> builtIn(String name) {
    return read(Files.class.getResourceAsStream(name));
  }

  private static String read(Path file) {
    try {
      return java.nio.file.Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + file + " as UTF-8 text", unreadable);
    }
  }

  private static Optional<String> read(@org.jspecify.annotations.Nullable InputStream stream) {
    if (stream == null) {
      return Optional.empty();
    }
    try (stream) {
      return Optional.of(new String(stream.readAllBytes(), UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
