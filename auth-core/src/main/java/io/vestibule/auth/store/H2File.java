package io.vestibule.auth.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** The file of an embedded database, which holds password hashes: nobody but its owner reads it. */
final class H2File {
  private static final String ENDING = ".mv.db";
  private static final String FOLDER = "rwx------";
  private static final String FILE = "rw-------";

  private H2File() {}

  /** The name as an absolute one; H2 itself knows what {@code ~/} is. */
  static String absolute(String name, Path folder) {
    if (name.startsWith("~/")) {
      return name;
    }
    try {
      return withoutSemicolon(folder.resolve(name).toAbsolutePath().normalize().toString());
    } catch (InvalidPathException e) {
      throw new UnusableDatabaseException("the URL names no file", "use " + JdbcUrl.ALLOWED);
    }
  }

  /** There the settings of H2 would begin. */
  private static String withoutSemicolon(String file) {
    if (file.indexOf(';') >= 0) {
      throw new UnusableDatabaseException(
          "a folder above the file has a semicolon in its name", "use another folder");
    }
    return file;
  }

  /** Makes an empty file for its owner only, which H2 then fills; it would make one that others can read. */
  static void prepare(String name) {
    Path file = file(name);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent(), only(file, FOLDER));
      create(file);
    } catch (IOException e) {
      throw new UnusableDatabaseException(
          "the file " + file + " cannot be made (" + e.getClass().getSimpleName() + ")",
          "name a folder in which this process may write");
    }
  }

  /** H2 writes the key to its server into a file that everybody may read who can step into the folder. */
  static void requireClosedFolder(String name) {
    Path folder = Objects.requireNonNull(file(name).toAbsolutePath().getParent());
    try {
      if (isOpen(folder.toRealPath())) {
        throw new UnusableDatabaseException(
            "AUTO_SERVER lets all in who can read the key in " + folder
                + ", and others of this machine can",
            "chmod 700 " + folder + ", or set user and password before the database is made");
      }
    } catch (IOException e) {
      throw new UnusableDatabaseException(
          "the folder " + folder + " cannot be looked at", "name one of this process");
    }
  }

  /** One folder on the way that is its owner's alone keeps the others out. */
  private static boolean isOpen(Path folder) throws IOException {
    if (!isPosix(folder)) {
      return false;
    }
    for (Path one = folder; one != null; one = one.getParent()) {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(one);
      if (!allowed.contains(PosixFilePermission.GROUP_EXECUTE)
          && !allowed.contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Path file(String name) {
    String home = name.startsWith("~") ? System.getProperty("user.home") : "";
    return Path.of(home + name.substring(home.isEmpty() ? 0 : 1) + ENDING);
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Of several that start at once one makes it, and the others find it made. */
  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file, only(file, FILE));
    } catch (FileAlreadyExistsException present) {
      if (!Files.isRegularFile(file)) {
        throw present;
      }
    }
  }

  private static FileAttribute<?>[] only(Path file, String permissions) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
