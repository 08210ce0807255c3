package io.vestibule.auth.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;

/** What tells one state of a file from another without reading it. Immutable. */
public record FileStamp(Instant modified, long size, String key) {
  /** Longer than any file system's tick, and than clocks of one network differ. */
  private static final Duration TICK = Duration.ofSeconds(5);

  /** The stamp of a file that cannot be looked at. */
  public static final FileStamp NONE = new FileStamp(Instant.EPOCH, -1, "");

  /** The stamp of the file now; {@link #NONE} where there is no telling. */
  public static FileStamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(
          now.lastModifiedTime().toInstant(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException unreadable) {
      return NONE;
    }
  }

  /** Whether a later edit is sure to show in the stamp: it must not fall into the same tick of the clock. */
  public boolean isSettled(Instant now) {
    return !equals(NONE) && modified.plus(TICK).isBefore(now);
  }

  /** Whether everybody on the machine may read the file; false where the file system does not say. */
  public static boolean isReadableByAll(Path file) {
    try {
      PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
      return view != null
          && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
