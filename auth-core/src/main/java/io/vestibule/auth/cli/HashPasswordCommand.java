package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;
import io.vestibule.auth.password.PasswordHash;
import java.util.List;

/** Turns a password into what a configuration or a users file holds. */
final class HashPasswordCommand implements Command {

  @Override
  public String name() {
    return "hash-password";
  }

  @Override
  public String parameters() {
    return "[--cost N]";
  }

  @Override
  public String help() {
    return "asks for a password, or reads a line from standard input, and prints its hash";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, "--cost");
    if (!taken.plain().isEmpty()) {
      throw new UsageException(
          "a password is never an argument: others on this machine would see it, and the "
              + "shell would keep it; type it when asked, or send it through a pipe");
    }
    int cost =
        taken.option("--cost").map(HashPasswordCommand::cost).orElse(PasswordHash.DEFAULT_COST);
    Secret password = NewPassword.read(terminal);
    try {
      terminal.out(PasswordHash.hash(password, cost));
      return OK;
    } catch (IllegalArgumentException refused) {
      terminal.err(String.valueOf(refused.getMessage()));
      return PROBLEMS;
    }
  }

  private static int cost(String text) {
    boolean number = text.matches("[0-9]{1,2}");
    if (!number
        || Integer.parseInt(text) < PasswordHash.LOWEST_NEW_COST
        || Integer.parseInt(text) > PasswordHash.HIGHEST_COST) {
      throw new UsageException("the cost is a number from " + PasswordHash.LOWEST_NEW_COST + " to "
          + PasswordHash.HIGHEST_COST + ", but is \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }
}
