package io.vestibule.auth.cli;

import io.vestibule.auth.internal.Nearest;
import io.vestibule.auth.internal.Printable;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command line's beginning: {@code java -cp … io.vestibule.auth.cli.Main check-config auth.ini}. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process with its exit status: 0 done, 1 problems found, 2 not understood. Whatever is
   * logged goes to standard error: a script that reads a token must read nothing else.
   */
  public static void main(String[] arguments) {
    PrintStream results = System.out;
    System.setOut(System.err);
    int status = run(List.of(arguments), new ProcessTerminal(System.in, results, System.err));
    System.exit(written(results) ? status : Math.max(status, Command.PROBLEMS));
  }

  /** A stream like this never throws: a token that went nowhere would look like one that was read. */
  private static boolean written(PrintStream results) {
    boolean failed = results.checkError();
    if (failed) {
      System.err.println("The output could not be written");
    }
    return !failed;
  }

  /** Whether the first of these arguments names a command, for an application that shares its command line. */
  public static boolean isCommand(List<String> arguments) {
    return !arguments.isEmpty() && Commands.all().containsKey(arguments.get(0));
  }

  /** Runs a command and returns its exit status. */
  public static int run(List<String> arguments, Terminal terminal) {
    Map<String, Command> commands = Commands.all();
    String name = arguments.isEmpty() ? "" : arguments.get(0);
    Command command = commands.get(name.equals("--help") || name.equals("-h") ? "help" : name);
    if (command == null) {
      return unknown(name, commands, terminal);
    }
    try {
      return command.run(arguments.subList(1, arguments.size()), terminal);
    } catch (UsageException misunderstood) {
      terminal.err(command.name() + ": " + misunderstood.getMessage());
      terminal.err("Usage: " + Commands.usage(command));
      return Command.USAGE;
    } catch (InvalidPathException unreadable) {
      terminal.err(command.name() + ": " + Printable.of(unreadable.getInput())
          + " names no file here: " + unreadable.getReason());
      return Command.USAGE;
    }
  }

  private static int unknown(String name, Map<String, Command> commands, Terminal terminal) {
    Optional<String> near = Nearest.of(name, commands.keySet());
    if (!name.isEmpty()) {
      terminal.err("Unknown command \"" + name + "\""
          + near.map(right -> ". Did you mean \"" + right + "\"?").orElse(""));
    }
    terminal.err("Commands: " + String.join(", ", commands.keySet()));
    return Command.USAGE;
  }
}
