package io.vestibule.auth.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a certificate and its key in the place of those in two files: both are written beside them first, so that nobody
 * reads a half. The key is for the user alone that the server runs as. Without state.
 */
final class CertificateWriter {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");

  /** Replaces both; where the second cannot be, the first is put back. */
  void write(Path certificate, String certificates, Path key, String privateKey)
      throws IOException {
    Path certificateFile = certificate.toRealPath();
    Path keyFile = key.toRealPath();
    if (certificateFile.equals(keyFile)) {
      replace(beside(keyFile, certificates + "\n" + privateKey), keyFile);
      return;
    }
    Path newCertificate = beside(certificateFile, certificates);
    try {
      Optional<Set<PosixFilePermission>> open = permissions(certificateFile);
      if (open.isPresent()) {
        Files.setPosixFilePermissions(newCertificate, open.get());
      }
      replaceBoth(newCertificate, certificateFile, beside(keyFile, privateKey), keyFile);
    } finally {
      Files.deleteIfExists(newCertificate);
    }
  }

  private static void replaceBoth(
      Path newCertificate, Path certificateFile, Path newKey, Path keyFile) throws IOException {
    String before = Files.readString(keyFile, ISO_8859_1);
    replace(newKey, keyFile);
    try {
      replace(newCertificate, certificateFile);
    } catch (IOException refused) {
      replace(beside(keyFile, before), keyFile);
      throw refused;
    }
  }

  private static Path beside(Path file, String text) throws IOException {
    Path folder = Objects.requireNonNull(file.getParent(), "a real path has a folder");
    Path made = permissions(folder).isPresent()
        ? Files.createTempFile(folder, ".vestibule", ".pem", forUs())
        : Files.createTempFile(folder, ".vestibule", ".pem");
    try {
      return Files.writeString(made, text, ISO_8859_1);
    } catch (IOException full) {
      Files.deleteIfExists(made);
      throw full;
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> forUs() {
    return PosixFilePermissions.asFileAttribute(OURS);
  }

  private static void replace(Path made, Path file) throws IOException {
    try {
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  /** Empty where the file system knows none. */
  private static Optional<Set<PosixFilePermission>> permissions(Path file) throws IOException {
    try {
      return Optional.of(Files.getPosixFilePermissions(file));
    } catch (UnsupportedOperationException none) {
      return Optional.empty();
    }
  }
}
