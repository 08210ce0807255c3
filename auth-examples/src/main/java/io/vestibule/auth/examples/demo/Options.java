package io.vestibule.auth.examples.demo;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demo's command line, checked. */
record Options(Map<String, String> given) {
  static final String USAGE = """
      Usage: java -jar auth-examples.jar [--config FILE | --data DIR] [--port N] [--host H]
                                         [--container jetty|tomcat] [--context /app]
             java -jar auth-examples.jar COMMAND ...   (the command line of the library)
      """;

  private static final Map<String, String> DEFAULTS =
      Map.of("--host", "127.0.0.1", "--port", "8080", "--container", "jetty", "--context", "/");
  private static final Map<String, String> SHAPES = Map.of(
      "--config", ".+",
      "--data", ".+",
      "--host", "[A-Za-z0-9.:-]+",
      "--port", "[0-9]{1,5}",
      "--container", "jetty|tomcat",
      "--context", "/|(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");
  private static final Map<String, String> EXAMPLES = Map.of(
      "--config", "a file",
      "--data", "a folder",
      "--host", "an address, such as 127.0.0.1",
      "--port", "a number from 0 (any free port) to 65535",
      "--container", "jetty or tomcat",
      "--context", "a path such as /app");

  Options {
    given = Map.copyOf(given);
  }

  static Options parse(List<String> arguments) throws Refused {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      String shape = SHAPES.get(name);
      if (shape == null) {
        throw Refused.usage("unknown option \"" + name + "\"; --help lists them all");
      }
      String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      if (!value.matches(shape) || tooHigh(name, value)) {
        throw Refused.usage(name + " needs " + EXAMPLES.get(name) + ", but is \"" + value + '"');
      }
      if (given.put(name, value) != null) {
        throw Refused.usage(name + " is given twice");
      }
    }
    if (given.containsKey("--config") && given.containsKey("--data")) {
      throw Refused.usage(
          "--data is for a demo without --config; in a file, [store] says where the data is");
    }
    return new Options(given);
  }

  Optional<Path> config() {
    return Optional.ofNullable(given.get("--config")).map(Path::of);
  }

  /** Where the store of a demo without a file stays. */
  Optional<Path> data() {
    return Optional.ofNullable(given.get("--data")).map(Path::of);
  }

  Listen listen() {
    String context = value("--context");
    return new Listen(
        value("--host"), Integer.parseInt(value("--port")), context.equals("/") ? "" : context);
  }

  Container container() {
    return value("--container").equals("jetty") ? new JettyServer() : new TomcatServer();
  }

  private String value(String name) {
    return given.getOrDefault(name, DEFAULTS.getOrDefault(name, ""));
  }

  private static boolean tooHigh(String name, String value) {
    return name.equals("--port") && Integer.parseInt(value) > 65_535;
  }
}
