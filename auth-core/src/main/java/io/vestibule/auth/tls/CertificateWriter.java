package io.vestibule.auth.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a certificate and its key in the place of those in two files: both are written beside them first, so that nobody
 * reads a half. The key is for the user alone that the server runs as. Without state.
 *
 * <p>Two files cannot be replaced at once. So the new key waits beside the old one, as {@link #next}, until the certificate
 * is replaced: whoever is stopped in between leaves a certificate and the key that belongs to it, under one name or the
 * other.
 */
final class CertificateWriter {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");
  private static final String NEXT = ".next";

  private final Move move;

  CertificateWriter() {
    this((made, file) -> Files.move(made, file, StandardCopyOption.ATOMIC_MOVE));
  }

  /** With a way of its own to put one file in the place of another. */
  CertificateWriter(Move move) {
    this.move = move;
  }

  /** Puts a file in the place of another, which is read as a whole at any time. */
  interface Move {
    void move(Path made, Path file) throws IOException;
  }

  /** What one file holds, for whom; the permissions are empty where the file system knows none. Immutable. */
  private static final class Content {
    private final byte[] bytes;
    private final Optional<Set<PosixFilePermission>> permissions;

    Content(byte[] bytes, Optional<Set<PosixFilePermission>> permissions) {
      this.bytes = bytes;
      this.permissions = permissions;
    }

    static Content of(Path file) throws IOException {
      return new Content(Files.readAllBytes(file), permissionsOf(file));
    }
  }

  /** What both files held at one time. Immutable. */
  static final class Before {
    private final Content certificate;
    private final Content key;

    private Before(Content certificate, Content key) {
      this.certificate = certificate;
      this.key = key;
    }
  }

  /** Where the key waits for its certificate; empty where there is no telling. */
  static Optional<Path> next(Path key) {
    try {
      return Optional.of(nextTo(key.toRealPath()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Path nextTo(Path keyFile) {
    return keyFile.resolveSibling(keyFile.getFileName() + NEXT);
  }

  /** Ends what was stopped when the certificate had been replaced. */
  void finish(Path key) throws IOException {
    Path keyFile = key.toRealPath();
    move.move(nextTo(keyFile), keyFile);
  }

  /** What they hold now, to be put back. */
  Before read(Path certificate, Path key) throws IOException {
    return new Before(Content.of(certificate.toRealPath()), Content.of(key.toRealPath()));
  }

  /** Replaces both; where the second cannot be, the first is put back. */
  void write(Path certificate, Path key, ServerCertificate pair) throws IOException {
    Path certificateFile = certificate.toRealPath();
    Path keyFile = key.toRealPath();
    if (certificateFile.equals(keyFile)) {
      replace(keyFile, ours(keyFile, pair.chainInPem() + pair.keyInPem()));
      return;
    }
    replace(
        certificateFile,
        new Content(pair.chainInPem().getBytes(US_ASCII), permissionsOf(certificateFile)),
        keyFile,
        ours(keyFile, pair.keyInPem()));
  }

  /** Has both hold again what they held. */
  void putBack(Path certificate, Path key, Before before) throws IOException {
    Path certificateFile = certificate.toRealPath();
    Path keyFile = key.toRealPath();
    if (certificateFile.equals(keyFile)) {
      replace(keyFile, before.key);
      return;
    }
    replace(certificateFile, before.certificate, keyFile, before.key);
  }

  private static Content ours(Path file, String text) throws IOException {
    return new Content(text.getBytes(US_ASCII), permissionsOf(file).map(open -> OURS));
  }

  private void replace(Path certificateFile, Content certificate, Path keyFile, Content key)
      throws IOException {
    Content before = Content.of(certificateFile);
    Path next = nextTo(keyFile);
    replace(next, key);
    try {
      replace(certificateFile, certificate);
    } catch (IOException refused) {
      delete(next, refused);
      throw refused;
    }
    try {
      move.move(next, keyFile);
    } catch (IOException refused) {
      putBack(certificateFile, before, next, refused);
      throw refused;
    }
  }

  /** Where that cannot be, the new key stays where it waits: it belongs to the certificate that stays, too. */
  private void putBack(Path certificateFile, Content before, Path next, IOException refused) {
    try {
      replace(certificateFile, before);
      delete(next, refused);
    } catch (IOException again) {
      refused.addSuppressed(again);
    }
  }

  private static void delete(Path next, IOException refused) {
    try {
      Files.deleteIfExists(next);
    } catch (IOException again) {
      refused.addSuppressed(again);
    }
  }

  private void replace(Path file, Content content) throws IOException {
    Path made = beside(file, content);
    try {
      move.move(made, file);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /** On the disk before it is moved: else a loss of power could leave an empty file under the right name. */
  private static Path beside(Path file, Content content) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "a real path has a folder");
    Path made = permissionsOf(folder).isPresent()
        ? Files.createTempFile(folder, ".vestibule", ".pem", forUs())
        : Files.createTempFile(folder, ".vestibule", ".pem");
    try {
      Files.write(made, content.bytes, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      if (content.permissions.isPresent()) {
        Files.setPosixFilePermissions(made, content.permissions.get());
      }
      return made;
    } catch (IOException full) {
      Files.deleteIfExists(made);
      throw full;
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> forUs() {
    return PosixFilePermissions.asFileAttribute(OURS);
  }

  /** Empty where the file system knows none. */
  private static Optional<Set<PosixFilePermission>> permissionsOf(Path file) throws IOException {
    try {
      return Optional.of(Files.getPosixFilePermissions(file));
    } catch (UnsupportedOperationException none) {
      return Optional.empty();
    }
  }
}
