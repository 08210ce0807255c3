package io.vestibule.auth.oauth;

import io.vestibule.auth.cli.Arguments;
import io.vestibule.auth.cli.Command;
import io.vestibule.auth.cli.Terminal;
import io.vestibule.auth.cli.UsageException;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Asks each provider of a configuration whether signing in with it can work, and says what to do where it cannot.
 * Without state.
 */
public final class DoctorCommand implements Command {
  private static final String CONFIG = "--config";

  /** For the service loader. */
  public DoctorCommand() {}

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String parameters() {
    return CONFIG + " FILE";
  }

  @Override
  public String help() {
    return "asks the providers of a configuration whether signing in with them can work";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Path file = Path.of(Arguments.of(arguments, CONFIG)
        .expecting(0)
        .option(CONFIG)
        .orElseThrow(() -> new UsageException("it needs " + CONFIG + " FILE")));
    try {
      Configuration configuration =
          Configuration.load(file, terminal.environment(), terminal.clock());
      try {
        return examine(configuration, terminal);
      } finally {
        configuration.auth().close();
      }
    } catch (ConfigurationException wrong) {
      terminal.err(String.valueOf(wrong.getMessage()));
      return PROBLEMS;
    }
  }

  private static int examine(Configuration configuration, Terminal terminal) {
    Optional<ProviderHealth> checkups = configuration.shared(ProviderHealth.class);
    if (checkups.isEmpty()) {
      terminal.out("This configuration signs nobody in with a provider: there is nothing to ask.");
      return OK;
    }
    long wrong = 0;
    for (ProviderHealth.Checkup checkup : checkups.get().checkups()) {
      terminal.out(checkup.client().name() + ": " + checkup.client().issuer());
      List<Finding> findings = new Examination(checkup).findings();
      findings.forEach(finding -> print(finding, terminal));
      wrong += findings.stream()
          .filter(finding -> finding.kind() == Finding.Kind.FIX)
          .count();
    }
    terminal.out(wrong == 0 ? "Nothing needs to be done." : "To be done: " + wrong);
    return wrong == 0 ? OK : PROBLEMS;
  }

  private static void print(Finding finding, Terminal terminal) {
    terminal.out(
        String.format("  %-4s  %s: %s", finding.kind().word(), finding.about(), finding.found()));
    if (!finding.cure().isEmpty()) {
      terminal.out("        -> " + finding.cure());
    }
  }
}
