package io.vestibule.auth.config;

import io.vestibule.auth.internal.FileStamp;
import io.vestibule.auth.internal.LineFile;
import java.nio.file.Path;

/** Says through the settings what is wrong with a file that a key names. Without state. */
public final class FileReport {
  private FileReport() {}

  /** A file that cannot be used refuses the start; a line that was left out, or a file open to all, is a warning. */
  public static <T> void of(Settings settings, String key, Path path, LineFile<T> file) {
    String name = "the file " + path.getFileName();
    LineFile.Reading<T> reading = file.reading();
    if (reading instanceof LineFile.Reading.Broken<T> broken) {
      settings.fault(key, name + " " + broken.found(), broken.cure());
    }
    reading
        .remarks()
        .forEach(r -> settings.warn(key, "in " + r.place() + ", " + r.found(), r.cure()));
    if (FileStamp.isReadableByAll(path)) {
      settings.warn(
          key, name + " can be read by everybody on this machine", "change that with chmod 640");
    }
  }
}
