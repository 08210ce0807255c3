package io.vestibule.auth.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The table of commands: ours first, then what the class path adds. */
final class Commands {
  private Commands() {}

  static Map<String, Command> all() {
    Map<String, Command> table = new LinkedHashMap<>();
    List.of(
            new CheckConfigCommand(),
            new ExplainCommand(),
            new HashPasswordCommand(),
            new HashTokenCommand(),
            new ConfigCommand(),
            new UserCommand(),
            new SessionsCommand(),
            new TokenCommand(),
            new LockoutCommand(),
            new KeysCommand(),
            new TlsCommand(),
            new MailCommand(),
            new ImportCommand(),
            new DbCommand(),
            new HelpCommand(),
            new VersionCommand())
        .forEach(command -> table.put(command.name(), command));
    ServiceLoader.load(Command.class)
        .forEach(command -> table.putIfAbsent(command.name(), command));
    return Collections.unmodifiableMap(table);
  }

  static String usage(Command command) {
    return (command.name() + " " + command.parameters()).strip();
  }
}
