package io.vestibule.auth.examples;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.PasswordHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files to start with. */
public final class ConfigFiles {
  /** What everybody's password is. */
  public static final String PASSWORD = "secret";

  /** Its hash. */
  public static final String HASH =
      PasswordHash.hash(Secret.of(PASSWORD), PasswordHash.LOWEST_NEW_COST);

  private ConfigFiles() {}

  /** The file of the README, for ada, in this folder. */
  public static Path oneUser(Path folder) throws IOException {
    return write(folder, """
        [authentication]
        type = basic
        username = ada
        password = %s
        """.formatted(HASH));
  }

  /** A file with this text in this folder. */
  public static Path write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("auth.ini"), text);
  }
}
