package io.vestibule.auth.cli;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import io.vestibule.auth.config.Problem;
import java.nio.file.Path;
import java.util.List;

/** Reads a configuration as a start would, and says all that is wrong with it. */
final class CheckConfigCommand implements Command {

  @Override
  public String name() {
    return "check-config";
  }

  @Override
  public String parameters() {
    return "FILE";
  }

  @Override
  public String help() {
    return "reads a configuration as a start would, and says all that is wrong with it";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Path file = Path.of(Arguments.of(arguments).expecting(1).plain().get(0));
    try {
      Configuration configuration =
          Configuration.load(file, terminal.environment(), terminal.clock());
      configuration.warnings().stream().map(Problem::toString).forEach(report -> {
        terminal.out(report);
        terminal.out("");
      });
      configuration.summary().stream()
          .filter(line -> !line.startsWith("Warning"))
          .forEach(terminal::out);
      terminal.out("No problem was found.");
      return OK;
    } catch (ConfigurationException wrong) {
      terminal.err(String.valueOf(wrong.getMessage()));
      return PROBLEMS;
    }
  }
}
