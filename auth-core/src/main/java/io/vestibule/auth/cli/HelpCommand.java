package io.vestibule.auth.cli;

import java.util.List;

/** Names the commands. */
final class HelpCommand implements Command {

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String parameters() {
    return "";
  }

  @Override
  public String help() {
    return "prints this";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments.of(arguments).expecting(0);
    for (Command command : Commands.all().values()) {
      terminal.out(Commands.usage(command));
      terminal.out("    " + command.help());
    }
    return OK;
  }
}
