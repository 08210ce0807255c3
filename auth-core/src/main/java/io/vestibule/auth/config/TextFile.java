package io.vestibule.auth.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Reads files that are text, and small. */
final class TextFile {
  private static final String BOM = "\ufeff";

  private TextFile() {}

  /** The bytes, of which there are more than the bound where the file is too large. */
  static byte[] bytes(Path file, int bound) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(bound + 1);
    }
  }

  /** The text, without its byte order mark. */
  static String decode(byte[] bytes) throws CharacterCodingException {
    String text =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith(BOM) ? text.substring(1) : text;
  }

  /** A secret that stands alone in a file: what ends its last line does not belong to it. */
  static String secret(Path file, int bound) throws IOException {
    byte[] bytes = bytes(file, bound);
    if (bytes.length > bound) {
      throw new IOException("it is larger than " + bound / 1024 + " KiB");
    }
    String text = decode(bytes);
    int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
    return text.substring(0, text.length() - end);
  }

  /** Whether everybody on this machine can read it; no where the file system does not say. */
  static boolean isReadableByAll(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** Why a file cannot be read, in words that name no more than the cause. */
  static String reason(Path file, IOException failure) {
    if (!Files.exists(file)) {
      return "it does not exist";
    }
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    if (!Files.isReadable(file)) {
      return "this process may not read it";
    }
    return failure instanceof CharacterCodingException
        ? "it is not UTF-8"
        : String.valueOf(failure.getMessage());
  }
}
