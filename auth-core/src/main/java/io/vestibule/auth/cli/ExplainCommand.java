package io.vestibule.auth.cli;

import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says which rule decides about a request, and what would become of it. */
final class ExplainCommand implements Command {

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String parameters() {
    return "METHOD PATH [--as USER] FILE";
  }

  @Override
  public String help() {
    return "says which rule decides about a request, and what would become of it";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, "--as").expecting(3);
    PlainRequest request = request(taken.plain().get(0), taken.plain().get(1));
    Path file = Path.of(taken.plain().get(2));
    try {
      Configuration configuration =
          Configuration.load(file, terminal.environment(), terminal.clock());
      Explanation explanation = new Explanation(configuration, request, terminal.clock());
      explanation.withoutCredentials().forEach(terminal::out);
      taken.option("--as").ifPresent(user -> explanation.as(user).forEach(terminal::out));
      return OK;
    } catch (ConfigurationException wrong) {
      terminal.err(String.valueOf(wrong.getMessage()));
      return PROBLEMS;
    }
  }

  private static PlainRequest request(String method, String path) {
    if (!method.equals(method.toUpperCase(Locale.ROOT)) || method.startsWith("/")) {
      throw new UsageException(
          "the method comes first, in capital letters: GET, but it is \"" + method + "\"");
    }
    if (!path.startsWith("/") || path.contains("?") || path.contains("#")) {
      throw new UsageException(
          "the path begins with \"/\", and has neither query nor fragment, but it is \"" + path
              + "\"");
    }
    return new PlainRequest(method, path);
  }
}
