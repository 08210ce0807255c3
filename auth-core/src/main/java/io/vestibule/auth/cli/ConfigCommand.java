package io.vestibule.auth.cli;

import io.vestibule.auth.config.Reference;
import java.util.List;

/** Prints every section and key that a configuration may have. */
final class ConfigCommand implements Command {

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String parameters() {
    return "reference";
  }

  @Override
  public String help() {
    return "prints every section and key that a configuration may have, as Markdown";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    if (!Arguments.of(arguments).plain().equals(List.of("reference"))) {
      throw new UsageException("it knows the one word \"reference\"");
    }
    Reference.lines().forEach(terminal::out);
    return OK;
  }
}
