package io.vestibule.auth.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the file as a whole, or says why that is not possible. */
final class ConfigurationFile {
  static final int MAX = 1024 * 1024;

  private final Path file;
  private final Problems problems;

  ConfigurationFile(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  Optional<SourceText> read() {
    Place place = Place.of(file.toString());
    try {
      byte[] bytes = TextFile.bytes(file, MAX);
      if (bytes.length <= MAX) {
        return decode(bytes);
      }
      problems.add(
          Code.FILE_TOO_LARGE,
          place,
          "This file is larger than 1 MiB, which no configuration is",
          "Is it the right file? Many users belong into a file of their own: users_file = users.txt");
    } catch (IOException failure) {
      boolean missing = !Files.exists(file);
      problems.add(
          missing ? Code.FILE_MISSING : Code.FILE_UNREADABLE,
          place,
          "The configuration cannot be read: " + TextFile.reason(file, failure),
          missing
              ? "A relative path begins at the folder in which the application was started."
              : "Name a file, and let the user that runs the application read it.");
    }
    return Optional.empty();
  }

  private Optional<SourceText> decode(byte[] bytes) {
    try {
      return Optional.of(new SourceText(file.toString(), TextFile.decode(bytes)));
    } catch (CharacterCodingException notUtf8) {
      boolean utf16 = bytes.length > 1 && (bytes[0] & 0xfe) == 0xfe && (bytes[1] & 0xfe) == 0xfe;
      problems.add(
          Code.NOT_UTF_8,
          firstBadByte(bytes),
          "This file is not UTF-8",
          utf16
              ? "It looks like UTF-16. Save it as UTF-8."
              : "Save it as UTF-8. An umlaut in another encoding, such as Latin-1, is the usual cause.");
      return Optional.empty();
    }
  }

  /** Where reading ends; the line itself does not show, for it may hold a secret. */
  private Place firstBadByte(byte[] bytes) {
    CharBuffer good = CharBuffer.allocate(bytes.length);
    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), good, true);
    SourceText before = new SourceText(file.toString(), good.flip().toString());
    Place place = before.place(before.text().length(), 1);
    return new Place(place.file(), place.line(), place.column(), 0, "");
  }
}
