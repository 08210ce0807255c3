package io.vestibule.auth.cli;

import io.vestibule.auth.Secret;
import io.vestibule.auth.digest.DigestAlgorithm;
import io.vestibule.auth.digest.DigestLine;
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
    return "[--cost N | --digest ALGORITHM --realm REALM NAME]";
  }

  @Override
  public String help() {
    return "asks for a password, or reads a line from standard input, and prints its hash";
  }

  @Override
  public int run(List<String> arguments, Terminal terminal) {
    Arguments taken = Arguments.of(arguments, "--cost", "--digest", "--realm");
    return taken.option("--digest").isPresent() || taken.option("--realm").isPresent()
        ? digest(taken, terminal)
        : bcrypt(taken, terminal);
  }

  private static int bcrypt(Arguments taken, Terminal terminal) {
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

  /** The whole line of a users file for Digest, since the name and the realm are part of the hash. */
  private static int digest(Arguments taken, Terminal terminal) {
    if (taken.plain().size() != 1 || taken.option("--cost").isPresent()) {
      throw new UsageException("--digest needs the name of one user, and has no --cost");
    }
    DigestAlgorithm algorithm = taken
        .option("--digest")
        .flatMap(DigestAlgorithm::of)
        .orElseThrow(() -> new UsageException("--digest is SHA-256, SHA-512-256 or MD5"));
    String realm = taken
        .option("--realm")
        .orElseThrow(
            () -> new UsageException("--realm is missing: it is part of the hash, and must be that "
                + "of the configuration"));
    Secret password = NewPassword.read(terminal);
    try {
      terminal.out(DigestLine.of(taken.plain().get(0), realm, algorithm, password));
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
