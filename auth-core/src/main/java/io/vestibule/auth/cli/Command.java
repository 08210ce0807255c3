package io.vestibule.auth.cli;

import java.util.List;

/**
 * One command. Found by {@link java.util.ServiceLoader}: a package adds its own with a class and a line in {@code
 * META-INF/services}. Without state.
 */
public interface Command {

  /** It did what it was asked. */
  int OK = 0;

  /** What it looked at has problems. */
  int PROBLEMS = 1;

  /** It was called in a way that it does not understand. */
  int USAGE = 2;

  /** What it is called by, such as {@code check-config}. */
  String name();

  /** What follows its name, such as {@code FILE}; empty where nothing does. */
  String parameters();

  /** What it does, in one line. */
  String help();

  /**
   * Does it.
   *
   * @param arguments what followed its name
   * @return the exit status
   * @throws UsageException when the arguments make no sense; whoever calls prints the usage
   */
  int run(List<String> arguments, Terminal terminal);
}
