package io.vestibule.auth.cli;

import io.vestibule.auth.Headers;
import io.vestibule.auth.config.Configuration;
import io.vestibule.auth.config.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says which rule decides about a request, and what would become of it. */
final class ExplainCommand implements Command {
  private static final String PEER = "--peer";
  private static final String HEADER = "--header";

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String parameters() {
    return "METHOD PATH [--as USER] [--peer ADDRESS] [--header \"NAME: VALUE\"]... FILE";
  }

  @Override
  public String help() {
    return "says which rule decides about a request, and what would become of it";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    List<String> rest = new ArrayList<>(arguments);
    Headers received = takeHeaders(rest);
    Arguments taken = Arguments.of(rest, "--as", PEER).expecting(3);
    ReceivedRequest request = request(taken.plain().get(0), taken.plain().get(1));
    Path file = Path.of(taken.plain().get(2));
    try {
      Configuration configuration =
          Configuration.load(file, terminal.environment(), terminal.clock());
      Explanation explanation = new Explanation(configuration, request, terminal.clock());
      explanation.withoutCredentials().forEach(terminal::out);
      if (!received.fields().isEmpty() || taken.option(PEER).isPresent()) {
        ReceivedRequest sent = new ReceivedRequest(
            request.method(),
            request.path(),
            taken.option(PEER).orElse(request.peer()),
            received,
            configuration.trustedProxies());
        new Arrival(configuration, sent).lines().forEach(terminal::out);
      }
      taken.option("--as").ifPresent(user -> explanation.as(user).forEach(terminal::out));
      return OK;
    } catch (ConfigurationException wrong) {
      terminal.err(String.valueOf(wrong.getMessage()));
      return PROBLEMS;
    }
  }

  /** The one option that may come several times. */
  private static Headers takeHeaders(List<String> arguments) {
    Headers headers = Headers.none();
    int at = arguments.indexOf(HEADER);
    while (at >= 0) {
      if (at + 1 == arguments.size() || arguments.get(at + 1).indexOf(':') < 1) {
        throw new UsageException(HEADER + " needs a field, such as \"Remote-User: ada\"");
      }
      arguments.remove(at);
      String[] field = arguments.remove(at).split(":", 2);
      try {
        headers = headers.and(field[0].strip(), field[1].strip());
      } catch (IllegalArgumentException refused) {
        throw new UsageException(HEADER + ": " + refused.getMessage());
      }
      at = arguments.indexOf(HEADER);
    }
    return headers;
  }

  private static ReceivedRequest request(String method, String path) {
    if (!method.equals(method.toUpperCase(Locale.ROOT)) || method.startsWith("/")) {
      throw new UsageException(
          "the method comes first, in capital letters: GET, but it is \"" + method + "\"");
    }
    if (!path.startsWith("/") || path.contains("?") || path.contains("#")) {
      throw new UsageException(
          "the path begins with \"/\", and has neither query nor fragment, but it is \"" + path
              + "\"");
    }
    return ReceivedRequest.plain(method, path);
  }
}
