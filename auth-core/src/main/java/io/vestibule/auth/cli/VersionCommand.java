package io.vestibule.auth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Says which version this is, and on what it runs. */
final class VersionCommand implements Command {

  @Override
  public String name() {
    return "version";
  }

  @Override
  public String parameters() {
    return "";
  }

  @Override
  public String help() {
    return "prints the version";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments.of(arguments).expecting(0);
    terminal.out("vestibule " + version() + " (Java " + Runtime.version() + ")");
    return OK;
  }

  private static String version() {
    try (InputStream text = VersionCommand.class.getResourceAsStream("version.txt")) {
      return text == null
          ? "unknown"
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
